import Casework
import Engine
import Synchronization
import Testing
import Wire

/// Lists that must agree: what is missing, what is unlisted, and what becomes of a gap.
@Suite struct ManifestTests {
  /// missing = listed − arrived, unlisted = arrived in the window − listed, whatever was sent and
  /// listed; and a gap closes with the message that was missing, not before and not later.
  @Test(arguments: 0..<12) func whatDoesNotAgreeIsFound(seed: Int) async throws {
    var dice = Dice(seed: 4_000 + seed)
    let counter = try Counter("2026-03-10")
    let desk = ListDesk(counter)
    // Births of six days, some of them listed, some sent, some both, some neither.
    var sent: [(id: String, day: Int)] = []
    var listed: [String] = []
    var unsent: [(id: String, text: String)] = []
    for number in 0..<30 {
      let certificate = "Z61000\(1_000 + number)"
      let day = Int.random(in: 1...6, using: &dice)
      let text = Papers.birth(
        certificate, mother: Papers.mother(number), sentOn: "2026-03-0\(day)")
      if dice.chance(60) { listed.append("B-\(certificate)") }
      if dice.chance(60) {
        try await counter.send(text)
        sent.append(("B-\(certificate)", day))
      } else {
        unsent.append(("B-\(certificate)", text))
      }
    }
    listed.shuffle(using: &dice)
    // The window is the days 2 to 4, both of them included.
    let window = try ManifestWindow(from: "2026-03-02", to: "2026-03-04")
    let answer = try await desk.book.take(Manifest(sender: "S1", window: window, ids: listed))
    let arrived = Set(sent.map(\.id))
    #expect(answer.missing == listed.filter { !arrived.contains($0) })
    let inWindow = Set(sent.filter { (2...4).contains($0.day) }.map(\.id))
    #expect(Set(answer.unlisted) == inWindow.subtracting(listed))
    #expect(answer.unlisted.count == Set(answer.unlisted).count)

    var missing = Set(answer.missing)
    #expect(try await desk.open().flatMap(\.remaining) == answer.missing)
    for (id, text) in unsent.shuffled(using: &dice) {
      try await counter.send(text)
      missing.remove(id)
      let open = try await desk.open()
      #expect(Set(open.flatMap(\.remaining)) == missing)
      #expect(open.isEmpty == missing.isEmpty)
    }
    let closed = try await desk.book.list(ManifestFilter(state: .closed)).manifests
    #expect(closed.map(\.missing) == [answer.missing])
    // The counts follow at the next look.
    counter.clock.advance(60)
    _ = try await desk.book.step()
    #expect(try await desk.book.openGaps().isEmpty)
  }

