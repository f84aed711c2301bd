import Foundation
import Testing
import Wire

@Suite("Secrets change, and receipts come from providers alone", .fewAtOnce)
struct ReceiptRouteTests {
  @Test("A receipt needs the secret agreed upon, and an unknown one is answered all the same")
  func receipts() async throws {
    let folder = try Folder()
    let settings = try folder.file(
      "settings.json",
      """
      {"sms": [{"id": "first", "url": "https://sms.example/send", "body": {"to": "{{phone}}"},
        "receipts": {"header": "X-Secret", "secret": "0123456789abcdef", "ours": "/id",
          "pointer": "/state", "arrived": ["D"], "reply": {"code": 0}}}]}
      """)
    let gateway = try RunningGateway("--settings", settings, in: folder)
    func send(_ body: String, _ secret: String, to provider: String = "first") async throws
      -> RunningGateway.Answer
    {
      try await gateway.send(
        "POST", "/v1/receipts/\(provider)", body, type: "application/json",
        headers: [(name: "X-Secret", value: secret)])
    }
    let receipt = #"{"id": "c/1/0.0", "state": "D"}"#
    #expect(try await send(receipt, "0123456789abcdef", to: "other").status == 404)
    let forged = try await send(receipt, "0123456789abcdeF")
    #expect(forged.status == 401 && forged.headers["www-authenticate"] != nil)
    #expect(try await send("<xml/>", "0123456789abcdef").status == 400)
    let taken = try await send(receipt, "0123456789abcdef")
    #expect(taken.status == 200 && taken.json == ["code": 0])
    let metrics = try await gateway.get("/metrics").text
    #expect(metrics.contains(#"birthgate_receipts_total{provider="first",result="unknown"} 1"#))
    #expect(metrics.contains("# HELP birthgate_receipts_total "))
  }

  @Test(
    "While a secret changes two sign, afterwards one; v1a shows a public key",
    .timeLimit(.minutes(15)))
  func rotation() async throws {
    let receiver = try Receiver(answers: [])
    let gateway = try RunningGateway("--sandbox")
    let made = try await gateway.post(
      "/v1/subscriptions", "{\"url\": \"http://127.0.0.1:\(receiver.port)/hook\"}"
    ).json
    let id = try #require(made["id"]?.string)
    let rotated = try await gateway.post("/v1/subscriptions/\(id)/rotate", "{\"graceHours\": 2}")
    #expect(rotated.status == 200 && rotated.json["graceHours"] == 2)
    let secret = try #require(rotated.json["secret"]?.string)
    #expect(secret.hasPrefix("whsec_") && secret != made["secret"]?.string)
    _ = try await gateway.post("/v1/messages", Letters.birth())
    let signatures = try #require(try receiver.requests(1).first?["signature"]?.string)
    #expect(signatures.split(separator: " ").map { $0.prefix(3) } == ["v1,", "v1,"])
    let again = try await gateway.post("/v1/subscriptions/\(id)/rotate", "{\"graceHours\": 0}")
    #expect(again.status == 200)
    #expect(try await gateway.post("/v1/subscriptions/sub_x/rotate", "{}").status == 404)
    #expect(
      try await gateway.post("/v1/subscriptions/\(id)/rotate", "{\"graceHours\": 169}").status
        == 422)
    let other = try await gateway.post(
      "/v1/subscriptions",
      "{\"url\": \"http://127.0.0.1:\(receiver.port)/hook\", \"signature\": \"v1a\"}"
    ).json
    #expect(other["publicKey"]?.string?.hasPrefix("whpk_") == true && other["secret"] == nil)
    let list = try await gateway.get("/v1/subscriptions").text
    #expect(!list.contains("whsec_") && !list.contains("whpk_"))
  }

  @Test(
    "A family's webhook is checked by a public key that anybody can fetch, with openssl alone",
    .timeLimit(.minutes(15)))
  func familyWebhook() async throws {
    let receiver = try Receiver(answers: [])
    let folder = try Folder()
    let gateway = try RunningGateway("--sandbox", in: folder)
    let hook = """
      {"relation": "mother", "channel": "webhook", "address": "http://127.0.0.1:\(receiver.port)/f"}
      """
    let birth = Letters.birth().replacing(
      "\"issuedOn\"", with: "\"contacts\": [\(hook)], \"issuedOn\"")
    #expect(try await gateway.post("/v1/messages", birth).status == 201)
    // At noon letters leave, whatever the hour of the test.
    let now = Date.now.addingTimeInterval(86_400).formatted(.iso8601.year().month().day())
    let noon = "{\"advanceTo\": \"\(now)T12:00:00+08:00\"}"
    #expect(try await gateway.post("/v1/sandbox/clock", noon).status == 200)
    let request = try #require(try receiver.requests(1).first)
    let signature = try #require(request["signature"]?.string)
    #expect(signature.hasPrefix("v1a,") && !signature.contains(" "))
    let keys = try await gateway.get("/v1/webhooks/keys").json
    let key = try #require(keys["keys"]?.array?.first?["publicKey"]?.string)
    #expect(keys["keys"]?.array?.count == 1 && key.hasPrefix("whpk_"))
    let body = try #require(request["body"]?.string)
    let id = try #require(request["id"]?.string)
    let time = try #require(request["timestamp"]?.string)
    // RFC 8410: what stands before the 32 bytes of such a key.
    let script = """
      import base64, subprocess, sys
      key = bytes.fromhex("302a300506032b6570032100") + base64.b64decode("\(key.dropFirst(5))")
      open("\(folder.path)/key", "wb").write(key)
      open("\(folder.path)/sig", "wb").write(base64.b64decode("\(signature.dropFirst(4))"))
      signed = b"\(id).\(time)." + sys.stdin.buffer.read()
      for text in (signed, signed + b" "):
          open("\(folder.path)/text", "wb").write(text)
          print(subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER",
              "-inkey", "\(folder.path)/key", "-rawin", "-in", "\(folder.path)/text",
              "-sigfile", "\(folder.path)/sig"], capture_output=True).returncode)
      """
    #expect(try Python.run(script, input: body) == "0\n1\n")
    // The key is the same after a restart, and no subscriber's.
    #expect(gateway.stop() == 0)
    let again = try RunningGateway("--sandbox", in: folder)
    #expect(try await again.get("/v1/webhooks/keys").json == keys)
  }
}
