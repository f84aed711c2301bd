import Foundation
import Testing
import Wire

@Suite("What lies ahead, by HTTP", .fewAtOnce)
struct OutlookRouteTests {
  @Test("A case carries the outlook where it is asked for, and only there")
  func outlook() async throws {
    let gateway = try RunningGateway()
    let receipt = try await gateway.post("/v1/messages", Letters.birth())
    _ = try await gateway.post("/v1/messages", Letters.payment())
    let path = "/v1/cases/\(try #require(receipt.json["caseId"]?.string))?asOf=2026-04-10"
    let plain = try await gateway.get(path).json
    #expect(plain["outlook"] == nil)
    #expect(try await gateway.get(path + "&outlook=false").json == plain)
    let full = try await gateway.get(path + "&outlook=true").json
    #expect(full["ruling"] == plain["ruling"])
    let years = full["outlook"]?["years"]?.array ?? []
    // Born 2026: the birth year and the two that follow.
    #expect(years.map { $0["premiumYear"] } == [2026, 2027, 2028])
    #expect(years.map { $0["state"] } == ["covered", "open", "open"])
    #expect(
      full["outlook"]?["missing"]?["uncovered"] == ["from": "2027-01-01", "to": "2027-12-31"])
    #expect(try await gateway.get(path + "&outlook=yes").status == 422)
  }

  @Test("A case without a birth day has no outlook")
  func unknownBirthDay() async throws {
    let gateway = try RunningGateway()
    let receipt = try await gateway.post("/v1/messages", Letters.payment())
    let id = try #require(receipt.json["caseId"]?.string)
    let view = try await gateway.get("/v1/cases/\(id)?outlook=true").json
    #expect(view["outlook"] == .null)
  }
}
