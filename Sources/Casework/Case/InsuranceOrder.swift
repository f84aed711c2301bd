/// What the insurance platform is told to do about one child (PROCESS 3.7).
package struct InsuranceOrder: Hashable, Sendable {
  package enum Operation: String, CaseIterable, Sendable {
    case enrol, updateIdentity, requestCode, suspend, terminate
  }

  /// What a child is known by there.
  package struct Document: Hashable, Sendable {
    package enum Kind: String, Sendable { case birthCertificate, citizenId }
    package var kind: Kind
    package var number: String

    package init(_ kind: Kind, _ number: String) {
      self.kind = kind
      self.number = number
    }
  }

  /// Why, in one word that stays the same.
  package enum Reason: String, CaseIterable, Sendable {
    /// The child has a certificate or a citizen ID and no record there yet.
    case born
    /// Another document names the child now.
    case renamed
    /// A code is wanted for a record that has none, or for one that rested.
    case code
    /// The days for which the certificate settles are over.
    case unbound
    /// A person holds the code.
    case held
    case died
    /// Nothing names the child any more.
    case withdrawn
    /// The child has another record there.
    case joined
  }

  package var operation: Operation
  package var document: Document
  /// Of an update: the document the record stands under.
  package var former: Document?
  package var name: String?
  package var sex: String?
  package var bornOn: CivilDate?
  package var division: String?
  package var premiumYear: Int?
  package var reason: Reason
  package var rules: [String]

  package init(
    _ operation: Operation, document: Document, reason: Reason, rules: [String]
  ) {
    self.operation = operation
    self.document = document
    self.reason = reason
    self.rules = rules
  }

  /// The order as it is sealed in its delivery; the same order is the same bytes.
  package func body(caseID: CaseID) -> [UInt8] {
    var members: [(String, String)] = [
      ("caseId", jsonText(caseID.rawValue)),
      ("idNumber", jsonText(document.number)), ("idType", jsonText(document.kind.rawValue)),
      ("operation", jsonText(operation.rawValue)), ("reason", jsonText(reason.rawValue)),
      ("rules", jsonText(rules.joined(separator: " "))),
    ]
    if let former {
      members.append(("formerIdNumber", jsonText(former.number)))
      members.append(("formerIdType", jsonText(former.kind.rawValue)))
    }
    if let name { members.append(("name", jsonText(name))) }
    if let sex { members.append(("sex", jsonText(sex))) }
    if let bornOn { members.append(("bornOn", jsonText(bornOn.description))) }
    if let division { members.append(("division", jsonText(division))) }
    if let premiumYear { members.append(("premiumYear", String(premiumYear))) }
    let sorted = members.sorted { $0.0 < $1.0 }
    let text = sorted.map { "\(jsonText($0.0)):\($0.1)" }.joined(separator: ",")
    return Array("{\(text)}".utf8)
  }
}
