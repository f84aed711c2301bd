/// What stands around the records of an XML batch: it knows which elements are open, and makes of
/// each record a document of its own.
struct RecordFrame {
  /// The name of a tag, and what kind of tag it is.
  struct Tag {
    /// Without its prefix: records are told by local names.
    let name: [UInt8]
    let isEnd: Bool
    let isEmpty: Bool
    fileprivate let qualifiedName: [UInt8]

    init(_ token: [UInt8]) {
      isEnd = token.count > 1 && token[1] == UInt8(ascii: "/")
      isEmpty = !isEnd && token.dropLast().last == UInt8(ascii: "/")
      let written = token.dropFirst(isEnd ? 2 : 1).prefix {
        $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">")
      }
      let colon = written.lastIndex(of: UInt8(ascii: ":"))
      qualifiedName = Array(written)
      name = colon.map { Array(written[($0 + 1)...]) } ?? Array(written)
    }

    fileprivate var text: String { String(decoding: name, as: UTF8.self) }
  }

  /// What a tag outside records is.
  enum Entry { case record, ancestor, other, unexpected, noBatch }

  private struct Level {
    let name: [UInt8]
    let text: String
    let qualifiedName: [UInt8]
    /// From its start tag to its first record.
    var bytes: [UInt8]
    var hadRecord = false
    /// Elements of the same name that are open inside the record.
    var inside = 0
    /// How many elements of a name stood in it that are in no frame any more.
    var gone: [String: Int] = [:]

    init(_ tag: Tag, _ token: [UInt8]) {
      (name, text, qualifiedName, bytes) = (tag.name, tag.text, tag.qualifiedName, token)
    }
  }

  private static let rootBytesMax = 4096
  /// More than this before the first record is no frame.
  private static let bytesMax = 1 << 16

  private let paths: [RecordPath]
  private var declaration: [UInt8] = []
  private var levels: [Level] = []
  /// Open elements in which no record can stand.
  private var foreignDepth = 0
  private var recordName: [UInt8] = []
  private var recordText = ""
  private var made: (head: [UInt8], columns: Int)?
  private(set) var isChinese: Bool
  private(set) var hasHadRecords = false
  private(set) var isOver = false
  /// Of a dialect's frame we know only where records stand in it, so nothing in it is out of place;
  /// in the canonical form there is nothing but messages.
  private(set) var isLenient = false

  init(paths: [RecordPath], isChinese: Bool) {
    self.paths = [.canonical] + paths
    self.isChinese = isChinese
  }

  var hasRoot: Bool { !levels.isEmpty }
  var takesText: Bool { !hasRoot || isLenient }
  var isTooLong: Bool { !hasHadRecords && bytesCount > Self.bytesMax }
  private var bytesCount: Int { levels.reduce(0) { $0 + $1.bytes.count } }

  /// All that stands before a record, as it stands.
  var raw: [UInt8] { declaration + levels.flatMap(\.bytes) }
  var declarationColumns: Int { columns(declaration) }

  /// All that stands before a record, on one line.
  var head: [UInt8] { mutating get { make().head } }
  var headColumns: Int { mutating get { make().columns } }

  /// What closes the elements around a record.
  var tail: [UInt8] {
    levels.reversed().flatMap { [0x3C, 0x2F] + $0.qualifiedName + [0x3E] }
  }

  private mutating func make() -> (head: [UInt8], columns: Int) {
    if let made { return made }
    let head = raw.map { $0 < 0x20 ? 0x20 : $0 }
    let new = (head, columns(head))
    made = new
    return new
  }

  private func columns(_ bytes: [UInt8]) -> Int {
    var count = PlaceCount()
    count.readsChinese = isChinese
    count.pass(bytes[...])
    return count.place.column - 1
  }

  mutating func declare(_ token: [UInt8]) {
    declaration = token
    if let declared = DeclaredEncoding(in: token) { isChinese = declared.family == .chinese }
    made = nil
  }

  /// Bytes outside records that are no part of a path.
  mutating func add(_ bytes: ArraySlice<UInt8>) {
    guard isLenient, let last = levels.indices.last, !levels[last].hadRecord,
      bytesCount <= Self.bytesMax
    else { return }
    levels[last].bytes += bytes
    made = nil
  }

  // MARK: Outside records

  mutating func enter(_ tag: Tag, _ token: [UInt8]) -> Entry {
    guard hasRoot else { return beginRoot(tag, token) }
    if foreignDepth > 0 || tag.isEnd { return pass(tag, token) }
    let here = (levels.map(\.text) + [tag.text])[1...]
    let root = levels[0].text
    var isAbove = false
    for path in paths where path.begins(at: root) {
      switch path.relation(of: here) {
      case .record:
        recordName = tag.name
        recordText = tag.text
        return .record
      case .above: isAbove = true
      case .neither: break
      }
    }
    guard isAbove else { return pass(tag, token) }
    levels.append(Level(tag, token))
    made = nil
    return .ancestor
  }

  private mutating func pass(_ tag: Tag, _ token: [UInt8]) -> Entry {
    guard isLenient else { return .unexpected }
    if tag.isEnd {
      foreignDepth = max(0, foreignDepth - 1)
    } else if !tag.isEmpty {
      foreignDepth += 1
    }
    add(token[...])
    return .other
  }

  private mutating func beginRoot(_ tag: Tag, _ token: [UInt8]) -> Entry {
    let root = tag.text
    guard !tag.isEnd, paths.contains(where: { $0.begins(at: root) }),
      token.count < Self.rootBytesMax
    else { return .noBatch }
    isLenient = !RecordPath.canonical.begins(at: root)
    levels = [Level(tag, token)]
    made = nil
    return .ancestor
  }

  func isAncestor(_ name: [UInt8]) -> Bool {
    foreignDepth == 0 && levels.contains { $0.name == name }
  }

  /// An ancestor has ended. Where it held no record it was part of its parent's frame.
  mutating func close(_ name: [UInt8]) {
    guard let place = levels.lastIndex(where: { $0.name == name }) else { return }
    made = nil
    guard place > 0 else {
      isOver = true
      return
    }
    let rest = levels[place...].flatMap(\.bytes) + Array("</".utf8) + levels[place].qualifiedName
    let (heldRecord, text) = (levels[place].hadRecord, levels[place].text)
    levels.removeSubrange(place...)
    if heldRecord || levels[place - 1].hadRecord { levels[place - 1].gone[text, default: 0] += 1 }
    if !heldRecord { add((rest + [0x3E])[...]) }
  }

  // MARK: Inside a record

  /// Where the record stands that began last, and what stood before it.
  private(set) var steps: [RecordStep] = []

  mutating func beginRecord() {
    hasHadRecords = true
    if isLenient, let last = levels.indices.last {
      steps = zip(levels, levels.dropFirst().map(\.text) + [recordText])
        .map { level, text in RecordStep(name: text, before: level.gone[text] ?? 0) }
      levels[last].gone[recordText, default: 0] += 1
    }
    for place in levels.indices {
      levels[place].hadRecord = true
      levels[place].inside = 0
    }
  }

  func isRecord(_ name: [UInt8]) -> Bool { name == recordName }

  /// An end tag of a record that never began, in a canonical batch.
  func endsRecord(_ name: [UInt8]) -> Bool { name.elementsEqual("message".utf8) }

  mutating func opened(_ tag: Tag) {
    guard !tag.isEmpty, let place = levels.lastIndex(where: { $0.name == tag.name }) else { return }
    levels[place].inside += 1
  }

  /// Whether an end tag inside a record ends what stands around it: the record has no end then.
  mutating func closes(_ name: [UInt8]) -> Bool {
    guard let place = levels.lastIndex(where: { $0.name == name }) else { return false }
    guard levels[place].inside > 0 else { return true }
    levels[place].inside -= 1
    return false
  }
}
