/// Finds the records of an XML batch in a stream of bytes, without judging them.
///
/// A record stands at the end of one of the given paths: `messages/message`, or where a dialect's
/// frame says. It begins at its start tag and ends at its end tag, or, where that is missing, at
/// the next record's start: records do not nest, so one that is not well-formed cannot take the
/// next one with it. All that stands before the first record is put before each, and what is open
/// around it is closed behind it: so each is a document of its own, in which namespaces, encoding
/// and the values of the frame are what they were. The piece's place is moved back by as much.
struct ElementScanner {
  /// A piece of the batch.
  struct Found {
    var bytes: [UInt8]
    /// Where the record itself stands in `bytes`, between frame and closing tags.
    var record: Range<Int>
    var place: Place
    var isTooLong = false
    var isStray = false
    /// Of a dialect's record.
    var steps: [RecordStep] = []
  }

  private enum State {
    case text, tag, quoted(UInt8), markup
    /// Inside a comment, instruction or CDATA section, until its end has come.
    case skipping(Ending, matched: Int)
  }

  private enum Ending {
    case instruction, comment, section

    var bytes: [UInt8] {
      switch self {
      case .instruction: [0x3F, 0x3E]  // ?>
      case .comment: [0x2D, 0x2D, 0x3E]  // -->
      case .section: [0x5D, 0x5D, 0x3E]  // ]]>
      }
    }
  }

  /// What is being collected: `outside` is the frame.
  private enum Part { case outside, record, stray, whole, epilog }

  private var frame: RecordFrame
  private var state = State.text
  private var part = Part.outside
  private var token: [UInt8] = []
  private var tokenPlace = Place.start
  private var rootPlace: Place?
  private var count = PlaceCount()
  private var piece: [UInt8] = []
  private var piecePlace = Place.start
  private var isOverlong = false
  private var found: [Found] = []

  /// - Parameter paths: where else than in `messages/message` records may stand.
  init(paths: [RecordPath], charset: Charset?) {
    frame = RecordFrame(paths: paths, isChinese: charset == .gb18030)
    count.readsChinese = frame.isChinese
  }

  mutating func scan(_ bytes: ArraySlice<UInt8>) -> [Found] {
    var next = bytes.startIndex
    while next < bytes.endIndex {
      if case .text = state {
        let run = bytes[next...].prefix { $0 != 0x3C }
        if !run.isEmpty {
          text(run)
          count.pass(run)
          next = run.endIndex
          continue
        }
      }
      let byte = bytes[next]
      step(byte)
      count.pass(byte)
      next += 1
    }
    defer { found = [] }
    return found
  }

  mutating func finish() -> Found? {
    collect(token[...])
    token = []
    switch part {
    case .epilog: return nil
    case .record, .stray, .whole:
      emit()
      return found.popLast()
    case .outside:
      // A batch that breaks off between records, or never began, is no whole document.
      if frame.hasHadRecords, frame.isLenient { return nil }
      let head = frame.head
      return Found(
        bytes: head, record: head.count..<head.count, place: count.place, isStray: true)
    }
  }

  // MARK: One byte after the other

  private mutating func step(_ byte: UInt8) {
    switch state {
    case .text: begin()  // Only `<` comes here.
    case .tag:
      if byte == 0x3C { return restart() }
      token.append(byte)
      switch byte {
      case UInt8(ascii: "!") where token.count == 2: state = .markup
      case UInt8(ascii: "?") where token.count == 2: state = .skipping(.instruction, matched: 0)
      case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .quoted(byte)
      case UInt8(ascii: ">"): endTag()
      default: boundToken()
      }
    case .quoted(let quote):
      if byte == 0x3C { return restart() }
      token.append(byte)
      if byte == quote { state = .tag } else { boundToken() }
    case .markup: markup(byte)
    case .skipping(let ending, let matched): skip(byte, ending, matched)
    }
  }

  private mutating func begin() {
    token = [0x3C]
    tokenPlace = count.place
    state = .tag
  }

  // `<` inside a tag: the tag is broken, and what begins here may be sound.
  private mutating func restart() {
    flushToken()
    begin()
  }

  private mutating func boundToken() {
    if token.count > Bounds.bytes { flushToken() }
  }

  private mutating func flushToken() {
    state = .text
    strayBegins(at: tokenPlace)
    collect(token[...])
    token = []
  }

  private mutating func markup(_ byte: UInt8) {
    token.append(byte)
    if token.elementsEqual("<!--".utf8) {
      state = .skipping(.comment, matched: 0)
    } else if token.elementsEqual("<![CDATA[".utf8) {
      state = .skipping(.section, matched: 0)
    } else if !"<!--".utf8.starts(with: token), !"<![CDATA[".utf8.starts(with: token) {
      // A DOCTYPE or nonsense: the reader is to say so.
      if part == .outside, !frame.hasRoot { becomeWhole() }
      flushToken()
    }
  }

