import Casework
import Testing
import Wire

/// One broken message for every code of the contract, with the place where a sender finds it.
struct RefusalTests {
  static let head =
    #"{"header":{"id":"M-1","sender":"H1","sentAt":"2026-03-01T10:00:00+08:00"},"#

  /// A payment on one line after a header on one line: columns are easy to count.
  static func payment(_ members: String) -> String {
    head + "\n" + #""taxPayment":{"# + "\n" + members + "}}"
  }

  static let reversal =
    #""action":"reverse","ticketNumber":"T00001","originalTicketNumber":"T00000","paidAt":"2026-03-01T10:00:00+08:00""#

  @Test(arguments: [
    (#""line":"1""#, "format /taxPayment/line 3:8"), (#""line":0"#, "range /taxPayment/line 3:8"),
    (#""line":1.5"#, "format /taxPayment/line 3:8"),
    (#""line":99999999999999999999"#, "range /taxPayment/line 3:8"),
    (#""division":610104"#, "identifierNotString /taxPayment/division 3:12"),
    (#""source":1"#, "identifierNotString /taxPayment/source 3:10"),
    (#""division":"61010""#, "format /taxPayment/division 3:12"),
    (#""source":"Self""#, "unknownCode /taxPayment/source 3:10"),
    (#""amount":400"#, "format /taxPayment/amount 3:10"),
    (#""amount":"400""#, "format /taxPayment/amount 3:10"),
    (#""amount":"1234567890.00""#, "format /taxPayment/amount 3:10"),
    (#""treasuryAt":"2026-03-01""#, "notADate /taxPayment/treasuryAt 3:14"),
    (#""treasuryAt":"2026-02-30T10:00:00+08:00""#, "notADate /taxPayment/treasuryAt 3:14"),
    (#""treasuryAt":"2026-03-01T10:05:01+08:00""#, "future /taxPayment/treasuryAt 3:14"),
    (#""payer":"me""#, "format /taxPayment/payer 3:9"),
    (
      #""payer":{"idType":"citizenId","idNumber":"610104202602280021"}"#,
      "checkDigit /taxPayment/payer/idNumber 3:42"
    ),
    (
      #""payer":{"idType":"birthCertificate","idNumber":"Z99"}"#,
      "format /taxPayment/payer/idNumber 3:49"
    ),
    (#""payer":{"name":"a\u0001"}"#, "format /taxPayment/payer/name 3:17"),
    (#""insured":{"name":"a"}"#, "missing /taxPayment/insured/idType 3:11"),
  ])
  func paymentField(_ member: String, _ mark: String) {
    let found = marks(errors(Self.payment(member + "," + Self.reversal)))
    #expect(found.contains(mark), "\(found)")
    let strangers = found.filter { !$0.contains(" /taxPayment/insured/") && $0 != mark }
    #expect(strangers == [])
  }

  @Test func fiveMinutesAreNoFuture() throws {
    let member = #""treasuryAt":"2026-03-01T10:05:00+08:00""#
    _ = try read(Self.payment(member + "," + Self.reversal))
  }

  static let category = ["category", "department", "occurredOn"]
  static let order = ["birthCertificateNumber", "number", "orderedOn", "orderedBy", "reason"]

  // Needed by action: the contract's paragraph "Needed", written out once more by hand.
  static let needed: [(family: String, action: String, fields: [String])] = [
    (
      "taxPayment", "pay",
      ["ticketNumber", "premiumYear", "amount", "paidAt", "insured", "taxOffice/code", "division"]
    ),
    ("taxPayment", "reverse", ["ticketNumber", "originalTicketNumber", "paidAt"]),
    ("taxPayment", "refund", ["ticketNumber", "originalTicketNumber", "amount", "paidAt"]),
    (
      "householdRegistration", "register",
      ["citizenId", "name", "sex", "bornOn", "division", "occurredOn"]
    ),
    ("householdRegistration", "rename", ["citizenId", "name", "formerName", "occurredOn"]),
    ("householdRegistration", "move", ["citizenId", "division", "occurredOn"]),
    ("householdRegistration", "cancel", ["citizenId", "occurredOn", "reason"]),
    ("householdRegistration", "correct", ["citizenId", "occurredOn"]),
    (
      "birthCertificate", "issue",
      [
        "number", "child/name", "child/sex", "child/bornAt", "birthPlace/division", "mother",
        "issuedOn",
      ]
    ),
    (
      "birthCertificate", "correct",
      [
        "number", "child/name", "child/sex", "child/bornAt", "birthPlace/division", "mother",
        "issuedOn",
      ]
    ),
    (
      "birthCertificate", "replace",
      [
        "number", "replaces", "child/name", "child/sex", "child/bornAt", "birthPlace/division",
        "mother", "issuedOn", "reason",
      ]
    ),
    (
      "birthCertificate", "reissue",
      [
        "number", "replaces", "child/name", "child/sex", "child/bornAt", "birthPlace/division",
        "mother", "issuedOn", "reason",
      ]
    ),
    ("birthCertificate", "void", ["number", "birthPlace/division", "issuedOn", "reason"]),
    ("vitalEvent", "death", ["diedOn", "birthCertificateNumber"]),
    ("assistance", "recognise", ["birthCertificateNumber"] + category),
    ("assistance", "withdraw", ["birthCertificateNumber"] + category),
    (
      "enrolment", "report",
      [
        "birthCertificateNumber", "recordNumber", "standsUnder", "scheme", "status", "region",
        "from", "reportedOn",
      ]
    ),
    (
      "enrolment", "withdraw",
      ["birthCertificateNumber", "recordNumber", "reportedOn"]
    ),
    (
      "residence", "issue",
      ["birthCertificateNumber", "permitNumber", "division", "validFrom", "occurredOn"]
    ),
    (
      "residence", "renew", ["birthCertificateNumber", "permitNumber", "validFrom", "occurredOn"]
    ),
    ("residence", "cancel", ["birthCertificateNumber", "permitNumber", "occurredOn"]),
    ("guardian", "appoint", ["birthCertificateNumber", "guardian", "relation", "occurredOn"]),
    ("guardian", "revoke", ["birthCertificateNumber", "guardian", "occurredOn"]),
    ("order", "link", order),
    ("order", "different", order + ["approvedBy"]),
    ("order", "undo", order + ["undoes", "approvedBy"]),
    ("order", "freeze", order + ["approvedBy"]),
    ("order", "release", order + ["approvedBy"]),
    ("order", "extend", order + ["deadline", "until", "approvedBy"]),
    ("order", "decide", order + ["member", "value"]),
    ("order", "recordUpdated", order),
    ("order", "dismiss", order + ["task"]),
  ]

  @Test(arguments: needed)
  func neededByAction(_ family: String, _ action: String, _ needed: [String]) {
    let found = errors(Self.head + "\"\(family)\":{\"action\":\"\(action)\"}}")
    #expect(found.allSatisfy { $0.code == .missing })
    #expect(Set(found.map(\.path)) == Set(needed.map { "/\(family)/\($0)" }))
    let xml = errors(
      "<message xmlns='urn:birthgate:message:1'><header><id>M</id><sender>H</sender><sentAt>"
        + "2026-03-01T10:00:00Z</sentAt></header>\n <\(family)><action>\(action)</action></\(family)></message>"
    )
    #expect(Set(marks(xml)) == Set(needed.map { "missing /message/\(family)/\($0) 2:2" }))
  }

  @Test func childOfABirthNeedsThree() {
    let found = errors(
      Self.head + #""birthCertificate":{"action":"issue","child":{"weightGrams":3000}}}"#)
    for name in ["name", "sex", "bornAt"] {
      #expect(found.map(\.path).contains("/birthCertificate/child/\(name)"))
    }
  }

  @Test func structureOfAMessage() {
    #expect(marks(errors("[]")) == ["format  1:1"])
    #expect(marks(errors("{}")) == ["missing /header 1:1", "missing /birthCertificate 1:1"])
    #expect(
      marks(
        errors(
          Self.head + "\n" + #""vitalEvent":{"action":"death"},"taxPayment":{"action":"pay"}}"#)
      )
      .contains("notAllowed /taxPayment 2:46"))
    let twice = errors(
      "<message xmlns='urn:birthgate:message:1'><taxPayment><line>1</line>\n<line>2</line></taxPayment></message>"
    )
    #expect(marks(twice).contains("notAllowed /message/taxPayment/line[2] 2:1"))
    #expect(errors("<note xmlns='urn:birthgate:message:1'/>").map(\.code) == [.notAllowed])
  }

  @Test func nothingInTheFuture() {
    let born =
      #"{"action":"issue","child":{"bornAt":"2026-03-01T10:05:01+08:00"},"issuedOn":"2026-03-02"}}"#
    let found = errors(Self.head + #""birthCertificate":"# + born).filter { $0.code == .future }
    #expect(found.map(\.path) == ["/birthCertificate/child/bornAt", "/birthCertificate/issuedOn"])
  }

  @Test func numbersOfCertificates() {
    func codes(_ number: String) -> [Finding.Code] {
      errors(
        Self.head
          + #""vitalEvent":{"action":"death","diedOn":"2026-03-01","birthCertificateNumber":"\#(number)"}}"#
      )
      .map(\.code)
    }
    #expect(codes("Z610000001") == [])
    #expect(codes("ｚ６１0000001") == [])
    #expect(codes(" z610000001\u{3000}") == [])
    #expect(codes("Z990000001") == [.unknownCode])
    #expect(codes("Z61000001") == [.format])
    #expect(codes("6610000001") == [.format])
  }

  @Test func valuesShowNoPersonalData() {
    let found = errors(
      Self.head
        + #""birthCertificate":{"action":"李一诺","number":"Z61","child":{"name":1,"sex":"x","bornAt":"y"},"issuedOn":"610104202602280021","mother":{"idType":"13800138000","phone":13800138000},"birthPlace":{"division":"6101"}}}"#
    )
    #expect(Set(found.compactMap(\.value)) == ["6101"])
    for finding in found {
      #expect(!finding.message.chinese.isEmpty && !finding.message.english.isEmpty)
      #expect(!finding.message.chinese.contains("李一诺"))
      #expect(!finding.message.english.contains("13800138000"))
    }
  }

  @Test func warnings() throws {
    let household = try read(
      Self.head
        + #""householdRegistration":{"action":"register","citizenId":"\#(SameMessageTests.citizenID)","name":"李","sex":"1","bornOn":"2026-02-27","division":"610104","occurredOn":"2026-03-01","colour":"red"}}"#
    )
    // Day 2026-02-28 and an even 17th digit (female) stand in the number.
    #expect(
      household.warnings.map(\.code) == [.identityMismatch, .identityMismatch, .unknownField])
    #expect(household.warnings.map(\.path).last == "/householdRegistration/colour")
    let birth = try read(
      Self.head
        + #""birthCertificate":{"action":"issue","number":"Z110000001","child":{"name":"王芳之女","sex":"2","bornAt":"2026-02-28T10:00:00+08:00"},"birthPlace":{"division":"610104"},"mother":{"name":"王芳","idType":"other","idNumber":"1"},"issuedOn":"2026-03-01"}}"#
    )
    #expect(birth.warnings.map(\.code) == [.provinceMismatch, .placeholderName])
    #expect(
      birth.warnings.map(\.path) == ["/birthCertificate/number", "/birthCertificate/child/name"])
    guard case .certificate(let fact) = birth.message.fact else {
      Issue.record("a birth certificate is a certificate fact")
      return
    }
    #expect(fact.placeholderName)
  }

  @Test func rejectionNamesSenderAndMessage() {
    do throws(Rejection) {
      _ = try read(Self.head + #""taxPayment":{"action":"pay"}}"#)
      Issue.record("a payment of nothing was taken")
    } catch {
      #expect(error.sender == "H1")
      #expect(error.id == "M-1")
      #expect(error.status == 422)
    }
  }
}
