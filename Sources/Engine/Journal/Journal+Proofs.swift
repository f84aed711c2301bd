package import Casework

extension Journal {
  /// How many entries further a proof goes to find a signature, and how many are read at a time.
  private static let reachMaximum = 1_024
  private static let pageLength = 32

  /// The proof of a leaf that the store keeps, nil where there is no such leaf.
  ///
  /// Where the leaf's own entry is not signed and a later one of its chain is, the path goes on to
  /// that one: over each entry between by its stamp and its tree, both to the right. `chain` and
  /// `height` are always those of the entry whose root the proof ends at.
  package func proof(of place: JournalPlace, in store: any CaseStore) async throws(StoreError)
    -> Proof?
  {
    let own = try await store.journal(place.chain, from: place.height, limit: 1).first
    guard let own, own.height == place.height, let entry = entry(own),
      let proof = entry.proof(of: place.index)
    else { return nil }
    guard entry.row.root == own.root else {
      throw .corrupt("journal entry \(place.height) of chain \(place.chain)")
    }
    var reached = proof
    while reached.signature == nil, reached.height < place.height + Self.reachMaximum {
      let page = try await store.journal(
        place.chain, from: reached.height + 1, limit: Self.pageLength)
      guard !page.isEmpty else { return proof }
      guard let further = extended(reached, through: page) else {
        throw .corrupt("journal after entry \(reached.height) of chain \(place.chain)")
      }
      reached = further
    }
    return reached.signature == nil ? proof : reached
  }

  /// The proof led on to the first signed entry or to the last of these, nil where one does not
  /// follow.
  func extended(_ proof: Proof, through later: [JournalRow]) -> Proof? {
    var proof = proof
    for row in later where proof.signature == nil {
      guard row.height == proof.height + 1, row.previous == proof.root, let leaves = row.splitLeaves
      else { return nil }
      let stamp = stamp(chain: row.chain, height: row.height, at: row.at)
      let tree = Merkle(leaves: leaves, digest: digest)
      proof.path.append(Proof.Step(sibling: stamp, isLeft: false))
      proof.path.append(Proof.Step(sibling: tree.root, isLeft: false))
      proof.root = row.root
      proof.height = row.height
      proof.signature = row.signature
      proof.key = row.key
    }
    return proof
  }
}
