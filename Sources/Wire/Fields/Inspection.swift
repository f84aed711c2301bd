package import Casework

/// What a rule over several fields sees: the family as read so far, and where to complain.
package struct Inspection {
  package let family: JSONObject
  package let action: String?
  /// Whether a member of that name holds something, be it wrong.
  let given: (String) -> Bool
  var complaints: [Complaint] = []

  /// A rule's complaint about the member a path of names leads to.
  struct Complaint {
    var code: Finding.Code
    var path: [String]
    var message: Plain
  }

  package func text(_ name: String) -> String? { family[name]?.string }

  /// The text of a member of an object.
  package func text(_ object: String, _ name: String) -> String? {
    guard case .object(let inner)? = family[object] else { return nil }
    return inner[name]?.string
  }

  /// The day a member holds, where it is one.
  package func date(_ name: String) -> CivilDate? { text(name).flatMap { CivilDate($0) } }

  package func isGiven(_ name: String) -> Bool { given(name) }

  package mutating func complain(
    _ code: Finding.Code, at path: String..., chinese: String, english: String
  ) {
    complaints.append(Complaint(code: code, path: path, message: Plain(chinese, english)))
  }
}
