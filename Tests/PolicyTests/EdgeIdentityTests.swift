import Casework
import Testing

/// Edge cases of identity and certificates (30–46). The child, a girl, is born on 28 February 2026.
@Suite("Edge cases: identity") struct EdgeIdentityTests {
  private func child() throws -> Child {
    var child = try Child(born: "2026-02-28")
    try child.pays(2026, on: "2026-03-01")
    return child
  }

  private func registration(_ child: Child, number: String? = nil, certificate: String? = nil)
    throws -> HouseholdFact
  {
    var fact = HouseholdFact(
      action: .register, citizenID: number ?? child.citizenID, occurredOn: try date("2026-03-20"))
    fact.name = "李一诺"
    fact.sex = "2"
    fact.bornOn = child.born
    fact.division = "610104"
    fact.birthCertificateNumber = certificate
    return fact
  }

  @Test("30, 46: a voided or doubted certificate freezes the code; cover is not taken back")
  func case30VoidAndFreeze() throws {
    var child = try child()
    try child.isOrdered(.freeze, on: "2026-04-01")
    #expect(try child.ruling(asOf: "2026-03-31").code.state == .active)
    let frozen = try child.ruling(asOf: "2026-04-01")
    #expect(frozen.code.state == .suspended && frozen.coverage.count == 1)
    #expect(frozen.tasks.map(\.kind) == [.investigation])
    try child.isOrdered(.release, on: "2026-05-01")
    let released = try child.ruling(asOf: "2026-05-01")
    #expect(released.code.state == .active && released.tasks.isEmpty)
    var void = CertificateFact(
      action: .void, number: Child.certificate, issuedOn: try date("2026-06-01"))
    void.revision = 2
    child.tell(.certificate(void))
    let voided = try child.ruling(asOf: "2026-06-01")
    #expect(voided.code.state == .retired && voided.coverage.count == 1)
    #expect(voided.tasks.map(\.kind) == [.voidCertificate])
  }

  /// A second certificate for the same mother, minute and sex.
  private func second(_ name: String) throws -> CertificateFact {
    var fact = CertificateFact(
      action: .issue, number: "Z610000002", issuedOn: try date("2026-02-28"))
    fact.bornAt = try date("2026-02-28").start
    fact.birthDivision = "610104"
    fact.sex = "2"
    fact.childName = name
    fact.mother = Child.mother
    return fact
  }

  @Test("31: two certificates that look like one child stay two, until a person says they are one")
  func case31APersonLinks() throws {
    var child = try child()
    child.tell(.certificate(try second("李一诺")))
    #expect(try child.cases(asOf: "2026-03-02").count == 2, "they may be twins")
    var link = OrderFact(
      action: .link, number: "O1", orderedOn: try date("2026-03-10"), orderedBy: "甲",
      reason: "issued twice by mistake")
    link.birthCertificateNumber = "Z610000002"
    link.ticketNumber = "T00001"
    child.tell(.order(link))
    #expect(try child.cases(asOf: "2026-03-09").count == 2)
    let joined = try child.cases(asOf: "2026-03-10")
    #expect(joined.count == 1)
    #expect(joined.first?.ruling.certificates.map(\.number) == [Child.certificate, "Z610000002"])
  }

  @Test("33: twins whose numbers were swapped between their names are for a person to look at")
  func case33SwappedTwins() throws {
    var child = try child()
    child.tell(.certificate(try second("李二诺")))
    for (name, serial, certificate) in [
      ("李二诺", "610104202602280020", Child.certificate),
      ("李一诺", "610104202602280047", "Z610000002"),
    ] {
      var fact = try registration(child, number: serial, certificate: certificate)
      fact.name = name
      child.tell(.household(fact))
    }
    let tasks = try child.ruling(asOf: "2026-03-21").tasks
    let task = try #require(tasks.first { $0.kind == .checkTwins })
    #expect(task.audience == "registrationOffice")
    #expect(Set(task.sides.map(\.value)) == ["李一诺", "李二诺"])
  }

  @Test("34: the police's name is the child's; the certificate's stays, and nothing else changes")
  func case34Renamed() throws {
    var child = try child()
    var fact = try registration(child, certificate: Child.certificate)
    fact.name = "李安"
    child.tell(.household(fact))
    let ruling = try child.ruling(asOf: "2026-03-21")
    #expect(ruling.child.name == "李安" && ruling.identity == .citizenId)
    #expect(ruling.code.state == .active && ruling.coverage.count == 1)
  }

