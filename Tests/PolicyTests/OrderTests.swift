import Casework
import Testing

/// What people's orders do to a child, and what they do not. The child, a girl, is born on 28
/// February 2026: day 90 is 29 May (31 + 30 + 29), day 180 is 27 August.
@Suite("Orders") struct OrderTests {
  private func child() throws -> Child {
    var child = try Child(born: "2026-02-28")
    try child.pays(2026, on: "2026-03-01")
    return child
  }

  @Test("An undo is an order like any other: taken back, what it took back holds again")
  func anUndoIsTakenBackLikeAnyOrder() throws {
    var child = try child()
    try child.isOrdered(.freeze, on: "2026-04-01") { $0.number = "O1" }
    for (number, undone, day) in [("O2", "O1", "2026-04-05"), ("O3", "O2", "2026-04-08")] {
      try child.isOrdered(.undo, on: day) { order in
        order.number = number
        order.undoes = undone
      }
    }
    #expect(try child.ruling(asOf: "2026-04-04").code.state == .suspended)
    #expect(try child.ruling(asOf: "2026-04-05").code.state == .active)
    #expect(try child.ruling(asOf: "2026-04-08").code.state == .suspended)
  }

  @Test("An extension to an earlier day shortens nothing, and of several the latest day stands")
  func anExtensionNeverShortens() throws {
    var child = try child()
    func extend(to text: String, on day: String) throws {
      for deadline in [Ruling.Deadline.Kind.pay, .bindIdentity] {
        let until = try date(text)
        try child.isOrdered(.extend, on: day) { order in
          order.deadline = deadline
          order.until = until
        }
      }
    }
    try extend(to: "2026-04-30", on: "2026-03-10")
    let ruling = try child.ruling(asOf: "2026-03-10")
    #expect(ruling.window?.to == (try date("2026-05-29")))
    #expect(ruling.deadlines.map(\.date) == [try date("2026-05-29"), try date("2026-08-27")])
    try extend(to: "2026-10-31", on: "2026-03-11")
    try extend(to: "2026-09-30", on: "2026-03-12")
    let longer = try child.ruling(asOf: "2026-03-12")
    #expect(longer.deadlines.map(\.date) == Array(repeating: try date("2026-10-31"), count: 2))
  }

  @Test("A registration that a person links to one birth is that child's, whoever the mother is")
  func aLinkOutranksTheMother() throws {
    var child = try child()
    let number = child.citizenID
    var registration = HouseholdFact(
      action: .register, citizenID: number, occurredOn: try date("2026-03-20"))
    registration.name = "李一诺"
    registration.sex = "2"
    registration.bornOn = child.born
    registration.mother = Child.mother
    child.tell(.household(registration))
    var other = CertificateFact(action: .issue, number: "Z610000002", issuedOn: child.born)
    other.bornAt = child.born.start
    other.birthDivision = "610104"
    other.sex = "2"
    other.childName = "王二"
    other.mother = Party(name: "王敏", idType: "passport", idNumber: "E12345678")
    child.tell(.certificate(other))
    try child.isOrdered(.link, on: "2026-04-01") { order in
      order.birthCertificateNumber = "Z610000002"
      order.citizenID = number
    }
    // Mother, day and sex agree with the first birth alone.
    #expect(try child.cases(asOf: "2026-03-31").map(\.ruling.citizenID) == [number, nil])
    #expect(try child.cases(asOf: "2026-04-01").map(\.ruling.citizenID) == [nil, number])
  }

  @Test("A dismissal ends what stood on its day; what comes up later is a task of its own")
  func whatComesUpAfterADismissalIsATaskOfItsOwn() throws {
    var child = try child()
    try child.pays(2026, on: "2026-03-02")
    try child.isOrdered(.dismiss, on: "2026-03-10") { $0.task = .duplicatePayment }
    #expect(try child.tasks("2026-03-09") == [.duplicatePayment])
    #expect(try child.tasks("2026-03-10").isEmpty)
    try child.pays(2026, on: "2026-03-20")
    #expect(try child.tasks("2026-03-19").isEmpty)
    let task = try child.task(.duplicatePayment, asOf: "2026-03-20")
    #expect(task.since == (try date("2026-03-20")))
  }
}
