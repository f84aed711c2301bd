import Casework
import Channels
import Foundation
import LibCurl
import Testing
import Wire

@Suite(
  "A letter goes by mail as the rules of mail have it",
  .enabled(
    if: Counterpart.has("aiosmtpd")
      && FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"),
    "aiosmtpd (Debian: python3-aiosmtpd) and openssl are not here"))
struct MailTests {
  private let double: Counterpart
  private let certificate: String
  private let now = Instant(seconds: 1_790_000_000)

  init() throws {
    certificate =
      FileManager.default.temporaryDirectory
      .appending(path: "birthgate-mail-\(UUID().uuidString).pem").path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "1", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificate,
      "-out", certificate,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    double = try Counterpart("mail_server.py", [certificate, "gateway", "p a\"ss"])
  }

  private func channel(
    _ security: Mail.Security, port: String? = nil, password: String? = "p a\"ss",
    trusting: Bool = true, seconds: Double = 100
  ) throws -> EmailChannel {
    let name = port ?? (security == .none ? "plain" : security.rawValue)
    var account = MailAccount(
      host: "127.0.0.1", port: try #require(double.said[name]?.int), security: security,
      from: .init(address: "yibao@birth.example.org", name: "新生儿“一件事”"))
    if security != .none, let password { account.login = ("gateway", password) }
    account.timeoutSeconds = seconds
    let whole = account
    return EmailChannel(
      lines: [Transfers(authorities: trusting ? certificate : nil)], crypto: .test
    ) { whole }
  }

  private func send(
    _ delivery: Delivery, by channel: EmailChannel
  ) async -> SendResult? { await channel.send([delivery], now: now).first }

  private func headers(_ entry: JSONValue, _ name: String) -> [String] {
    (entry["headers"]?.array ?? []).compactMap { pair in
      pair.array?.first?.string?.lowercased() == name ? pair.array?.last?.string : nil
    }
  }

  @Test("another program reads what we wrote", arguments: ["none", "starttls", "tls"])
  func read(word: String) async throws {
    let security = try #require(Mail.Security(rawValue: word))
    var letter = Letter.reminder
    letter.title = "李＊的居民医保费还有 7 天缴费，最后一天是 5 月 29 日，逾期从次月起享受待遇 👶"
    letter.body += "\n.\n行首的点 <b>&amp;"
    let result = await send(
      .letter("email", to: "wang@example.org", letter), by: try channel(security))
    #expect(result == .delivered)
    let entry = try #require(try await double.log().first)
    #expect(entry["secure"]?.bool == (security != .none))
    #expect(entry["login"]?.bool == (security != .none))
    #expect(entry["from"]?.string == "yibao@birth.example.org")
    #expect(entry["to"] == ["wang@example.org"])
    #expect(entry["defects"] == [])
    #expect(entry["ascii"]?.bool == true)
    #expect(entry["bare"]?.bool == false)
    // RFC 5322, 2.1.1: 78 characters a line.
    #expect(try #require(entry["longest"]?.int) <= 78)
    #expect(headers(entry, "subject") == [letter.title])
    #expect(headers(entry, "from").first?.contains("yibao@birth.example.org") == true)
    #expect(headers(entry, "auto-submitted") == ["auto-generated"])
    #expect(headers(entry, "list-unsubscribe") == ["<https://birth.example.org/p/abc>"])
    // 1,790,000,000 s after 1970 is Monday, 21 September 2026, 22:13:20 in China.
    #expect(headers(entry, "date") == ["Mon, 21 Sep 2026 22:13:20 +0800"])
    let plain = entry["parts"]?["text/plain"]?.string
    #expect(plain?.replacing("\r\n", with: "\n").contains(letter.body) == true)
    let page = entry["parts"]?["text/html"]?.string
    #expect(page?.contains("行首的点 &lt;b&gt;&amp;amp;") == true)
  }

  @Test("no value can begin a header, a command or another receiver")
  func noInjection() async throws {
    var letter = Letter.reminder
    letter.title = "a\r\nBcc: thief@example.org\r\n\r\nbody"
    letter.link = "https://x.example/\r\nBcc: thief@example.org"
    let channel = try channel(.none)
    #expect(await send(.letter("email", to: "wang@example.org", letter), by: channel) == .delivered)
    let entry = try #require(try await double.log().first)
    #expect(headers(entry, "bcc").isEmpty)
    #expect(headers(entry, "list-unsubscribe").isEmpty)
    #expect(entry["to"] == ["wang@example.org"])
    for address in [
      "a@example.org>\r\nRCPT TO:<thief@example.org", "a@example.org\r\nDATA", "a b@example.org",
      "a@b@example.org", "a@example.org,thief@example.org", "王@example.org", "a@", "@b.c", "a",
      "\"a\"@example.org", "a@[127.0.0.1]", "",
    ] {
      #expect(
        await send(.letter("email", to: address), by: channel)
          == .never(reason: "no e-mail address"), "\(address)")
    }
    #expect(try await double.log().count == 1)
  }

  @Test("a repeat bears the same Message-ID, and another letter another")
  func sameID() async throws {
    let channel = try channel(.none)
    let delivery = Delivery.letter("email", to: "wang@example.org")
    _ = await send(delivery, by: channel)
    _ = await send(delivery.unsure, by: channel)
    _ = await send(.letter("email", to: "wang@example.org", id: "c-1/3/0.1"), by: channel)
    let ids = try await double.log().flatMap { headers($0, "message-id") }
    #expect(ids.count == 3)
    #expect(ids[0] == ids[1] && ids[0] != ids[2])
    #expect(ids[0].hasSuffix("@birth.example.org>") && !ids[0].contains("c-1"))
  }

  @Test(
    "four-hundreds are for now, five-hundreds for good, and silence after the letter is unknown",
    arguments: [
      ("busy", SendResult.later(reason: "SMTP 450", retryAfter: nil)),
      ("nobody", .never(reason: "SMTP 550")),
      ("full", .later(reason: "SMTP 452", retryAfter: nil)),
      ("spam", .never(reason: "SMTP 554")),
      ("early", .later(reason: "connection refused", retryAfter: nil)),
      ("cut", .unknown(reason: "connection cut")),
      ("stall", .unknown(reason: "timed out")),
    ])
  func answers(name: String, result: SendResult) async throws {
    let channel = try channel(.none, seconds: name == "stall" ? 5 : 100)
    #expect(await send(.letter("email", to: "\(name)@example.org"), by: channel) == result)
    let taken = ["cut", "stall"].contains(name) ? 1 : 0
    #expect(try await double.log().count == taken)
  }

  @Test("without a safe line or with the wrong password nothing is said")
  func safety() async throws {
    let delivery = Delivery.letter("email", to: "wang@example.org")
    // It offers no STARTTLS.
    let bare = try channel(.startTLS, port: "plain")
    #expect(await send(delivery, by: bare) == .later(reason: "TLS failed", retryAfter: nil))
    let untrusted = try channel(.startTLS, trusting: false)
    #expect(await send(delivery, by: untrusted) == .later(reason: "TLS failed", retryAfter: nil))
    let wrong = try channel(.tls, password: "wrong")
    #expect(await send(delivery, by: wrong) == .later(reason: "login refused", retryAfter: nil))
    #expect(try await double.log().isEmpty)
  }
}
