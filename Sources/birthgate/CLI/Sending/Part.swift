import Casework
import Wire

/// A part of a file as it is sent: some messages in one request.
struct Part {
  /// A message of the part, and where it stands in its file and in the part.
  struct Member {
    var index: Int
    var id: String?
    var bytes: [UInt8]
    var inFile: Place
    fileprivate(set) var line = 1
    var isTooLong: Bool
    /// Where it stands in the file's document.
    var steps: [RecordStep]
  }

  private(set) var members: [Member] = []
  let form: MessageForm
  /// What declares the batch in XML; the same for all of a part.
  private let head: [UInt8]
  private let tail: [UInt8]
  /// What is no message of a batch goes alone, as it stands.
  let isAlone: Bool
  /// Whether a document of several lines was sent as one.
  private var isOnOneLine = false
  private(set) var bytes = 0
  /// Its characters are those of GB 18030.
  private let readsChinese: Bool

  /// Whether it has a header as the contract has it. A document in a dialect may hold several
  /// records, which only a batch may, and whether it is in one the gateway may be alone to know.
  var isCanonical: Bool { members.allSatisfy { $0.id != nil } }
  /// It is no document at all, but what stands between the messages of a batch.
  let isStray: Bool

  /// - Parameter charset: of texts that declare none.
  init(_ piece: BatchReader.Piece, charset: Charset? = nil) {
    readsChinese =
      charset == .gb18030 && String(validating: piece.bytes, as: UTF8.self) == nil
    form = piece.form
    head = Array(piece.bytes[..<piece.record.lowerBound])
    tail = Array(piece.bytes[piece.record.upperBound...])
    isAlone = Self.isAlone(piece)
    isStray = piece.isStray
    add(piece)
  }

  /// A whole XML document, a stray, or one JSON message over many lines. An array of messages is
  /// read as a batch wherever its lines break.
  private static func isAlone(_ piece: BatchReader.Piece) -> Bool {
    guard piece.form == .json else { return piece.record.lowerBound == 0 || piece.isStray }
    return piece.bytes.contains(0x0A)
  }

  /// Whether a piece can go with those that are here.
  func takes(_ piece: BatchReader.Piece) -> Bool {
    guard !isAlone, !Self.isAlone(piece) else { return false }
    return piece.form == form
      && head.elementsEqual(piece.bytes[..<piece.record.lowerBound])
      && tail.elementsEqual(piece.bytes[piece.record.upperBound...])
  }

  mutating func add(_ piece: BatchReader.Piece) {
    let record = Array(piece.bytes[piece.record])
    var place = piece.place
    // The piece's place lies before the record by what was put before it, which is on one line.
    if !isAlone { place.column += columns(head) }
    members.append(
      Member(
        index: piece.index, id: MessageIDScan.text(in: piece.bytes), bytes: record,
        inFile: place, isTooLong: piece.isTooLong, steps: piece.steps))
    bytes += record.count + 1
  }

  /// The body of a request with some of the members, each beginning on a line of its own.
  mutating func body(_ places: [Int]) -> [UInt8] {
    var body = head
    body.reserveCapacity(bytes + head.count + tail.count + 2)
    var line = 1
    if !head.isEmpty, !isAlone {
      body.append(0x0A)
      line += 1
    }
    for place in places {
      members[place].line = line
      body += members[place].bytes
      line += members[place].bytes.count { $0 == 0x0A }
      if !isAlone {
        body.append(0x0A)
        line += 1
      }
    }
    return body + tail
  }

  /// A JSON document on one line, as a batch wants it; XML as it stands. Between the values of
  /// JSON a line's end is white space, and within them it may not be, so nothing else changes.
  mutating func bodyOnOneLine(_ places: [Int]) -> [UInt8] {
    let body = body(places)
    guard form == .json else { return body }
    isOnOneLine = true
    return body.map { $0 == 0x0A ? 0x20 : $0 }
  }

  /// Where in a member something stands that stood so far to the right on its only line.
  private func place(_ column: Int, in bytes: [UInt8]) -> Place {
    var (flat, count) = (blankCount, blankCount)
    for byte in bytes {
      let place = count.place
      flat.pass(byte == 0x0A ? 0x20 : byte)
      if flat.place.column > column { return place }
      count.pass(byte)
    }
    return count.place
  }

  private var blankCount: PlaceCount { PlaceCount(readsChinese: readsChinese) }

  /// A problem with the places and paths of its errors as they are in the file.
  func problem(_ problem: JSONValue, of place: Int) -> JSONValue {
    guard let errors = problem["errors"]?.array else { return problem }
    let member = members[place]
    let moved = errors.map { error in
      guard var line = error["line"]?.int, var column = error["column"]?.int else { return error }
      if isOnOneLine {
        let place = self.place(column, in: member.bytes)
        (line, column) = (place.line, place.column)
      }
      let isFirst = line == member.line
      let path = error["path"]?.string.map { RecordStep.path($0, through: member.steps) }
      return error.with("path", .text(path))
        .with("line", .int(line - member.line + member.inFile.line))
        .with("column", .int(isFirst ? column + member.inFile.column - 1 : column))
    }
    return problem.with("errors", .array(moved))
  }

  private func columns(_ bytes: [UInt8]) -> Int {
    var count = blankCount
    count.pass(bytes[...])
    return count.place.column - 1
  }
}
