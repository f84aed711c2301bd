/// What a subscriber is told: a CloudEvents 1.0 body that names the case and says nothing about the
/// child (contract, section 4). Receivers fetch the case.
package struct NoticeEvent: Sendable {
  /// Also the delivery's id; the same for ever.
  package var id: String
  package var kind: Notice.Kind
  package var caseID: String
  package var at: Instant
  package var occasion: String
  package var audiences: [Notice.Audience]
  package var division: String?
  package var asOf: CivilDate
  /// Only for an office that asked for it in the settings; no subscriber is told.
  package var identity: IdentityChange?

  package init(
    id: String, kind: Notice.Kind, caseID: String, at: Instant, occasion: String,
    audiences: [Notice.Audience], division: String?, asOf: CivilDate
  ) {
    self.id = id
    self.kind = kind
    self.caseID = caseID
    self.at = at
    self.occasion = occasion
    self.audiences = audiences
    self.division = division
    self.asOf = asOf
  }

  /// Keys sorted and audiences in the order of their declaration: the same event is the same bytes.
  package var body: [UInt8] {
    let told = Notice.Audience.allCases.filter(audiences.contains)
    let members = [
      ("asOf", jsonText(asOf.description)),
      ("audiences", "[" + told.map { jsonText($0.rawValue) }.joined(separator: ",") + "]"),
      ("caseId", jsonText(caseID)),
      ("division", division.map(jsonText) ?? "null"),
    ]
    let about = [("kind", jsonText(kind.rawValue)), ("occasion", jsonText(occasion))]
    let data = object(members + (identity.map { [("identity", $0.json)] } ?? []) + about)
    let event = object([
      ("data", data),
      ("datacontenttype", jsonText("application/json")),
      ("id", jsonText(id)),
      ("source", jsonText("urn:birthgate")),
      ("specversion", jsonText("1.0")),
      ("subject", jsonText(caseID)),
      ("time", jsonText(at.rfc3339)),
      ("type", jsonText(kind.eventType)),
    ])
    return Array(event.utf8)
  }

  private func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(jsonText($0.0)):\($0.1)" }.joined(separator: ",") + "}"
  }
}

/// A JSON string (RFC 8259, section 7); only what must be escaped is.
func jsonText(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\u{0}"..."\u{1f}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
