package import Casework
package import Wire

/// Asks the health commission for certificates that are named and have not come (edge case 72).
///
/// A certificate that a registration or a payment names and that is missing after some hours is
/// asked for; what the service answers is a message like any other. One question at a time, and of
/// one number one at a time: an attempt is written down before it is made, so a crash or a second
/// gateway repeats none. Everything else is in the records, so a restart goes on where it was.
package final class Enquiries: Sendable {
  /// What the operator has settled about asking.
  package struct Terms: Sendable {
    package var afterSeconds: Int64 = 72 * 3600
    package var giveUpAfterSeconds: Int64 = 30 * 86_400
    package var service: CertificateService
    /// How the service writes.
    package var manner: Manner
    /// Reads the records of an answer as messages of the service's sender.
    package var read: @Sendable ([UInt8]) -> [Result<Reading, Rejection>]

    package init(
      service: CertificateService, manner: Manner,
      read: @escaping @Sendable ([UInt8]) -> [Result<Reading, Rejection>]
    ) {
      self.service = service
      self.manner = manner
      self.read = read
    }
  }

  /// What is said of an attempt in the log.
  package typealias Telling = @Sendable (Enquiry) -> Void

  let store: any CaseStore
  let queue: CommitQueue
  let ledger: Ledger
  let caseworker: Caseworker
  private let terms: @Sendable () -> Terms?
  private let tell: Telling
  private let search: WaitingSearch

  /// - Parameter terms: nil where the operator names no service: then nobody is asked.
  package init(
    store: any CaseStore, queue: CommitQueue, ledger: Ledger, caseworker: Caseworker,
    terms: @escaping @Sendable () -> Terms?, tell: @escaping Telling = { _ in }
  ) {
    self.store = store
    self.queue = queue
    self.ledger = ledger
    self.caseworker = caseworker
    self.terms = terms
    self.tell = tell
    search = WaitingSearch(store: store, caseworker: caseworker, ledger: ledger)
  }

  /// Does what is due next, at most one question, and returns how much it did.
  package func step() async throws(StoreError) -> Int {
    guard let terms = terms() else {
      caseworker.missing.close()
      return 0
    }
    var done = 0
    for number in try await search.step() {
      if try await note(number) { done += 1 }
    }
    let now = ledger.world.now()
    let due = try await store.records(Enquiry.recordKind, due: now.milliseconds, limit: 1)
    guard let row = due.first else { return done }
    try await tend(try open(row), over: row.version, terms, at: now)
    return done + 1
  }

  /// When something is due next, for a clock that jumps; nil where nobody is asked.
  package func nextDue() async throws(StoreError) -> Int64? {
    guard terms() != nil else { return nil }
    return try await store.records(Enquiry.recordKind, due: .max, limit: 1).first?.dueAt
  }

  /// Writes down that a number wants to be looked at; whether there was anything to write.
  private func note(_ number: String) async throws(StoreError) -> Bool {
    let name = ledger.enquiryName(number)
    let row = try await store.record(Enquiry.recordKind, name)
    let waiting = try await ledger.waiting(for: number, in: store)
    guard let row else {
      guard let waiting else { return false }
      let new = Enquiry(number: number, caseID: waiting.caseID, since: waiting.since)
      return try await write(new, over: 0, due: ledger.world.now())
    }
    var known = try open(row)
    switch (known.state, waiting) {
    case (.waiting, nil), (.lacking, nil), (.asking, nil): break
    // It is looked at when its time comes.
    case (.waiting, _?): return false
    case (.lacking, let waiting?): if waiting.question == nil { return false }
    case (.asking, let waiting?), (.givenUp, let waiting?):
      guard let question = waiting.question, question != known.asked else { return false }
      known = Enquiry(number: number, caseID: waiting.caseID, since: known.since)
    case (.ended, let waiting?):
      known = Enquiry(number: number, caseID: waiting.caseID, since: waiting.since)
    case (.givenUp, nil):
      known.state = .ended
      return try await write(known, over: row.version, due: nil)
    case (.ended, nil), (.found, _): return false
    }
    return try await write(known, over: row.version, due: ledger.world.now())
  }

  private func tend(
    _ known: Enquiry, over version: Int, _ terms: Terms, at now: Instant
  ) async throws(StoreError) {
    var enquiry = known
    guard let waiting = try await ledger.waiting(for: known.number, in: store) else {
      guard known.attempts > 0 else {
        // Nothing was asked, so there is nothing to keep.
        return try await store.delete(Enquiry.recordKind, ledger.enquiryName(known.number))
      }
      enquiry.state = .ended
      _ = try await write(enquiry, over: version, due: nil)
      return
    }
    enquiry.caseID = waiting.caseID
    enquiry.since = waiting.since
    enquiry.lacking = waiting.lacking
    let due = waiting.since.adding(seconds: terms.afterSeconds)
    if enquiry.attempts == 0, now < due {
      enquiry.state = .waiting
      _ = try await write(enquiry, over: version, due: due)
      return
    }
    guard let question = waiting.question else {
      enquiry.state = .lacking
      tell(enquiry)
      _ = try await write(enquiry, over: version, due: nil)
      return
    }
    try await ask(question, enquiry, over: version, terms, at: now)
  }

  private func ask(
    _ question: CertificateQuestion, _ known: Enquiry, over version: Int, _ terms: Terms,
    at now: Instant
  ) async throws(StoreError) {
    var enquiry = known
    let first = known.firstAskedAt ?? now
    let end = first.adding(seconds: terms.giveUpAfterSeconds)
    enquiry.state = .asking
    enquiry.asked = question
    enquiry.attempts += 1
    enquiry.firstAskedAt = first
    enquiry.lastAskedAt = now
    enquiry.note(.unanswered, "no answer yet", after: known)
    // Should the gateway be ended now, this is when it asks again.
    let again = min(now.adding(seconds: enquiry.pauseSeconds), max(end, now.adding(seconds: 60)))
    guard try await write(enquiry, over: version, due: again) else { return }

    let found = await self.answer(question, terms)
    enquiry.note(found.outcome, found.detail, after: known)
    if let reading = found.reading {
      switch try await take(reading, from: found.document, terms) {
      case nil: enquiry.messageID = reading.message.id
      case let detail?: enquiry.note(.broken, detail, after: known)
      }
    }
    var next: Instant?
    if enquiry.outcome == .found {
      enquiry.state = .found
    } else if now >= end {
      enquiry.state = .givenUp
    } else {
      next = min(now.adding(seconds: enquiry.pauseSeconds), end)
    }
    tell(enquiry)
    _ = try await write(enquiry, over: version + 1, due: next)
  }

  /// Takes what the service answered as a message; what is against it where it is not taken.
  private func take(
    _ reading: Reading, from document: [UInt8], _ terms: Terms
  ) async throws(StoreError) -> String? {
    do throws(NotTaken) {
      _ = try await caseworker.take(reading, raw: document, as: terms.manner)
      return nil
    } catch {
      switch error {
      case .store(let error): throw error
      case .rejected, .otherContent: return "not taken"
      }
    }
  }

  // MARK: Records

  private func write(_ known: Enquiry, over version: Int, due: Instant?) async throws(StoreError)
    -> Bool
  {
    var enquiry = known
    enquiry.nextAt = due
    let name = ledger.enquiryName(enquiry.number)
    var group = ChangeGroup()
    group.records = [
      RecordRow(
        kind: Enquiry.recordKind, id: name, version: version, dueAt: due?.milliseconds,
        body: ledger.sealing.sealRecord(
          enquiry.json.canonical, context: .record(Enquiry.recordKind, name)))
    ]
    if case .conflict = try await queue.submit(group) { return false }
    return true
  }

  private func open(_ row: RecordRow) throws(StoreError) -> Enquiry { try ledger.enquiry(row) }
}

extension Enquiry {
  private static let dayInSeconds: Int64 = 86_400
  /// Ten minutes after the first attempt that had no answer, then twice as long each time.
  private static let unansweredSeconds: Int64 = 600
  /// Who has said no is not asked again the same day, and less and less often.
  private static let answeredDays: [Int64] = [1, 2, 4, 7]

  fileprivate mutating func note(_ outcome: Outcome, _ detail: String?, after before: Enquiry) {
    self.outcome = outcome
    self.detail = detail
    inARow = before.outcome?.isAnswer == outcome.isAnswer ? before.inARow + 1 : 1
  }

  /// How long to wait after the last attempt.
  fileprivate var pauseSeconds: Int64 {
    guard outcome?.isAnswer == true else {
      return min(Self.unansweredSeconds << Int64(min(inARow - 1, 20)), Self.dayInSeconds)
    }
    return Self.answeredDays[min(inARow, Self.answeredDays.count) - 1] * Self.dayInSeconds
  }
}
