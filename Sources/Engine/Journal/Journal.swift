package import Casework

/// How the journal is hashed: what its leaves and entries are, and how a proof is checked.
///
/// With `H` the digest (SM3), numbers as 8 bytes, big-endian, and `‖` for "followed by":
///
///     receipt leaf = H(0x00 ‖ UTF-8(sender "\n" id "\n" digest "\n" receivedAt "\n" caseId))
///     event leaf   = H(0x00 ‖ UTF-8(caseId "\n") ‖ version ‖ sealed body)
///     node(l, r)   = H(0x01 ‖ l ‖ r)
///     tree         = the root of the commit's leaves (RFC 6962, section 2.1)
///     stamp        = H(0x02 ‖ height ‖ milliseconds since 1970 ‖ UTF-8(chain))
///     link         = node(previous, stamp)
///     root         = node(link, tree)
///
/// `receivedAt` is the text of the receipt. `previous` is the root of the entry before. The first
/// entry of a chain notes the newest root that its process saw when it began, of whatever chain, or
/// 32 zero bytes where there was none: so the chains of one machine are one chain, through all
/// restarts. Since every step is a node, a proof is one path whatever it leads through, and is
/// checked by one loop: begin with the leaf; at each step take `node(sibling, it)` where the
/// sibling stands to the left, `node(it, sibling)` otherwise; end at the root. The signature is
/// over the 32 bytes of that root.
package struct Journal: Sendable {
  package let digest: @Sendable ([UInt8]) -> [UInt8]

  /// What the very first entry of all follows.
  package static let nothing = [UInt8](repeating: 0, count: 32)

  package init(digest: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    self.digest = digest
  }

  package func receiptLeaf(
    sender: String, id: String, digest: String, receivedAt: Instant, caseID: CaseID
  ) -> [UInt8] {
    let lines = [sender, id, digest, receivedAt.rfc3339, caseID.rawValue]
    return self.digest([0x00] + lines.joined(separator: "\n").utf8)
  }

  package func eventLeaf(_ row: EventRow) -> [UInt8] {
    digest([0x00] + row.caseID.rawValue.utf8 + [0x0A] + Self.bytes(row.version) + row.body)
  }

  /// The entry that follows `previous` in a chain.
  package func entry(
    chain: String, height: Int, at: Int64, previous: [UInt8], leaves: [[UInt8]]
  ) -> JournalEntry {
    let tree = Merkle(leaves: leaves, digest: digest)
    let link = link(chain: chain, height: height, at: at, previous: previous)
    let row = JournalRow(
      chain: chain, height: height, at: at, previous: previous,
      root: Merkle.node(link, tree.root, digest: digest), leaves: leaves.flatMap { $0 })
    return JournalEntry(row: row, tree: tree, link: link)
  }

  /// The stored entry with its tree, as its leaves make it; its root may differ from the stored.
  package func entry(_ row: JournalRow) -> JournalEntry? {
    guard let leaves = row.splitLeaves else { return nil }
    var entry = entry(
      chain: row.chain, height: row.height, at: row.at, previous: row.previous, leaves: leaves)
    entry.row.signature = row.signature
    entry.row.key = row.key
    return entry
  }

  /// Whether a proof's path leads from its leaf to its root.
  package func holds(_ proof: Proof) -> Bool {
    proof.root
      == proof.path.reduce(proof.leaf) { reached, step in
        step.isLeft
          ? Merkle.node(step.sibling, reached, digest: digest)
          : Merkle.node(reached, step.sibling, digest: digest)
      }
  }

  func stamp(chain: String, height: Int, at: Int64) -> [UInt8] {
    digest([0x02] + Self.bytes(height) + Self.bytes(at) + chain.utf8)
  }

  private func link(chain: String, height: Int, at: Int64, previous: [UInt8]) -> [UInt8] {
    Merkle.node(previous, stamp(chain: chain, height: height, at: at), digest: digest)
  }

  private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
    let bits = UInt64(truncatingIfNeeded: number)
    return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
  }
}

/// One entry of the journal with its tree, from which proofs are taken without hashing again.
package struct JournalEntry: Sendable {
  package var row: JournalRow
  let tree: Merkle
  let link: [UInt8]

  /// The proof of one leaf, up to this entry's root.
  package func proof(of index: Int) -> Proof? {
    guard let leaf = tree.leaf(index) else { return nil }
    return Proof(
      leaf: leaf, path: tree.path(of: index) + [Proof.Step(sibling: link, isLeft: true)],
      root: row.root, chain: row.chain, height: row.height, signature: row.signature, key: row.key)
  }
}

extension JournalRow {
  /// The leaves one by one, or nil where they are not a count of 32 bytes each.
  package var splitLeaves: [[UInt8]]? {
    guard !leaves.isEmpty, leaves.count.isMultiple(of: 32) else { return nil }
    return stride(from: 0, to: leaves.count, by: 32).map { Array(leaves[$0..<($0 + 32)]) }
  }
}
