import Testing
import Wire

@Suite("Statistics and stays", .fewAtOnce)
struct StatisticsRouteTests {
  private func send(_ gateway: RunningGateway, _ text: String) async throws {
    #expect(try await gateway.post("/v1/messages", text).status == 201)
  }

  @Test("Births of a year are counted by division")
  func statistics() async throws {
    let gateway = try RunningGateway()
    try await send(gateway, Letters.birth())
    try await send(gateway, Letters.payment())
    try await send(gateway, Letters.birth(id: "M-2", number: "Z610000002", mother: "E2"))
    let page = try await gateway.get("/v1/statistics?division=61&year=2026").json
    // Two births, one of them paid in time: 1 ÷ 2.
    #expect(page["births"] == 2 && page["enrolledSameYear"] == 1 && page["rate"] == 0.5)
    #expect(page["onTime"] == 1 && page["late"] == 0 && page["unregistered"] == 2)
    let parts = page["divisions"]?.array ?? []
    #expect(parts.map { $0["division"] } == ["6101"] && parts.first?["births"] == 2)
    // 陕医保发〔2024〕7号: 80% of newborns in their year of birth (rule B01).
    #expect(page["target"]?["sameYearPercent"] == 80 && page["target"]?["rule"] == "B01")
    let empty = try await gateway.get("/v1/statistics?division=62&year=2026").json
    #expect(empty["births"] == 0 && empty["rate"] == .null && empty["divisions"] == [])
    #expect(try await gateway.get("/v1/statistics?year=2025").json["births"] == 0)
    #expect(try await gateway.get("/v1/statistics?year=26").status == 422)
    #expect(try await gateway.get("/v1/statistics?division=6").status == 422)
  }

  @Test("A stay is judged by its admission")
  func stay() async throws {
    let gateway = try RunningGateway()
    try await send(gateway, Letters.birth())
    try await send(gateway, Letters.payment())
    func ask(_ more: String) async throws -> RunningGateway.Answer {
      try await gateway.post(
        "/v1/eligibility", "{\"birthCertificate\": \"Z610000001\", \(more)}")
    }
    // Birth + 180 is 27 August.
    let stay = try await ask(
      #""serviceDate": "2026-09-01", "admittedOn": "2026-08-27", "dischargedOn": "2026-09-01""#)
    #expect(stay.json["settles"] == true && stay.json["decidedBy"] == "2026-08-27")
    let late = try await ask(#""admittedOn": "2026-08-28", "institution": "H1""#)
    #expect(late.json["settles"] == false && late.json["covered"] == true)
    #expect(late.json["institution"] == "H1")
    #expect(late.json["reasons"]?.array?.allSatisfy { $0["document"] != nil } == true)
    #expect(
      try await ask(#""admittedOn": "2026-08-28", "dischargedOn": "2026-08-27""#).status == 422)
    #expect(
      try await ask(#""serviceDate": "2026-08-01", "admittedOn": "2026-08-28""#).status == 422)
    #expect(gateway.logged.contains("eligibility judged") && gateway.logged.contains("H1"))
    #expect(!gateway.logged.contains("Z610000001"))
  }
}