  /// Days are whole days of China, both included; instants take the first and leave the second; a
  /// message stands in its window by its own `sentAt`, whenever it came. All are sent at 09:00.
  @Test func aWindowIsItsDaysOrItsInstants() async throws {
    let counter = try Counter("2026-04-01")
    let desk = ListDesk(counter)
    for day in 1...4 {
      try await counter.send(
        Papers.birth("Z61000000\(day)", mother: Papers.mother(day), sentOn: "2026-03-0\(day)"))
    }
    func unlisted(_ from: String, _ to: String) async throws -> [String] {
      let window = try ManifestWindow(from: from, to: to)
      return try await desk.book.take(Manifest(sender: "S1", window: window, ids: [])).unlisted
    }
    #expect(try await unlisted("2026-03-02", "2026-03-03") == ["B-Z610000002", "B-Z610000003"])
    let nine = "T09:00:00+08:00"
    #expect(
      try await unlisted("2026-03-02" + nine, "2026-03-04" + nine)
        == ["B-Z610000002", "B-Z610000003"])
    // 00:00 to 01:00 UTC is 08:00 to 09:00 in China.
    #expect(try await unlisted("2026-03-02T00:00:00Z", "2026-03-02T01:00:00Z").isEmpty)
    #expect(
      try await unlisted("2026-03-02T00:00:00Z", "2026-03-02T01:00:00.001Z") == ["B-Z610000002"])
    // Nobody else's.
    let window = try ManifestWindow(from: "2026-03-01", to: "2026-03-31")
    let other = try await desk.book.take(
      Manifest(sender: "S2", window: window, ids: ["B-Z610000001"]))
    #expect(other.unlisted.isEmpty && other.missing == ["B-Z610000001"])
  }

  /// A list of so many messages that its record holds more values than a message may is kept and
  /// read like any other: the ids stand twice in it.
  @Test func aLongListIsKept() async throws {
    let counter = try Counter("2026-03-10")
    let desk = ListDesk(counter)
    let ids = (0..<10_500).map { "M-\($0)" }
    let window = try ManifestWindow(from: "2026-03-01", to: "2026-03-01")
    _ = try await desk.book.take(Manifest(sender: "S1", window: window, ids: ids))
    #expect(try await desk.open().map(\.remaining) == [ids])
  }

  @Test func whatIsNoWindowIsRefused() {
    let wrong: [(String, String, ManifestWindow.Trouble)] = [
      ("2026-03-02", "2026-03-01", .order), ("2026-03-02", "2026-03-02T00:00:00Z", .format),
      ("2026-02-30", "2026-03-01", .format), ("2026-03-01T00:00:00", "2026-03-02", .format),
      ("2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", .order),
      ("2026-03-01", "2026-04-01", .tooLong),
    ]
    for (from, to, trouble) in wrong {
      #expect(throws: trouble) { try ManifestWindow(from: from, to: to) }
    }
    // 1 to 31 March are 31 days.
    #expect(throws: Never.self) { try ManifestWindow(from: "2026-03-01", to: "2026-03-31") }
  }

  /// What is missing is asked for at once and then daily, each time under an id of its own, on so
  /// many days as the settings say; no longer once it came.
  @Test func whatIsMissingIsAskedFor() async throws {
    let counter = try Counter("2026-03-10")
    let desk = ListDesk(counter, ManifestTerms(reachable: ["S1"], days: 3))
    let window = try ManifestWindow(from: "2026-03-01", to: "2026-03-09")
    let ids = ["B-Z610000001", "B-Z610000002"]
    _ = try await desk.book.take(Manifest(sender: "S1", window: window, ids: ids))
    #expect(try await desk.sent() == [ids])
    // The same list again asks for nothing new.
    _ = try await desk.book.take(Manifest(sender: "S1", window: window, ids: ids))
    #expect(try await desk.sent() == [])
    counter.clock.advance(86_399)
    #expect(try await desk.sent() == [])
    counter.clock.advance(1)
    #expect(try await desk.sent() == [ids])
    try await counter.send(Papers.birth("Z610000001"))
    counter.clock.advance(86_400)
    #expect(try await desk.sent() == [["B-Z610000002"]])
    // Three days are over; the gap stays open all the same.
    counter.clock.advance(86_400)
    #expect(try await desk.sent() == [])
    #expect(try await desk.open().map(\.remaining) == [["B-Z610000002"]])
    #expect(Set(desk.channel.ids).count == 3)
  }

  /// A receiver that is away is asked once, however long it is away, and gets that very request.
  @Test func oneRequestIsOnItsWay() async throws {
    let counter = try Counter("2026-03-10")
    let desk = ListDesk(counter, ManifestTerms(reachable: ["S1"]))
    desk.channel.isAway.withLock { $0 = true }
    let window = try ManifestWindow(from: "2026-03-01", to: "2026-03-09")
    _ = try await desk.book.take(
      Manifest(sender: "S1", window: window, ids: ["B-Z610000001"]))
    for _ in 0..<4 {
      #expect(try await desk.sent() == [])
      counter.clock.advance(86_400)
    }
    desk.channel.isAway.withLock { $0 = false }
    #expect(try await desk.sent() == [["B-Z610000001"]])
  }

  /// Who owes a manifest of every day is asked for the day that none came for, once its hour is
  /// over; whatever covers the day, be it two halves, ends it.
  @Test func aDailyManifestThatDidNotComeIsAskedFor() async throws {
    // At noon of 10 March: the first day owed is the 10th, due on the 11th at ten.
    let counter = try Counter("2026-03-10")
    let desk = ListDesk(
      counter, ManifestTerms(reachable: ["S1"], daily: ["S1"], hour: 10, days: 2))
    _ = try await desk.sent()
    #expect(try await desk.book.overdue(of: nil).isEmpty)
    #expect(
      try await desk.book.nextDue() == Instant(rfc3339: "2026-03-11T10:00:00+08:00")?.milliseconds)
    counter.clock.advance(22 * 3600 - 1)
    _ = try await desk.sent()
    #expect(try await desk.book.overdue(of: "S1").isEmpty)
    counter.clock.advance(1)
    _ = try await desk.sent()
    #expect(try await desk.book.overdue(of: "S1").map(\.day.description) == ["2026-03-10"])
    #expect(desk.channel.types == ["cn.birthgate.message.manifest-overdue"])
    // The first half of the day is not the day.
    let noon = "2026-03-10T12:00:00+08:00"
    let halves = [("2026-03-10T00:00:00+08:00", noon), (noon, "2026-03-11T00:00:00+08:00")]
    for (number, half) in halves.enumerated() {
      let window = try ManifestWindow(from: half.0, to: half.1)
      _ = try await desk.book.take(Manifest(sender: "S1", window: window, ids: []))
      #expect(try await desk.book.overdue(of: nil).count == 1 - number)
    }
    // A manifest of days ahead of time serves as well: the 11th never becomes overdue.
    let window = try ManifestWindow(from: "2026-03-11", to: "2026-03-11")
    _ = try await desk.book.take(Manifest(sender: "S1", window: window, ids: []))
    counter.clock.advance(86_400)
    _ = try await desk.sent()
    #expect(try await desk.book.overdue(of: nil).isEmpty)
  }
}

