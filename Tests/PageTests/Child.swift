import Casework
import Pages

/// A child of whom messages tell, and the page that the law makes of them.
struct Child {
  private(set) var messages: [Message] = []
  private(set) var lines: [TimelineLine] = []
  private let born: CivilDate
  private let division: String
  private let number = "Z610000001"
  private static let mother = Party(
    name: "王芳", idType: "citizenId", idNumber: "610104199504120023")
  /// 610104, 28 February 2026, a girl; the check digit is right by GB 11643.
  static let citizenID = "610104202602280020"

  init(born: String = "2026-02-28", division: String = "610104") {
    self.born = date(born)
    self.division = division
    var fact = CertificateFact(action: .issue, number: number, issuedOn: self.born)
    fact.childName = "李一诺"
    fact.sex = "2"
    fact.bornAt = self.born.start.adding(seconds: 3600 * 9)
    fact.birthDivision = division
    fact.mother = Self.mother
    add(.certificate(fact), "birthCertificate.issue", on: self.born)
  }

  private var party: Party {
    Party(name: "李一诺", idType: "birthCertificate", idNumber: number)
  }

  private mutating func add(_ fact: Fact, _ kind: String, on day: CivilDate) {
    let at = day.start.adding(seconds: 3600 * 10)
    messages.append(
      Message(
        sender: "S", id: "M-\(messages.count)", sentAt: at, digest: "d\(messages.count)",
        fact: fact))
    lines.append(TimelineLine(at: at, kind: kind))
  }

  private func with(_ change: (inout Child) -> Void) -> Child {
    var child = self
    change(&child)
    return child
  }

  func paid(_ year: Int, on day: String, byMother: Bool = false) -> Child {
    with { child in
      var fact = PaymentFact(
        action: .pay, ticketNumber: "3610260301000\(10_000 + messages.count)",
        paidAt: date(day).start.adding(seconds: 3600 * 11))
      fact.premiumYear = year
      fact.amountFen = 40_000
      fact.insured = byMother ? Self.mother : party
      fact.division = division
      child.add(.payment(fact), "taxPayment.pay", on: date(day))
    }
  }

  func registered(
    on day: String, in place: String = "610104", bornOn: String? = nil, sex: String = "2"
  ) -> Child {
    with { child in
      var fact = HouseholdFact(
        action: .register, citizenID: Self.citizenID, occurredOn: date(day))
      fact.name = "李一诺"
      fact.sex = sex
      fact.bornOn = bornOn.map(date) ?? born
      fact.division = place
      fact.birthCertificateNumber = number
      child.add(.household(fact), "householdRegistration.register", on: date(day))
    }
  }

  func ordered(
    _ action: OrderFact.Action, on day: String, _ change: (inout OrderFact) -> Void = { _ in }
  ) -> Child {
    with { child in
      var fact = OrderFact(
        action: action, number: "N-\(messages.count)", orderedOn: date(day), orderedBy: "刘敏",
        reason: "举报称证明系伪造")
      fact.birthCertificateNumber = number
      fact.approvedBy = "孙伟"
      change(&fact)
      child.add(.order(fact), "order.\(action.rawValue)", on: date(day))
    }
  }

  func extended(_ deadline: Ruling.Deadline.Kind, to until: String, on day: String) -> Child {
    ordered(.extend, on: day) {
      $0.deadline = deadline
      $0.until = date(until)
    }
  }

  func helped(_ category: AssistanceFact.Category, on day: String) -> Child {
    with { child in
      var fact = AssistanceFact(
        action: .recognise, category: category, department: "civilAffairs", occurredOn: date(day))
      fact.birthCertificateNumber = number
      child.add(.assistance(fact), "assistance.recognise", on: date(day))
    }
  }

  func enrolled(
    in region: String, by basis: String, from day: String, record: String = "R-1"
  ) -> Child {
    with { child in
      var fact = EnrolmentFact(action: .report, recordNumber: record, reportedOn: date(day))
      fact.birthCertificateNumber = number
      fact.standsUnder = party
      fact.scheme = .resident
      fact.status = .normal
      fact.group = .newborn
      fact.region = region
      fact.from = date(day)
      fact.basis = basis
      child.add(.enrolment(fact), "enrolment.report", on: date(day))
    }
  }

  /// The page of a day, as the law rules it.
  func page(
    on day: String, _ change: (inout ParentPageModel) -> Void = { _ in }
  ) -> ParentPageModel {
    let formed = Law.rule(messages, asOf: date(day), book: TrialLaw.book, withOutlook: true)
    guard let child = formed.first else { preconditionFailure("no case on \(day)") }
    var model = PageTests.model(child.ruling, timeline: lines)
    model.outlook = child.outlook
    model.advice.places = [
      "6101": Plain("西安市", "Xi’an"), "6103": Plain("宝鸡市", "Baoji"),
    ]
    if division.hasPrefix("50") { model.advice.crossing = .bothRequired }
    change(&model)
    return model
  }
}
