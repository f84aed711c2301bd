import Casework
import Testing
import Wire

/// The rules over several fields of assistance, enrolment, residence, guardian and order, each from
/// both sides and in both forms.
struct FurtherFamilyTests {
  static let certificate: JSONObject = ["birthCertificateNumber": "Z610000001"]

  /// The fewest members of each family beside its keys; sent on 1 June 2026.
  static let least: [String: JSONObject] = [
    "assistance": [
      "action": "recognise", "category": "orphan", "department": "civilAffairs",
      "occurredOn": "2026-05-01",
    ],
    "enrolment": [
      "action": "withdraw", "recordNumber": "R1", "region": "610104", "reportedOn": "2026-05-01",
    ],
    "residence": ["action": "cancel", "permitNumber": "J1", "occurredOn": "2026-05-01"],
    "guardian": [
      "action": "revoke", "occurredOn": "2026-05-01",
      "guardian": ["name": "王芳", "idType": "passport", "idNumber": "E1"],
    ],
    "order": [
      "action": "recordUpdated", "number": "N1", "orderedOn": "2026-05-01", "orderedBy": "a.li",
      "reason": "已核对",
    ],
  ]

  /// `code path` of every error of a family's fewest members with these over them; the same of JSON
  /// and XML.
  private func found(_ family: String, _ changes: JSONObject) -> [String] {
    var members = Self.least[family] ?? JSONObject()
    for change in changes.members { members[change.name] = change.value }
    let message: JSONObject = [
      "header": ["id": "M-1", "sender": "S1", "sentAt": "2026-06-01T08:00:00+08:00"],
      family: .object(members),
    ]
    let json = errors(JSONValue.object(message).canonical)
    let xml = errors(Array(XMLMaker.document(message).utf8))
    func marks(_ findings: [Finding], under root: String) -> [String] {
      findings.map { finding in
        let field = finding.path.replacing(root, with: "", maxReplacements: 1)
        return "\(finding.code.rawValue) \(field)"
      }
    }
    let result = marks(json, under: "/\(family)/")
    #expect(marks(xml, under: "/message/\(family)/").sorted() == result.sorted())
    return result
  }

  private func order(_ action: JSONValue, _ changes: JSONObject) -> [String] {
    var members = Self.certificate
    members["action"] = action
    for change in changes.members { members[change.name] = change.value }
    return found("order", members)
  }

