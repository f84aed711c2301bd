import Casework
import Channels
import Engine
import Foundation
import LibCrypto
import LibCurl
import Testing
import Wire

@testable import birthgate

@Suite("The settings of channels are read, and every fault is told with its place", .fewAtOnce)
struct ChannelSettingsTests {
  private func read(_ text: String) throws -> ChannelSettings {
    try SettingsReader.read(Array(text.utf8)).channels
  }

  private func faults(_ text: String) -> [String] {
    do throws(SettingsReader.Trouble) {
      _ = try SettingsReader.read(Array(text.utf8))
      return []
    } catch {
      for fault in error.faults {
        #expect(!fault.message.chinese.isEmpty && !fault.message.english.isEmpty)
      }
      return error.faults.map { "\($0.code) \($0.path)" }.sorted()
    }
  }

  private let sms = """
    {"id": "first", "url": "https://sms.example/send?app={{seconds}}",
     "headers": {"X-App": "a"},
     "body": {"mobile": "{{phone}}", "params": "{{values:json}}", "outId": "{{id}}"},
     "signature": {"type": "hmac-sha256", "secret": "0123456789abcdef", "header": "X-Sign"},
     "success": {"pointer": "/code", "values": [0, "OK"], "never": [4005], "receipt": "/sid"},
     "templates": {"pay-reminder": {"id": "T1", "values": ["payBy"]}},
     "query": {"method": "GET", "url": "https://sms.example/q?id={{id}}", "pointer": "/state",
       "arrived": ["D"], "lost": ["U"], "pending": ["W"], "absent": ["N"]},
     "receipts": {"header": "x-secret", "secret": "0123456789abcdef", "list": "/reports",
       "theirs": "/sid", "pointer": "/state", "arrived": ["D"], "reply": {"code": 0}}}
    """

  @Test("all of it is taken as it is written")
  func whole() throws {
    let key = SM2.PrivateKey()
    let pem = key.pem.replacing("\n", with: "\\n")
    let settings = try read(
      """
      {"sms": [\(sms)],
       "email": {"host": "mail.example.org", "from": "yibao@example.org", "fromName": "医保",
         "user": "u", "password": "p"},
       "wechat": {"appId": "wx", "secret": "s",
         "templates": {"covered.en": {"id": "T", "fields": {"thing1": "{{values.child}}"}}}},
       "peers": [
         {"id": "yb61", "url": "https://10.0.0.1/x", "allowPrivate": true,
          "envelope": {"type": "insurance", "appId": "A", "appSecret": "S", "mode": "cbc",
            "iv": "0123456789abcdef", "privateKey": "\(pem)"}},
         {"id": "gj", "url": "https://gj.example/x",
          "envelope": {"type": "sharing", "sid": "s", "rid": "r", "secret": "x"}},
         {"id": "gx", "url": "https://gx.example/x",
          "envelope": {"type": "sharing", "sid": "s", "rid": "r",
            "refresh": {"url": "https://gx.example/secret", "appKey": "k", "refused": [401]}}},
         {"id": "tif", "url": "https://tif.example/x",
          "envelope": {"type": "tif", "paasId": "p", "token": "t"}}],
       "insurance": {"url": "https://yb.example/fsi", "institution": "H61010400001",
         "institutionName": "医院", "division": "610100", "operator": "g", "operatorName": "网关",
         "signType": "SM3", "later": [8001], "operations": {"enrol": {"infno": "P101"}}}}
      """)
    let provider = try #require(settings.sms.first)
    #expect(provider.answer.taken == ["0", "OK"] && provider.answer.never == ["4005"])
    #expect(provider.wordings["pay-reminder"]?.values == ["payBy"])
    #expect(provider.question?.outcome.absent == ["N"])
    #expect(provider.question?.absentMeansUnsent == false)
    #expect(provider.receipts?.theirs == "/sid" && provider.receipts?.reply == ["code": 0])
    // Submission with STARTTLS has port 587 (RFC 6409).
    #expect(settings.email?.port == 587 && settings.email?.security == .startTLS)
    #expect(settings.wechat?.wordings["covered.en"]?.template == "T")
    #expect(settings.peers.map(\.id) == ["yb61", "gj", "gx", "tif"])
    guard case .sharing(let account) = settings.peers[2].envelope else {
      Issue.record("gx has the headers of a sharing platform")
      return
    }
    #expect(account.prefix == "gjgxjhpt", "only these platforms give out secrets")
    #expect(account.refresh?.refused == ["401"] && account.refresh?.derivation == .sha1prng)
    // Two secrets and two sendings, 12 seconds each, within the minute of a claim.
    #expect(settings.peers[2].timeoutSeconds == 12)
    #expect(settings.insurance?.later == ["8001"])
  }

