import Casework
import Foundation
import Testing
import Wire

/// The samples of the further families: each is read in both forms, is the same message in both,
/// and says what stands written here.
struct FurtherSampleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Samples/further").standardizedFileURL

  private func fact(_ family: String) throws -> Fact {
    func reading(_ suffix: String) throws -> Reading {
      let file = Self.folder.appendingPathComponent(family + suffix)
      return try reader.read(Array(Data(contentsOf: file)))
    }
    let json = try reading(".json")
    let xml = try reading(".xml")
    #expect(json.message == xml.message)
    #expect(json.canonical == xml.canonical)
    #expect(json.family.rawValue == family)
    #expect(json.warnings + xml.warnings == [])
    let again = try reader.reread(canonical: json.canonical, sentAt: json.message.sentAt)
    #expect(again.message == json.message)
    return json.message.fact
  }

  @Test func everyFurtherFamilyHasASampleInBothForms() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let further = ["assistance", "enrolment", "guardian", "order", "residence"]
    #expect(names.sorted() == further.flatMap { [$0 + ".json", $0 + ".xml"] })
    for family in further { _ = try fact(family) }
  }

  @Test func aMonitoredHousehold() throws {
    var expected = AssistanceFact(
      action: .recognise, category: .povertyMonitoring, department: "ruralRevitalisation",
      occurredOn: try day("2026-04-20"))
    expected.birthCertificateNumber = "Z610000201"
    expected.household = "marginal"
    expected.division = "610104"
    expected.validUntil = try day("2027-04-19")
    #expect(try fact("assistance") == .assistance(expected))
  }

  @Test func aRecordUnderTheChildsOwnName() throws {
    var expected = EnrolmentFact(
      action: .report, recordNumber: "6101042026000101", reportedOn: try day("2026-04-02"))
    expected.birthCertificateNumber = "Z610000101"
    expected.standsUnder = Party(name: "李一诺", idType: "birthCertificate", idNumber: "Z610000101")
    expected.scheme = .resident
    expected.status = .normal
    expected.group = .newborn
    expected.region = "610104"
    expected.from = try day("2026-02-28")
    expected.to = try day("2026-12-31")
    expected.basis = "household"
    expected.premiumYear = 2026
    // 0.00 yuan: the fund paid nothing, which is not the same as not telling.
    expected.fundPaidFen = 0
    #expect(try fact("enrolment") == .enrolment(expected))
  }

  @Test func aFathersPermit() throws {
    var expected = ResidenceFact(
      action: .issue, permitNumber: "JZ610104260000011", occurredOn: try day("2026-06-05"))
    expected.birthCertificateNumber = "Z610300011"
    expected.division = "610104"
    expected.validFrom = try day("2026-06-05")
    expected.validTo = try day("2027-06-04")
    #expect(try fact("residence") == .residence(expected))
  }

  @Test func aMotherWithTwoAddresses() throws {
    var expected = GuardianFact(
      action: .appoint,
      guardian: Party(
        name: "李静", idType: "citizenId", idNumber: "610104199504120029", phone: "13800000101"),
      occurredOn: try day("2026-03-03"))
    expected.birthCertificateNumber = "Z610000101"
    expected.relation = "mother"
    expected.channel = "familyAccount"
    expected.contacts = [
      Contact(relation: "mother", channel: "sms", address: "13800000101", language: "zh-CN"),
      Contact(
        relation: "mother", channel: "email", address: "lijing@example.org", language: "en"),
    ]
    #expect(try fact("guardian") == .guardian(expected))
  }

  @Test func anExtensionByTwoPersons() throws {
    var expected = OrderFact(
      action: .extend, number: "LHYB-2026-0007", orderedOn: try day("2026-06-15"),
      orderedBy: "刘敏", reason: "出生医院所在片区6月因暴雨封闭，家长无法按期缴费")
    expected.birthCertificateNumber = "Z610000201"
    expected.deadline = .pay
    expected.until = try day("2026-07-31")
    expected.approvedBy = "孙伟"
    #expect(try fact("order") == .order(expected))
  }

  // What an absent member means may also be written out: it is the same message then.
  @Test(arguments: [
    (
      "guardian",
      #""action":"revoke","citizenId":"ID","guardian":{"name":"王芳","idType":"passport","idNumber":"E1"},"occurredOn":"2026-05-01""#,
      #""mayAct":"yes""#, #""mayAct":"no""#
    ),
    (
      "residence",
      #""action":"cancel","citizenId":"ID","permitNumber":"J1","occurredOn":"2026-05-01""#,
      #""kind":"residencePermit""#, #""kind":"school""#
    ),
    (
      "enrolment",
      #""action":"withdraw","citizenId":"ID","recordNumber":"R1","region":"610104","reportedOn":"2026-05-01""#,
      #""bonusUsed":"no""#, #""bonusUsed":"yes""#
    ),
  ])
  func defaultsDoNotCount(family: String, members: String, same: String, other: String) throws {
    func message(_ more: String) throws -> Message {
      let members = members.replacing("ID", with: SameMessageTests.citizenID, maxReplacements: 1)
      return try read(
        #"{"header":{"id":"M","sender":"S","sentAt":"2026-06-01T08:00:00Z"},"\#(family)":{\#(members)\#(more)}}"#
      ).message
    }
    let plain = try message("")
    #expect(try message("," + same) == plain)
    let different = try message("," + other)
    #expect(different.digest != plain.digest)
    #expect(different.fact != plain.fact)
  }

  // What is decided of day and sex is a code, however wide it was typed; a name stays as it is. A
  // certificate number is one however it was typed; tickets have small letters of their own.
  @Test(arguments: [("sex", "２", "2"), ("bornOn", "２０２６-02-28", "2026-02-28"), ("name", "Ａ", "Ａ")])
  func decidedValuesAreNormal(member: String, typed: String, expected: String) throws {
    let message = try read(
      #"{"header":{"id":"M","sender":"S","sentAt":"2026-06-01T08:00:00Z"},"order":{"action":"decide","birthCertificateNumber":"Z610000001","number":"N1","member":"\#(member)","value":"\#(typed)","about":["z61０000001","Tk0001"],"orderedOn":"2026-05-01","orderedBy":"a.li","reason":"x"}}"#
    ).message
    guard case .order(let fact) = message.fact else {
      Issue.record("an order is an order")
      return
    }
    #expect(fact.value == expected)
    #expect(fact.member?.rawValue == member)
    #expect(fact.about == ["Z610000001", "Tk0001"])
  }

  @Test func aPaymentTellsWhenItReachedTheTreasuryAndFromWhere() throws {
    let message = try read(
      RefusalTests.payment(
        #""treasuryAt":"2026-03-01T10:03:00+08:00","source":"wallet","# + RefusalTests.reversal)
    ).message
    guard case .payment(let fact) = message.fact else {
      Issue.record("a payment is a payment")
      return
    }
    #expect(fact.treasuryAt == Instant(rfc3339: "2026-03-01T02:03:00Z"))
    #expect(fact.source == "wallet")
  }

  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
}