  // "Each names it by birthCertificateNumber, citizenId or both": one is enough, none is too few.
  @Test(arguments: least.keys.sorted())
  func aChildIsNamed(family: String) {
    #expect(found(family, [:]) == ["missing birthCertificateNumber"])
    #expect(found(family, Self.certificate) == [])
    let number = JSONValue.string(SameMessageTests.citizenID)
    #expect(found(family, ["citizenId": number]) == [])
    #expect(
      found(family, ["citizenId": number, "birthCertificateNumber": "Z610000001"]) == [])
    // A number that is wrong is given all the same: one error, not two.
    #expect(found(family, ["birthCertificateNumber": "Z61"]) == ["format birthCertificateNumber"])
  }

  // "An order also by ticketNumber"; nobody else.
  @Test func anOrderMayNameATicketAlone() {
    #expect(found("order", ["ticketNumber": "T00001"]) == [])
    #expect(
      found("guardian", ["ticketNumber": "T00001"]) == ["missing birthCertificateNumber"])
  }

  // `link` and `different` name two of the three keys: the first that lacks is named.
  @Test(arguments: ["link", "different"])
  func aPairNeedsTwoKeys(action: String) {
    let number = JSONValue.string(SameMessageTests.citizenID)
    func found(_ keys: JSONObject) -> [String] {
      var changes = keys
      changes["action"] = .string(action)
      changes["approvedBy"] = "b.wu"
      return self.found("order", changes)
    }
    #expect(found([:]) == ["missing birthCertificateNumber"])
    #expect(found(Self.certificate) == ["missing citizenId"])
    #expect(found(["citizenId": number]) == ["missing birthCertificateNumber"])
    #expect(found(["ticketNumber": "T00001"]) == ["missing birthCertificateNumber"])
    #expect(found(["birthCertificateNumber": "Z610000001", "citizenId": number]) == [])
    #expect(found(["birthCertificateNumber": "Z610000001", "ticketNumber": "T00001"]) == [])
    #expect(found(["citizenId": number, "ticketNumber": "T00001"]) == [])
  }

  @Test func otherOrdersNeedOneKey() {
    #expect(order("freeze", ["approvedBy": "b.wu"]) == [])
  }

  // Two persons: the same account in other letters, widths or spaces is the same person.
  @Test(arguments: ["a.li", "A.Li", "ａ.ｌｉ", "a. li"])
  func nobodyAgreesToTheirOwnOrder(approver: String) {
    for action in ["undo", "freeze", "release"] {
      let changes: JSONObject = ["approvedBy": .string(approver), "undoes": "N0"]
      #expect(order(.string(action), changes) == ["notAllowed approvedBy"])
    }
    // Where nobody need agree, whoever is named must still be another.
    #expect(order("recordUpdated", ["approvedBy": .string(approver)]) == ["notAllowed approvedBy"])
  }

  @Test func anotherPersonAgrees() {
    #expect(order("undo", ["undoes": "N0", "approvedBy": "b.wu"]) == [])
    #expect(order("undo", ["undoes": "N0"]) == ["missing approvedBy"])
    #expect(order("undo", ["undoes": "N0", "approvedBy": "——"]) == ["missing approvedBy"])
    #expect(order("recordUpdated", ["approvedBy": "b.wu"]) == [])
  }

  @Test(arguments: [
    ("bornOn", "2026-02-28", []), ("bornOn", "２０２６-０２-２８", []),
    ("bornOn", "2026-02-30", ["notADate value"]), ("bornOn", "2", ["notADate value"]),
    ("sex", "2", []), ("sex", "２", []), ("sex", "9", []), ("sex", "3", ["unknownCode value"]),
    ("sex", "女", ["unknownCode value"]), ("name", "李一诺", []), ("name", "2026-02-30", []),
    ("age", "2", ["unknownCode member"]),
  ])
  func whatIsDecidedHasTheFormOfItsMember(member: String, value: String, expected: [String]) {
    #expect(order("decide", ["member": .string(member), "value": .string(value)]) == expected)
  }

  @Test func anExtensionEndsOnADay() {
    func extend(_ until: JSONValue) -> [String] {
      order("extend", ["deadline": "pay", "until": until, "approvedBy": "b.wu"])
    }
    #expect(extend("2026-07-31") == [])
    #expect(extend("2026-06-31") == ["notADate until"])
    #expect(extend("") == ["missing until"])
  }

  // Every kind of task can be dismissed, by the name the ruling gives it.
  @Test(arguments: Ruling.Task.Kind.allCases)
  func everyTaskCanBeDismissed(task: Ruling.Task.Kind) throws {
    #expect(order("dismiss", ["task": .string(task.rawValue)]) == [])
    #expect(order("dismiss", ["task": .string(task.rawValue + "s")]) == ["unknownCode task"])
  }

  // Rule E04: the three kinds are kinds of monitored households.
  @Test(arguments: AssistanceFact.Category.allCases)
  func onlyMonitoredHouseholdsHaveAKind(category: AssistanceFact.Category) {
    for household in ["unstable", "marginal", "suddenHardship"] {
      var changes = Self.certificate
      changes["category"] = .string(category.rawValue)
      #expect(found("assistance", changes) == [])
      changes["household"] = .string(household)
      let expected = category == .povertyMonitoring ? [] : ["notAllowed household"]
      #expect(found("assistance", changes) == expected)
    }
  }

  // A period may be one day long; it does not end before it begins. Either end may be open.
  @Test(arguments: [("enrolment", "from", "to"), ("residence", "validFrom", "validTo")])
  func periodsRunForward(family: String, from: String, to: String) {
    func found(_ first: JSONValue, _ last: JSONValue) -> [String] {
      var changes = Self.certificate
      changes[from] = first
      changes[to] = last
      return self.found(family, changes)
    }
    #expect(found("2026-03-01", "2026-02-28") == ["range \(to)"])
    #expect(found("2026-03-01", "2026-03-01") == [])
    #expect(found("2026-03-01", "2026-12-31") == [])
    #expect(found("", "2026-02-28") == [])
    #expect(found("2026-03-01", "") == [])
  }

  // What has happened is not after 1 June, when it was sent; what is to be may be.
  @Test(arguments: [
    ("assistance", "occurredOn", true), ("assistance", "validUntil", false),
    ("enrolment", "reportedOn", true), ("enrolment", "from", false), ("enrolment", "to", false),
    ("residence", "occurredOn", true), ("residence", "validFrom", false),
    ("residence", "validTo", false), ("guardian", "occurredOn", true), ("order", "orderedOn", true),
    ("order", "until", false),
  ])
  func nothingHappenedTomorrow(family: String, field: String, isPast: Bool) {
    func found(_ day: String) -> [String] {
      var changes = Self.certificate
      changes[field] = .string(day)
      return self.found(family, changes)
    }
    #expect(found("2026-06-01") == [])
    #expect(found("2026-06-02") == (isPast ? ["future \(field)"] : []))
  }

  @Test(arguments: [
    ("continuousMonths", JSONValue.int(1200), []),
    ("continuousMonths", .int(1201), ["range continuousMonths"]),
    ("fundPaid", "0.00", []), ("fundPaid", "0", ["format fundPaid"]),
    ("bonusUsed", "maybe", ["unknownCode bonusUsed"]), ("region", "6101", ["format region"]),
  ])
  func figuresOfAnEnrolment(field: String, value: JSONValue, expected: [String]) {
    var changes = Self.certificate
    changes[field] = value
    #expect(found("enrolment", changes) == expected)
  }

  @Test func theKeysOfADismissedTaskAreAList() {
    #expect(order("dismiss", ["task": "missingName", "about": ["Z610000001", "T00001"]]) == [])
    let single = errors(
      #"{"header":{"id":"M","sender":"S","sentAt":"2026-06-01T08:00:00Z"},"order":{"action":"dismiss","birthCertificateNumber":"Z610000001","number":"N1","task":"missingName","about":"Z610000001","orderedOn":"2026-05-01","orderedBy":"a.li","reason":"x"}}"#
    )
    #expect(single.map(\.path) == ["/order/about"])
    #expect(single.map(\.code) == [.format])
  }

  // A problem document goes into logs: nothing in it may describe a person.
  @Test func whatDescribesAPersonIsNotShown() {
    let text =
      #"{"header":{"id":"M","sender":"S","sentAt":"2026-06-01T08:00:00Z"},"assistance":{"action":"recognise","category":"blind","household":"poor","department":"xyz"}}"#
    let shown = errors(text).compactMap(\.value)
    #expect(shown == ["xyz"])
  }
}
