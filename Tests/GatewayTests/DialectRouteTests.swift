import Foundation
import Testing
import Wire

@Suite("Dialects of senders", .fewAtOnce)
struct DialectRouteTests {
  private static func sample(_ name: String) -> String {
    Program.package.appendingPathComponent("Samples/dialects/" + name).path
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOfFile: sample(name), encoding: .utf8)
  }

  private func post(
    _ gateway: RunningGateway, _ setting: Setting, _ path: String, _ body: String
  ) async throws -> RunningGateway.Answer {
    try await gateway.send(
      "POST", path, body, type: "application/xml",
      headers: [setting.header("POST", path, body)])
  }

  @Test("A sender's settings say how it writes; what it sends is its own message")
  func registered() async throws {
    let setting = try Setting(written: ["dialect": "mdeml"])
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let answer = try await post(gateway, setting, "/v1/messages", Self.text("mdeml.xml"))
    #expect(answer.status == 201)
    // The document names no sender and no id: who signed sends, and the content is the name.
    #expect(answer.json["sender"]?.string == Letters.hospital)
    let id = try #require(answer.json["id"]?.string)
    #expect(id.hasPrefix("D") && id.utf8.count == 41)
    let again = try await post(gateway, setting, "/v1/messages", Self.text("mdeml.xml"))
    #expect(again.status == 200)
    #expect(again.json["digest"] == answer.json["digest"])
    // A canonical message is read whatever the settings say.
    let canonical = try await gateway.send(
      "POST", "/v1/messages/check", Letters.birth(), type: "application/json",
      headers: [setting.header("POST", "/v1/messages/check", Letters.birth())])
    #expect(canonical.status == 200)
    // Errors name the sender's own path.
    let broken = try await post(
      gateway, setting, "/v1/messages/check", Self.text("mdeml-broken.xml"))
    #expect(broken.status == 422)
    let paths = broken.json["errors"]?.array?.compactMap { $0["path"]?.string }
    #expect(paths?.contains("/MDEML/body/data/babySexCode") == true)
  }

  @Test("A registered sender may use its own dialects only")
  func others() async throws {
    let setting = try Setting(written: ["dialect": ["mdeml"]])
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let path = "/v1/messages/check?dialect="
    let body = try Self.text("mdeml.xml")
    #expect(try await post(gateway, setting, path + "mdeml", body).status == 200)
    #expect(try await post(gateway, setting, path + "hrb", body).status == 403)
    // Without a dialect of its own a hospital's other documents are no messages.
    let hrb = try await post(
      gateway, setting, "/v1/messages/check", Self.text("hrb.xml"))
    #expect(hrb.status == 422)
  }

  @Test("A registered sender may name its own encoding only")
  func otherEncodings() async throws {
    let setting = try Setting(written: ["dialect": ["mdeml"], "charset": "GBK"])
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let path = "/v1/messages/check?dialect=mdeml&charset="
    let body = try Self.text("mdeml.xml")
    #expect(try await post(gateway, setting, path + "GBK", body).status == 200)
    #expect(try await post(gateway, setting, path + "UTF-16", body).status == 403)
    #expect(try await post(gateway, setting, path + "BIG5", body).status == 422)
  }

  @Test("Where nobody is registered, the query names the dialect and the sender")
  func query() async throws {
    let gateway = try RunningGateway()
    let body = try Self.text("police-pinyin.xml")
    let path = "/v1/messages?dialect=police-pinyin"
    let named = try await gateway.post(path + "&sender=P1", body, type: "application/xml")
    #expect(named.status == 201)
    #expect(named.json["sender"]?.string == "P1")
    #expect(try await gateway.post(path, body, type: "application/xml").status == 422)
    let unknown = try await gateway.post(
      "/v1/messages?dialect=klingon", body, type: "application/xml")
    #expect(unknown.status == 422)
    #expect(unknown.json["errors"]?.array?.first?["path"]?.string == "dialect")
  }

  @Test("An operator's own tables are read again when they change")
  func tables() async throws {
    let table = #"{"name": "own", "extends": "mdeml", "frame": {"roots": ["OWN"]}}"#
    let setting = try Setting(written: ["dialect": "own"], tables: ["own.json": table])
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let body = try Self.text("mdeml.xml").replacing("MDEML", with: "OWN")
    #expect(try await post(gateway, setting, "/v1/messages/check", body).status == 200)
    let other = body.replacing("OWN", with: "OTHER")
    #expect(try await post(gateway, setting, "/v1/messages/check", other).status == 422)
    try setting.folder.file(
      "dialects/own.json", table.replacing("\"OWN\"", with: "\"OWN\", \"OTHER\""))
    try await until {
      try await post(gateway, setting, "/v1/messages/check", other).status == 200
    }
    // A table that is wrong leaves the old ones in force.
    try setting.folder.file("dialects/own.json", "{")
    try await until { gateway.logged.contains("settings not taken") }
    #expect(try await post(gateway, setting, "/v1/messages/check", other).status == 200)
  }

  @Test(
    "Settings that name no dialect there is, or a wrong table, are wrong usage",
    arguments: [
      #"{"senders": [{"code": "A", "dialect": "klingon"}]}"#,
      #"{"senders": [{"code": "A", "charset": "EBCDIC"}]}"#, #"{"dialects": "/nowhere/at/all"}"#,
    ])
  func wrongSettings(_ text: String) throws {
    let folder = try Folder()
    let ending = try Program.run(
      "serve", "--data", folder.path + "/data", "--listen", "127.0.0.1:0", "--settings",
      try folder.file("settings.json", text))
    #expect(ending.status == 2)
    let word = text.contains("charset") ? "/charset" : "/dialect"
    #expect(ending.errors.contains(word))
  }

  @Test("check --dialect tries a dialect, by name or from a file")
  func check() throws {
    for name in ["mdeml", "hrb", "police-pinyin", "collection", "taxbizml"] {
      for suffix in [".xml", ".json"] {
        let ending = try Program.run(
          "check", "--dialect", name, "--sender", "S1", Self.sample(name + suffix))
        #expect(ending.status == 0, "\(name)\(suffix) \(ending.output)")
      }
    }
    let broken = try Program.run(
      "check", "--dialect", "taxbizml", "--sender", "S1", "--json",
      Self.sample("taxbizml-broken.xml"))
    #expect(broken.status == 1)
    // The first row stands, the second falls.
    #expect(broken.json?.array?.map { $0["valid"]?.bool } == [true, false])
    let folder = try Folder()
    let table = try folder.file(
      "own.json", #"{"name": "own", "extends": "mdeml", "frame": {"roots": ["OWN"]}}"#)
    let body = try Self.text("mdeml.xml").replacing("MDEML", with: "OWN")
    let own = try Program.run(
      "check", "--dialect", table, "--sender", "S1", try folder.file("a.xml", body))
    #expect(own.status == 0)
    let wrong = try folder.file("wrong.json", "{\n \"nam\": 1}")
    let told = try Program.run("check", "--dialect", wrong, Self.sample("mdeml.xml"))
    #expect(told.status == 2)
    #expect(told.errors.contains("wrong.json:2:"))
    #expect(
      try Program.run("check", "--dialect", "klingon", Self.sample("mdeml.xml")).status == 2)
    let listed = try Program.run("schema", "taxPayment", "--dialects", "--json")
    #expect(
      listed.json?.array?.compactMap { $0["name"]?.string }
        == ["taxbizml", "collection", "fsi-taxPayment"])
  }
}
