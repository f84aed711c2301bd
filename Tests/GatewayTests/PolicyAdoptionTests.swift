import Foundation
import Testing
import Wire

/// Born on 28 February 2026 in Shaanxi: the last of 90 days to pay is 29 May; of 120 it is 28 June
/// (31 March is day 31, 30 April 61, 31 May 92). On 10 June the child is late by the one and in
/// time by the other.
@Suite("Packs rule once they are adopted", .fewAtOnce)
struct PolicyAdoptionTests {
  private static let tenthOfJune = "2026-06-10"

  private func adopt(_ packs: String, _ data: String, _ more: String...) throws -> Program.Ending {
    try Program.run(
      arguments: [
        "policy", "adopt", "--policies", packs, "--data", data, "--by", "王处长", "--approver", "李局长",
        "--reason", "陕医保发〔2026〕试号", "--json",
      ] + more)
  }

  private func ruling(_ data: String) throws -> JSONValue? {
    try Program.run(
      "case", "show", "Z610000001", "--data", data, "--as-of", Self.tenthOfJune, "--json"
    ).json?["ruling"]
  }

  private func ruling(of gateway: RunningGateway) async throws -> JSONValue? {
    try await gateway.get("/v1/cases?birthCertificate=Z610000001&asOf=\(Self.tenthOfJune)")
      .json["cases"]?.array?.first?["ruling"]
  }

  @Test("Window and state change with the adoption, not before, and the family is told")
  func adoption() async throws {
    let folder = try Folder()
    let packs = try TrialPacks.folder(payWindowDays: 120, in: folder, "longer")
    let gateway = try RunningGateway(in: folder)
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let id = try #require(receipt.json["caseId"]?.string)
    let first = try await gateway.get("/v1/policies").json
    #expect(first["adopted"]?["number"] == 1 && first["adopted"]?["source"] == "builtIn")
    #expect(first["waiting"] == false && first["named"] == false)
    // Beside the running gateway one may look, and not adopt.
    let whatIf = try Program.run(
      "policy", "what-if", "--policies", packs, "--data", gateway.data, "--as-of",
      Self.tenthOfJune, "--json")
    #expect(whatIf.status == 0)
    let cases = whatIf.json?["cases"]?.array ?? []
    #expect(cases.compactMap { $0["caseId"]?.string } == [id])
    let changes = cases.first?["changes"]?.array ?? []
    let window = changes.first { $0["pointer"] == "/payment/window/to" }
    #expect(window?["before"] == "2026-05-29" && window?["after"] == "2026-06-28")
    let state = changes.first { $0["pointer"] == "/payment/state" }
    #expect(state?["before"] == "unpaidLate" && state?["after"] == "unpaid")
    let refused = try adopt(packs, gateway.data)
    #expect(refused.status == 3 && refused.errors.contains("--dry-run"))
    #expect(try adopt(packs, gateway.data, "--dry-run").status == 0)
    #expect(try await ruling(of: gateway)?["payment"]?["state"] == "unpaidLate")
    #expect(gateway.stop() == 0)

    let adopted = try adopt(packs, gateway.data)
    #expect(adopted.status == 0)
    #expect(adopted.json?["adopted"] == true && adopted.json?["written"] == 1)
    #expect(try ruling(gateway.data)?["payment"]?["state"] == "unpaid")
    // A later start without --policies rules by what was adopted.
    let second = try RunningGateway(in: folder)
    let ruling = try await ruling(of: second)
    #expect(ruling?["payment"]?["window"] == ["from": "2026-02-28", "to": "2026-06-28"])
    #expect(ruling?["deadlines"]?.array?.first?["date"] == "2026-06-28")
    let lines = try await second.get("/v1/cases/\(id)/timeline").json["entries"]?.array ?? []
    let corrections = lines.filter { $0["kind"] == "correction" }
    #expect(corrections.compactMap { $0["audience"]?.string } == ["guardian", "insuranceAgency"])
    let now = try await second.get("/v1/policies").json
    #expect(now["adopted"]?["number"] == 2 && now["adopted"]?["source"] == "folder")
    #expect(now["waiting"] == false && now["adopted"]?["by"] == nil)
    #expect(second.stop() == 0)
    let history = try Program.run("policy", "list", "--data", gateway.data, "--json").json
    #expect(history?["adoptions"]?.array?.compactMap { $0["number"]?.int } == [1, 2])
    #expect(history?.at(pointer: "/adoptions/1/by") == "王处长")
    #expect(history?.at(pointer: "/adoptions/1/approver") == "李局长")
    #expect(history?.at(pointer: "/adoptions/1/review/done") == true)
    // Once more is nothing more.
    let again = try adopt(packs, gateway.data)
    #expect(again.status == 0 && again.json?["adopted"] == false)
  }

