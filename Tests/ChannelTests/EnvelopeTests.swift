import Casework
import Channels
import LibCrypto
import Testing
import Wire

@Suite("Envelopes are what their descriptions say, byte by byte")
struct EnvelopeTests {
  private let now = Instant(milliseconds: 1_790_000_000_000)

  private func envelope() -> InsuranceEnvelope {
    InsuranceEnvelope(
      appID: "TESTAPPID0000001ABCDEF0123456789", appSecret: "TESTSECRET00000000000000000000AB",
      sign: { Array($0.suffix(3)) })
  }

  @Test("the key of the insurance envelope, and what it seals, are those of the vectors")
  func insuranceVectors() {
    #expect(envelope().key(.test) == Array("6057831F8717202D".utf8))
    let data: JSONValue = ["birthCertNo": "Z610000001"]
    #expect(
      envelope().sealed(data, .test)
        == "ACAE1D96C2DC392190C8C8D2E9A2AD8640ECE941B84B76A8669908A369ACC577")
    var lower = envelope()
    lower.hexUpperCase = false
    #expect(
      lower.sealed(data, .test)
        == "acae1d96c2dc392190c8c8d2e9a2ad8640ece941b84b76a8669908a369acc577")
  }

  @Test("what is signed is sorted, cleaned and closed by the secret")
  func signedText() {
    let whole: JSONObject = [
      "version": "1.0.0", "appId": "A", "timestamp": "17", "signData": "x", "encData": "y",
      "extra": "z", "encType": .null,
      "data": [
        "b": 1, "a": true, "empty": "", "none": .null, "list": [], "more": [["z": "1", "y": 2]],
      ],
    ]
    var envelope = envelope()
    envelope.appSecret = "S"
    // By the rule: names in order, without signData, encData, extra and nulls; in data empty ones
    // are left out, numbers and truths are texts, and names are in order too.
    #expect(
      envelope.signedText(of: whole)
        == #"appId=A&data={"a":"true","b":"1","more":[{"y":2,"z":"1"}]}&timestamp=17&version=1.0.0&key=S"#
    )
    envelope.canonicaliser = .plain
    #expect(
      envelope.signedText(of: whole)
        == #"appId=A&data={"a":true,"b":1,"empty":"","list":[],"more":[{"y":2,"z":"1"}],"none":null}&timestamp=17&version=1.0.0&key=S"#
    )
  }

  @Test("a peer's profile changes the chaining, the key, the escapes and the name of the id")
  func profile() throws {
    var envelope = envelope()
    envelope.ownKey = Array("0123456789abcdef".utf8)
    envelope.chaining = .cbc(iv: Array("fedcba9876543210".utf8))
    envelope.escapesNonASCII = true
    envelope.idName = "appCode"
    let wrapped = envelope.wrap(["name": "李👶"], at: now, .test)
    #expect(wrapped["appCode"]?.string == envelope.appID && wrapped["data"] == nil)
    #expect(wrapped["timestamp"]?.string == "1790000000000")
    let sealed = try #require(wrapped["encData"]?.string)
    let bytes = stride(from: 0, to: sealed.count, by: 2).compactMap { place in
      UInt8(sealed.dropFirst(place).prefix(2), radix: 16)
    }
    let plain = BlockCipher.cbc(iv: Array("fedcba9876543210".utf8))
      .open(bytes, key: Array("0123456789abcdef".utf8))
    // U+674E; U+1F476 is the pair D83D DC76 in UTF-16.
    #expect(plain == Array(#"{"name":"\u674e\ud83d\udc76"}"#.utf8))
    envelope.seals = false
    let open = envelope.wrap(["name": "李"], at: now, .test)
    #expect(open["data"] == ["name": "李"] && open["encData"] == nil && open["encType"] == nil)
  }

  @Test("an answer that was changed, or signed by another, does not open")
  func unwrap() throws {
    let key = SM2.PrivateKey()
    var envelope = envelope()
    envelope.sign = { key.sign($0) }
    envelope.verify = { key.publicKey.verifies($0, of: $1) }
    let wrapped = envelope.wrap(["code": "0"], at: now, .test)
    #expect(envelope.unwrap(wrapped, .test)?["data"] == ["code": "0"])
    var changed = try #require(wrapped.object)
    changed["timestamp"] = "1790000000001"
    #expect(envelope.unwrap(.object(changed), .test) == nil)
    changed = try #require(wrapped.object)
    changed["encData"] = "00"
    #expect(envelope.unwrap(.object(changed), .test) == nil)
    changed["signData"] = nil
    #expect(envelope.unwrap(.object(changed), .test) == nil)
  }

  @Test("the headers of the sharing platforms and of TIF are those of the vectors")
  func headers() {
    let sharing = SharingHeaders(sid: "s_test_0001", rid: "rid-test", secret: "secret-test")
      .headers(at: now, hmacSHA256: { HMAC.sha256($0, $1) })
    #expect(sharing.map(\.name) == ["sid", "rid", "rtime", "sign"].map { "gjzwfwpt_\($0)" })
    #expect(
      sharing.map(\.value) == [
        "s_test_0001", "rid-test", "1790000000000", "ZIMG4+M8ODt2n96rh2RsJgB7k64dd+75qMCjjSM06ds=",
      ])
    let tif = TIFHeaders(paasID: "birthgate", token: "token")
      .headers(at: now, nonce: "nonce", sha256: { SHA256.digest($0) })
    #expect(
      tif.map(\.value) == [
        "birthgate", "1790000000", "nonce",
        "b2aa9284d07aa0082152cfbd11bc07ff0e15e78d7b9ef7e59562660154ea13d0",
      ])
  }
}