  @Test("the sample has every channel and every kind of envelope, and is taken as it is written")
  func sample() throws {
    let file = Program.package.appendingPathComponent("Samples/settings/channels.json")
    let settings = try SettingsReader.read([UInt8](try Data(contentsOf: file)))
    let channels = settings.channels
    #expect(channels.sms.count == 2 && channels.sms[0].question != nil)
    #expect(channels.sms[0].receipts != nil && !channels.sms[1].wordings.isEmpty)
    #expect(channels.email != nil && channels.wechat != nil)
    let orders = Set(InsuranceOrder.Operation.allCases.map(\.rawValue))
    #expect(Set(channels.insurance?.operations.keys.map { $0 } ?? []) == orders)
    let envelopes = channels.peers.map { peer in
      switch peer.envelope {
      case .bare: "none"
      case .insurance: "insurance"
      case .sharing: "sharing"
      case .tif: "tif"
      }
    }
    #expect(envelopes == ["insurance", "sharing", "tif"])
    let audiences = Set(settings.letters.offices.map(\.audience))
    #expect(audiences == Set(Notice.Audience.allCases.filter { $0 != .guardian }))
    let peers = Set(channels.peers.map(\.id))
    let pushed = settings.letters.offices.filter { $0.channel == "push" }.map(\.address)
    #expect(peers.isSuperset(of: pushed))
  }

