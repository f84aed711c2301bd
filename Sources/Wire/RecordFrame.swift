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
  }

  /// What a tag outside records is.
  enum Entry { case record, ancestor, other, unexpected, noBatch }

  private struct Level {
    let name: [UInt8]
    let qualifiedName: [UInt8]
    /// From its start tag to its first record.
    var bytes: [UInt8]
    var hadRecord = false
    /// Elements of the same name that are open inside the record.
    var inside = 0
  }

  static let canonicalPath = ["messages", "message"]
  private static let canonical = canonicalPath.map { Array($0.utf8) }
  private static let rootBytesMax = 4096
  /// More than this before the first record is no frame.
  private static let bytesMax = 1 << 16

  private let paths: [[[UInt8]]]
  private var declaration: [UInt8] = []
  private var levels: [Level] = []
  /// Open elements in which no record can stand.
  private var foreignDepth = 0
  private var recordName: [UInt8] = []
  private var made: (head: [UInt8], columns: Int)?
  private(set) var isChinese = false
  private(set) var hasRoot = false
  private(set) var hasHadRecords = false
  private(set) var isOver = false
  /// Of a dialect's frame we know only where records stand in it, so nothing in it is out of place;
  /// in the canonical form there is nothing but messages.
  private(set) var isLenient = false

  init(paths: [[String]], isChinese: Bool) {
    self.isChinese = isChinese
    self.paths =
      [Self.canonical] + paths.filter { $0.count > 1 }.map { $0.map { Array($0.utf8) } }
  }

  var takesText: Bool { !hasRoot || isLenient }
  var isTooLong: Bool { levels.reduce(0) { $0 + $1.bytes.count } > Self.bytesMax }

  /// All that stands before a record, on one line.
  var head: [UInt8] { mutating get { make().head } }
  var headColumns: Int { mutating get { make().columns } }

  /// What closes the elements around a record.
  var tail: [UInt8] {
    levels.reversed().flatMap { [0x3C, 0x2F] + $0.qualifiedName + [0x3E] }
  }

  private mutating func make() -> (head: [UInt8], columns: Int) {
    if let made { return made }
    let head = (declaration + levels.flatMap(\.bytes)).map { $0 < 0x20 ? 0x20 : $0 }
    var count = PlaceCount()
    count.readsChinese = isChinese
    count.pass(head[...])
    let new = (head, count.place.column - 1)
    made = new
    return new
  }

  mutating func declare(_ token: [UInt8]) {
    declaration = token
    if let name = TextEncoding.declaredEncoding(token) {
      isChinese = name.hasPrefix("GB") || name == "CP936"
    }
    made = nil
  }

  /// Bytes outside records that are no part of a path.
  mutating func add(_ bytes: ArraySlice<UInt8>) {
    guard isLenient, let last = levels.indices.last, !levels[last].hadRecord, !isTooLong
    else { return }
    levels[last].bytes += bytes
    made = nil
  }

  // MARK: Outside records

  mutating func enter(_ tag: Tag, _ token: [UInt8]) -> Entry {
    guard hasRoot else { return beginRoot(tag, token) }
    if foreignDepth > 0 || tag.isEnd { return pass(tag, token) }
    let here = levels.map(\.name) + [tag.name]
    if paths.contains(here) {
      recordName = tag.name
      return .record
    }
    if paths.contains(where: { $0.count > here.count && $0.starts(with: here) }) {
      levels.append(Level(name: tag.name, qualifiedName: tag.qualifiedName, bytes: token))
      made = nil
      return .ancestor
    }
    return pass(tag, token)
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
    let matching = paths.filter { $0[0] == tag.name }
    guard !tag.isEnd, !matching.isEmpty, token.count < Self.rootBytesMax else { return .noBatch }
    hasRoot = true
    isLenient = matching.contains { $0 != Self.canonical }
    levels = [Level(name: tag.name, qualifiedName: tag.qualifiedName, bytes: token)]
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
    let heldRecord = levels[place].hadRecord
    levels.removeSubrange(place...)
    if !heldRecord { add((rest + [0x3E])[...]) }
  }

  // MARK: Inside a record

  mutating func beginRecord() {
    hasHadRecords = true
    for place in levels.indices {
      levels[place].hadRecord = true
      levels[place].inside = 0
    }
  }

  func isRecord(_ name: [UInt8]) -> Bool { name == recordName }

  func endsRecordSomewhere(_ name: [UInt8]) -> Bool { paths.contains { $0.last == name } }

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
