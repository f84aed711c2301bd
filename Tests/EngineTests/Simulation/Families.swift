import AssistanceMessages
import BirthCertificateMessages
import Casework
import EnrolmentMessages
import GuardianMessages
import HouseholdRegistrationMessages
import OrderMessages
import ResidenceMessages
import TaxPaymentMessages
import VitalEventMessages
import Wire

/// The message families, as the gateway reads them.
let everyFamily = [
  BirthCertificateMessages.family, HouseholdRegistrationMessages.family, TaxPaymentMessages.family,
  VitalEventMessages.family, AssistanceMessages.family, EnrolmentMessages.family,
  ResidenceMessages.family, GuardianMessages.family, OrderMessages.family,
]

/// A seeded generator (SplitMix64): the one source of chance in a simulation.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 7 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &self)]
  }
}

/// A made-up child and the messages that are sent about it, as senders write them.
struct Child {
  var number: String
  var citizenID: String
  var born: CivilDate
  /// Messages in no order; each with the day it speaks of.
  var messages: [String] = []
  /// True where nothing but the certificate is ever sent.
  var onlyBorn = false

  static func family(_ serial: Int, dice: inout Dice) -> [Child] {
    let born = CivilDate.startOfYear(2026).adding(days: Int.random(in: 0..<330, using: &dice))
    let mother = id(born: "19950101", serial: serial * 4 + 1)
    let count = dice.chance(30) ? 2 : 1
    return (0..<count).map { index in
      var child = Child(
        number: "Z61\(1_000_000 + serial * 10 + index)",
        citizenID: id(born: born.description.filter { $0 != "-" }, serial: serial * 8 + index * 2),
        born: born)
      child.fill(name: index == 0 ? "王一" : "王二", mother: mother, dice: &dice)
      return child
    }
  }

  static func id(born: String, serial: Int) -> String {
    let body = "610104" + born + String(1000 + serial % 1000).suffix(3)
    for check in "10X98765432" where Checksums.isCitizenID(body + String(check)) {
      return body + String(check)
    }
    return body
  }

  private mutating func fill(name: String, mother: String, dice: inout Dice) {
    birth(name: name, mother: mother)
    guard !dice.chance(25) else {
      onlyBorn = true
      return
    }
    if dice.chance(70) { pay(dice.pick([3, 60, 90, 91, 150, 320]), dice: &dice) }
    let isRegistered = dice.chance(60)
    if isRegistered { register(name: name, mother: mother, dice: &dice) }
    if dice.chance(10) { die(after: Int.random(in: 1...200, using: &dice)) }
    if dice.chance(30) { tellFurther(dice: &dice) }
    if dice.chance(40) { rule(isRegistered: isRegistered, dice: &dice) }
  }

  private mutating func add(_ family: String, _ body: String, on day: CivilDate, _ tag: String) {
    messages.append(
      """
      {"header":{"id":"\(number)-\(tag)","sender":"S1","sentAt":"\(day.adding(days: 1))T00:00:00+08:00"},\
      "\(family)":{\(body)}}
      """)
  }

  private mutating func birth(name: String, mother: String) {
    add(
      "birthCertificate",
      """
      "action":"issue","number":"\(number)","child":{"name":"\(name)","sex":"2",\
      "bornAt":"\(born)T09:00:00+08:00"},"birthPlace":{"division":"610104"},\
      "mother":{"name":"刘芳","idType":"citizenId","idNumber":"\(mother)"},"issuedOn":"\(born)"
      """, on: born, "birth")
  }

  private mutating func pay(_ delay: Int, dice: inout Dice) {
    let day = born.adding(days: delay)
    let ticket = "T\(number)"
    add(
      "taxPayment",
      """
      "action":"pay","ticketNumber":"\(ticket)","premiumYear":\(born.year),"amount":"400.00",\
      "paidAt":"\(day)T10:00:00+08:00","insured":{"name":"王","idType":"birthCertificate",\
      "idNumber":"\(number)"},"taxOffice":{"code":"16101040000"},"division":"610104"
      """, on: day, "pay")
    guard dice.chance(20) else { return }
    let undone = day.adding(days: 4)
    add(
      "taxPayment",
      """
      "action":"reverse","ticketNumber":"R\(number)","originalTicketNumber":"\(ticket)",\
      "paidAt":"\(undone)T10:00:00+08:00"
      """, on: undone, "reverse")
  }

