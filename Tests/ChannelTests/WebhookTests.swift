import Casework
import Channels
import Foundation
import LibCrypto
import LibCurl
import Synchronization
import Testing

@Suite("A webhook is told, signed, and its answer understood")
struct WebhookTests {
  private let sink: Sink
  private let now = Instant(seconds: 1_790_000_000)
  private let body = Array(#"{"id":"c/1/0","data":"出生"}"#.utf8)

  init() throws { sink = try Sink() }

  private func channel(private allowed: Bool = true, seconds: Double = 120) -> WebhookChannel {
    WebhookChannel(
      transfers: Transfers(), allowPrivate: { allowed }, timeoutSeconds: seconds, crypto: .test)
  }

  private func delivery(
    _ path: String, id: String = "c/1/0", secret: [UInt8] = Sink.secret
  ) -> Delivery {
    Delivery(
      id: id, at: 0, attempt: 1, channel: "webhook", address: sink.address + path, secret: secret,
      body: body)
  }

  @Test func theReceiversOwnCheckHolds() async throws {
    #expect(await channel().send([delivery("/status/200")], now: now) == [.delivered])
    let entry = try #require(try await sink.log().first)
    #expect(entry.valid)
    #expect(entry.id == "c/1/0")
    #expect(entry.timestamp == "1790000000")
    #expect(entry.type == "application/cloudevents+json")
    #expect(Array(entry.body.utf8) == body)
  }

  @Test func anotherSecretDoesNotConvinceIt() async throws {
    let wrong = delivery("/status/200", secret: Array("another secret".utf8))
    _ = await channel().send([wrong], now: now)
    #expect(try await sink.log().map(\.valid) == [false])
  }

  @Test(arguments: [200, 201, 202, 204, 299])
  func successIsDelivered(status: Int) async {
    #expect(await channel().send([delivery("/status/\(status)")], now: now) == [.delivered])
  }

  @Test func goneIsForEver() async {
    #expect(
      await channel().send([delivery("/status/410")], now: now) == [.never(reason: "HTTP 410")])
  }

  @Test(arguments: [400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504])
  func otherRefusalsAreTriedAgain(status: Int) async {
    #expect(
      await channel().send([delivery("/status/\(status)")], now: now)
        == [.later(reason: "HTTP \(status)", retryAfter: nil)])
  }

  @Test(arguments: [301, 302, 307, 308])
  func redirectsAreNotFollowed(status: Int) async throws {
    let moved = delivery("/status/\(status)?location=\(sink.address)/status/200")
    #expect(
      await channel().send([moved], now: now)
        == [.later(reason: "redirect refused, HTTP \(status)", retryAfter: nil)])
    #expect(try await sink.log().count == 1)
  }

  /// The bounds are a second and an hour. 2026-09-21T14:13:20Z is `now`.
  @Test(
    arguments: [
      ("retry=7", 7), ("retry=0", 1), ("retry=3600", 3600), ("retry=3601", 3600),
      ("retry=99999999999999999999999", 3600), ("retry=-5", nil), ("retry=soon", nil),
      ("retry=1.5", nil), ("retry=Mon,+21+Sep+2026+14:15:20+GMT", 120),
      ("retry=Mon,+21+Sep+2026+14:00:00+GMT", 1),
      ("retry=Tue,+22+Sep+2026+14:13:20+GMT", 3600),
      // The receiver's clock is a year behind, and so is its date.
      ("retry=Sun,+21+Sep+2025+14:13:50+GMT&date=Sun,+21+Sep+2025+14:13:20+GMT", 30),
      ("retry=Mon,+31+Feb+2026+14:15:20+GMT", nil),
    ] as [(String, Int?)], [429, 503])
  func thePauseAskedForIsHeardWithinBounds(query: (String, Int?), status: Int) async {
    #expect(
      await channel().send([delivery("/status/\(status)?\(query.0)")], now: now)
        == [.later(reason: "HTTP \(status)", retryAfter: query.1)])
  }

  @Test(arguments: [
    ("/hang", "timed out"), ("/cut", "connection cut"), ("/drop", "connection cut"),
    ("/bytes?200000", "answer too large"),
  ])
  func brokenAnswersAreTriedAgain(path: String, reason: String) async {
    #expect(
      await channel(seconds: path == "/hang" ? 0.5 : 120).send([delivery(path)], now: now)
        == [.later(reason: reason, retryAfter: nil)])
  }

  @Test func nearAddressesAreRefusedUnlessAllowed() async throws {
    #expect(
      await channel(private: false).send([delivery("/status/200")], now: now)
        == [.later(reason: "address not on the public Internet", retryAfter: nil)])
    #expect(try await sink.log().isEmpty)
  }

  @Test("a network that the settings open or shut is so from the next sending on")
  func networksAreAskedForEachTime() async throws {
    let open = Mutex<[Network]>([])
    let channel = WebhookChannel(
      transfers: Transfers(), allowPrivate: { false }, networks: { open.withLock { $0 } },
      timeoutSeconds: 120, crypto: .test)
    let refused = SendResult.later(reason: "address not on the public Internet", retryAfter: nil)
    let network = try #require(Network("127.0.0.0/8"))
    #expect(await channel.send([delivery("/status/200")], now: now) == [refused])
    open.withLock { $0 = [network] }
    #expect(await channel.send([delivery("/status/200")], now: now) == [.delivered])
    // The connection that was kept does not get round it either.
    open.withLock { $0 = [] }
    #expect(await channel.send([delivery("/status/200")], now: now) == [refused])
  }

  @Test func anAddressThatIsNoneIsNeverTriedAgain() async {
    var broken = delivery("")
    for address in ["file:///etc/passwd", "", "http://"] {
      broken.address = address
      #expect(
        await channel().send([broken], now: now) == [.never(reason: "malformed address")])
    }
  }

  @Test func aRepeatBearsTheSameIdAndBody() async throws {
    let channel = channel()
    let one = delivery("/script?500,429,200")
    var results: [SendResult] = []
    for attempt in 0..<3 {
      results += await channel.send([one], now: now.adding(seconds: Int64(attempt * 10)))
    }
    #expect(
      results == [
        .later(reason: "HTTP 500", retryAfter: nil), .later(reason: "HTTP 429", retryAfter: nil),
        .delivered,
      ])
    let log = try await sink.log()
    #expect(Set(log.map(\.id)) == ["c/1/0"])
    #expect(Set(log.map(\.body)).count == 1)
    #expect(log.map(\.timestamp) == ["1790000000", "1790000010", "1790000020"])
    #expect(log.allSatisfy { $0.valid })
  }

  @Test func resultsStandInTheOrderOfTheirDeliveriesAndNobodyWaits() async {
    // The sink answers none of the first before all of them are there, the last at once.
    let slow = (0..<20).map { delivery("/meet?20", id: "slow/\($0)") }
    let deliveries = slow + [delivery("/status/410"), delivery("/status/500")]
    let results = await channel(seconds: 1_000).send(deliveries, now: now)
    #expect(results.prefix(20).allSatisfy { $0 == .delivered })
    #expect(
      results.suffix(2) == [
        .never(reason: "HTTP 410"), .later(reason: "HTTP 500", retryAfter: nil),
      ])
    #expect(await channel().send([], now: now).isEmpty)
  }
}