  @Test("A dry run, a refused set and a missing second person change no byte")
  func nothingChanged() async throws {
    let folder = try Folder()
    let gateway = try RunningGateway(in: folder)
    #expect(try await gateway.post("/v1/messages", Letters.birth()).status == 201)
    #expect(gateway.stop() == 0)
    let data = gateway.data
    let longer = try TrialPacks.folder(payWindowDays: 120, in: folder, "longer")
    let wrong = try TrialPacks.contradicting(in: folder, "wrong")
    let before = try TrialPacks.bytes(of: data)
    #expect(before.count >= 2)
    let dry = try adopt(longer, data, "--dry-run")
    #expect(dry.status == 0 && dry.json?["dryRun"] == true)
    #expect(dry.json?.at(pointer: "/summary/children") == 1)
    #expect(try TrialPacks.bytes(of: data) == before)
    let refused = try adopt(wrong, data)
    #expect(refused.status == 1 && refused.errors.contains("2026-05-31"))
    #expect(try adopt(folder.path + "/nowhere", data).status == 2)
    try folder.file("wrong/trial.json", "{")
    #expect(try adopt(wrong, data).status == 1)
    let alone = try Program.run(
      "policy", "adopt", "--policies", longer, "--data", data, "--by", "王处长", "--approver", "王处长",
      "--reason", "试")
    #expect(alone.status == 2)
    #expect(try TrialPacks.bytes(of: data) == before)
    #expect(try ruling(data)?["payment"]?["state"] == "unpaidLate")
  }

  @Test("Named packs rule while they are named, for every reader, and a warning says so")
  func namedPacks() async throws {
    let folder = try Folder()
    let packs = try TrialPacks.folder(payWindowDays: 120, in: folder, "longer")
    let first = try RunningGateway(in: folder)
    #expect(try await first.post("/v1/messages", Letters.birth()).status == 201)
    #expect(!first.logged.contains("not those adopted"))
    #expect(first.stop() == 0)
    let named = try RunningGateway("--policies", packs, in: folder)
    #expect(named.logged.contains("not those adopted"))
    #expect(try await named.get("/v1/policies").json["named"] == true)
    #expect(try await ruling(of: named)?["payment"]?["state"] == "unpaid")
    #expect(try ruling(named.data)?["payment"]?["state"] == "unpaid")
    #expect(named.stop() == 0)
    #expect(try ruling(named.data)?["payment"]?["state"] == "unpaid")
    let plain = try RunningGateway(in: folder)
    #expect(try await ruling(of: plain)?["payment"]?["state"] == "unpaidLate")
    #expect(try ruling(plain.data)?["payment"]?["state"] == "unpaidLate")
    #expect(plain.stop() == 0)
  }

  @Test("What a first start finds in a folder goes on ruling without the folder")
  func foundPacks() async throws {
    let folder = try Folder()
    let packs = try TrialPacks.folder(payWindowDays: 120, in: folder, "longer")
    let first = try RunningGateway("--policies", packs, in: folder)
    #expect(try await first.post("/v1/messages", Letters.birth()).status == 201)
    #expect(first.stop() == 0)
    try FileManager.default.removeItem(atPath: packs)
    let second = try RunningGateway(in: folder)
    #expect(try await ruling(of: second)?["payment"]?["state"] == "unpaid")
    #expect(try await second.get("/v1/policies").json["named"] == false)
    #expect(second.stop() == 0)
  }
}