  private mutating func skip(_ byte: UInt8, _ ending: Ending, _ matched: Int) {
    token.append(byte)
    let mark = ending.bytes
    var matched = matched
    if byte == mark[matched] {
      matched += 1
    } else if !(matched == 2 && byte == mark[0] && mark[0] == mark[1]) {
      matched = byte == mark[0] ? 1 : 0
    }
    state = .skipping(ending, matched: matched)
    guard matched == mark.count else {
      // Long comments and sections go on without waiting for their end.
      if token.count > 4096 { passToken() }
      return
    }
    state = .text
    passToken()
  }

  // Comments and instructions outside records say nothing, but for the XML declaration.
  private mutating func passToken() {
    if part == .outside, !frame.hasRoot, token.starts(with: "<?xml".utf8) {
      frame.declare(token)
      count.readsChinese = frame.isChinese
    }
    collect(token[...])
    wholeIfTooLong()
    token = []
  }

  private mutating func text(_ run: ArraySlice<UInt8>) {
    if part == .outside || part == .epilog {
      guard let first = run.firstIndex(where: { $0 > 0x20 }), part == .epilog || !frame.takesText
      else {
        frame.add(run)
        return wholeIfTooLong()
      }
      var start = count
      start.pass(run[..<first])
      strayBegins(at: start.place)
      return collect(run[first...])
    }
    collect(run)
  }

  // MARK: Tags

  private mutating func endTag() {
    state = .text
    if part == .whole { return collectToken() }
    let tag = RecordFrame.Tag(token)
    switch (part, tag.isEnd) {
    case (.record, false): openInside(tag)
    case (.record, true): closeInside(tag)
    default: outside(tag)
    }
    wholeIfTooLong()
    token = []
  }

  private mutating func collectToken() {
    collect(token[...])
    token = []
  }

  private mutating func openInside(_ tag: RecordFrame.Tag) {
    guard frame.isRecord(tag.name) else {
      frame.opened(tag)
      return collect(token[...])
    }
    emit()
    beginRecord(tag)
  }

  private mutating func closeInside(_ tag: RecordFrame.Tag) {
    if frame.isRecord(tag.name) {
      collect(token[...])
      return emit()
    }
    if frame.closes(tag.name) {
      emit()
      return close(tag.name, by: token)
    }
    collect(token[...])
  }

  private mutating func outside(_ tag: RecordFrame.Tag) {
    if tag.isEnd, part != .epilog, frame.isAncestor(tag.name) {
      if part == .stray { emit() }
      return close(tag.name, by: token)
    }
    if part == .epilog {
      strayBegins(at: tokenPlace)
      return collect(token[...])
    }
    if !frame.hasRoot { rootPlace = tokenPlace }
    switch frame.enter(tag, token) {
    case .record:
      if part == .stray { emit() }
      beginRecord(tag)
    case .ancestor:
      if part == .stray { emit() }
      if tag.isEmpty { close(tag.name, by: []) }
    case .other: break
    case .unexpected:
      strayBegins(at: tokenPlace)
      collect(token[...])
      if tag.isEnd, frame.endsRecord(tag.name), part == .stray { emit() }
    case .noBatch:
      becomeWhole()
      collect(token[...])
    }
  }

  private mutating func beginRecord(_ tag: RecordFrame.Tag) {
    part = .record
    piecePlace = tokenPlace
    frame.beginRecord()
    collect(token[...])
    if tag.isEmpty { emit() }
  }

  private mutating func close(_ name: [UInt8], by end: [UInt8]) {
    frame.close(name)
    part = frame.isOver ? .epilog : .outside
    // A dialect's document without a record at its place is not passed over in silence.
    guard frame.isOver, frame.isLenient, !frame.hasHadRecords else { return }
    becomeWhole()
    piece += end
    emit()
  }

  /// What never comes to a record is no frame. Nothing of it has been dropped yet.
  private mutating func wholeIfTooLong() {
    if part == .outside, frame.isTooLong { becomeWhole() }
  }

  private mutating func becomeWhole() {
    part = .whole
    piece = frame.raw
    piecePlace = rootPlace ?? tokenPlace
    piecePlace.column -= frame.declarationColumns
  }

  private mutating func strayBegins(at start: Place) {
    guard part == .outside || part == .epilog else { return }
    // Of a dialect's frame we know only where records stand in it.
    if part == .outside, frame.takesText { return }
    part = .stray
    piecePlace = start
  }

  private mutating func collect(_ bytes: ArraySlice<UInt8>) {
    if part == .outside { return frame.add(bytes) }
    guard part != .epilog else { return }
    let room = Bounds.bytes - piece.count
    if bytes.count > room { isOverlong = true }
    piece += bytes.prefix(max(0, room))
  }

  private mutating func emit() {
    var start = piecePlace
    var bytes = piece
    var record = 0..<piece.count
    if part == .record {
      let head = frame.head
      start.column -= frame.headColumns
      bytes = head
      bytes.reserveCapacity(head.count + piece.count + 64)
      bytes += piece
      record = head.count..<bytes.count
      bytes += frame.tail
    }
    found.append(
      Found(
        bytes: bytes, record: record, place: start, isTooLong: isOverlong,
        isStray: part == .stray, steps: part == .record ? frame.steps : []))
    piece.removeAll(keepingCapacity: piece.capacity <= 1 << 16)
    isOverlong = false
    part = frame.isOver ? .epilog : .outside
  }
}
