import Foundation
import LibCurl
import Testing

@Suite("Transfers carry what they are given, and end")
struct TransferTests {
  private let sink: Sink
  private let transfers = Transfers()

  init() throws { sink = try Sink() }

  private struct Echo: Decodable {
    let method: String
    let path: String
    let headers: [[String]]
    let body: String
  }

  @Test(arguments: ["GET", "POST", "PUT", "DELETE"])
  func theRequestArrivesAsItWasGiven(method: String) async throws {
    // Every byte value, so also NUL, at which a C string would end.
    let body = method == "GET" ? [] : [UInt8](0...255)
    let request = Request(
      method, sink.address + "/echo?a=1&b=%E5%87%BA",
      headers: [("content-type", "application/xml"), ("x-empty", ""), ("x-word", "a b")],
      body: body)
    let reply = try await transfers.perform(request).get()
    #expect(reply.status == 200)
    let echo = try JSONDecoder().decode(Echo.self, from: Data(reply.body))
    #expect(echo.method == method)
    #expect(echo.path == "/echo?a=1&b=%E5%87%BA")
    #expect(echo.body == body.map { String(format: "%02x", $0) }.joined())
    #expect(echo.headers.contains(["content-type", "application/xml"]))
    #expect(echo.headers.contains(["x-empty", ""]))
    #expect(echo.headers.contains(["x-word", "a b"]))
    #expect(!echo.headers.contains { $0[0] == "expect" })
  }

  @Test func nobodyMeantAFormByAPlainPost() async throws {
    // Over a mebibyte, where curl would ask first and wait.
    let body = [UInt8](repeating: 120, count: 2 << 20)
    let reply = try await transfers.perform(
      Request("POST", sink.address + "/echo", body: body, replyBytesMax: 8 << 20)
    ).get()
    let echo = try JSONDecoder().decode(Echo.self, from: Data(reply.body))
    #expect(echo.body.utf8.count == 2 * body.count)
    #expect(!echo.headers.contains { $0[0] == "content-type" || $0[0] == "expect" })
  }

  @Test func repliesAreWhole() async throws {
    let reply = try await transfers.perform(
      Request("GET", sink.address + "/status/429?retry=7&location=/log")
    ).get()
    #expect(reply.status == 429)
    #expect(reply.header("retry-after") == "7")
    #expect(reply.header("none") == nil)
    #expect(reply.body.isEmpty)
    let head = try await transfers.perform(Request("HEAD", sink.address + "/bytes?10")).get()
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(head.header("content-length") == "10")
  }

  @Test(arguments: [301, 302, 307, 308])
  func redirectsAreNotFollowed(status: Int) async throws {
    let request = Request(
      "POST", sink.address + "/status/\(status)?location=\(sink.address)/echo", body: [1])
    #expect(try await transfers.perform(request).get().status == status)
    #expect(try await sink.log().count == 1)
  }

