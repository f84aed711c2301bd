import Foundation
import Testing
import Wire

/// Stored messages read again: what would be otherwise is printed, and nothing is changed.
@Suite("Replay prints differences and changes nothing", .fewAtOnce)
struct ReplayTests {
  private func replay(_ gateway: RunningGateway, _ more: String...) throws -> Program.Ending {
    try Program.run(arguments: ["replay", "--data", gateway.data, "--json"] + more)
  }

  private func count(_ ending: Program.Ending, _ name: String, _ what: String = "read") -> Int? {
    ending.json?["summary"]?[name]?[what]?.int
  }

  /// A birth, a payment, a batch of each form, and one that is refused.
  private func fill(_ gateway: RunningGateway) async throws {
    let xml = Letters.birthXML.replacing("Z610000001", with: "Z610000002")
      .replacing("M-1", with: "M-2").replacing("E12345678", with: "E22345678")
    #expect(try await gateway.post("/v1/messages", Letters.birth()).status == 201)
    #expect(try await gateway.post("/v1/messages", xml, type: "application/xml").status == 201)
    #expect(try await gateway.post("/v1/messages", Letters.payment()).status == 201)
    let batch = [
      Letters.birth(id: "M-3", number: "Z610000003", mother: "E32345678"),
      Letters.payment(id: "P-3", ticket: "T6100000003", number: "Z610000003"),
    ].map(Letters.line).joined(separator: "\n")
    let lines = try await gateway.post("/v1/batches", batch, type: "application/x-ndjson").lines
    #expect(lines.allSatisfy { $0["status"] == "accepted" })
    let bodies = [("Z610000004", "M-4", "E42345678"), ("Z610000005", "M-5", "E52345678")].map {
      number, id, mother in
      xml.replacing(#/<\?xml.*\?>\n/#, with: "").replacing("Z610000002", with: number)
        .replacing("M-2", with: id).replacing("E22345678", with: mother)
    }
    let both = "<messages xmlns=\"urn:birthgate:message:1\">\n\(bodies.joined())</messages>"
    let taken = try await gateway.post("/v1/batches", both, type: "application/xml").lines
    #expect(taken.count == 2 && taken.allSatisfy { $0["status"] == "accepted" })
    let wrong = Letters.birth(id: "M-6", number: "Q1")
    #expect(try await gateway.post("/v1/messages", wrong).status == 422)
  }

  @Test("The program that took them takes them again, beside a running gateway and without one")
  func noDifference() async throws {
    let gateway = try RunningGateway()
    try await fill(gateway)
    for isRunning in [true, false] {
      if !isRunning { #expect(gateway.stop() == 0) }
      let before = isRunning ? [:] : try TrialPacks.bytes(of: gateway.data)
      let ending = try replay(gateway)
      #expect(ending.status == 0, "\(ending.output)")
      // Two births and a payment by themselves, a birth and a payment as lines, two births as XML.
      #expect(count(ending, "messages") == 7 && count(ending, "messages", "changed") == 0)
      #expect(count(ending, "refused") == 1 && count(ending, "refused", "changed") == 0)
      #expect(count(ending, "cases") == 5 && count(ending, "cases", "changed") == 0)
      if !isRunning { #expect(try TrialPacks.bytes(of: gateway.data) == before) }
    }
    let text = try Program.run("replay", "--data", gateway.data)
    #expect(text.status == 0)
    #expect(text.output.contains("7 messages read again, 0 differ"))
  }

  /// Paid on 1 April, born on 28 February: in time by 90 days, and by 30 days, whose last is 30
  /// March, not.
  @Test("Another number in a pack is printed case by case, and no byte is changed")
  func otherPacks() async throws {
    let gateway = try RunningGateway()
    try await fill(gateway)
    #expect(gateway.stop() == 0)
    let packs = try TrialPacks.folder(payWindowDays: 30, in: gateway.folder, "shorter")
    let before = try TrialPacks.bytes(of: gateway.data)
    let ending = try replay(gateway, "--policies", packs)
    #expect(ending.status == 1)
    #expect(count(ending, "messages", "changed") == 0, "packs change no reading")
    #expect(count(ending, "cases", "changed") == 5)
    let one = try replay(gateway, "--policies", packs, "--case", "Z610000001")
    #expect(one.status == 1 && count(one, "cases") == 1 && count(one, "messages") == 2)
    let found = one.json?["cases"]?.array?.first
    let ruling = found?["ruling"]?.array ?? []
    let window = ruling.first { $0["pointer"] == "/payment/window/to" }
    #expect(window?["before"] == "2026-05-29" && window?["now"] ?? window?["after"] == "2026-03-30")
    let state = ruling.first { $0["pointer"] == "/payment/state" }
    #expect(state?["before"] == "paidOnTime" && state?["after"] == "paidLate")
    // Who was told of cover since birth would be told that it is otherwise.
    let acts = found?["acts"]?.array ?? []
    #expect(acts.contains { $0["kind"] == "correction" && $0["audience"] == "guardian" })
    let listed = found?["listed"]?.array ?? []
    #expect(listed.contains { $0["member"] == "windowEnd" })
    #expect(try TrialPacks.bytes(of: gateway.data) == before)
  }

  @Test("A range is by receipt; a range without messages has nothing to print")
  func range() async throws {
    let gateway = try RunningGateway("--sandbox")
    let first = try await gateway.post("/v1/messages", Letters.birth()).json["receivedAt"]?.string
    let day = try #require(first?.prefix(10)).description
    let later = try await gateway.post(
      "/v1/sandbox/clock", #"{"advanceTo": "2027-03-01T09:00:00+08:00"}"#)
    #expect(later.status == 200)
    #expect(try await gateway.post("/v1/messages", Letters.payment()).status == 201)
    let old = try replay(gateway, "--to", day)
    #expect(old.status == 0 && count(old, "messages") == 1)
    let new = try replay(gateway, "--from", "2027-03-01")
    #expect(new.status == 0 && count(new, "messages") == 1 && count(new, "cases") == 1)
    let between = try replay(gateway, "--from", "2027-02-01", "--to", "2027-02-28T23:59:59+08:00")
    #expect(between.status == 0 && count(between, "messages") == 0)
    #expect(try replay(gateway, "--from", "yesterday").status == 2)
    #expect(try replay(gateway, "--from", "2027-02-02", "--to", "2027-02-01").status == 2)
  }
}