  private mutating func register(name: String, mother: String, dice: inout Dice) {
    let day = born.adding(days: dice.pick([5, 40, 179, 180, 181, 230]))
    let link = dice.chance(50) ? #","birthCertificateNumber":"\#(number)""# : ""
    add(
      "householdRegistration",
      """
      "action":"register","citizenId":"\(citizenID)","name":"\(name)","sex":"2",\
      "bornOn":"\(born)","division":"610104","occurredOn":"\(day)","mother":{"name":"刘芳",\
      "idType":"citizenId","idNumber":"\(mother)"}\(link)
      """, on: day, "register")
  }

  private mutating func die(after days: Int) {
    let day = born.adding(days: days)
    add(
      "vitalEvent",
      """
      "action":"death","birthCertificateNumber":"\(number)","diedOn":"\(day)"
      """, on: day, "death")
  }

  private func key() -> String { #""birthCertificateNumber":"\#(number)""# }

  /// What assistance, enrolment, residence and guardians say of the child.
  private mutating func tellFurther(dice: inout Dice) {
    let day = born.adding(days: dice.pick([1, 20, 95, 200]))
    if dice.chance(50) {
      add(
        "assistance",
        """
        "action":"recognise",\(key()),"category":"\(dice.pick(["orphan", "subsistence"]))",\
        "department":"civilAffairs","occurredOn":"\(day)"
        """, on: day, "assist")
    }
    if dice.chance(50) {
      add(
        "enrolment",
        """
        "action":"report",\(key()),"recordNumber":"E\(number)","standsUnder":{"name":"王",\
        "idType":"birthCertificate","idNumber":"\(number)"},"scheme":"resident",\
        "status":"normal","region":"610104","from":"\(day)","reportedOn":"\(day)"
        """, on: day, "enrol")
    }
    if dice.chance(50) {
      add(
        "residence",
        """
        "action":"issue",\(key()),"permitNumber":"P\(number)","division":"610104",\
        "validFrom":"\(day)","occurredOn":"\(day)"
        """, on: day, "reside")
    }
    if dice.chance(50) {
      add(
        "guardian",
        """
        "action":"appoint",\(key()),"guardian":{"name":"刘芳","idType":"passport",\
        "idNumber":"E12345678"},"relation":"mother","occurredOn":"\(day)"
        """, on: day, "guard")
    }
  }

  /// What people rule about the child, and take back.
  private mutating func rule(isRegistered: Bool, dice: inout Dice) {
    let day = born.adding(days: dice.pick([10, 92, 182, 250]))
    if dice.chance(40) {
      order("freeze", on: day)
      if dice.chance(60) { order("release", on: day.adding(days: 9)) }
    }
    if dice.chance(30) {
      let until = born.adding(days: 120)
      order("extend", on: day, #","deadline":"pay","until":"\#(until)""#)
    }
    if dice.chance(30) { order("dismiss", on: day, #","task":"updateIdentity""#) }
    if isRegistered, dice.chance(60) {
      let action = dice.pick(["link", "different"])
      let both = #","citizenId":"\#(citizenID)""#
      order(action, on: day, both)
      if dice.chance(60) {
        order(
          "undo", on: day.adding(days: dice.pick([0, 5])),
          both + #","undoes":"\#(number)-\#(action)""#)
      }
    }
  }

  private mutating func order(_ action: String, on day: CivilDate, _ plus: String = "") {
    add(
      "order",
      """
      "action":"\(action)","number":"\(number)-\(action)",\(key()),"orderedOn":"\(day)",\
      "orderedBy":"甲","approvedBy":"乙","reason":"核对"\(plus)
      """, on: day, action)
  }
}
