/// Finds the `<message>` elements of a `<messages>` batch, byte by byte, without judging them.
///
/// A message begins at its start tag and ends at its end tag, or, where that is missing, at the
/// next message's start: `message` does not nest in our messages, so one that is not well-formed
/// cannot take the next one with it. The batch's own start tag and XML declaration are put before
/// each piece, because namespaces and encoding are declared there; the piece's place is moved back
/// by as much.
struct ElementScanner {
  /// A piece of the batch.
  struct Found {
    var bytes: [UInt8]
    var place: Place
    var isTooLong = false
    var isStray = false
  }

  private enum State {
    case text, tag, quoted(UInt8), markup
    /// Inside a comment, instruction or CDATA section, until these bytes have come.
    case skipping(StaticString, matched: Int)
  }

  /// What is being collected.
  private enum Part { case prolog, between, message, stray, whole, epilog }

  private var state = State.text
  private var part = Part.prolog
  private var token: [UInt8] = []
  private var tokenPlace = Place.start
  private var place = Place.start
  private var declaration: [UInt8] = []
  private var root: [UInt8] = []
  private var rootName: [UInt8] = []
  private var messageName: [UInt8] = []
  private var piece: [UInt8] = []
  private var piecePlace = Place.start
  private var isOverlong = false
  private var found: [Found] = []

  mutating func scan(_ bytes: ArraySlice<UInt8>) -> [Found] {
    for byte in bytes {
      step(byte)
      if byte == UInt8(ascii: "\n") {
        place = Place(line: place.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        place.column += 1
      }
    }
    defer { found = [] }
    return found
  }

  mutating func finish() -> Found? {
    collect(token)
    token = []
    guard part == .message || part == .stray || part == .whole else {
      // A batch that breaks off between messages, or never began, is no whole document.
      if part == .epilog { return nil }
      return Found(bytes: declaration + root, place: place, isStray: true)
    }
    emit()
    return found.popLast()
  }

  private mutating func step(_ byte: UInt8) {
    switch state {
    case .text:
      if byte == UInt8(ascii: "<") { begin() } else { text(byte) }
    case .tag:
      if byte == UInt8(ascii: "<") { return restart() }
      token.append(byte)
      switch byte {
      case UInt8(ascii: "!") where token.count == 2: state = .markup
      case UInt8(ascii: "?") where token.count == 2: state = .skipping("?>", matched: 0)
      case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .quoted(byte)
      case UInt8(ascii: ">"): endTag()
      default: boundToken()
      }
    case .quoted(let quote):
      if byte == UInt8(ascii: "<") { return restart() }
      token.append(byte)
      if byte == quote { state = .tag } else { boundToken() }
    case .markup:
      token.append(byte)
      if token.elementsEqual("<!--".utf8) {
        state = .skipping("-->", matched: 0)
      } else if token.elementsEqual("<![CDATA[".utf8) {
        state = .skipping("]]>", matched: 0)
      } else if !"<!--".utf8.starts(with: token), !"<![CDATA[".utf8.starts(with: token) {
        // A DOCTYPE or nonsense: the reader is to say so.
        if part == .prolog { becomeWhole() }
        flushToken()
      }
    case .skipping(let end, let matched): skip(byte, end, matched)
    }
  }

  private mutating func begin() {
    token = [UInt8(ascii: "<")]
    tokenPlace = place
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
    collect(token)
    token = []
  }

  private mutating func text(_ byte: UInt8) {
    if byte > 0x20 { strayBegins(at: place) }
    collect([byte])
  }

  private mutating func skip(_ byte: UInt8, _ end: StaticString, _ matched: Int) {
    token.append(byte)
    let mark = Array(end.description.utf8)
    var matched = matched
    if byte == mark[matched] {
      matched += 1
    } else if !(matched == 2 && byte == mark[0] && mark[0] == mark[1]) {
      matched = byte == mark[0] ? 1 : 0
    }
    state = .skipping(end, matched: matched)
    if matched < mark.count {
      if token.count > 4096 { collectPart() }
      return
    }
    state = .text
    if part == .prolog, token.starts(with: "<?xml".utf8) { declaration = token }
    collect(token)
    token = []
  }

  // Long comments and CDATA sections go on without waiting for their end.
  private mutating func collectPart() {
    collect(token)
    token = []
  }

  private mutating func endTag() {
    state = .text
    let isEnd = token.count > 1 && token[1] == UInt8(ascii: "/")
    let name = token.dropFirst(isEnd ? 2 : 1).prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">")
    }
    if part == .prolog { beginRoot(Array(name)) } else { tag(Array(name), isEnd: isEnd) }
    token = []
  }

  private mutating func beginRoot(_ name: [UInt8]) {
    let parts = name.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard let local = parts.last, local.elementsEqual("messages".utf8), token.count < 4096 else {
      becomeWhole()
      collect(token)
      return
    }
    root = token.map { $0 < 0x20 ? 0x20 : $0 }
    rootName = name
    messageName = Array(name.dropLast())
    part = token.dropLast().last == UInt8(ascii: "/") ? .epilog : .between
  }

  private mutating func becomeWhole() {
    part = .whole
    piece = declaration
    piecePlace = tokenPlace
    piecePlace.column -= declaration.count
  }

  private mutating func tag(_ name: [UInt8], isEnd: Bool) {
    if part == .whole { return collect(token) }
    if isEnd, name == rootName {
      if part == .message || part == .stray { emit() }
      part = .epilog
      return
    }
    guard name == messageName else {
      strayBegins(at: tokenPlace)
      return collect(token)
    }
    if isEnd {
      strayBegins(at: tokenPlace)
      collect(token)
      return emit()
    }
    if part == .message || part == .stray { emit() }
    part = .message
    piecePlace = tokenPlace
    collect(token)
    if token.dropLast().last == UInt8(ascii: "/") { emit() }
  }

  private mutating func strayBegins(at start: Place) {
    guard part == .between || part == .epilog else { return }
    part = .stray
    piecePlace = start
  }

  private mutating func collect(_ bytes: [UInt8]) {
    guard part == .message || part == .stray || part == .whole else { return }
    let room = Bounds.bytes - piece.count
    if bytes.count > room { isOverlong = true }
    piece += bytes.prefix(max(0, room))
  }

  private mutating func emit() {
    var start = piecePlace
    var bytes = piece
    if part == .message {
      start.column -= declaration.count + root.count
      bytes = declaration + root + piece + Array("</".utf8) + rootName + [UInt8(ascii: ">")]
    }
    found.append(
      Found(bytes: bytes, place: start, isTooLong: isOverlong, isStray: part == .stray))
    piece = []
    isOverlong = false
    part = .between
  }
}
