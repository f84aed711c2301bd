package import Casework

/// What a sender gets for a message, after it is on disk and not before.
package struct Receipt: Hashable, Sendable {
  package var sender: String
  package var id: String
  /// SM3 of the canonical message, lower-case hex.
  package var digest: String
  package var receivedAt: Instant
  package var caseID: CaseID
  package var warnings: [Finding]
  package var proof: Proof
  /// Which family the message was of, for counting; no part of what the sender gets.
  package var family: FamilyName?

  package init(
    sender: String, id: String, digest: String, receivedAt: Instant, caseID: CaseID,
    warnings: [Finding], proof: Proof
  ) {
    self.sender = sender
    self.id = id
    self.digest = digest
    self.receivedAt = receivedAt
    self.caseID = caseID
    self.warnings = warnings
    self.proof = proof
  }
}

/// That a receipt stands in the journal: the way from its leaf to a root, and the root's place.
package struct Proof: Hashable, Sendable {
  /// A sibling on the way up, and whether it stands to the left.
  package struct Step: Hashable, Sendable {
    package var sibling: [UInt8]
    package var isLeft: Bool

    package init(sibling: [UInt8], isLeft: Bool) {
      self.sibling = sibling
      self.isLeft = isLeft
    }
  }

  package var leaf: [UInt8]
  package var path: [Step]
  package var root: [UInt8]
  package var chain: String
  package var height: Int
  /// Over the newest signed root that covers this one, once there is one.
  package var signature: [UInt8]?
  package var key: String?

  package init(
    leaf: [UInt8], path: [Step], root: [UInt8], chain: String, height: Int,
    signature: [UInt8]? = nil, key: String? = nil
  ) {
    self.leaf = leaf
    self.path = path
    self.root = root
    self.chain = chain
    self.height = height
    self.signature = signature
    self.key = key
  }
}
