import Casework

/// A step of the way from below the root of a document to a record that was cut out of it, for
/// paths that count as if the record still stood there.
package struct RecordStep: Hashable, Sendable {
  package var name: String
  /// How many elements of this name stood before it in its parent and are not in its frame.
  package var before: Int

  package init(name: String, before: Int) {
    self.name = name
    self.before = before
  }

  /// The path in the whole document of what has a path in one record with its frame, or in some
  /// that were put together again. What stands beside the record keeps its path.
  ///
  /// The first record of several has no index: when it is read nobody knows that others follow.
  package static func path(_ path: String, through steps: [RecordStep]) -> String {
    guard !steps.isEmpty else { return path }
    // Before the first slash stands nothing, and after it the root.
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= steps.count + 2 else { return path }
    for (place, step) in steps.enumerated() {
      let (part, isRecord) = (parts[place + 2], place == steps.count - 1)
      let name = part.prefix { $0 != "[" }
      guard name == step.name else { return path }
      let index = Int(part.dropFirst(name.count + 1).dropLast()) ?? 1
      let whole = step.before + (isRecord ? 1 : index)
      if whole > 1 {
        parts[place + 2] = "\(name)[\(whole)]"
      } else if isRecord {
        parts[place + 2] = name
      }
    }
    return parts.joined(separator: "/")
  }
}

extension Result<Reading, Rejection> {
  /// The same with paths in the whole document.
  package func through(_ steps: [RecordStep]) -> Self {
    func moved(_ findings: [Finding]) -> [Finding] {
      findings.map { finding in
        var finding = finding
        finding.path = RecordStep.path(finding.path, through: steps)
        return finding
      }
    }
    switch self {
    case .success(var reading):
      reading.warnings = moved(reading.warnings)
      return .success(reading)
    case .failure(var rejection):
      rejection.errors = moved(rejection.errors)
      return .failure(rejection)
    }
  }
}