  @Test(
    "what is wrong is told where it stands",
    arguments: [
      (#"{"sms": {}}"#, ["format /sms"]),
      (#"{"sms": [1]}"#, ["format /sms/0"]),
      (#"{"sms": [{"id": "A b", "url": "ftp://x"}]}"#, ["format /sms/0/id", "format /sms/0/url"]),
      (
        #"{"sms": [{"id": "a", "url": "https://{{phone}}.example/", "extra": 1}]}"#,
        ["notAllowed /sms/0/url", "unknownField /sms/0/extra"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "body": {"x": "{{fone}}"}}]}"#,
        ["unknownCode /sms/0"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "timeoutSeconds": 13}]}"#,
        ["range /sms/0/timeoutSeconds"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "success": {"pointer": "code"}}]}"#,
        ["format /sms/0/success/pointer"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "templates": {"no-such": {"id": "T"}}}]}"#,
        ["unknownCode /sms/0/templates/no-such"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "templates": {"covered": {"id": "T", "values": ["coverFrom", "date"]}}}]}"#,
        ["unknownCode /sms/0/templates/covered/values"]
      ),
      (
        #"{"wechat": {"appId": "a", "secret": "s", "templates": {"covered": {"id": "T", "fields": {"t": "{{values.date}}"}}}}}"#,
        ["unknownCode /wechat/templates/covered/fields"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "templates": {"covered": {"id": "T", "values": ["date"]}}}]}"#,
        ["unknownCode /sms/0/templates/covered/values"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "templates": ["covered"]}]}"#,
        ["format /sms/0/templates"]
      ),
      (
        #"{"receivers": {"allow": ["0.0.0.0/0", "169.254.0.0/16", "::/0", "10.0.0.0/8", "fd12::/16"]}}"#,
        ["range /receivers/allow/0", "range /receivers/allow/1", "range /receivers/allow/2"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "receipts": {"header": "h", "secret": "short", "pointer": "/s", "arrived": ["D"]}}]}"#,
        ["missing /sms/0/receipts/ours", "range /sms/0/receipts/secret"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/"}, {"id": "a", "url": "https://b.example/"}]}"#,
        ["duplicateName /sms/1/id"]
      ),
      (
        #"{"email": {"host": "a b", "from": "x", "user": "u", "security": "ssl"}}"#,
        [
          "format /email/from", "format /email/host", "missing /email/password",
          "unknownCode /email/security",
        ]
      ),
      (
        #"{"wechat": {"appId": "a"}}"#, ["missing /wechat/secret", "missing /wechat/templates"]
      ),
      (
        #"{"peers": [{"id": "a", "url": "https://a.example/", "envelope": {"type": "gpg"}}]}"#,
        ["unknownCode /peers/0/envelope/type"]
      ),
      (
        #"{"peers": [{"id": "a", "url": "https://a.example/", "envelope": {"type": "sharing", "sid": "s", "rid": "r", "secret": "x", "refresh": {"url": "ftp://x", "keyDerivation": "md5", "key": "k"}}}]}"#,
        [
          "format /peers/0/envelope/refresh/url", "missing /peers/0/envelope/refresh/appKey",
          "notAllowed /peers/0/envelope/secret",
          "unknownCode /peers/0/envelope/refresh/keyDerivation",
          "unknownField /peers/0/envelope/refresh/key",
        ]
      ),
      (
        #"{"peers": [{"id": "a", "url": "https://a.example/", "timeoutSeconds": 13, "envelope": {"type": "sharing", "sid": "s", "rid": "r", "refresh": {"url": "https://a.example/", "appKey": "k"}}}]}"#,
        ["range /peers/0/timeoutSeconds"]
      ),
      (
        #"{"peers": [{"id": "a", "url": "https://a.example/", "envelope": {"type": "insurance", "appId": "A", "appSecret": "S", "privateKey": "no"}}]}"#,
        ["format /peers/0/envelope/privateKey"]
      ),
      (
        #"{"insurance": {"url": "https://a.example/", "institution": "short", "division": "61", "operations": {"abolish": {"infno": "1"}}}}"#,
        [
          "format /insurance/division", "format /insurance/institution",
          "missing /insurance/institutionName", "missing /insurance/operations",
          "missing /insurance/operator", "missing /insurance/operatorName",
          "unknownField /insurance/operations/abolish",
        ]
      ),
      (
        #"{"peers": [{"id": "a", "url": "https://a.example/"}], "offices": [{"id": "o", "audience": "hospital", "channel": "push", "address": "b"}]}"#,
        ["unknownCode /offices/0/address"]
      ),
      (
        #"{"offices": [{"id": "o", "audience": "hospital", "channel": "push", "address": "b"}]}"#,
        ["unknownCode /offices/0/address"]
      ),
      (
        // The one that it names is wrong itself: that alone is told.
        #"{"peers": [{"id": "b", "url": "ftp://x"}], "offices": [{"id": "o", "audience": "hospital", "channel": "push", "address": "b"}]}"#,
        ["format /peers/0/url"]
      ),
      (
        #"{"offices": [{"id": "o", "audience": "hospital", "channel": "email", "address": "a@b.example"}, {"id": "p", "audience": "hospital", "channel": "file", "address": "x"}]}"#,
        ["notAllowed /offices/0/channel", "notAllowed /offices/1/channel"]
      ),
      (
        #"{"noticeFolder": "n", "offices": [{"id": "p", "audience": "hospital", "channel": "file", "address": "x"}]}"#,
        []
      ),
      (
        #"{"peers": [{"id": "a", "url": "https://a.example/", "success": {"pointer": "/c", "values": [0, "1"], "never": ["0", 2]}}]}"#,
        ["notAllowed /peers/0/success/never"]
      ),
      (
        #"{"sms": [{"id": "a", "url": "https://a.example/", "query": {"url": "https://a.example/", "pointer": "/s", "arrived": ["D"], "lost": ["U"], "pending": ["U", "W"], "absent": ["D"]}}]}"#,
        ["notAllowed /sms/0/query/absent", "notAllowed /sms/0/query/pending"]
      ),
    ])
  func faults(text: String, expected: [String]) {
    #expect(faults(text) == expected.sorted())
  }
}
