import Casework
import Engine
import Synchronization
import Testing
import Wire

/// A health commission that answers what a test tells it to, and who asks it for a ``Counter``.
final class Commission: Sendable {
  /// What it says when it is asked next.
  enum Mood: Sendable {
    case knows([String])
    case knowsNone
    case refuses
    case isSilent
    case answers(status: Int, String)
  }

  struct Call: Sendable {
    var at: Instant
    var question: CertificateQuestion
  }

  static let sender = "COMMISSION"

  private struct State {
    var mood = Mood.knowsNone
    var calls: [Call] = []
    var inside = 0
    var mostInside = 0
    var during: @Sendable () -> Void = {}
  }

  private let state = Mutex(State())
  private let counter: Counter

  init(_ counter: Counter) { self.counter = counter }

  var calls: [Call] { state.withLock(\.calls) }
  /// How many questions it was asked at once.
  var mostAtOnce: Int { state.withLock(\.mostInside) }

  func feel(_ mood: Mood) { state.withLock { $0.mood = mood } }

  /// What happens while it is being asked.
  func duringAnswer(_ act: @escaping @Sendable () -> Void) { state.withLock { $0.during = act } }

  /// Who asks it; made anew it is a gateway that was started again.
  func enquiries(for hours: Int = 72, givingUpAfter days: Int = 30) -> Enquiries {
    let reader = counter.ledger.reader
    // The records are read as canonical messages here; their dialect has tests of its own.
    var terms = Enquiries.Terms(
      service: CertificateService { [self] in await answer($0) },
      manner: .canonical,
      read: { [self] _ in records.map { text in Self.read(text, reader) } })
    terms.afterSeconds = Int64(hours) * 3600
    terms.giveUpAfterSeconds = Int64(days) * 86_400
    let fixed = terms
    return Enquiries(
      store: counter.store, queue: counter.office.queue, ledger: counter.ledger,
      caseworker: counter.office.caseworker, terms: { fixed })
  }

  private static func read(_ text: String, _ reader: MessageReader) -> Result<Reading, Rejection> {
    do throws(Rejection) {
      return .success(try reader.read(Array(text.utf8)))
    } catch {
      return .failure(error)
    }
  }

  private var records: [String] {
    state.withLock { state in
      if case .knows(let records) = state.mood { records } else { [] }
    }
  }

  private func answer(_ question: CertificateQuestion) async -> ServiceReply {
    let now = counter.clock.now
    let (mood, during) = state.withLock { state in
      state.calls.append(Call(at: now, question: question))
      state.inside += 1
      state.mostInside = max(state.mostInside, state.inside)
      return (state.mood, state.during)
    }
    during()
    for _ in 0..<10 { await Task.yield() }
    state.withLock { $0.inside -= 1 }
    switch mood {
    case .knows: return Self.reply(success: "0", "<data><birthCode>Z</birthCode></data>")
    case .knowsNone: return Self.reply(success: "0", "<data><birthCode> </birthCode></data>")
    case .refuses: return Self.reply(success: "2", "")
    case .isSilent: return .unanswered(reason: "timed out")
    case .answers(let status, let text): return .answered(status: status, body: Array(text.utf8))
    }
  }

  /// The whole answer of STANDARDS.md 2.1 with these records, as elements in the Body.
  private static func reply(success: String, _ records: String) -> ServiceReply {
    let text = """
      <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
      <getBirthInfoResponse><return><MDEML templateVersion="1.0"><resultinfo>
      <success>\(success)</success><message>-</message></resultinfo><body>\(records)</body></MDEML>
      </return></getBirthInfoResponse></s:Body></s:Envelope>
      """
    return .answered(status: 200, body: Array(text.utf8))
  }

  /// Lets the clock run to noon of a day through every instant at which something is to be asked.
  func live(_ enquiries: Enquiries, until day: String) async throws {
    let end = try #require(CivilDate(day)).start.adding(seconds: 12 * 3600)
    try await settle(enquiries)
    for _ in 0..<1_000 {
      guard let due = try await enquiries.nextDue(), due <= end.milliseconds else { break }
      counter.clock.advance(to: Instant(milliseconds: due))
      try await settle(enquiries)
    }
    counter.clock.advance(to: end)
    try await settle(enquiries)
  }

  func settle(_ enquiries: Enquiries) async throws {
    for _ in 0..<1_000 where try await enquiries.step() == 0 { return }
    Issue.record("there is no end to what is due")
  }
}
