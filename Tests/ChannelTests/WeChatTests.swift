import Casework
import Channels
import LibCurl
import Testing
import Wire

@Suite("Followers are told by template message")
struct WeChatTests {
  private let double: Counterpart
  private let now = Instant(seconds: 1_790_000_000)

  init() throws { double = try Counterpart("wechat.py", ["wx1", "s&cret"]) }

  private func channel() -> WeChatChannel {
    var account = WeChatAccount(
      appID: "wx1", secret: "s&cret",
      wordings: [
        "pay-reminder": .init(
          template: "TM1",
          fields: ["thing1": "{{values.child}}", "date2": "最后一天 {{values.date}}"])
      ])
    account.tokenURL = WeChatAccount.tokenURL.replacing(
      "https://api.weixin.qq.com", with: double.url)
    account.sendURL = WeChatAccount.sendURL.replacing(
      "https://api.weixin.qq.com", with: double.url)
    account.allowsPrivate = true
    account.timeoutSeconds = 100
    let whole = account
    return WeChatChannel(transfers: Transfers(), crypto: .test) { whole }
  }

  private func send(_ delivery: Delivery, by channel: WeChatChannel) async -> SendResult? {
    await channel.send([delivery], now: now).first
  }

  private func log(_ name: String) async throws -> [JSONValue] {
    try await double.log().compactMap { $0[name] }
  }

  @Test("the template is filled, and one token serves many")
  func filled() async throws {
    let channel = channel()
    let many = (0..<5).map { Delivery.letter("wechat", to: "open\($0)", id: "c/1/\($0)") }
    #expect(
      await channel.send(many, now: now) == [SendResult](repeating: .delivered, count: 5))
    #expect(try await log("token") == ["T0"])
    let message = try #require(
      try await log("message").first { $0["touser"]?.string == "open3" })
    #expect(message["template_id"]?.string == "TM1")
    #expect(message["url"]?.string == Letter.reminder.link)
    #expect(
      message["data"] == [
        "thing1": ["value": "李＊"], "date2": ["value": "最后一天 2026-05-29"],
      ])
  }

  @Test("what a value says is not filled once more")
  func noInjection() async throws {
    var letter = Letter.reminder
    letter.values["child"] = "{{token}}\",\"x\":\""
    #expect(await send(.letter("wechat", to: "open", letter), by: channel()) == .delivered)
    #expect(
      try await log("message").first?["data"]?["thing1"]?["value"]?.string
        == letter.values["child"])
  }

  @Test("a token called in early is fetched anew, and the message is sent once")
  func staleToken() async throws {
    let channel = channel()
    #expect(await send(.letter("wechat", to: "open1"), by: channel) == .delivered)
    try await double.put("/expire", "")
    #expect(
      await send(.letter("wechat", to: "open2", id: "c/2/0"), by: channel) == .delivered)
    #expect(try await log("token").count == 2)
    #expect(try await log("message").count == 2)
    // Every token is refused: it is not asked for ever.
    try await double.feel("40001", towards: "open3")
    #expect(
      await send(.letter("wechat", to: "open3", id: "c/3/0"), by: channel)
        == .later(reason: "the platform refuses every token", retryAfter: nil))
  }

  @Test(
    "numbers mean what the manual says",
    arguments: [
      ("43004", SendResult.never(reason: "errcode 43004")),
      ("40003", .never(reason: "errcode 40003")),
      ("40037", .never(reason: "errcode 40037")),
      ("-1", .later(reason: "errcode -1", retryAfter: nil)),
      ("45009", .later(reason: "errcode 45009", retryAfter: 3600)),
    ])
  func codes(code: String, result: SendResult) async throws {
    try await double.feel(code, towards: "open")
    #expect(await send(.letter("wechat", to: "open"), by: channel()) == result)
  }

  @Test("after a line that was cut nothing is sent again")
  func cut() async throws {
    try await double.feel("ok,cut", towards: "open")
    let channel = channel()
    _ = await send(.letter("wechat", to: "open", id: "c/0/0"), by: channel)
    let delivery = Delivery.letter("wechat", to: "open")
    #expect(await send(delivery, by: channel) == .unknown(reason: "connection cut"))
    #expect(
      await send(delivery.unsure, by: channel)
        == .unknown(reason: "no answer came, and the platform cannot be asked"))
    // Nor is it forgotten while the account is missing from the settings.
    let bare = WeChatChannel(transfers: Transfers(), crypto: .test) { nil }
    #expect(
      await send(delivery.unsure, by: bare)
        == .unknown(reason: "no answer came, and the platform cannot be asked"))
    #expect(try await log("message").count == 2)
  }

  @Test("without a template, or a token, the reason is told")
  func lacks() async throws {
    var other = Letter.reminder
    other.kind = .notice(.covered)
    #expect(
      await send(.letter("wechat", to: "open", other), by: channel())
        == .never(reason: "no template for covered"))
    let none = WeChatChannel(transfers: Transfers(), crypto: .test) { nil }
    #expect(
      await send(.letter("wechat", to: "open"), by: none)
        == .later(reason: "no WeChat account in the settings", retryAfter: nil))
  }
}
