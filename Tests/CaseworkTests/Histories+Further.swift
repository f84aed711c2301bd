import Casework

/// What assistance, enrolment, residence, guardian and order messages say of made-up children.
extension Histories {
  static func makeFurther(seed: Int) -> [Message] {
    let messages = make(seed: seed)
    var further = Further(dice: Dice(seed: seed &+ 77), count: 0, messages: [])
    var keys: Set<CaseKey> = []
    for message in messages {
      for key in message.keys {
        if case .ticket = key { continue }
        keys.insert(key)
      }
    }
    for key in keys.sorted() { further.tell(of: key) }
    further.order(about: keys.sorted())
    return messages + further.messages
  }

  private struct Further {
    var dice: Dice
    var count: Int
    var messages: [Message]

    private mutating func add(_ fact: Fact, on day: CivilDate) {
      count += 1
      let digest = "f\(Int.random(in: 1_000_000...9_999_999, using: &dice))-\(count)"
      messages.append(
        Message(
          sender: "F", id: "F-\(count)", sentAt: day.adding(days: 1).start, digest: digest,
          fact: fact))
    }

    private mutating func day() -> CivilDate {
      Histories.start.adding(days: Int.random(in: 0...700, using: &dice))
    }

    private static func names(_ key: CaseKey) -> (certificate: String?, citizen: String?) {
      switch key {
      case .certificate(let number): (number, nil)
      case .citizenID(let number): (nil, number)
      case .ticket: (nil, nil)
      }
    }

    mutating func tell(of key: CaseKey) {
      let (certificate, citizen) = Self.names(key)
      if dice.chance(20) {
        var fact = AssistanceFact(
          action: dice.pick([.recognise, .recognise, .withdraw]),
          category: dice.pick([.orphan, .subsistence]), department: "civilAffairs",
          occurredOn: day())
        (fact.birthCertificateNumber, fact.citizenID) = (certificate, citizen)
        add(.assistance(fact), on: fact.occurredOn)
      }
      if dice.chance(40) { enrol(key) }
      if dice.chance(20) {
        var fact = ResidenceFact(
          action: dice.pick([.issue, .issue, .cancel]), permitNumber: "P\(count % 3)",
          occurredOn: day())
        (fact.birthCertificateNumber, fact.citizenID) = (certificate, citizen)
        fact.division = dice.pick(["610104", "350203"])
        fact.validFrom = fact.occurredOn
        add(.residence(fact), on: fact.occurredOn)
      }
      if dice.chance(15) {
        var fact = GuardianFact(
          action: dice.pick([.appoint, .appoint, .revoke]),
          guardian: Party(name: "甲", idType: "passport", idNumber: dice.pick(["E1", "E2"])),
          occurredOn: day())
        (fact.birthCertificateNumber, fact.citizenID) = (certificate, citizen)
        add(.guardian(fact), on: fact.occurredOn)
      }
    }

    private mutating func enrol(_ key: CaseKey) {
      let (certificate, citizen) = Self.names(key)
      for _ in 0..<Int.random(in: 1...2, using: &dice) {
        var fact = EnrolmentFact(
          action: dice.chance(90) ? .report : .withdraw, recordNumber: "R\(count % 7)\(key.text)",
          reportedOn: day())
        (fact.birthCertificateNumber, fact.citizenID) = (certificate, citizen)
        fact.standsUnder = Party(
          name: "甲", idType: citizen == nil ? "birthCertificate" : "citizenId", idNumber: key.text)
        fact.scheme = .resident
        fact.status = dice.pick([.normal, .normal, .terminated])
        fact.region = dice.pick(["610104", "350203"])
        fact.basis = dice.pick(["household", "residence", "school"])
        fact.from = day()
        add(.enrolment(fact), on: fact.reportedOn)
      }
    }

    mutating func order(about keys: [CaseKey]) {
      guard !keys.isEmpty else { return }
      for number in 0..<Int.random(in: 0...4, using: &dice) {
        var fact = OrderFact(
          action: dice.pick([
            .link, .different, .undo, .freeze, .release, .extend, .decide, .recordUpdated, .dismiss,
          ]), number: "O\(number)", orderedOn: day(), orderedBy: "A", reason: "because")
        fact.approvedBy = "B"
        let one = Self.names(dice.pick(keys))
        (fact.birthCertificateNumber, fact.citizenID) = (one.certificate, one.citizen)
        if fact.action == .link || fact.action == .different {
          let other = Self.names(dice.pick(keys))
          fact.birthCertificateNumber = fact.birthCertificateNumber ?? other.certificate
          fact.citizenID = fact.citizenID ?? other.citizen
        }
        fact.undoes = fact.action == .undo ? "O\(Int.random(in: 0...3, using: &dice))" : nil
        fact.deadline = dice.pick([.pay, .bindIdentity])
        fact.until = day()
        fact.member = dice.pick([.bornOn, .sex, .name])
        fact.value = fact.member == .bornOn ? "\(Histories.start.adding(days: 40))" : "1"
        fact.task = dice.pick([.duplicatePayment, .updateIdentity, .matchRegistration])
        add(.order(fact), on: fact.orderedOn)
      }
    }
  }
}