  @Test("35: a nameless child's code waits only where the pack holds it")
  func case35PlaceholderMayHold() throws {
    func state(_ book: PolicyBook) throws -> Ruling.Code.State {
      var child = try Child(born: "2026-02-28", place: "990101", name: "刘芳之女")
      try child.pays(2026, on: "2026-03-01")
      return try child.ruling(asOf: "2026-03-02", book: book).code.state
    }
    #expect(try state(Packs.book) == .active)
    let book = try Packs.book(
      adding: Packs.pack("99", #""placeholderHolds": {"value": true, "rule": "A06"}"#))
    #expect(try state(book) != .active)
  }

  @Test("38: digits and certificate differ in the day: a conflict, and the certificate's window")
  func case38DaysDiffer() throws {
    var child = try child()
    // 610104 20260301 002 and its check digit: the sum of weights leaves 9, which is written 3.
    let other = try Child(born: "2026-03-01").citizenID
    child.tell(.household(try registration(child, number: other, certificate: Child.certificate)))
    let ruling = try child.ruling(asOf: "2026-03-21")
    #expect(try ruling.identity == .conflict && ruling.window?.from == date("2026-02-28"))
    try child.isOrdered(.decide, on: "2026-04-01") { order in
      order.member = .bornOn
      order.value = "2026-03-01"
    }
    let decided = try child.ruling(asOf: "2026-04-01")
    #expect(try decided.identity == .citizenId && decided.child.bornOn == date("2026-03-01"))
    // 1 March + 90 is 30 May: 30 + 30 + 30.
    #expect(decided.window?.to == (try date("2026-05-30")))
  }

  @Test("39: digits and certificate differ in sex: a conflict until a person decides")
  func case39SexesDiffer() throws {
    var child = try child()
    var fact = try registration(child, certificate: Child.certificate)
    fact.sex = "1"
    child.tell(.household(fact))
    #expect(try child.ruling(asOf: "2026-03-21").identity == .conflict)
    try child.isOrdered(.decide, on: "2026-04-01") { order in
      order.member = .sex
      order.value = "2"
    }
    let decided = try child.ruling(asOf: "2026-04-01")
    #expect(decided.identity == .citizenId && decided.child.sex == "2")
  }

  @Test("40: a citizen ID the police correct is the same child's, bound from the first day")
  func case40CorrectedID() throws {
    var child = try child()
    let wrong = try registration(
      child, number: "610104202602280047", certificate: Child.certificate)
    child.tell(.household(wrong))
    var corrected = HouseholdFact(
      action: .correct, citizenID: child.citizenID, occurredOn: try date("2026-05-01"))
    corrected.formerCitizenID = "610104202602280047"
    child.tell(.household(corrected))
    #expect(try child.ruling(asOf: "2026-04-30").citizenID == "610104202602280047")
    let after = try child.cases(asOf: "2026-05-01")
    #expect(after.count == 1 && after.first?.ruling.citizenID == child.citizenID)
    #expect(after.first?.standing.boundSince == (try date("2026-03-20")))
  }

  @Test("41: without a father everything goes on")
  func case41NoFather() throws {
    var child = try child()
    child.tell(.household(try registration(child, certificate: Child.certificate)))
    let ruling = try child.ruling(asOf: "2026-03-21")
    #expect(ruling.identity == .citizenId && ruling.code.state == .active)
    #expect(ruling.tasks.map(\.kind) == [.updateIdentity])
  }

  @Test(
    "42: a foreign passport or a permit of a mother joins birth and registration like any document",
    arguments: ["passport", "hkMacaoPermit", "taiwanPermit", "foreignPermanentResident"])
  func case42OtherDocuments(_ type: String) throws {
    let mother = Party(name: "Ann", idType: type, idNumber: "E12345678")
    let born = try date("2026-02-28")
    var birth = try second("安娜")
    birth.mother = mother
    var fact = try registration(Child(born: "2026-02-28"))
    fact.mother = mother
    let messages = [Fact.certificate(birth), .household(fact)].enumerated().map { index, fact in
      Message(
        sender: "S", id: "\(index)", sentAt: born.start, digest: "d\(index)", fact: fact)
    }
    let cases = Law.rule(messages, asOf: try date("2026-03-21"), book: Packs.book)
    #expect(cases.count == 1 && cases.first?.ruling.citizenID != nil)
  }

  @Test("43: a child that never gets a citizen ID is covered; only the code's 180 days end")
  func case43NeverACitizen() throws {
    let ruling = try child().ruling(asOf: "2026-12-31")
    #expect(ruling.identity == .certificate && ruling.coverage.count == 1)
    #expect(ruling.code.state == .suspended)
    #expect(ruling.deadlines.first { $0.kind == .bindIdentity }?.state == .missed)
  }
}
