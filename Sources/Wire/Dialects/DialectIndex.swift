/// The paths of a dialect's columns, laid out so that one walk over a record finds them all.
struct DialectIndex: Sendable {
  /// A step: what may come after it, and the sources that end at it.
  struct Step: Sendable {
    var next: [String: Int] = [:]
    var sources: [Int] = []
    /// Whether the whole subtree is known and not used.
    var isKnown = false
  }

  /// A source of a column or demand.
  struct Source: Sendable {
    var steps: [String]
    var isFromRoot: Bool
  }

  let columns: [Dialect.Column]
  /// The field of each column, name by name.
  let fields: [[String]]
  /// From 0, the record's own.
  private(set) var steps = [Step()]
  private(set) var sources: [Source] = []
  /// The sources of each column and, after them, of each demand.
  private(set) var slots: [[Int]] = []
  private let ignoresCase: Bool

  init(
    columns: [Dialect.Column], known: [String], demands: [Dialect.Demand], ignoresCase: Bool
  ) {
    self.columns = columns
    fields = columns.map { $0.field.split(separator: ".").map(String.init) }
    self.ignoresCase = ignoresCase
    for paths in columns.map(\.sources) + demands.map(\.sources) {
      slots.append(paths.map { add($0) })
    }
    for path in known { steps[step(to: Self.split(path))].isKnown = true }
  }

  /// A name as the steps have it.
  func key(_ name: String) -> String { ignoresCase ? name.lowercased() : name }

  private mutating func add(_ path: String) -> Int {
    let source = sources.count
    let names = Self.split(path)
    let isFromRoot = path.utf8.first == UInt8(ascii: "/")
    sources.append(Source(steps: names, isFromRoot: isFromRoot))
    if !isFromRoot { steps[step(to: names)].sources.append(source) }
    return source
  }

  private mutating func step(to names: [String]) -> Int {
    var place = 0
    for name in names.map(key) {
      if let next = steps[place].next[name] {
        place = next
      } else {
        steps.append(Step())
        steps[place].next[name] = steps.count - 1
        place = steps.count - 1
      }
    }
    return place
  }

  static func split(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init)
  }
}
