import Casework

/// Makes messages about made-up families: twins, replacements, renames, payments round every
/// deadline, reversals, deaths, and records that come in any order.
struct Histories {
  private var dice: Dice
  private var count = 0
  private(set) var messages: [Message] = []

  static let start = CivilDate.startOfYear(2026)

  static func make(seed: Int) -> [Message] {
    var histories = Histories(dice: Dice(seed: seed))
    for family in 0..<Int.random(in: 1...2, using: &histories.dice) {
      histories.addFamily(family, seed: seed)
    }
    return histories.messages
  }

  private mutating func add(_ fact: Fact, on day: CivilDate) {
    count += 1
    let digest = String(Int.random(in: 1_000_000...9_999_999, using: &dice)) + "-\(count)"
    messages.append(
      Message(
        sender: "S", id: "M-\(count)", sentAt: day.adding(days: 1).start, digest: digest,
        fact: fact))
  }

  private mutating func addFamily(_ family: Int, seed: Int) {
    let mother = Party(
      name: "母\(family)", idType: "citizenId",
      idNumber: Self.citizenID(born: "19950101", serial: family * 2 + 1))
    let born = Self.start.adding(days: Int.random(in: 0..<365, using: &dice))
    let children = dice.chance(35) ? 2 : 1
    for child in 0..<children {
      addChild(family * 2 + child, mother: mother, born: born, twin: children == 2)
    }
    if dice.chance(10) { addPayment(insured: mother, born: born, serial: 900 + family) }
  }

  private mutating func addChild(_ serial: Int, mother: Party, born: CivilDate, twin: Bool) {
    let number = "Z61\(String(1_000_000 + serial * 10))"
    let sex = twin ? "1" : dice.pick(["1", "2"])
    let name = dice.pick(["甲", "乙", "丙\(serial)"])
    let citizenID = Self.citizenID(born: born, serial: serial * 4 + (sex == "1" ? 1 : 2))
    if dice.chance(85) { addCertificates(number, name, sex, born, mother) }
    if dice.chance(60) {
      addRegistrations(citizenID, name, sex, born, mother, number, serial: serial)
    }
    let party =
      dice.chance(60)
      ? Party(name: name, idType: "birthCertificate", idNumber: number)
      : Party(name: name, idType: "citizenId", idNumber: citizenID)
    for _ in 0..<Int.random(in: 0...3, using: &dice) {
      addPayment(insured: party, born: born, serial: serial)
    }
    if dice.chance(8) {
      var fact = DeathFact(action: .death, diedOn: day(born, 0...200))
      fact.birthCertificateNumber = number
      add(.death(fact), on: fact.diedOn)
    }
  }

  private mutating func day(_ born: CivilDate, _ range: ClosedRange<Int>) -> CivilDate {
    born.adding(days: Int.random(in: range, using: &dice))
  }

  private mutating func addCertificates(
    _ number: String, _ name: String, _ sex: String, _ born: CivilDate, _ mother: Party
  ) {
    var fact = CertificateFact(action: .issue, number: number, issuedOn: day(born, 0...20))
    fact.childName = name
    fact.sex = sex
    fact.bornAt = born.start.adding(seconds: 3600 * 9)
    fact.birthDivision = dice.pick(["610104", "610104", "350203"])
    fact.mother = mother
    add(.certificate(fact), on: fact.issuedOn)
    if dice.chance(15) {
      fact.revision = 2
      fact.action = .correct
      if dice.chance(30) { fact.bornAt = fact.bornAt?.adding(seconds: 86_400) }
      add(.certificate(fact), on: fact.issuedOn)
    }
    if dice.chance(20) {
      var next = fact
      next.action = dice.pick([.replace, .reissue])
      next.revision = 1
      next.number = String(number.dropLast()) + "9"
      next.replaces = number
      next.issuedOn = day(born, 20...200)
      add(.certificate(next), on: next.issuedOn)
    }
    if dice.chance(10) {
      var void = CertificateFact(action: .void, number: number, issuedOn: day(born, 1...200))
      void.revision = dice.pick([1, 3])
      add(.certificate(void), on: void.issuedOn)
    }
  }

  private mutating func addRegistrations(
    _ citizenID: String, _ name: String, _ sex: String, _ born: CivilDate, _ mother: Party,
    _ number: String, serial: Int
  ) {
    var fact = HouseholdFact(
      action: .register, citizenID: citizenID, occurredOn: day(born, 1...260))
    fact.name = name
    fact.sex = sex
    fact.bornOn = born
    fact.division = "610104"
    if dice.chance(80) { fact.mother = mother }
    if dice.chance(50) { fact.birthCertificateNumber = number }
    add(.household(fact), on: fact.occurredOn)
    if dice.chance(10) {
      fact.revision = 2
      fact.birthCertificateNumber = nil
      add(.household(fact), on: fact.occurredOn)
    }
    if dice.chance(15) {
      var rename = HouseholdFact(
        action: .rename, citizenID: citizenID, occurredOn: day(born, 261...300))
      rename.name = "新"
      rename.formerName = name
      add(.household(rename), on: rename.occurredOn)
    }
    if dice.chance(15) {
      var cancel = HouseholdFact(
        action: .cancel, citizenID: citizenID, occurredOn: day(born, 261...320))
      cancel.reason = dice.pick([.death, .duplicate, .emigration])
      add(.household(cancel), on: cancel.occurredOn)
    }
  }

  private mutating func addPayment(insured: Party, born: CivilDate, serial: Int) {
    let year = born.year + (dice.chance(30) ? 1 : 0)
    let offset = dice.pick([5, 30, 89, 90, 91, 120, 200, 300, 330])
    let paid = born.adding(days: offset).start.adding(
      seconds: Int64(dice.pick([0, 40_000, 86_399])))
    var fact = PaymentFact(
      action: .pay, ticketNumber: "T\(100_000 + serial * 100 + count)", paidAt: paid)
    fact.premiumYear = year
    fact.amountFen = 40_000
    fact.insured = insured
    fact.division = dice.pick(["610104", "610104", "350203"])
    add(.payment(fact), on: paid.day)
    if dice.chance(20) {
      var undo = PaymentFact(
        action: dice.pick([.reverse, .refund]), ticketNumber: "U\(100_000 + count)",
        paidAt: paid.adding(seconds: 86_400 * 7))
      undo.originalTicketNumber = fact.ticketNumber
      undo.amountFen = dice.pick([40_000, 10_000])
      add(.payment(undo), on: undo.paidAt.day)
    }
  }

  static func citizenID(born: CivilDate, serial: Int) -> String {
    citizenID(born: born.description.filter { $0 != "-" }, serial: serial)
  }

  /// A made-up citizen ID whose check character is right by GB 11643: the one of eleven that is.
  static func citizenID(born: String, serial: Int) -> String {
    let body = "610104" + born + String(1000 + serial).suffix(3)
    for check in "10X98765432" where Checksums.isCitizenID(body + String(check)) {
      return body + String(check)
    }
    return body
  }
}
