package import Casework
import Wire

/// What the insurance platform said to one order, once.
package struct PlatformAnswer: Hashable, Sendable {
  /// Nil of answers that were kept before their time was.
  package var at: Instant?
  /// Its `infcode`.
  package var code: String
  /// Whether the code means that the order was carried out.
  package var isDone: Bool
  /// The platform's own number of the exchange.
  package var reference: String?
  /// Its words, which may name the child.
  package var message: String?
  /// What it calls the code it issued.
  package var issued: String?

  package init(at: Instant?, code: String, isDone: Bool) {
    self.at = at
    self.code = code
    self.isDone = isDone
  }

  /// Whether it says the same, at whatever time.
  func says(_ other: Self) -> Bool {
    var one = self
    one.at = other.at
    return one == other
  }
}

/// The code that the platform issued for a child: its own name for it, beside the one that we
/// allocated.
package struct IssuedCode: Hashable, Sendable {
  package var value: String
  package var at: Instant?
}

/// Keeps the insurance platform's answers, sealed, and which code it issued to whom.
///
/// A code belongs to one case. Where the platform gives the same one to another case, the answer is
/// kept and the code is not: a person has to look whether the two are one child.
package struct AnswerBook: Sendable {
  /// What became of an answer.
  package enum Keeping: Hashable, Sendable {
    case kept
    /// The store is away.
    case notKept
    /// The code that it brings is another case's.
    case anothersCode
  }

  static let kind = "insuranceAnswer"
  static let codeKind = "insuranceCode"
  static let holderKind = "insuranceCodeHolder"
  private static let attempts = 8
  /// Of one order the last so many are kept.
  private static let answersMaximum = 20

  private let queue: CommitQueue
  private let lookUps: LookUps
  private let now: @Sendable () -> Instant
  private let answers: SealedRecords
  private let codes: SealedRecords
  private let holders: SealedRecords

  package init(
    store: any CaseStore, queue: CommitQueue, sealing: Sealing, lookUps: LookUps,
    now: @escaping @Sendable () -> Instant
  ) {
    self.queue = queue
    self.lookUps = lookUps
    self.now = now
    answers = SealedRecords(kind: Self.kind, store: store, sealing: sealing)
    codes = SealedRecords(kind: Self.codeKind, store: store, sealing: sealing)
    holders = SealedRecords(kind: Self.holderKind, store: store, sealing: sealing)
  }

  /// Keeps an answer under its order, and the code that it brings under its case.
  package func keep(
    _ answer: PlatformAnswer, to delivery: String, _ operation: String, of caseID: CaseID
  ) async -> Keeping {
    var answer = answer
    answer.at = now()
    for _ in 0..<Self.attempts {
      do throws(StoreError) {
        if let keeping = try await tryKeeping(answer, delivery, operation, caseID) {
          return keeping
        }
      } catch {
        return .notKept
      }
    }
    return .notKept
  }

  /// Nil where another writer came first.
  private func tryKeeping(
    _ answer: PlatformAnswer, _ delivery: String, _ operation: String, _ caseID: CaseID
  ) async throws(StoreError) -> Keeping? {
    let old = try await answers.find(delivery)
    var said = old.map { Self.answers($0.body) } ?? []
    // The same given twice is one answer; each refusal is one, to a transaction of its own.
    if !answer.isDone || said.last?.says(answer) != true { said.append(answer) }
    let refusals = (old.map { Self.refusals($0.body) } ?? 0) + (answer.isDone ? 0 : 1)
    var group = ChangeGroup()
    group.records = [
      answers.row(
        delivery, version: old?.version ?? 0,
        [
          "operation": .string(operation), "caseId": .string(caseID.rawValue),
          "answers": .array(said.suffix(Self.answersMaximum).map(\.json)),
          "refusals": .int(refusals),
        ])
    ]
    var isAnothers = false
    if let issued = answer.issued {
      let holder = try await self.holder(of: issued)
      isAnothers = holder.map { $0 != caseID } ?? false
      if holder == nil {
        group.records.append(
          holders.row(name(issued), version: 0, ["caseId": .string(caseID.rawValue)]))
      }
      if !isAnothers {
        let before = try await codes.find(caseID.rawValue)
        group.records.append(
          codes.row(
            caseID.rawValue, version: before?.version ?? 0,
            ["code": .string(issued), "at": .string(answer.at?.rfc3339 ?? "")]))
      }
    }
    if case .conflict = try await queue.submit(group) { return nil }
    return isAnothers ? .anothersCode : .kept
  }

  /// How often the platform has refused an order; nil where that cannot be read now.
  package func refusals(of delivery: String) async -> Int? {
    do throws(StoreError) {
      return try await answers.find(delivery).map { Self.refusals($0.body) } ?? 0
    } catch {
      return nil
    }
  }

  func answers(to delivery: String) async throws(StoreError) -> [PlatformAnswer] {
    try await answers.find(delivery).map { Self.answers($0.body) } ?? []
  }

  /// The code that the platform issued last for a case.
  func code(of caseID: CaseID) async throws(StoreError) -> IssuedCode? {
    guard let body = try await codes.find(caseID.rawValue)?.body,
      let value = body["code"]?.string
    else { return nil }
    return IssuedCode(value: value, at: body["at"]?.string.flatMap { Instant(rfc3339: $0) })
  }

  private func holder(of code: String) async throws(StoreError) -> CaseID? {
    for digest in lookUps.digests(Self.holderKind, code) {
      let entry = try await holders.find(Hex.encode(digest))
      if let id = entry?.body["caseId"]?.string { return CaseID(rawValue: id) }
    }
    return nil
  }

  private func name(_ code: String) -> String {
    Hex.encode(lookUps.digest(Self.holderKind, code))
  }

  private static func refusals(_ body: JSONValue) -> Int {
    body["refusals"]?.int ?? answers(body).count { !$0.isDone }
  }

  private static func answers(_ body: JSONValue) -> [PlatformAnswer] {
    // An answer that was kept alone is a list of one.
    (body["answers"]?.array ?? [body]).compactMap { PlatformAnswer(json: $0) }
  }
}

extension PlatformAnswer {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["code": .string(code), "done": .bool(isDone)]
    let texts = [
      ("at", at?.rfc3339), ("reference", reference), ("message", message), ("issued", issued),
    ]
    for (name, text) in texts { if let text { object.append(name, .string(text)) } }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    guard let code = json["code"]?.string else { return nil }
    self.init(
      at: json["at"]?.string.flatMap { Instant(rfc3339: $0) }, code: code,
      isDone: json["done"]?.bool ?? (code == "0"))
    reference = json["reference"]?.string
    message = json["message"]?.string
    issued = json["issued"]?.string
  }
}
