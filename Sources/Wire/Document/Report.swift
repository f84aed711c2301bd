import Casework

/// Collects what is wrong and what is odd in one message, each with its place.
///
/// Of a message in a dialect, paths and places are those of the sender's document.
struct Report {
  let document: Document
  private let start: Place
  /// Made with the first finding, which most messages are without.
  private var known: Ground?
  private(set) var errors: [Finding] = []
  private(set) var warnings: [Finding] = []

  init(_ document: Document, from start: Place) {
    self.document = document
    self.start = start
  }

  /// - Parameter ground: of the document this one was translated from.
  init(_ document: Document, on ground: Ground) {
    self.document = document
    start = .start
    known = ground
  }

  private var ground: Ground {
    mutating get {
      if let known { return known }
      let ground = Ground(document, from: start)
      known = ground
      return ground
    }
  }

  /// Notes something about a value that is there.
  mutating func note(
    _ code: Finding.Code, at node: Node, value: String? = nil, _ message: @autoclosure () -> Plain
  ) {
    guard hasRoom(for: code) else { return }
    guard node.document !== ground.document, let origin = node.document.origin else {
      note(code, path: ground.path(of: node.index), offset: node.offset, value, message())
      return
    }
    note(
      code, path: ground.path(of: origin.cells[node.index]), offset: node.offset, value,
      origin.words(message(), code, at: node.index))
  }

  /// Notes something about a member that is not there: its place is its parent's.
  mutating func note(
    _ code: Finding.Code, in parent: Node, missing name: String, _ message: @autoclosure () -> Plain
  ) {
    note(code, in: parent, missing: [name], message())
  }

  /// Notes something about a member of objects that are not there either: each name is one step.
  mutating func note(
    _ code: Finding.Code, in parent: Node, missing names: [String],
    _ message: @autoclosure () -> Plain
  ) {
    guard hasRoom(for: code) else { return }
    var (base, names) = (parent, names)
    if parent.document !== ground.document, let origin = parent.document.origin {
      (base, names) = origin.wouldBe(names, in: parent.index)
    }
    let steps = names.map { "/" + (ground.document.form == .json ? Document.escaped($0) : $0) }
    note(
      code, path: ground.path(of: base.index) + steps.joined(), offset: base.offset, nil,
      message())
  }

  mutating func noteMark() {
    note(
      .bom, path: ground.document.form == .json ? "" : "/", offset: 0, nil,
      Plain(
        "报文以字节顺序标记（BOM）开头，已忽略；请不要发送",
        "the message begins with a byte order mark, which was skipped; leave it out"))
  }

  private mutating func note(
    _ code: Finding.Code, path: String, offset: Int, _ value: String?, _ message: Plain
  ) {
    let place = ground.place(of: offset)
    let finding = Finding(
      code: code, path: path, line: place.line, column: place.column, value: value,
      message: message)
    if code.status == nil { warnings.append(finding) } else { errors.append(finding) }
  }

  private func hasRoom(for code: Finding.Code) -> Bool {
    (code.status == nil ? warnings.count : errors.count) < Bounds.findings
  }

  /// Both lists in the order of the message.
  mutating func sort() {
    errors.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    warnings.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }
}
