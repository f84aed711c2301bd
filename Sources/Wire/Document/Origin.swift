import Casework

/// Where the values of a translated document stood, and where those would stand that it lacks.
final class Origin: Sendable {
  /// The sender's document.
  let document: Document
  let dialect: Dialect
  let root: Node
  let record: Node
  /// For each value of the translated document the sender's, or the record where it has none.
  let cells: [Int]
  /// For each value the column it came by, or -1.
  let columns: [Int]
  /// The dotted path of each object in the family, "" for the family itself.
  let objects: [Int: String]

  init(
    document: Document, dialect: Dialect, root: Node, record: Node, cells: [Int],
    columns: [Int], objects: [Int: String]
  ) {
    self.document = document
    self.dialect = dialect
    self.root = root
    self.record = record
    self.cells = cells
    self.columns = columns
    self.objects = objects
  }

  /// Where a member that is not there would stand: below which value, by which steps.
  func wouldBe(_ names: [String], in parent: Int) -> (Node, [String]) {
    guard let object = objects[parent] ?? (parent == 0 ? "" : nil) else {
      return (Node(document: document, index: cells[parent]), names)
    }
    let field = ([object] + names).filter { !$0.isEmpty }.joined(separator: ".")
    for column in dialect.index.columns {
      let isIt = column.field == field || column.field.hasPrefix(field + ".")
      guard isIt, let source = column.sources.first else { continue }
      let isFromRoot = source.utf8.first == UInt8(ascii: "/")
      return (isFromRoot ? root : record, DialectIndex.split(source))
    }
    // A header is no part of a record that has none.
    return (record, field.hasPrefix("header.") ? [] : field.split(separator: ".").map(String.init))
  }

  /// The words of a finding about a value, with what the dialect reads there.
  func words(_ message: Plain, _ code: Finding.Code, at index: Int) -> Plain {
    guard columns[index] >= 0 else { return message }
    let column = dialect.index.columns[columns[index]]
    if case .code(let map) = column.writing, code == .unknownCode || code == .format {
      let known = map.keys.sorted().joined(separator: " ")
      return Plain(
        "\(column.field) 的代码未知，方言 \(dialect.name) 在此可用：\(known)",
        "\(column.field) has an unknown code; the dialect \(dialect.name) reads here: \(known)")
    }
    guard let hint = column.writing.hint(code) else { return message }
    return Plain(message.chinese + "；" + hint.chinese, message.english + "; " + hint.english)
  }
}

/// Finds paths and places in a sender's document, once for all messages that are in it.
final class Ground {
  let document: Document
  private var places: PlaceFinder
  private var paths: PathFinder

  init(_ document: Document, from start: Place) {
    self.document = document
    places = PlaceFinder(document.source, from: start)
    paths = PathFinder(document)
  }

  func path(of index: Int) -> String { paths.path(of: index) }
  func place(of offset: Int) -> Place { places.place(of: offset) }
}
