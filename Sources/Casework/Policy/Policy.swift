/// The rules that hold for one child: a region's pack laid over the national one.
///
/// Numbers and switches come from packs; what is done with them is code (``Law``). The version of a
/// pack is chosen by the birth day for windows, by the payment day for late effects and by the
/// service day for settlement (RULES.md, 1.3; ``Term/axis``).
package struct Policy: Hashable, Sendable {
  /// Most specific first, the national pack last; only layers that gave a value.
  package let layers: [Ruling.PolicyLayer]
  /// Quoted rules by id.
  package let citations: [String: Citation]
  /// By the term's place: what holds from which day on, oldest first; none where no pack speaks.
  private let table: [[Step<TermValue>]]
  /// From when a late payment covers, by the day of the payment: the last step that has begun.
  package let lateCover: [Step<LateCover>]
  /// Last day on which the code settles on the birth certificate alone, counted from birth; by the
  /// day of service.
  package let codeSettlesDays: [Step<Int>]
  /// Last day on which a payment is in time, counted from the birth day, which is day 0.
  package let payWindowDays: Sourced<Int>

  /// - Returns: nil where a term that every child needs is missing.
  package init?(
    layers: [Ruling.PolicyLayer], steps: [Term: [Step<TermValue>]],
    citations: [String: Citation]
  ) {
    self.layers = layers
    self.citations = citations
    table = Term.allCases.map { steps[$0] ?? [] }
    lateCover = table[Term.lateCover.index].compactMap { $0.mapped(\.lateCover) }
    codeSettlesDays = table[Term.codeSettlesDays.index].compactMap { $0.mapped(\.number) }
    guard let window = table[Term.payWindowDays.index].last?.mapped(\.number),
      !lateCover.isEmpty, !codeSettlesDays.isEmpty
    else { return nil }
    payWindowDays = window.value
  }

  /// What holds from which day on, oldest first.
  package func steps(_ term: Term) -> [Step<TermValue>] { table[term.index] }

  /// What a term says on a day; nil where no pack says anything.
  ///
  /// - Parameters:
  ///   - term: what is asked for.
  ///   - day: of birth, payment or service, by the term's axis; nil for what is newest.
  package func value(_ term: Term, on day: CivilDate? = nil) -> Sourced<TermValue>? {
    Self.step(table[term.index], on: day)
  }

  package func number(_ term: Term, on day: CivilDate? = nil) -> Sourced<Int>? {
    value(term, on: day).flatMap { $0.mapped(\.number) }
  }

  package func numbers(_ term: Term) -> Sourced<[Int]>? {
    value(term).flatMap { $0.mapped(\.numbers) }
  }

  package func word(_ term: Term, on day: CivilDate? = nil) -> Sourced<String>? {
    value(term, on: day).flatMap { $0.mapped(\.word) }
  }

  package func words(_ term: Term, on day: CivilDate? = nil) -> Sourced<[String]>? {
    value(term, on: day).flatMap { $0.mapped(\.words) }
  }

  /// Whether a switch is on; off where no pack speaks of it.
  package func isOn(_ term: Term, on day: CivilDate? = nil) -> Bool {
    value(term, on: day)?.value == .flag(true)
  }

  /// How a payment on this day covers when it is late.
  package func lateCover(on day: CivilDate) -> Sourced<LateCover> {
    Self.step(lateCover, on: day) ?? lateCover[0].value
  }

  /// How long the code settles on the birth certificate alone, for service on this day.
  package func codeSettlesDays(on day: CivilDate) -> Sourced<Int> {
    Self.step(codeSettlesDays, on: day) ?? codeSettlesDays[0].value
  }

  private static func step<Value>(_ steps: [Step<Value>], on day: CivilDate?) -> Sourced<Value>? {
    guard let day else { return steps.last?.value }
    return steps.last { step in step.from.map { $0 <= day } ?? true }?.value
  }

  /// The rule where this child's packs quote it; else the general formula they share (RULES.md,
  /// 1.1).
  package func cited(_ rule: String) -> String {
    citations[rule] == nil ? "1.1" : rule
  }

  /// A value and where it comes from.
  package struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    /// The rule's id in the rule table.
    package var rule: String
    /// The pack that gave it.
    package var pack: String
    /// True where the documents are silent and the pack says so.
    package var assumed: Bool

    package init(_ value: Value, rule: String, pack: String, assumed: Bool = false) {
      self.value = value
      self.rule = rule
      self.pack = pack
      self.assumed = assumed
    }

    func mapped<Other>(_ read: (Value) -> Other?) -> Sourced<Other>? {
      read(value).map { Sourced<Other>($0, rule: rule, pack: pack, assumed: assumed) }
    }
  }

  /// A value from a day on.
  package struct Step<Value: Hashable & Sendable>: Hashable, Sendable {
    /// Nil: always.
    package var from: CivilDate?
    package var value: Sourced<Value>

    package init(from: CivilDate?, value: Sourced<Value>) {
      self.from = from
      self.value = value
    }

    func mapped<Other>(_ read: (Value) -> Other?) -> Step<Other>? {
      value.mapped(read).map { Step<Other>(from: from, value: $0) }
    }
  }

  /// A sentence of a document.
  package struct Citation: Hashable, Sendable {
    package var document: String
    package var quote: String
    /// `draft` or `reported`, where the document is not in force.
    package var status: PolicyPack.Status

    package init(document: String, quote: String, status: PolicyPack.Status = .inForce) {
      self.document = document
      self.quote = quote
      self.status = status
    }
  }
}
