/// What sources say differently about one child, side by side.
struct Conflict: Hashable {
  /// `birth day` or `sex`.
  var member: String
  var sides: [Ruling.Side]

  /// Birth day or sex told differently by certificate, registration or ID digits, where no person
  /// has decided (contract, "Conflict").
  static func all(_ findings: Findings) -> [Conflict] {
    var days: [Ruling.Side] = []
    var sexes: [Ruling.Side] = []
    func add(_ source: String, day: CivilDate?, sex: String?) {
      if let day { days.append(Ruling.Side(member: "bornOn", source: source, value: "\(day)")) }
      guard let sex, sex != "0", sex != "9" else { return }
      sexes.append(Ruling.Side(member: "sex", source: source, value: sex))
    }
    if let speaking = findings.speaking {
      add(
        "birthCertificate \(speaking.number)", day: speaking.fact.bornAt?.day,
        sex: speaking.fact.sex)
    }
    if let id = findings.citizenID {
      add(
        "householdRegistration \(id)", day: findings.household.bornOn,
        sex: findings.household.sex)
      add(
        "citizenId \(id)", day: Checksums.birthDay(ofCitizenID: id),
        sex: Checksums.sex(ofCitizenID: id))
    }
    var found: [Conflict] = []
    if Set(days.map(\.value)).count > 1, findings.orders.decided[.bornOn] == nil {
      found.append(Conflict(member: "birth day", sides: days))
    }
    if Set(sexes.map(\.value)).count > 1, findings.orders.decided[.sex] == nil {
      found.append(Conflict(member: "sex", sides: sexes))
    }
    return found
  }
}

extension Findings {
  /// The names on the certificate and in the register, where they may belong to twins.
  var swapSides: [Ruling.Side] {
    var sides: [Ruling.Side] = []
    if let speaking, let name = speaking.fact.childName {
      sides.append(
        Ruling.Side(member: "name", source: "birthCertificate \(speaking.number)", value: name))
    }
    if let id = citizenID, let name = household.registeredName {
      sides.append(
        Ruling.Side(member: "name", source: "householdRegistration \(id)", value: name))
    }
    return sides
  }
}
