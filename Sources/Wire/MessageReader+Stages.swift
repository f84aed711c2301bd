package import Casework

/// Reading step by step, so that a measurement can say where the time goes.
extension MessageReader {
  /// How far a message is read; each stage contains the one before it.
  package enum Stage: String, CaseIterable, Sendable {
    /// Bytes, syntax, and a document.
    case parse
    /// And every check, all findings, the fact.
    case judge
    /// And canonical bytes with their digest: what `read` does.
    case read
  }

  /// Reads so far and no farther.
  ///
  /// - Returns: values in the document, members of the message, or canonical bytes.
  package func read(_ bytes: [UInt8], upTo stage: Stage) throws(Rejection) -> Int {
    switch stage {
    case .parse:
      return try parse(bytes, form: .detect, as: .canonical, from: .start).document.cells.count
    case .judge:
      let parsed = try parse(bytes, form: .detect, as: .canonical, from: .start)
      return try judge(parsed.document, report(parsed, .start), sentAt: nil).canonical.members
        .count
    case .read: return try read(bytes).canonical.count
    }
  }
}
