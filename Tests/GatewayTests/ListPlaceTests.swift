import Testing
import Wire

@testable import birthgate

@Suite("A list that is asked for wrongly says so", .fewAtOnce)
struct ListPlaceTests {
  @Test(
    "what is no `next` of a page is refused where it stands, and begins no list anew",
    arguments: [
      "cases", "tasks", "dead-letters", "refusals", "manifests", "reconciliations",
      "parent-reports",
    ])
  func notAPlace(list: String) async throws {
    let gateway = try RunningGateway()
    let answer = try await gateway.get("/v1/\(list)?after=abc")
    #expect(answer.status == 422)
    #expect(answer.json["type"] == "/v1/errors/invalidRequest")
    let errors = answer.json["errors"]?.array ?? []
    #expect(errors.map { $0["path"]?.string } == ["/after"])
    #expect(errors.allSatisfy { $0["message"]?["zh-CN"]?.string?.contains("next") == true })
    #expect(try await gateway.get("/v1/\(list)?limit=1").status == 200)
  }

  @Test("the next of each list is taken")
  func places() {
    let child = String(repeating: "0a", count: 16)
    let sender = String(repeating: "0a", count: 10)
    let fitting: [(PlaceForm, String)] = [
      (.caseID, child), (.task, child), (.task, child + "~" + child + ".0"), (.task, "~"),
      (.task, "~17"), (.number, "17"), (.sender, sender + "-2026-03-01"),
      (.sender, sender + "-063908006400000-063908092800000"),
      (.sender, sender + "-063908006400000-0a0a0a0a"), (.report, child + ".0a0a0a0a0a0a0a0a"),
    ]
    for (form, text) in fitting { #expect(form.fits(text), "\(form): \(text)") }
    let others: [(PlaceForm, String)] = [
      (.caseID, ""), (.caseID, child + "~"), (.caseID, child.uppercased()), (.task, "~abc"),
      (.task, child + "~"), (.task, "abc~1"), (.number, ""), (.number, "-1"),
      (.number, "99999999999999999999"), (.sender, sender), (.sender, sender + "-"),
      (.sender, sender + "-x"), (.report, child), (.report, child + ".0a"),
    ]
    for (form, text) in others { #expect(!form.fits(text), "\(form): \(text)") }
  }

  @Test("a page of cases goes on where the one before ended")
  func nextPage() async throws {
    let gateway = try RunningGateway()
    for number in 1...3 {
      let birth = Letters.birth(
        id: "M-\(number)", number: "Z61000000\(number)", mother: "E1234567\(number)")
      #expect(try await gateway.post("/v1/messages", birth).status == 201)
    }
    var seen: [String] = []
    var after = ""
    for _ in 0..<3 {
      let page = try await gateway.get("/v1/cases?limit=1" + after).json
      seen += (page["cases"]?.array ?? []).compactMap { $0["caseId"]?.string }
      after = page["next"]?.string.map { "&after=" + $0 } ?? ""
    }
    #expect(Set(seen).count == 3)
  }

  @Test("a kind that there is not is wrong usage, and those that there are are named")
  func noSuchKind() async throws {
    let folder = try Folder()
    let gateway = try RunningGateway(in: folder)
    for verb in [["list"], ["list", "--lanes"], ["list", "--json"], ["resend"]] {
      let ending = try Program.run(
        arguments: ["deliveries"] + verb + ["--kind", "pay-remindr", "--data", gateway.data])
      #expect(ending.status == 2 && ending.output.isEmpty, "\(verb)")
      for kind in ["pay-remindr", "pay-reminder", "page-link", "enrol", "manifest-overdue"] {
        #expect(ending.errors.contains(kind), "\(verb): \(ending.errors)")
      }
    }
    let fitting = try Program.run(
      "deliveries", "list", "--kind", "updateIdentity", "--data", gateway.data)
    #expect(fitting.status == 0)
    #expect(try await gateway.get("/v1/dead-letters?kind=pay-remindr").status == 422)
    let resent = try await gateway.post(
      "/v1/dead-letters/resend", #"{"kind": "pay-remindr"}"#)
    #expect(resent.status == 422)
  }
}
