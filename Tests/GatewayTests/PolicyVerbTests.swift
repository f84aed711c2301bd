import Foundation
import Testing
import Wire

@Suite("The policy verbs", .fewAtOnce)
struct PolicyVerbTests {
  private static let packs = Program.package.appendingPathComponent("Sources/Policies/Packs").path

  private func value(_ name: String, in shown: JSONValue?) -> JSONValue? {
    shown?["values"]?.array?.first { $0["name"] == .string(name) }
  }

  @Test("check says per pack how many examples hold, and what a reader would remark")
  func check() throws {
    let ending = try Program.run("policy", "check", "--json")
    #expect(ending.status == 0)
    let each: [JSONValue] = ending.json?["each"]?.array ?? []
    #expect(each.count == ending.json?["packs"]?.int && each.count == 14)
    #expect(each.allSatisfy { ($0["examples"]?.int ?? 0) > 0 }, "every pack brings examples")
    let sum = each.compactMap { $0["examples"]?.int }.reduce(0, +)
    #expect(ending.json?["examples"]?.int == sum)
    // No document names the holidays of a year, and no collection has been extended.
    let warnings = ending.json?["warnings"]?.array ?? []
    #expect(
      Set(warnings.compactMap { $0["name"]?.string }) == ["holidays", "collectionExtended"])
    #expect(warnings.allSatisfy { $0["message"]?["zh-CN"] != nil && $0["message"]?["en"] != nil })
    let people = try Program.run("policy", "check")
    #expect(
      people.output.contains("51 Sichuan") && people.output.contains("[draft; does not rule]"))
    #expect(people.errors.contains("holidays"))
  }

  @Test("check fails where an example contradicts its pack, and says which")
  func checkFails() throws {
    let folder = try Folder()
    let text = try String(contentsOfFile: Self.packs + "/fujian.json", encoding: .utf8)
    try folder.file(
      "fujian.json", text.replacingOccurrences(of: #""value": 90"#, with: #""value": 89"#))
    let ending = try Program.run("policy", "check", "--policies", folder.path)
    #expect(ending.status == 1)
    #expect(ending.errors.contains("pack 35") && ending.errors.contains("2026-05-28"))
  }

  @Test("show gives every value with its rule, document and marks, the sentence on request")
  func show() throws {
    let shown = try Program.run("policy", "show", "6103", "--born-on", "2026-03-01", "--json").json
    #expect(shown?["policy"]?.array?.compactMap { $0["pack"]?.string } == ["6103", "61", "CN"])
    let window = value("payWindowDays", in: shown)
    #expect(window?["value"] == 90 && window?["rule"] == "A01" && window?["status"] == "inForce")
    #expect(window?["document"] == "陕医保发〔2024〕7号" && window?["assumed"] == false)
    #expect(window?["title"]?["zh-CN"] == "缴费期限（天）")
    let assumed = value("crossYear", in: shown)
    #expect(assumed?["assumed"] == true && assumed?["document"] == .null)
    #expect(assumed?["note"]?["en"] != nil)
    let plain = try Program.run("policy", "show", "61", "--born-on", "2026-03-01")
    #expect(plain.output.contains("Days in which to pay = 90  [61 A01 陕医保发〔2024〕7号]"))
    #expect(!plain.output.contains("自出生之日起所发生的"))
    let quoted = try Program.run("policy", "show", "61", "--born-on", "2026-03-01", "--quotes")
    #expect(quoted.output.contains("自出生之日起所发生的"))
  }

  @Test("A draft is shown beside what rules, and in its place only on trial, marked each time")
  func draft() throws {
    let rests = try Program.run("policy", "show", "51", "--json").json
    #expect(rests?["notInForce"]?.array?.first?["status"] == "draft")
    #expect(value("capYuan", in: rests) == nil)
    let tried = try Program.run("policy", "show", "51", "--trial-pack", "51", "--json").json
    #expect(tried?["notInForce"] == [])
    let cap = value("capYuan", in: tried)
    #expect(cap?["value"] == 300_000 && cap?["status"] == "draft")
    let line = try Program.run("policy", "show", "51", "--trial-pack", "51")
    #expect(line.output.contains("(draft)"))
    #expect(try Program.run("policy", "show", "51", "--trial-pack", "99").status == 2)
  }

  @Test("diff compares regions term by term")
  func diffRegions() throws {
    let found = try Program.run("policy", "diff", "61", "CN", "--json").json?.array ?? []
    let late = found.first { $0["name"] == "lateCover" }
    #expect(late?["from"] == "2022-01-01")
    #expect(late?["a"]?["value"] == "nextMonth" && late?["b"]?["value"] == "paymentDate")
    #expect(try Program.run("policy", "diff", "61", "61").output == "No difference.\n")
    #expect(try Program.run("policy", "diff", "61", "no/such/pack.json").status == 2)
  }

  @Test("diff compares folders, files and the packs in force version by version")
  func diffFiles() throws {
    let folder = try Folder()
    let text = try String(contentsOfFile: Self.packs + "/shaanxi.json", encoding: .utf8)
    let file = try folder.file(
      "sixty.json",
      text.replacingOccurrences(
        of: #""payWindowDays": {"value": 90, "rule": "A01"}"#,
        with: #""payWindowDays": {"value": 60, "rule": "A01"}"#))
    #expect(text != (try String(contentsOfFile: file, encoding: .utf8)))
    for sides in [["61", file], [Self.packs + "/shaanxi.json", file], [file, folder.path]] {
      let found = try Program.run("policy", "diff", sides[0], sides[1], "--json").json?.array ?? []
      guard sides[1] != folder.path else {
        #expect(found == [])
        continue
      }
      #expect(found.count == 1)
      #expect(found.first?["pack"] == "61" && found.first?["from"] == "2024-04-16")
      #expect(found.first?["name"] == "payWindowDays")
      #expect(found.first?["a"]?["value"] == 90 && found.first?["b"]?["value"] == 60)
    }
    let packs = try Program.run("policy", "diff", Self.packs, folder.path, "--json").json?.array
    #expect(packs?.contains { $0["pack"] == "21" && $0["name"] == "pack" } == true)
    let broken = try folder.file("broken.json", "{")
    #expect(try Program.run("policy", "diff", "61", broken).status == 1)
  }

  @Test("The routes show what the verbs show")
  func routes() async throws {
    let gateway = try RunningGateway()
    let list = try await gateway.get("/v1/policies").json["packs"]?.array ?? []
    let sichuan = list.first { $0["pack"] == "51" }
    #expect(list.first?["pack"] == "CN" && list.count == 14)
    #expect(sichuan?["versions"]?.array?.allSatisfy { $0["rules"] == false } == true)
    #expect(sichuan?["versions"]?.array?.first?["status"] == "draft")
    let shown = try await gateway.get("/v1/policies/6103?bornOn=2026-03-01").json
    let verb = try Program.run("policy", "show", "6103", "--born-on", "2026-03-01", "--json").json
    #expect(shown == verb)
  }
}
