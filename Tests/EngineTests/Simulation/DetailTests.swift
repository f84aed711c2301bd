import Casework
import Engine
import Testing
import Wire

/// The child is born on 28 February 2026; the premium of 2026 may be paid until 29 May (B+90).
@Suite("A tax office that asks for it is told the identity that the next premium counts for")
struct DetailTests {
  private let number = "Z610000001"

  private func office(_ id: String, _ audience: Notice.Audience, channel: String = "push")
    -> OfficeReceiver
  {
    var office = OfficeReceiver(
      id: id, audience: audience, divisions: [], channel: channel, address: id)
    office.wantsDetails = true
    return office
  }

  /// The events of changes of identity, by who was told.
  private func changes(_ box: PostOffice.Box) throws -> [(address: String, data: JSONValue)] {
    try box.got.compactMap { item in
      let event = try JSONValue(parsing: item.delivery.body)
      guard let data = event["data"], data["kind"] == "update-identity" else { return nil }
      return (item.delivery.address, data)
    }
  }

  @Test("the certificate, the citizen ID, the name, the year: 2027 where 2026 is paid")
  func paid() async throws {
    let post = try PostOffice("2026-03-01", offices: [office("tax", .taxOffice)])
    let id = try await post.send(PostOffice.birth(number))
    try await post.send(Papers.pay("T000001", number, on: "2026-03-01"))
    try await post.send(Papers.register(Papers.citizen(1), on: "2026-03-01", certificate: number))
    try await post.wait(until: "2026-03-01T12:00:00")
    let change = try #require(try changes(post.push).first)
    #expect(change.address == "tax" && change.data["caseId"]?.string == id.rawValue)
    #expect(
      change.data["identity"] == [
        "former": [["idType": "birthCertificate", "idNumber": .string(number)]],
        "idType": "citizenId", "idNumber": .string(Papers.citizen(1)), "name": "李一诺",
        "premiumYear": 2027,
      ])
    // What else it is told says nothing of the child.
    let others = post.push.got.map { String(decoding: $0.delivery.body, as: UTF8.self) }
      .filter { !$0.contains("update-identity") }
    #expect(!others.isEmpty && !others.contains { $0.contains("李") || $0.contains(number) })
  }

  @Test("the premium of the birth year itself, while it is open and nobody has paid")
  func unpaid() async throws {
    let post = try PostOffice("2026-03-01", offices: [office("tax", .taxOffice)])
    try await post.send(PostOffice.birth(number))
    try await post.send(Papers.register(Papers.citizen(1), on: "2026-03-01", certificate: number))
    try await post.wait(until: "2026-03-01T12:00:00")
    let change = try #require(try changes(post.push).first)
    #expect(change.data["identity"]?["premiumYear"]?.int == 2026)
  }

  @Test("a corrected citizen ID is told with the one it takes the place of")
  func corrected() async throws {
    let post = try PostOffice("2026-03-01", offices: [office("tax", .taxOffice)])
    try await post.send(PostOffice.birth(number))
    try await post.send(Papers.register(Papers.citizen(1), on: "2026-03-01", certificate: number))
    try await post.wait(until: "2026-03-02T12:00:00")
    try await post.send(
      Papers.correct(Papers.citizen(1), to: Papers.citizen(2), on: "2026-03-02"))
    try await post.wait(until: "2026-03-02T13:00:00")
    let last = try #require(try changes(post.push).last?.data["identity"])
    #expect(last["idNumber"]?.string == Papers.citizen(2))
    let former = last["former"]?.array?.compactMap { $0["idNumber"]?.string }
    #expect(former == [number, Papers.citizen(1)])
  }

  @Test("who has not asked, who is told otherwise and who keeps no account is told the event alone")
  func thin() async throws {
    var silent = office("silent", .taxOffice)
    silent.wantsDetails = false
    let post = try PostOffice(
      "2026-03-01",
      offices: [
        silent, office("agency", .insuranceAgency), office("police", .registrationOffice),
        office("hook", .taxOffice, channel: "webhook"),
      ])
    try await post.send(PostOffice.birth(number))
    try await post.send(Papers.register(Papers.citizen(1), on: "2026-03-01", certificate: number))
    try await post.wait(until: "2026-03-01T12:00:00")
    let told = try changes(post.push) + changes(post.webhook)
    #expect(Set(told.map(\.address)) == ["silent", "agency", "hook"])
    for change in told {
      #expect((change.data["identity"] != nil) == (change.address == "agency"), "\(change.address)")
    }
    let bodies = (post.push.got + post.webhook.got).filter { $0.delivery.address != "agency" }
      .map { String(decoding: $0.delivery.body, as: UTF8.self) }
    #expect(!bodies.isEmpty && !bodies.contains { $0.contains(Papers.citizen(1)) })
  }

  @Test("while sources contradict each other nobody's number is told")
  func conflict() async throws {
    let post = try PostOffice("2026-03-01", offices: [office("tax", .taxOffice)])
    try await post.send(PostOffice.birth(number))
    // An odd serial number is a boy's; the certificate says a girl.
    let boy = Child.id(born: "20260228", serial: 3)
    try await post.send(Papers.register(boy, on: "2026-03-01", certificate: number))
    try await post.wait(until: "2026-03-01T12:00:00")
    let bodies = post.push.got.map { String(decoding: $0.delivery.body, as: UTF8.self) }
    #expect(!bodies.contains { $0.contains(boy) })
  }
}
