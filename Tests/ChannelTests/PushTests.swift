import Casework
import Channels
import Foundation
import LibCrypto
import LibCurl
import Testing
import Wire

@Suite(
  "An office's own system opens what is pushed into it",
  .enabled(
    if: Counterpart.has("cryptography")
      && FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"),
    "cryptography (Debian: python3-cryptography) and openssl are not here"))
struct PushTests {
  private let double: Counterpart
  private let ours = SM2.PrivateKey()
  private let theirs = SM2.PrivateKey()
  private let now = Instant(seconds: 1_790_000_000)
  private let appID = "BIRTHGATE0000001"
  private let secret = "OFFICESECRET0001"

  init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "birthgate-push-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try ours.publicKey.pem.write(
      to: folder.appending(path: "ours.pem"), atomically: true, encoding: .utf8)
    try theirs.pem.write(
      to: folder.appending(path: "theirs.pem"), atomically: true, encoding: .utf8)
    double = try Counterpart(
      "office_system.py",
      [appID, secret, folder.path + "/ours.pem", folder.path + "/theirs.pem", "token"])
  }

  private var insurance: Envelope {
    let (ours, key) = (ours, theirs.publicKey)
    return .insurance(
      InsuranceEnvelope(
        appID: appID, appSecret: secret, sign: { ours.sign($0) },
        verify: { key.verifies($0, of: $1) }))
  }

  private func channel(_ path: String, _ envelope: Envelope, _ answer: AnswerRule) -> PushChannel {
    var peer = Peer(id: "yb61", url: double.url + path, envelope: envelope, answer: answer)
    peer.allowsPrivate = true
    peer.timeoutSeconds = 100
    let whole = peer
    return PushChannel(transfers: Transfers(), crypto: .test) { [whole] }
  }

  private var delivery: Delivery {
    let event = NoticeEvent(
      id: "c-1/3/0.0", kind: .covered, caseID: "c-1", at: now, occasion: "B+30",
      audiences: [.insuranceAgency], division: "610104", asOf: now.day)
    return Delivery(
      id: "c-1/3/0.0", at: now.milliseconds, attempt: 1, channel: "push", address: "office:yb61",
      secret: [], body: event.body)
  }

  private func send(by channel: PushChannel, after seconds: Int64 = 0) async -> SendResult? {
    await channel.send([delivery], now: Instant(seconds: now.seconds + seconds)).first
  }

  @Test("signed by SM2 and sealed by SM4, judged by another program, and its answer too")
  func insuranceEnvelope() async throws {
    let channel = channel(
      "/insurance", insurance, AnswerRule(pointer: "/code", taken: ["0"], never: ["7"]))
    #expect(await send(by: channel) == .delivered)
    let entry = try #require(try await double.log().first)
    #expect(entry["proved"]?.bool == true)
    #expect(entry["event"] == (try JSONValue(parsing: delivery.body)))
    try await double.feel("code7", towards: "office")
    #expect(await send(by: channel) == .never(reason: "code 7"))
    try await double.feel("forged", towards: "office")
    #expect(
      await send(by: channel)
        == .later(reason: "the answer's envelope does not hold", retryAfter: nil))
  }

  @Test("headers prove us to sharing platforms and TIF gateways", arguments: ["sharing", "tif"])
  func headers(kind: String) async throws {
    let envelope: Envelope =
      kind == "sharing"
      ? .sharing(SharingHeaders(sid: "s_1", rid: "r_1", secret: "token"))
      : .tif(TIFHeaders(paasID: "birthgate", token: "token"))
    let channel = channel("/\(kind)", envelope, AnswerRule(pointer: "/code", taken: ["200"]))
    #expect(await send(by: channel) == .delivered)
    let entry = try #require(try await double.log().first)
    #expect(entry["proved"]?.bool == true)
    #expect(entry["event"] == (try JSONValue(parsing: delivery.body)))
    try await double.feel("code7", towards: "office")
    #expect(await send(by: channel) == .later(reason: "code 7", retryAfter: nil))
  }

  /// A channel to a platform that gives out its secret; `token` is the appkey.
  private func exchange() -> PushChannel {
    var refresh = SecretRefresh(url: double.url + "/secret", appKey: "token")
    refresh.refused = ["401"]
    var account = SharingHeaders(sid: "s_1", rid: "r_1", secret: "")
    account.prefix = "gjgxjhpt"
    account.refresh = refresh
    return channel("/exchange", .sharing(account), AnswerRule(pointer: "/code", taken: ["200"]))
  }

  /// Where the double was asked, and whether it took the headers for ours.
  private func calls() async throws -> [String] {
    try await double.log().map { entry in
      (entry["path"]?.string ?? "") + (entry["proved"]?.bool == true ? "" : " refused")
    }
  }

  @Test("a secret that is given out is asked for once, kept to its end, then asked for anew")
  func secretThatEnds() async throws {
    let channel = exchange()
    #expect(await send(by: channel) == .delivered)
    #expect(await send(by: channel, after: 100) == .delivered)
    #expect(try await calls() == ["/secret", "/exchange", "/exchange"])
    // It is good for ten minutes; this is the eleventh.
    #expect(await send(by: channel, after: 660) == .delivered)
    #expect(try await calls().suffix(2) == ["/secret", "/exchange"])
  }

  @Test("a secret called in before its end is asked for once more, and the event is sent under it")
  func secretCalledIn() async throws {
    let channel = exchange()
    #expect(await send(by: channel) == .delivered)
    try await double.feel("changed,ok", towards: "office")
    #expect(await send(by: channel, after: 1) == .delivered)
    let after = try await calls().dropFirst(2)
    #expect(after == ["/exchange refused", "/secret", "/exchange"])
    let ids = try await double.log().compactMap { $0["event"]?["id"]?.string }
    #expect(ids == ["c-1/3/0.0", "c-1/3/0.0", "c-1/3/0.0"], "the same event")
    // Where each new one is refused too, it is asked for once and not for ever.
    try await double.feel("changed", towards: "office")
    #expect(
      await send(by: channel, after: 2)
        == .later(reason: "the platform refuses every secret", retryAfter: nil))
    #expect(try await calls().suffix(3) == ["/exchange refused", "/secret", "/exchange refused"])
  }

  @Test("without a secret nothing is sent, and the note says no more than a code")
  func noSecret() async throws {
    let channel = exchange()
    try await double.feel("refused,garbled", towards: "secret")
    #expect(await send(by: channel) == .later(reason: "no secret: code 1", retryAfter: nil))
    #expect(
      await send(by: channel) == .later(reason: "no secret: it cannot be opened", retryAfter: nil))
    #expect(try await calls() == ["/secret refused", "/secret"])
  }

  @Test("what may have arrived is sent again, since the event's id makes that harmless")
  func cut() async throws {
    try await double.feel("cut,ok", towards: "office")
    let channel = channel(
      "/sharing", .sharing(SharingHeaders(sid: "s_1", rid: "r_1", secret: "token")), AnswerRule())
    #expect(await send(by: channel) == .later(reason: "connection cut", retryAfter: nil))
    #expect(await send(by: channel) == .delivered)
    let ids = try await double.log().map { $0["event"]?["id"]?.string }
    #expect(ids == ["c-1/3/0.0", "c-1/3/0.0"])
  }

  @Test("an office that is away or unknown waits")
  func away() async {
    #expect(
      await send(by: channel("/deaf", .bare, AnswerRule()))
        == .later(reason: "HTTP 503", retryAfter: nil))
    let none = PushChannel(transfers: Transfers(), crypto: .test) { [] }
    #expect(
      await send(by: none) == .later(reason: "no such office in the settings", retryAfter: nil))
  }
}
