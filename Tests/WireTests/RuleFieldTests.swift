import Casework
import Testing
import Wire

/// What rules ask messages to be able to say: each is taken as written, and what is close to it but
/// not it is refused.
@Suite("Fields that rules ask for") struct RuleFieldTests {
  private static let head =
    #"{"header":{"id":"M-1","sender":"H1","sentAt":"2026-06-01T10:00:00+08:00"},"#

  private func fact(_ family: String, _ members: String) throws -> Fact {
    try read(Self.head + "\"\(family)\":{\(members)}}").message.fact
  }

  private func codes(_ family: String, _ members: String) -> [Finding.Code] {
    errors(Self.head + "\"\(family)\":{\(members)}}").map(\.code)
  }

  private let payment =
    #""action":"pay","ticketNumber":"T00001","premiumYear":2026,"amount":"400.00","paidAt":"2026-04-01T09:00:00+08:00","insured":{"name":"李一诺","idType":"birthCertificate","idNumber":"Z610000001"},"division":"610104""#
  private let office = #","taxOffice":{"code":"T61010400"}"#

  private func paid(_ more: String) throws -> PaymentFact {
    guard case .payment(let fact) = try fact("taxPayment", payment + office + more) else {
      throw Wrong()
    }
    return fact
  }

  private struct Wrong: Error {}

  @Test("A04: a guardian is bound by family account or agency")
  func a04ChannelsOfBinding() throws {
    func members(_ channel: String) -> String {
      #""action":"appoint","birthCertificateNumber":"Z610000001","guardian":{"name":"刘芳","idType":"passport","idNumber":"E1"},"relation":"mother","occurredOn":"2026-03-01","channel":"\#(channel)""#
    }
    for channel in ["familyAccount", "agency"] {
      guard case .guardian(let fact) = try fact("guardian", members(channel)) else { throw Wrong() }
      #expect(fact.channel == channel)
    }
    #expect(codes("guardian", members("bank")) == [.unknownCode])
  }

  @Test("D04: a payment names the tax office that collected it")
  func d04APaymentNamesItsOffice() throws {
    #expect(try paid("").taxOfficeCode == "T61010400")
    #expect(codes("taxPayment", payment) == [.missing])
  }

  @Test(
    "D10, D11, K07: the sources of money a document names are known, others not",
    arguments: ["self", "parentEmployeeAccount", "relativeAccount", "wallet", "assistance"])
  func d10SourcesAreTaken(_ source: String) throws {
    #expect(try paid(#","source":"\#(source)""#).source == source)
    #expect(codes("taxPayment", payment + office + #","source":"lottery""#) == [.unknownCode])
  }

  @Test(
    "D12: spouse, parents, children, siblings and grandparents may pay",
    arguments: ["spouse", "mother", "father", "child", "sibling", "grandparent"])
  func d12RelationsAreTaken(_ relation: String) throws {
    #expect(try paid(#","payer":{"relation":"\#(relation)"}"#).payerRelation == relation)
    #expect(
      codes("taxPayment", payment + office + #","payer":{"relation":"neighbour"}"#)
        == [.unknownCode])
  }

  @Test("D15: by whatever channel was paid, app, phone bank or counter, it is taken")
  func d15AnyChannelIsTaken() throws {
    for channel in ["APP", "小程序", "手机银行"] {
      #expect(try paid(#","channel":"\#(channel)""#).premiumYear == 2026)
    }
    #expect(codes("taxPayment", payment + office + #","channel":1"#) == [.identifierNotString])
  }

  private func recognition(_ more: String) -> String {
    #""action":"recognise","birthCertificateNumber":"Z610000001","occurredOn":"2026-03-01","#
      + more
  }

