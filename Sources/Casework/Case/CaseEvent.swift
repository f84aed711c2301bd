/// One thing that happened in a case: facts that arrived, and what cannot be taken back.
///
/// Where the case stands is never an event; it is computed from these on each reading.
package enum CaseEvent: Hashable, Sendable {
  /// A message was taken.
  case recorded(Recorded)
  /// The child got its medical-insurance code, once and for ever.
  case codeIssued(value: String)
  /// Notices were decided, with the state each had then.
  case noticed([Notice])
  /// This case was found to speak of the same child as another.
  case joined(with: CaseID)

  /// A message as it was taken. What it says is read from `canonical` again by its family.
  package struct Recorded: Hashable, Sendable {
    package var sender: String
    package var id: String
    package var sentAt: Instant
    package var receivedAt: Instant
    /// SM3 of `canonical` in lower-case hex.
    package var digest: String
    /// The name of the message's family: `birthCertificate`, …
    package var family: String
    /// The canonical message (contract, "Header"): RFC 8785 JSON as UTF-8.
    package var canonical: [UInt8]

    package init(
      sender: String, id: String, sentAt: Instant, receivedAt: Instant, digest: String,
      family: String, canonical: [UInt8]
    ) {
      self.sender = sender
      self.id = id
      self.sentAt = sentAt
      self.receivedAt = receivedAt
      self.digest = digest
      self.family = family
      self.canonical = canonical
    }
  }
}
