import Casework

/// Makes children whose cases stand at every point of the way: born on each of the last 400 days in
/// four provinces, paid for in time, late or not at all, registered or not yet.
struct CaseMaker: Sendable {
  /// Days of birth that are gone through.
  private static let days = 400
  /// A day's order numbers in citizen IDs have three digits.
  static let most = days * 999

  private static let divisions = ["610104", "610302", "510107", "210105"]

  let today: CivilDate

  /// The messages about one child that have been sent by today, oldest first.
  func messages(_ index: Int) -> [[UInt8]] {
    let born = today.adding(days: -(index % Self.days * 7 % Self.days))
    let division = Self.divisions[(index / Self.days + index) % 4]
    var all = [(born.adding(days: 1), birth(index, born, division))]
    switch (index / 1_600 + index / 4) % 5 {
    case 0: break
    case 1: all.append((born.adding(days: 100), payment(index, born, 100, division)))
    case let row:
      all.append((born.adding(days: 20 * row), payment(index, born, 20 * row, division)))
    }
    if (index / 8_000 + index / 20) % 3 > 0 {
      all.append((born.adding(days: 40), registration(index, born, division)))
    }
    return all.filter { $0.0 <= today }.map { Array($0.1.utf8) }
  }

  private func birth(_ index: Int, _ born: CivilDate, _ division: String) -> String {
    let issued = born.adding(days: 1)
    return """
      {"header":{"id":"B-\(index)","sender":"H61010400001","sentAt":"\(issued)T18:00:00+08:00"},\
      "birthCertificate":{"action":"issue","number":"\(BirthMaker.number(index))",\
      "child":{"name":"王小宝","sex":"\(Self.sex(index))","bornAt":"\(born)T06:40:00+08:00"},\
      "birthPlace":{"division":"\(division)"},"mother":{"name":"李静","idType":"citizenId",\
      "idNumber":"\(BirthMaker.citizenID(index))","phone":"13800000101"},"issuedOn":"\(issued)"}}
      """
  }

  private func payment(_ index: Int, _ born: CivilDate, _ days: Int, _ division: String) -> String {
    let day = born.adding(days: days)
    return """
      {"header":{"id":"P-\(index)","sender":"T61010400","sentAt":"\(day)T18:00:00+08:00"},\
      "taxPayment":{"action":"pay","ticketNumber":"T\(10_000_000 + index)",\
      "premiumYear":\(born.year),"amount":"400.00","paidAt":"\(day)T08:00:00+08:00",\
      "insured":{"name":"王小宝","idType":"birthCertificate",\
      "idNumber":"\(BirthMaker.number(index))"},"taxOffice":{"code":"T61010400"},\
      "division":"\(division)"}}
      """
  }

  private func registration(_ index: Int, _ born: CivilDate, _ division: String) -> String {
    let day = born.adding(days: 40)
    return """
      {"header":{"id":"R-\(index)","sender":"P61010400","sentAt":"\(day)T18:00:00+08:00"},\
      "householdRegistration":{"action":"register",\
      "citizenId":"\(Self.citizenID(index, born, division))","name":"王小宝",\
      "sex":"\(Self.sex(index))","bornOn":"\(born)","division":"\(division)",\
      "occurredOn":"\(day)","birthCertificateNumber":"\(BirthMaker.number(index))"}}
      """
  }

  /// The 17th digit of a citizen ID, odd for boys, says the same.
  private static func sex(_ index: Int) -> Int { order(index) % 2 == 1 ? 1 : 2 }

  private static func order(_ index: Int) -> Int { index / days % 999 + 1 }

  private static func citizenID(_ index: Int, _ born: CivilDate, _ division: String) -> String {
    let number = String(order(index))
    return BirthMaker.checked(
      division + born.description.replacing("-", with: "")
        + String(repeating: "0", count: 3 - number.count) + number)
  }
}
