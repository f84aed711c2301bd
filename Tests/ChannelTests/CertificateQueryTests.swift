import Casework
import Channels
import LibCrypto
import LibCurl
import Testing

/// How the query service is asked, to the letter of its description.
@Suite struct CertificateQueryTests {
  private func query(_ change: (inout CertificateQuery.Account) -> Void = { _ in })
    -> CertificateQuery
  {
    var account = CertificateQuery.Account(
      url: "http://127.0.0.1:9/", username: "u", password: "a<b&c", sid: "s_test_0001",
      rid: "rid-test", secret: "secret-test")
    change(&account)
    return CertificateQuery(
      transfers: Transfers(), account: account,
      wallClock: { Instant(milliseconds: 1_790_000_000_000) }, hmacSHA256: { HMAC.sha256($0, $1) })
  }

  /// The vector that came with the description: HMAC-SHA-256 over sid, rid and rtime, in base64.
  @Test func signsAsThePlatformChecks() {
    let headers = query().headers(at: Instant(milliseconds: 1_790_000_000_000))
    func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    #expect(value("gjzwfwpt_sid") == "s_test_0001" && value("gjzwfwpt_rid") == "rid-test")
    #expect(value("gjzwfwpt_rtime") == "1790000000000")
    #expect(value("gjzwfwpt_sign") == "ZIMG4+M8ODt2n96rh2RsJgB7k64dd+75qMCjjSM06ds=")
  }

  /// What could end an element is written so that it does not.
  @Test func nothingThatIsAskedCanBecomeMarkup() {
    let question = CertificateQuestion(
      number: "Z610000001", motherIDNumber: "E<1>", motherName: "\"王&芳\"")
    let text = String(
      decoding: query().envelope(question, at: Instant(seconds: 1_790_000_000)), as: UTF8.self)
    #expect(text.contains("<password>a&lt;b&amp;c</password>"))
    #expect(!text.contains("王"), "the question is base64")
  }

  /// A private address is one only where the operator says so; nobody there is even called.
  @Test func privateAddressesMustBeAllowed() async {
    let question = CertificateQuestion(
      number: "Z610000001", motherIDNumber: "E1", motherName: "王芳")
    #expect(
      await query().ask(question) == .unanswered(reason: "private address not allowed"))
    let allowed = await query { $0.allowsPrivate = true }.ask(question)
    #expect(allowed == .unanswered(reason: "connection refused"))
  }
}
