/// The name of a message family, as the contract writes it: `birthCertificate`.
package struct FamilyName: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
}

/// A message read without error, with everything the gateway keeps of it.
package struct Reading: Sendable {
  package var message: Message
  package var family: FamilyName
  /// RFC 8785 JSON of all members given, normalised, without null marks, defaults and `sentAt`.
  package var canonical: [UInt8]
  package var warnings: [Finding]
  /// The dialect it was written in; nil for the canonical form.
  package var dialect: String?
  /// The document with this record only, where it held several: what is kept of it as evidence.
  package var alone: [UInt8]?

  package init(message: Message, family: FamilyName, canonical: [UInt8], warnings: [Finding]) {
    self.message = message
    self.family = family
    self.canonical = canonical
    self.warnings = warnings
  }
}

/// Why a message was refused: every error at once, and who and what it claimed to be, where that
/// could be read.
package struct Rejection: Error, Sendable {
  package var errors: [Finding]
  package var sender: String?
  package var id: String?
  package var family: FamilyName?
  /// The division it is about, where the field that says so is sound.
  package var division: String?

  package init(
    errors: [Finding], sender: String? = nil, id: String? = nil, family: FamilyName? = nil,
    division: String? = nil
  ) {
    self.errors = errors
    self.sender = sender
    self.id = id
    self.family = family
    self.division = division
  }

  /// 400 where something is not well-formed, else 422.
  package var status: Int { errors.compactMap(\.code.status).min() ?? 422 }
}
