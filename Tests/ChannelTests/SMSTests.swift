import Casework
import Channels
import LibCurl
import Synchronization
import Testing
import Wire

/// Where it is written down to whom a text is about to be offered.
private final class Offers: Sendable {
  let names = Mutex<[String]>([])
  let isAway = Mutex(false)

  func note(_ provider: String) -> Bool {
    if isAway.withLock({ $0 }) { return false }
    names.withLock { $0.append(provider) }
    return true
  }
}

@Suite("A text message is sent once, by one provider")
struct SMSTests {
  private let double: Counterpart
  private let offers = Offers()
  private let now = Instant(seconds: 1_790_000_000)
  private let secret = "a secret of the provider"

  init() throws { double = try Counterpart("sms_provider.py", [secret]) }

  /// As the manual of the double describes its JSON.
  private func provider(_ id: String = "first", asks: Bool = true, resends: Bool = false)
    -> SMSProvider
  {
    var form = HTTPForm(url: double.url + "/send")
    form.allowsPrivate = true
    form.timeoutSeconds = 100
    form.body = Template([
      "mobile": "{{phone}}", "content": "{{text}}", "templateId": "{{template}}",
      "params": "{{list}}", "outId": "{{id}}",
    ])
    form.signature = .hmacSHA256(secret: Array(secret.utf8), header: "X-Sign", isHex: true)
    var provider = SMSProvider(
      id: id, form: form,
      answer: AnswerRule(pointer: "/code", taken: ["0"], never: ["4005"], receipt: "/data/sid"))
    provider.wordings["pay-reminder"] = .init(template: "T88", values: ["child", "date"])
    if asks { provider.question = question(resends: resends) }
    return provider
  }

  private func question(resends: Bool) -> SMSProvider.Question {
    var form = HTTPForm(method: "GET", url: double.url + "/report?outId={{id}}")
    form.allowsPrivate = true
    form.timeoutSeconds = 100
    var outcome = OutcomeRule(pointer: "/data/state", arrived: ["DELIVRD"], lost: ["UNDELIV"])
    outcome.pending = ["WAIT"]
    outcome.absent = ["NONE"]
    var question = SMSProvider.Question(form: form, outcome: outcome)
    question.absentMeansUnsent = resends
    return question
  }

  /// The same service through its form, under another name.
  private func formProvider() -> SMSProvider {
    var provider = provider("second", asks: false)
    provider.form.url = double.url + "/form"
    provider.form.encoding = .form
    provider.form.signature = .bearer(secret)
    return provider
  }

  /// Nobody listens there.
  private func deaf() -> SMSProvider {
    var provider = provider("deaf")
    provider.form.url = "http://127.0.0.1:9/send"
    return provider
  }

  private func channel(_ providers: SMSProvider..., transfers: Transfers = Transfers())
    -> SMSChannel
  {
    SMSChannel(
      transfers: transfers, crypto: .test, offering: { [offers] in offers.note($1) },
      providers: { providers })
  }

  private func send(_ delivery: Delivery, by channel: SMSChannel) async -> SendResult? {
    await channel.send([delivery], now: now).first
  }

  private func taken(by mobile: String) async throws -> [JSONValue] {
    try await double.log().filter { $0["mobile"]?.string == mobile }
  }

  @Test("what is sent is what the provider's manual asks for, and it names what it took")
  func sent() async throws {
    let result = await send(.letter("sms", to: "13800000001"), by: channel(provider()))
    #expect(result == .sent(receipt: "first:S000001"))
    let message = try #require(try await double.log().first)
    #expect(message["content"]?.string == Letter.reminder.short)
    #expect(message["templateId"]?.string == "T88")
    #expect(message["params"] == ["李＊", "2026-05-29"])
    #expect(message["outId"]?.string == "c-1/3/0.0")
  }

  @Test("a form carries every character, and a provider that tells nothing later has delivered")
  func form() async throws {
    var letter = Letter.reminder
    letter.short = "a&b=c+d 100% {{phone}} 李"
    let result = await send(
      .letter("sms", to: "13800000002", letter), by: channel(formProvider()))
    #expect(result == .delivered)
    #expect(try await double.log().first?["content"]?.string == letter.short)
  }

  @Test("what a text says never becomes part of the form")
  func noInjection() async throws {
    var letter = Letter.reminder
    letter.short = "\",\"mobile\":\"13900000000\",\"x\":\"{{id}}"
    _ = await send(.letter("sms", to: "13800000003", letter), by: channel(provider()))
    let message = try #require(try await double.log().first)
    #expect(message["mobile"]?.string == "13800000003")
    #expect(message["content"]?.string == letter.short)
  }

