/// A hash tree over the leaves of one commit, in the form of RFC 6962, section 2.1.
///
/// Leaves come hashed already. Nodes are hashed as `digest(0x01 ‖ left ‖ right)`; a node without a
/// sibling moves up as it is, which gives the RFC's tree (split at the greatest power of two below
/// the count) from the bottom up.
package struct Merkle: Sendable {
  /// From the leaves up to the root, which is alone on the last level.
  private let levels: [[[UInt8]]]

  /// - Precondition: there is a leaf.
  package init(leaves: [[UInt8]], digest: ([UInt8]) -> [UInt8]) {
    precondition(!leaves.isEmpty)
    var levels = [leaves]
    var level = leaves
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { index in
        index + 1 < level.count
          ? Self.node(level[index], level[index + 1], digest: digest) : level[index]
      }
      levels.append(level)
    }
    self.levels = levels
  }

  package var root: [UInt8] { levels[levels.count - 1][0] }

  /// Nil where the tree has no such leaf.
  package func leaf(_ index: Int) -> [UInt8]? {
    levels[0].indices.contains(index) ? levels[0][index] : nil
  }

  /// The way from a leaf up to ``root``.
  package func path(of index: Int) -> [Proof.Step] {
    var steps: [Proof.Step] = []
    var index = index
    for level in levels.dropLast() {
      let sibling = index ^ 1
      if sibling < level.count {
        steps.append(Proof.Step(sibling: level[sibling], isLeft: sibling < index))
      }
      index /= 2
    }
    return steps
  }

  package static func node(_ left: [UInt8], _ right: [UInt8], digest: ([UInt8]) -> [UInt8])
    -> [UInt8]
  {
    digest([0x01] + left + right)
  }
}
