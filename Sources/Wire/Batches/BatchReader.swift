/// Cuts a stream of bytes into single messages, in memory bounded by one message.
///
/// A batch is newline-delimited JSON, or one XML `<messages>` of many `<message>` (contract,
/// "Batches"), or of a dialect's records where its frame has them; the first character tells which.
/// Each message stands or falls alone: a piece is handed on as it stands and judged by the message
/// reader.
package struct BatchReader: Sendable {
  /// One message of a batch.
  package struct Piece: Hashable, Sendable {
    /// From 0, in the order of the batch.
    package var index: Int
    package var bytes: [UInt8]
    package var form: MessageReader.Form
    /// Where the message itself stands in `bytes`; around it stands what the batch declares.
    package var record: Range<Int>
    /// Where its bytes begin, for the message reader to count from. A piece of XML has the batch's
    /// start tag before it, so its column may lie before the line.
    package var place: Place
    /// The message was longer than 1 MiB; `bytes` holds its beginning.
    package var isTooLong = false
    /// What stands here is no message: text, or another element, between messages.
    package var isStray = false
    /// Where a dialect's record stood in its document; paths count what stood before it.
    package var steps: [RecordStep] = []
  }

  private enum Mode { case unknown, lines, elements, whole }

  private var mode = Mode.unknown
  private var transcoder: Transcoder
  private var scanner: ElementScanner
  private var pending: [UInt8] = []
  private var isOverlong = false
  private var lineStart = Place.start
  private var count = 0
  /// Whether what begins with an unfinished line may be one value over many lines.
  private var mayBeWhole: Bool
  /// The first line is unfinished; what follows it tells whether it is a broken message.
  private var isUndecided = false
  private var blanks: [UInt8] = []

  /// - Parameters:
  ///   - isFile: a file may hold one JSON message over many lines instead of a batch.
  ///   - recordPaths: where else than in `messages/message` records may stand.
  ///   - charset: in which a text is that declares none. UTF-16 is brought to UTF-8 on the way.
  package init(
    isFile: Bool = false, recordPaths: [RecordPath] = [], charset: Charset? = nil
  ) {
    mayBeWhole = isFile
    scanner = ElementScanner(paths: recordPaths, charset: charset)
    transcoder = Transcoder(charset: charset)
  }

  /// For a sender who writes so.
  package init(isFile: Bool = false, as manner: Manner) {
    self.init(
      isFile: isFile, recordPaths: manner.dialects.flatMap(\.recordPaths),
      charset: manner.charset ?? manner.dialects.lazy.compactMap(\.charset).first)
  }

  /// Takes the next bytes and answers the messages that end in them.
  package mutating func feed(_ chunk: [UInt8]) -> [Piece] { cut(transcoder.feed(chunk)) }

  private mutating func cut(_ chunk: [UInt8]) -> [Piece] {
    var bytes = chunk[...]
    if mode == .unknown {
      pending += chunk
      guard let start = Self.firstMark(pending) else {
        // Nothing but blanks: they are lines, and need not be kept.
        if pending.count > Bounds.bytes { mode = .lines }
        return []
      }
      mode = pending[start] == UInt8(ascii: "<") ? .elements : .lines
      // An array of messages is one value, wherever it comes from.
      if pending[start] == UInt8(ascii: "[") { mayBeWhole = true }
      let all = pending
      pending = []
      let hasMark = all.starts(with: UTF8Text.mark)
      bytes = all[(hasMark ? 3 : 0)...]
    }
    switch mode {
    case .lines: return lines(bytes)
    case .elements: return elements(bytes)
    case .whole, .unknown:
      append(bytes)
      return []
    }
  }

  /// Answers what was left when the stream ended.
  package mutating func finish() -> [Piece] {
    var pieces = cut(transcoder.finish())
    switch mode {
    case .unknown: break
    case .lines, .whole: line().map { pieces.append($0) }
    case .elements: scanner.finish().map { pieces.append(piece($0)) }
    }
    return pieces
  }

  private static func firstMark(_ bytes: [UInt8]) -> Int? {
    let start = bytes.starts(with: UTF8Text.mark) ? 3 : 0
    if start == 0, bytes.count < 3, bytes.first == 0xEF { return nil }
    return bytes[start...].firstIndex { !isBlank($0) }
  }

  /// What JSON and XML call white space: blank, tab and the two ends of a line. A NUL is none.
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func lines(_ bytes: ArraySlice<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    var rest = bytes
    if isUndecided {
      guard decide(rest, &pieces) else { return pieces }
    }
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      append(rest[..<end])
      rest = rest[(end + 1)...]
      if mayBeWhole, !pending.allSatisfy(Self.isBlank) {
        mayBeWhole = false
        if !Self.isBalanced(pending) {
          isUndecided = true
          guard decide(rest, &pieces) else { return pieces }
          continue
        }
      }
      endLine(&pieces)
    }
    append(rest)
    return pieces
  }

  /// After an unfinished line a message that begins makes it a broken one; anything else goes on
  /// with it, and so does the next item of an array.
  ///
  /// - Returns: false where the bytes are taken and nothing more is to be done with them.
  private mutating func decide(_ rest: ArraySlice<UInt8>, _ pieces: inout [Piece]) -> Bool {
    let opener = pending.first { !Self.isBlank($0) }
    guard let next = rest.first(where: { !Self.isBlank($0) }) else {
      // The blanks count for the places of what may follow.
      blanks += rest.prefix(Bounds.bytes - blanks.count)
      return false
    }
    isUndecided = false
    let held = blanks
    blanks = []
    if next == UInt8(ascii: "{"), opener == UInt8(ascii: "{"), !Self.awaitsItem(pending) {
      endLine(&pieces)
      lineStart.line += held.count { $0 == 0x0A }
      // What is left of the blanks begins the line of the next message.
      append(held[(held.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...])
      return true
    }
    mode = .whole
    append([0x0A] + held + rest)
    return false
  }

  private mutating func endLine(_ pieces: inout [Piece]) {
    line().map { pieces.append($0) }
    lineStart = Place(line: lineStart.line + 1, column: 1)
  }

  /// Whether every bracket outside strings is closed.
  private static func isBalanced(_ bytes: [UInt8]) -> Bool {
    openBrackets(bytes)?.isEmpty == true
  }

  /// Whether the next thing after these bytes is an item of an array.
  private static func awaitsItem(_ bytes: [UInt8]) -> Bool {
    guard let last = bytes.last(where: { !isBlank($0) }), "[,".utf8.contains(last) else {
      return false
    }
    return openBrackets(bytes)?.last == UInt8(ascii: "[")
  }

  /// The brackets outside strings that are still open, outermost first; nil within a string.
  private static func openBrackets(_ bytes: [UInt8]) -> [UInt8]? {
    var open: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        isEscaped = false
      } else if isQuoted {
        if byte == UInt8(ascii: "\\") { isEscaped = true }
        if byte == UInt8(ascii: "\"") { isQuoted = false }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        open.append(byte)
      } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        _ = open.popLast()
      }
    }
    return isQuoted ? nil : open
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    let room = Bounds.bytes - pending.count
    if bytes.count > room { isOverlong = true }
    pending += bytes.prefix(room)
  }

  private mutating func line() -> Piece? {
    defer {
      pending = []
      isOverlong = false
    }
    if !isOverlong, pending.allSatisfy(Self.isBlank) { return nil }
    count += 1
    return Piece(
      index: count - 1, bytes: pending, form: .json, record: 0..<pending.count, place: lineStart,
      isTooLong: isOverlong)
  }

  private mutating func elements(_ bytes: ArraySlice<UInt8>) -> [Piece] {
    scanner.scan(bytes).map { piece($0) }
  }

  private mutating func piece(_ found: ElementScanner.Found) -> Piece {
    count += 1
    return Piece(
      index: count - 1, bytes: found.bytes, form: .xml, record: found.record, place: found.place,
      isTooLong: found.isTooLong, isStray: found.isStray, steps: found.steps)
  }
}
