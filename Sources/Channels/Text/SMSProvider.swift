package import Wire

/// A provider of text messages as its manual describes it, all of it by setting.
package struct SMSProvider: Hashable, Sendable {
  /// A text the provider holds itself: its number there, and which values it wants in which order.
  package struct Wording: Hashable, Sendable {
    package var template: String
    package var values: [String]

    package init(template: String, values: [String]) {
      self.template = template
      self.values = values
    }
  }

  /// How the provider is asked what became of a message.
  package struct Question: Hashable, Sendable {
    package var form: HTTPForm
    package var outcome: OutcomeRule
    /// Whether "no such message" proves that it never will be sent, so that it may be sent again.
    package var absentMeansUnsent = false

    package init(form: HTTPForm, outcome: OutcomeRule) {
      self.form = form
      self.outcome = outcome
    }
  }

  package var id: String
  package var form: HTTPForm
  package var answer: AnswerRule
  /// By kind of notice, or by `kind.language`; empty where the provider takes free text.
  package var wordings: [String: Wording] = [:]
  package var question: Question?
  package var receipts: ReceiptRule?

  package init(id: String, form: HTTPForm, answer: AnswerRule) {
    self.id = id
    self.form = form
    self.answer = answer
  }

  /// Names that may stand in the holes of its forms.
  package static let holes: Set = [
    "phone", "text", "title", "template", "values", "list", "id", "receipt", "seconds", "link",
    "kind", "language",
  ]
}

/// How a provider says what became of a message.
package struct OutcomeRule: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    case arrived
    case lost(String)
    case pending
    /// The provider knows no such message.
    case absent
    case unclear
  }

  /// Where the state stands, as a JSON Pointer.
  package var pointer: String
  package var arrived: Set<String>
  package var lost: Set<String>
  package var pending: Set<String> = []
  package var absent: Set<String> = []

  package init(pointer: String, arrived: Set<String>, lost: Set<String>) {
    self.pointer = pointer
    self.arrived = arrived
    self.lost = lost
  }

  package func outcome(in body: JSONValue?) -> Outcome {
    guard let word = body?.at(pointer: pointer).flatMap(AnswerRule.word) else { return .unclear }
    if arrived.contains(word) { return .arrived }
    if lost.contains(word) { return .lost(AnswerRule.short(word)) }
    if pending.contains(word) { return .pending }
    return absent.contains(word) ? .absent : .unclear
  }
}
