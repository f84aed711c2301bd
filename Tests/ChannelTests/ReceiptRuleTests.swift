import Channels
import LibCrypto
import Testing
import Wire

@Suite("Receipts are read as providers send them, and only from the provider")
struct ReceiptRuleTests {
  private func rule(_ proof: ReceiptRule.Proof) -> ReceiptRule {
    var outcome = OutcomeRule(pointer: "/status", arrived: ["DELIVRD"], lost: ["UNDELIV"])
    outcome.pending = ["WAIT"]
    var rule = ReceiptRule(proof: proof, outcome: outcome)
    rule.ours = "/outId"
    rule.theirs = "/sid"
    return rule
  }

  private let secret = Array("sixteen or more characters".utf8)

  @Test("a list, one alone and a form say the same")
  func forms() throws {
    var listed = rule(.header("x-secret", secret: secret))
    listed.list = "/reports"
    let one = #"{"outId":"c/1/0","sid":12,"status":"DELIVRD"}"#
    let other = #"{"sid":"S2","status":"UNDELIV"}"#
    let list = try #require(
      listed.receipts(in: Array("{\"reports\":[\(one),\(other)]}".utf8), from: "first"))
    #expect(list.map(\.ours) == ["c/1/0", nil])
    #expect(list.map(\.theirs) == ["first:12", "first:S2"])
    #expect(list.map(\.outcome) == [.arrived, .lost("UNDELIV")])
    let plain = rule(.header("x-secret", secret: secret))
    #expect(plain.receipts(in: Array(one.utf8), from: "first")?.first == list[0])
    let form = "outId=c%2F1%2F0&sid=12&status=DELIVRD"
    #expect(plain.receipts(in: Array(form.utf8), from: "first")?.first == list[0])
    #expect(plain.receipts(in: [0xFF], from: "first") == nil)
  }

  @Test("the secret or a digest over the body proves the caller, nothing else does")
  func proof() {
    let body = Array(#"{"sid":"S1"}"#.utf8)
    func proved(_ rule: ReceiptRule, _ value: String) -> Bool {
      rule.isProved(
        by: value, body: body, hmacSHA256: { HMAC.sha256($0, $1) }, equal: equalInConstantTime)
    }
    let plain = rule(.header("X-Secret", secret: secret))
    #expect(plain.header == "x-secret")
    #expect(proved(plain, String(decoding: secret, as: UTF8.self)))
    #expect(!proved(plain, ""))
    #expect(!proved(plain, "sixteen or more character"))
    let keyed = rule(.hmacSHA256("X-Sign", secret: secret))
    let digest = HMAC.sha256(secret, body)
    let code = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(proved(keyed, code))
    #expect(proved(keyed, "sha256=" + code.uppercased()))
    #expect(!proved(keyed, String(decoding: secret, as: UTF8.self)))
    #expect(!proved(keyed, String(code.dropLast()) + (code.hasSuffix("0") ? "1" : "0")))
  }
}
