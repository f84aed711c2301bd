/// Where the records of an XML batch stand: names from the root down.
///
/// A step is a name, `*NAME` for any name that ends so, or `**` for any number of steps.
package struct RecordPath: Hashable, Sendable {
  /// Names of the root element; none for any.
  package var roots: [String]
  package var steps: [String]
  package var ignoresCase: Bool

  package init(roots: [String], steps: [String], ignoresCase: Bool = false) {
    self.roots = roots
    self.steps = steps
    self.ignoresCase = ignoresCase
  }

  package static let canonical = RecordPath(roots: ["messages"], steps: ["message"])

  /// - Parameter path: steps with `/` between them.
  init(roots: [String], path: String, ignoresCase: Bool) {
    let steps = path.split(separator: "/").map(String.init)
    self.init(roots: roots, steps: steps, ignoresCase: ignoresCase)
  }

  /// What an element is to this path.
  enum Relation { case record, above, neither }

  func begins(at root: String) -> Bool {
    // One canonical message is one message, whatever a sender's dialect says.
    guard !steps.isEmpty, root != "message" else { return false }
    guard roots.isEmpty else { return roots.contains { isSame($0, root) } }
    return root != "messages"
  }

  /// - Parameter names: from below the root to the element.
  func relation(of names: ArraySlice<String>) -> Relation {
    relation(of: names, to: steps[...])
  }

  private func relation(of names: ArraySlice<String>, to steps: ArraySlice<String>) -> Relation {
    guard let step = steps.first else { return names.isEmpty ? .record : .neither }
    guard let name = names.first else { return .above }
    if step == "**" {
      let without = relation(of: names, to: steps.dropFirst())
      if without == .record { return .record }
      let with = relation(of: names.dropFirst(), to: steps)
      return with == .neither ? without : with
    }
    guard fits(name, step) else { return .neither }
    return relation(of: names.dropFirst(), to: steps.dropFirst())
  }

  private func fits(_ name: String, _ step: String) -> Bool {
    guard step.hasPrefix("*") else { return isSame(name, step) }
    let ending = String(step.dropFirst())
    return ignoresCase
      ? name.lowercased().hasSuffix(ending.lowercased()) : name.hasSuffix(ending)
  }

  private func isSame(_ one: String, _ other: String) -> Bool {
    ignoresCase ? one.lowercased() == other.lowercased() : one == other
  }
}

extension Dialect {
  /// Where a batch in this dialect is cut. A document that lies in another's text is not, and one
  /// that is its own record is one message.
  package var recordPaths: [RecordPath] {
    guard frame.embedded == nil else { return [] }
    let paths = frame.records.map {
      RecordPath(roots: frame.roots, path: $0, ignoresCase: frame.ignoresCase)
    }
    return paths.filter { !$0.steps.isEmpty }
  }
}