  @Test(
    "E04: a monitored household is unstable, marginal or in sudden hardship",
    arguments: ["unstable", "marginal", "suddenHardship"])
  func e04ThreeHouseholds(_ household: String) throws {
    let category = #""department":"ruralRevitalisation","category":"povertyMonitoring""#
    guard
      case .assistance(let fact) = try fact(
        "assistance", recognition(category + #","household":"\#(household)""#))
    else { throw Wrong() }
    #expect(fact.household == household)
    #expect(
      codes("assistance", recognition(category + #","household":"rich""#)) == [.unknownCode])
    let orphan = #""department":"civilAffairs","category":"orphan","household":"unstable""#
    #expect(codes("assistance", recognition(orphan)) == [.notAllowed], "of other categories none")
  }

  @Test("J13: births, deaths and registrations, moves and cancellations can be told")
  func j13BirthsDeathsMoves() throws {
    let death = #""action":"death","diedOn":"2026-03-01","birthCertificateNumber":"Z610000001""#
    guard case .death(let died) = try fact("vitalEvent", death) else { throw Wrong() }
    #expect(died.diedOn.description == "2026-03-01")
    let move =
      #""action":"move","citizenId":"610104202602280020","division":"610302","occurredOn":"2026-05-01""#
    guard case .household(let moved) = try fact("householdRegistration", move) else {
      throw Wrong()
    }
    #expect(moved.action == .move && moved.division == "610302")
  }

  @Test(
    "J14: recognitions of the destitute, orphans, those on subsistence and the monitored",
    arguments: [
      ("extremePoverty", "civilAffairs"), ("orphan", "civilAffairs"),
      ("subsistence", "civilAffairs"), ("povertyMonitoring", "agricultureRural"),
    ])
  func j14Recognitions(_ category: String, _ department: String) throws {
    let members = #""department":"\#(department)","category":"\#(category)""#
    guard case .assistance(let fact) = try fact("assistance", recognition(members)) else {
      throw Wrong()
    }
    #expect(fact.category.rawValue == category && fact.department == department)
  }

  @Test(
    "J16: a registration is cancelled for death, emigration, being double or missing",
    arguments: ["death", "emigration", "duplicate", "missing"])
  func j16WhyCancelled(_ reason: String) throws {
    func cancel(_ reason: String) -> String {
      #""action":"cancel","citizenId":"610104202602280020","occurredOn":"2026-05-01","reason":"\#(reason)""#
    }
    guard case .household(let fact) = try fact("householdRegistration", cancel(reason)) else {
      throw Wrong()
    }
    #expect(fact.reason?.rawValue == reason)
    #expect(codes("householdRegistration", cancel("holiday")) == [.unknownCode])
  }

  @Test("J17: a school's register, and assistance that ends, can be told")
  func j17SchoolAndAssistance() throws {
    let school =
      #""action":"issue","birthCertificateNumber":"Z610000001","permitNumber":"S1","kind":"school","division":"610104","validFrom":"2026-03-01","occurredOn":"2026-03-01""#
    guard case .residence(let fact) = try fact("residence", school) else { throw Wrong() }
    #expect(fact.kind == .school)
    let ended =
      #""action":"withdraw","birthCertificateNumber":"Z610000001","category":"orphan","department":"civilAffairs","occurredOn":"2026-05-01""#
    guard case .assistance(let withdrawn) = try self.fact("assistance", ended) else {
      throw Wrong()
    }
    #expect(withdrawn.action == .withdraw)
  }

  private func birth(name: String = "李一诺", contacts: String = "") -> String {
    #""action":"issue","number":"Z610000001","child":{"name":"\#(name)","sex":"2","bornAt":"2026-02-28T08:00:00+08:00"},"birthPlace":{"division":"610104"},"mother":{"name":"王芳","idType":"passport","idNumber":"E1"},"issuedOn":"2026-03-01"\#(contacts)"#
  }

  @Test("L05: a family may be told by WeChat")
  func l05WeChat() throws {
    func contact(_ channel: String) -> String {
      #","contacts":[{"channel":"\#(channel)","address":"wx-1","language":"zh-CN"}]"#
    }
    let told = try fact("birthCertificate", birth(contacts: contact("wechat")))
    guard case .certificate(let fact) = told else { throw Wrong() }
    #expect(fact.contacts.map(\.channel) == ["wechat"])
    #expect(codes("birthCertificate", birth(contacts: contact("pigeon"))) == [.unknownCode])
  }

  /// From extension B (U+20086), from extension G (U+30EDD) and a private use letter (U+E000).
  @Test("Edge case 36: rare characters are kept as they come", arguments: ["𠂆", "𰻝", "\u{E000}"])
  func case36RareCharacters(_ character: String) throws {
    let told = try fact("birthCertificate", birth(name: "李" + character))
    guard case .certificate(let fact) = told else { throw Wrong() }
    #expect(fact.childName?.unicodeScalars.elementsEqual(("李" + character).unicodeScalars) == true)
  }
}
