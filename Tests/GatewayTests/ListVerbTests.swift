import Foundation
import Testing
import Wire

/// What a vendor outside the gateway does with lists: it has an address and a key, and no more.
@Suite("Lists sent from outside", .fewAtOnce)
struct ListVerbTests {
  private let hospital = Letters.hospital

  @Test(
    "A manifest and a reconciliation are signed by the sender's own key", arguments: ["k1", "k2"])
  func signed(key: String) throws {
    let setting = try Setting(families: [])
    let gateway = try RunningGateway("--settings", setting.path, in: setting.folder)
    let outside = try Folder()
    let path = try outside.file(key, key == "k1" ? setting.secretText : setting.pem)
    let manifest = try outside.file(
      "list.json",
      """
      {"sender": "\(hospital)", "from": "2026-03-01", "to": "2026-03-01", "ids": ["M-7"]}
      """)
    let address = ["--to", gateway.url]
    let signed = address + ["--sender", hospital, "--key", path, "--key-id", key]
    let sent = try Program.run(arguments: ["manifest", "send", manifest] + signed)
    #expect(sent.status == 0 && sent.output == "missing  M-7\n", "\(sent.errors)")
    // Whose list it is stands in it, so nobody need say it again.
    let brief = ["manifest", "send", manifest, "--key", path] + address
    #expect(try Program.run(arguments: brief).status == 0)
    let tickets = try outside.file(
      "day.ndjson",
      #"{"ticketNumber":"T6100000001","amount":"400.00","premiumYear":2026,"office":"T1"}"#)
    let compare = ["reconcile", tickets, "--day", "2026-03-01"]
    let compared = try Program.run(arguments: compare + signed + ["--json"])
    // The gateway has no such ticket.
    #expect(compared.status == 1, "\(compared.errors)")
    #expect(compared.json?["differences"]?.array?.first?["what"] == ["missing"])
    // Without a key the gateway refuses, and without a sender nobody knows whose tickets they are.
    let unsigned = try Program.run(arguments: ["manifest", "send", manifest] + address)
    #expect(unsigned.status == 1 && unsigned.errors.contains("401"))
    #expect(try Program.run(arguments: compare + address).status == 2)
    let unnamed = address + ["--key-id", key]
    #expect(try Program.run(arguments: ["manifest", "send", manifest] + unnamed).status == 2)
  }

  @Test("A list of tickets without a ticket agrees with nothing: a day without payments is said so")
  func noTickets() throws {
    let gateway = try RunningGateway()
    func compare(_ text: String) throws -> Program.Ending {
      let file = try gateway.folder.file("day", text)
      return try Program.run(
        "reconcile", file, "--sender", "T1", "--day", "2026-04-01", "--to", gateway.url)
    }
    // As an export leaves it that failed: a line of names, blank lines, nothing at all.
    for text in ["ticketNumber,amount\n", "\n\n", ""] {
      let ending = try compare(text)
      #expect(ending.status == 1 && ending.output.isEmpty, "\(text)")
      #expect(ending.errors.contains("422"), "\(ending.errors)")
    }
    #expect(try compare("ticketNumber\n").errors.contains("There is no ticket."))
    let said = try compare(#"{"sender": "T1", "day": "2026-04-01", "tickets": []}"#)
    #expect(said.status == 0)
    #expect(said.output == "Neither side has a ticket of that day.\n")
  }
}
