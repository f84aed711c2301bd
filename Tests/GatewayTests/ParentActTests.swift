import Foundation
import Testing
import Wire

@Suite("What a parent does from the page", .fewAtOnce)
struct ParentActTests {
  private func opened(_ gateway: RunningGateway) async throws -> (ParentVisitor, String) {
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    let id = try #require(receipt.json["caseId"]?.string)
    let parent = try await ParentVisitor(gateway, case: id)
    #expect(try await parent.enter("5678").status == 303)
    return (parent, id)
  }

  @Test("Messages are stopped and wanted again, and the page says which")
  func stop() async throws {
    let gateway = try RunningGateway()
    let (parent, _) = try await opened(gateway)
    let token = try await parent.token("/stop")
    for _ in 0..<2 {
      let answer = try await parent.post("/stop", ["form": token])
      #expect(answer.status == 303)
      #expect(answer.headers["location"] == parent.path + "/done?what=stopped")
    }
    #expect(try await parent.get().text.contains("Get messages again"))
    let ending = try await parent.post("/stop", ["form": token, "again": "yes"])
    #expect(ending.headers["location"]?.hasSuffix("resumed") == true)
    #expect(try await parent.get().text.contains("Stop messages"))
  }

  @Test("What is wrong, and another telephone number, wait for a person, once")
  func reports() async throws {
    let gateway = try RunningGateway()
    let (parent, id) = try await opened(gateway)
    let token = try await parent.token("/wrong")
    for _ in 0..<2 {
      let answer = try await parent.post("/wrong", ["form": token, "text": "体重不对 <b>3</b>"])
      #expect(answer.headers["location"]?.hasSuffix("reported") == true)
    }
    #expect(try await parent.post("/wrong", ["form": token, "text": " "]).status == 422)
    #expect(try await parent.post("/phone", ["form": token, "number": "call me"]).status == 422)
    // One telephone, written twice: one report, in one form.
    for number in ["+86 139 1234 5678", "139-1234-5678", "１３９１２３４５６７８"] {
      #expect(try await parent.post("/phone", ["form": token, "number": number]).status == 303)
    }
    let open = try await gateway.get("/v1/parent-reports").json["reports"]?.array ?? []
    #expect(open.count == 2 && open.allSatisfy { $0["caseId"]?.string == id })
    #expect(Set(open.compactMap { $0["kind"]?.string }) == ["wrong", "phone"])
    #expect(open.first { $0["kind"] == "phone" }?["text"] == "13912345678")
    let first = try #require(open.first?["id"]?.string)
    let path = "/v1/parent-reports/\(first)/resolve"
    #expect(try await gateway.post(path, "{}").status == 422)
    let seen = try await gateway.post(path, "{\"reason\": \"已核实\", \"by\": \"张三\"}")
    #expect(seen.status == 200 && seen.json["state"] == "resolved")
    #expect(try await gateway.post(path, "{\"reason\": \"again\"}").json == seen.json)
    #expect(try await gateway.get("/v1/parent-reports").json["reports"]?.array?.count == 1)
    let done = try await gateway.get("/v1/parent-reports?state=resolved").json["reports"]?.array
    #expect(done?.count == 1)
    let nobody = try await gateway.post(
      "/v1/parent-reports/x/resolve", "{\"reason\": \"x\"}")
    #expect(nobody.status == 404)
    // Five that nobody has seen to are enough.
    for number in 0..<6 {
      _ = try await parent.post("/wrong", ["form": token, "text": "again \(number)"])
    }
    #expect(try await gateway.get("/v1/parent-reports").json["reports"]?.array?.count == 5)
  }

  @Test("A guardian is bound and unbound from the page by the three fields")
  func guardians() async throws {
    let gateway = try RunningGateway()
    let (parent, id) = try await opened(gateway)
    let token = try await parent.token("/guardians")
    let wrong = try await parent.post(
      "/guardians",
      [
        "form": token, "birthCertificate": "Z610000001", "motherName": "李芳",
        "motherIdNumber": "E12345678",
      ])
    #expect(wrong.status == 422 && wrong.text.contains("which of them is not told"))
    let bound = try await parent.post(
      "/guardians",
      [
        "form": token, "birthCertificate": "z610000001", "motherName": "王芳",
        "motherIdNumber": "e12345678",
      ])
    #expect(bound.headers["location"]?.hasSuffix("bound") == true)
    let page = try await parent.get("/guardians")
    #expect(page.text.contains("document ends in ＊5678") && !page.text.contains("E12345678"))
    let match = try #require(page.text.firstMatch(of: /name="unbind" value="([0-9a-f]+)"/))
    let asked = try await parent.post("/guardians", ["form": token, "unbind": String(match.1)])
    #expect(asked.status == 200 && asked.text.contains("Unbind this guardian?"))
    let ended = try await parent.post(
      "/guardians", ["form": token, "unbind": String(match.1), "sure": "yes"])
    #expect(ended.headers["location"]?.hasSuffix("unbound") == true)
    let guardians = try await gateway.get("/v1/cases/\(id)").json["ruling"]?["guardians"]?.array
    #expect(guardians?.isEmpty ?? true)
    // Whoever was unbound by mistake is bound again, on the same day too.
    let again = try await parent.post(
      "/guardians",
      [
        "form": token, "birthCertificate": "Z610000001", "motherName": "王芳",
        "motherIdNumber": "E12345678",
      ])
    #expect(again.headers["location"]?.hasSuffix("what=bound") == true)
    #expect(try await parent.get("/guardians").text.contains("document ends in ＊5678"))
  }
}