  @Test("the second provider is asked where the first definitely did not take it")
  func fallOver() async throws {
    let channel = channel(deaf(), formProvider())
    #expect(await send(.letter("sms", to: "13800000004"), by: channel) == .delivered)
    try await double.feel("code5003,ok", towards: "13800000005")
    let refused = self.channel(provider(), formProvider())
    #expect(await send(.letter("sms", to: "13800000005"), by: refused) == .delivered)
    #expect(try await double.log().count == 2)
  }

  @Test("who refuses for good ends it, who is busy does not, and the pause asked for is heard")
  func refusals() async throws {
    try await double.feel("number", towards: "13800000006")
    try await double.feel("busy", towards: "13800000007")
    let channel = channel(provider())
    #expect(
      await send(.letter("sms", to: "13800000006"), by: channel)
        == .never(reason: "first: code 4005"))
    #expect(
      await send(.letter("sms", to: "13800000007"), by: channel)
        == .later(reason: "first: HTTP 503", retryAfter: 30))
    // One provider will never, the other may: it may.
    try await double.feel("number,code5003", towards: "13800000008")
    #expect(
      await send(.letter("sms", to: "13800000008"), by: self.channel(provider(), formProvider()))
        == .later(reason: "second: code 5003", retryAfter: nil))
    #expect(try await double.log().isEmpty)
  }

  @Test(
    "a provider that takes it and gives no answer to be read is never sent it again",
    arguments: ["cut", "late500", "garbage"])
  func unknown(mood: String) async throws {
    let mobile = "13800000009"
    try await double.feel("ok,\(mood)", towards: mobile)
    let channel = channel(provider(), formProvider())
    // The connection of the first is kept, if any is: libcurl must not try a new one by itself.
    _ = await send(.letter("sms", to: mobile, id: "c-0/1/0.0"), by: channel)
    let delivery = Delivery.letter("sms", to: mobile)
    guard case .unknown = await send(delivery, by: channel) else {
      Issue.record("an end that nobody knows")
      return
    }
    let unsure = delivery.unsure.tried("first")
    #expect(await send(unsure, by: channel) == .sent(receipt: "first:"))
    try await double.put("/state/" + percentEncoded(delivery.id), "DELIVRD")
    #expect(await send(unsure, by: channel) == .delivered)
    #expect(try await taken(by: mobile).count == 2, "one each")
  }

  @Test("silence is an end that nobody knows")
  func stall() async throws {
    try await double.feel("stall", towards: "13800000010")
    var provider = provider()
    provider.form.timeoutSeconds = 5
    #expect(
      await send(.letter("sms", to: "13800000010"), by: channel(provider, formProvider()))
        == .unknown(reason: "first: timed out"))
    #expect(try await double.log().count == 1)
  }

  @Test("where nobody can be asked it stays unknown, whatever the settings say meanwhile")
  func notAsked() async throws {
    let unsure = Delivery.letter("sms", to: "13800000011").unsure.tried("second")
    let reason = "no answer came, and the provider cannot be asked"
    #expect(await send(unsure, by: channel(formProvider())) == .unknown(reason: reason))
    let taken = Delivery.letter("sms", to: "13800000011").taken("second:S1")
    #expect(await send(taken, by: channel(formProvider())) == .sent(receipt: "second:S1"))
    #expect(try await double.log().isEmpty)
  }

  @Test("'no such message' lets it be sent again only where the settings say that it proves it")
  func absent() async throws {
    let unsure = Delivery.letter("sms", to: "13800000012").unsure.tried("first")
    #expect(
      await send(unsure, by: channel(provider()))
        == .unknown(reason: "no provider says what became of it"))
    #expect(try await double.log().isEmpty)
    // Nor at once: it may still be on its way to whoever is asked.
    let proving = channel(provider(resends: true))
    #expect(
      await send(unsure, by: proving) == .unknown(reason: "no provider says what became of it"))
    #expect(try await double.log().isEmpty)
    #expect(
      await send(unsure.askedBefore, by: proving) == .sent(receipt: "first:S000001"))
    // What is no longer to be told is asked about all the same, and not sent.
    var over = Delivery.letter("sms", to: "13800000012", id: "c-3/1/0.0").askedBefore.tried("first")
    over.isOver = true
    let count = try await double.log().count
    #expect(
      await send(over, by: proving) == .later(reason: "it had not been sent", retryAfter: nil))
    #expect(try await double.log().count == count)
  }

  @Test("only the provider that was tried can say it was not sent, in the settings or not")
  func anotherKnowsNothing() async throws {
    let delivery = Delivery.letter("sms", to: "13800000020").askedBefore
    let gone = "before: the provider is no longer in the settings and cannot be asked"
    // The one in the settings now knows nothing of it and would prove that nothing was sent.
    let proving = provider(resends: true)
    #expect(
      await send(delivery.tried("before"), by: channel(proving)) == .unknown(reason: gone))
    #expect(await send(delivery.tried("before"), by: channel()) == .unknown(reason: gone))
    let taken = delivery.tried("before").taken("before:S1")
    #expect(await send(taken, by: channel(proving)) == .unknown(reason: gone))
    // Nor does the other of two where the one that was tried cannot be asked.
    #expect(
      await send(delivery.tried("second"), by: channel(proving, formProvider()))
        == .unknown(reason: "no answer came, and the provider cannot be asked"))
    #expect(try await double.log().isEmpty && offers.names.withLock { $0.isEmpty })
    // The one that was tried is believed whatever the other would say.
    #expect(
      await send(delivery.tried("first"), by: channel(proving, formProvider()))
        == .sent(receipt: "first:S000001"))
  }

  @Test("to whom it goes is written down before it goes, and it does not go where it cannot be")
  func writtenDownFirst() async throws {
    let delivery = Delivery.letter("sms", to: "13800000021")
    let channel = channel(deaf(), provider())
    offers.isAway.withLock { $0 = true }
    #expect(
      await send(delivery, by: channel)
        == .later(reason: "it could not be written down that it is sent", retryAfter: nil))
    #expect(try await double.log().isEmpty)
    offers.isAway.withLock { $0 = false }
    #expect(await send(delivery, by: channel) == .sent(receipt: "first:S000001"))
    #expect(offers.names.withLock { $0 } == ["deaf", "first"])
  }

  @Test("an attempt that ended before anybody was offered anything is made again at once")
  func neverOffered() async throws {
    let unsure = Delivery.letter("sms", to: "13800000022").unsure
    var over = unsure
    over.isOver = true
    #expect(
      await send(over, by: channel(provider()))
        == .later(reason: "it had not been sent", retryAfter: nil))
    #expect(try await double.log().isEmpty)
    #expect(await send(unsure, by: channel(provider())) == .sent(receipt: "first:S000001"))
  }

  @Test("where nobody knows who was tried each may say that it arrived, and none that it did not")
  func triedByNobodyKnowsWhom() async throws {
    let delivery = Delivery.letter("sms", to: "13800000023").askedBefore.tried("")
    let channel = channel(provider(resends: true))
    #expect(
      await send(delivery, by: channel)
        == .unknown(reason: "no provider says what became of it"))
    #expect(try await double.log().isEmpty)
    _ = await send(.letter("sms", to: "13800000023"), by: channel)
    try await double.put("/state/" + percentEncoded(delivery.id), "DELIVRD")
    #expect(await send(delivery, by: channel) == .delivered)
  }

  @Test("a receipt is asked for by name, and what was lost is lost")
  func asked() async throws {
    let channel = channel(provider())
    let delivery = Delivery.letter("sms", to: "13800000013")
    #expect(await send(delivery, by: channel) == .sent(receipt: "first:S000001"))
    let taken = delivery.taken("first:S000001")
    #expect(await send(taken, by: channel) == .sent(receipt: "first:S000001"))
    try await double.put("/state/" + percentEncoded(delivery.id), "UNDELIV")
    #expect(
      await send(taken, by: channel) == .never(reason: "first: not delivered, code UNDELIV"))
    #expect(try await double.log().count == 1)
  }

  @Test("an answer given twice is one answer, and the next message has its own")
  func twice() async throws {
    try await double.feel("twice", towards: "13800000014")
    let transfers = Transfers()
    let channel = channel(provider(), transfers: transfers)
    #expect(
      await send(.letter("sms", to: "13800000014"), by: channel) == .sent(receipt: "first:S000001"))
    #expect(
      await send(.letter("sms", to: "13800000015", id: "c-3/1/0.0"), by: channel)
        == .sent(receipt: "first:S000002"))
  }

  @Test("a template of the provider's whose value is missing is not sent with a hole in it")
  func missingValue() async throws {
    var other = provider()
    other.wordings = ["pay-reminder": .init(template: "T1", values: ["child", "daysLeft"])]
    #expect(
      await send(.letter("sms", to: "13800000019"), by: channel(other))
        == .never(reason: "first: nothing fills {{daysLeft}}"))
    #expect(try await taken(by: "13800000019") == [])
  }

  @Test("a provider that lacks a template for the kind is passed over")
  func noTemplate() async throws {
    var other = provider()
    other.wordings = ["covered": .init(template: "T1", values: [])]
    #expect(
      await send(.letter("sms", to: "13800000016"), by: channel(other))
        == .never(reason: "first: no template for pay-reminder"))
    #expect(
      await send(.letter("sms", to: "13800000016"), by: channel(other, formProvider()))
        == .delivered)
  }
}
