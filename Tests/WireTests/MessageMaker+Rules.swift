import Casework
import Wire

/// The rules over several fields that a valid message keeps.
extension MessageMaker {
  mutating func keepRules(of family: MessageFamily, _ members: inout JSONObject) {
    func put(_ name: String, _ value: String) {
      members[name] = .string(value)
      // In its place in the table again.
      members.members = family.table.fields.compactMap { field in
        members[field.name].map { JSONObject.Member(field.name, $0) }
      }
    }
    switch family.name.rawValue {
    case "birthCertificate", "householdRegistration", "taxPayment": return
    case "order":
      if members["approvedBy"] != nil { put("approvedBy", "B2") }
      if action == "link" || action == "different" {
        put("citizenId", citizenID())
        put("ticketNumber", matching(.ticket))
      }
      if members["member"]?.string == "bornOn", action == "decide" || members["value"] != nil {
        put("value", day())
      }
      if members["member"]?.string == "sex", action == "decide" || members["value"] != nil {
        put("value", dice.one(of: ["0", "1", "2", "9"]))
      }
    case "assistance":
      if members["category"]?.string != "povertyMonitoring" { members["household"] = nil }
    case "enrolment": if members["to"] != nil { put("to", "2026-12-31") }
    case "residence": if members["validTo"] != nil { put("validTo", "2027-08-31") }
    default: break
    }
    if members["birthCertificateNumber"] == nil, members["citizenId"] == nil {
      put("citizenId", citizenID())
    }
  }
}