/// A book of manifests beside a counter, and a receiver that notes what it is asked for.
struct ListDesk {
  /// Notes what comes.
  final class Receiver: Channel {
    let name = "webhook"
    let isAway = Mutex(false)
    private let got = Mutex<[Delivery]>([])

    var ids: [String] { got.withLock { $0.map(\.id) } }
    var bodies: [JSONValue] {
      got.withLock { $0.compactMap { try? JSONValue(parsing: $0.body) } }
    }
    var types: [String] { bodies.compactMap { $0["type"]?.string } }

    func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
      deliveries.map { delivery in
        if isAway.withLock({ $0 }) { return .later(reason: "away", retryAfter: nil) }
        got.withLock { $0.append(delivery) }
        return .delivered
      }
    }
  }

  let counter: Counter
  let book: ManifestBook
  let evidence: Evidence
  let channel = Receiver()
  private let courier: Courier

  init(_ counter: Counter, _ terms: ManifestTerms = ManifestTerms()) {
    self.counter = counter
    let office = counter.office
    evidence = Evidence(store: counter.store, queue: office.queue, ledger: counter.ledger)
    let book = ManifestBook(
      store: counter.store, queue: office.queue, mailroom: office.mailroom, evidence: evidence,
      ledger: counter.ledger, terms: { terms })
    self.book = book
    courier = Courier(store: counter.store, channels: [channel], world: counter.ledger.world) {
      (row) async throws(StoreError) -> Opened in
      let receivers = ["S1": (url: "http://sink", secret: [UInt8]([1]))]
      let opened = try await office.mailroom.open(row)
      guard case .delivery(let delivery) = opened else { return opened }
      return Opened(book.open(delivery, receivers: receivers))
    }
  }

  func open() async throws -> [ManifestView] {
    try await book.list(ManifestFilter(state: .open)).manifests
  }

  /// Lets rounds and courier do what is due; gives what was asked for meanwhile, request by
  /// request.
  func sent() async throws -> [[String]] {
    let before = channel.bodies.count
    while try await book.step() > 0 {}
    while try await courier.step() > 0 {}
    return channel.bodies.dropFirst(before).compactMap { event in
      event["data"]?["missing"]?.array?.compactMap(\.string)
    }
  }
}