  @Test func manyRunAtOnceAndConnectionsAreKept() async throws {
    // The sink answers none before all are there.
    let statuses = await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<60 {
        group.addTask { [transfers, sink] in
          let request = Request("GET", sink.address + "/meet?60", timeoutSeconds: 1_000)
          return try? await transfers.perform(request).get().status
        }
      }
      return await group.reduce(into: [Int?]()) { $0.append($1) }
    }
    #expect(statuses.count == 60 && statuses.allSatisfy { $0 == 200 })
    for _ in 0..<20 {
      _ = try await transfers.perform(Request("POST", sink.address + "/echo", body: [1])).get()
    }
    let ports = Set(try await sink.log().suffix(20).map(\.port))
    #expect(ports.count == 1, "\(ports.count) connections for 20 requests in a row")
  }

  @Test func everyBadEndHasItsName() async throws {
    func end(_ path: String, bytes: Int = 1000, seconds: Double = 120) async -> TransferError? {
      let request = Request(
        "POST", sink.address + path, body: [1], timeoutSeconds: seconds, replyBytesMax: bytes)
      guard case .failure(let error) = await transfers.perform(request) else { return nil }
      return error
    }
    #expect(await end("/hang", seconds: 0.3) == .timedOut)
    #expect(await end("/cut") == .cut)
    #expect(await end("/drop") == .cut)
    #expect(await end("/bytes?1000") == nil)
    #expect(await end("/bytes?1001") == .replyTooLarge)
    #expect(await end("/headers?2000") == .replyTooLarge)
  }

  @Test(arguments: [
    "", "no address", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://a\r\nb/",
    "http://127.0.0.1:99999/",
  ])
  func whatIsNoWebAddressIsRefused(url: String) async {
    await #expect(throws: TransferError.malformedRequest) {
      try await transfers.perform(Request("GET", url)).get()
    }
  }

  @Test func headersCannotBreakOut() async {
    let bad: [(name: String, value: String)] = [
      ("x", "a\r\ny: b"), ("x\ny", "a"), ("x", "a\0"), ("", "a"), ("x:y", "a"),
    ]
    for header in bad {
      await #expect(throws: TransferError.malformedRequest) {
        try await transfers.perform(Request("GET", sink.address, headers: [header])).get()
      }
    }
    await #expect(throws: TransferError.malformedRequest) {
      try await transfers.perform(Request("GET / HTTP/1.1\r\nX", sink.address)).get()
    }
  }

  @Test func nobodyThereIsUnreachable() async {
    await #expect(throws: TransferError.unreachable) {
      // Port 1 is reserved and nobody listens.
      try await transfers.perform(Request("GET", "http://127.0.0.1:1/")).get()
    }
    await #expect(throws: TransferError.unresolvable) {
      try await transfers.perform(Request("GET", "http://nowhere.invalid/")).get()
    }
  }

  @Test(arguments: ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"])
  func publicOnlyRefusesThisMachineByAnyName(host: String) async throws {
    let url = sink.address.replacing("127.0.0.1", with: host) + "/echo"
    let request = Request(
      "GET", url, timeoutSeconds: 120, addresses: .publicOnly)
    await #expect(throws: TransferError.addressRefused) {
      try await transfers.perform(request).get()
    }
    #expect(try await sink.log().isEmpty)
  }

  @Test func publicOnlyRefusesAConnectionThatOthersOpened() async throws {
    var request = Request("GET", sink.address + "/echo")
    #expect(try await transfers.perform(request).get().status == 200)
    request.addresses = .publicOnly
    await #expect(throws: TransferError.addressRefused) {
      try await transfers.perform(request).get()
    }
    #expect(try await sink.log().count == 1)
  }

  @Test func cancellationEndsATransfer() async throws {
    let task = Task { [transfers, sink] in
      await transfers.perform(Request("GET", sink.address + "/hang", timeoutSeconds: 600))
    }
    while try await sink.log().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    // Were it not ended by this, it would be by its own time, and say so.
    task.cancel()
    guard case .failure(.cancelled) = await task.value else {
      Issue.record("not cancelled")
      return
    }
    let early = Task { [transfers, sink] in
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return await transfers.perform(Request("GET", sink.address + "/hang", timeoutSeconds: 600))
    }
    guard case .failure(.cancelled) = await early.value else {
      Issue.record("not cancelled before it began")
      return
    }
    // The loop ended and begins again.
    #expect(try await transfers.perform(Request("GET", sink.address + "/echo")).get().status == 200)
  }

  /// What a name or a number leads to is judged when the connection is opened, whatever the address
  /// looked like when it was taken: a name that leads here today may have led elsewhere yesterday.
  @Test(arguments: [
    "localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433",
    "0x7f000001", "127.1",
  ])
  func nearbyAddressesAreRefusedAtTheConnection(host: String) async throws {
    let port = try #require(URLComponents(string: sink.address)?.port)
    let request = Request("GET", "http://\(host):\(port)/x/echo", addresses: .publicOnly)
    guard case .failure(let error) = await transfers.perform(request) else {
      Issue.record("\(host) was asked")
      return
    }
    // A machine without IPv6 has no way there at all.
    #expect([.addressRefused, .unreachable, .unresolvable].contains(error))
    #expect(host.hasPrefix("[") || error == .addressRefused)
    #expect(try await sink.log().isEmpty)
  }

  @Test func aConnectionThatWasOpenedForOthersIsNotUsed() async throws {
    let url = sink.address + "/echo"
    #expect(try await transfers.perform(Request("GET", url)).get().status == 200)
    let refused = await transfers.perform(Request("GET", url, addresses: .publicOnly))
    guard case .failure(.addressRefused) = refused else {
      Issue.record("the kept connection was used")
      return
    }
    let here = try #require(Network("127.0.0.0/8"))
    let elsewhere = try #require(Network("10.0.0.0/8"))
    let allowed = Request("GET", url, addresses: .publicOr([elsewhere, here]))
    #expect(try await transfers.perform(allowed).get().status == 200)
    let other = await transfers.perform(
      Request("GET", url, addresses: .publicOr([elsewhere])))
    guard case .failure(.addressRefused) = other else {
      Issue.record("a network that was not named is allowed")
      return
    }
  }

  @Test func aSlowHostLeavesConnectionsForOthers() async throws {
    let narrow = Transfers(connections: 8, perHost: 2)
    let other = try Sink(alone: true)
    let stuck = (0..<10).map { _ in
      Task { [sink] in
        await narrow.perform(Request("GET", sink.address + "/hang", timeoutSeconds: 600))
      }
    }
    let reply = try await narrow.perform(
      Request("GET", other.address + "/echo", timeoutSeconds: 120)
    ).get()
    #expect(reply.status == 200)
    for task in stuck { task.cancel() }
    for task in stuck { _ = await task.value }
  }
}
