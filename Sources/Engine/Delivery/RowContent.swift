import Casework
import Wire

/// What a delivery row holds under its seal: by which channel it leaves, when it was decided, and
/// what is told.
struct RowContent {
  /// Before the channel in rows that hold a letter.
  private static let letterMark = "letter:"

  var channel: String
  /// Whether words are written when it is sent; else the body goes out as it stands.
  var isLetter = false
  var at: Instant
  var body: [UInt8]

  /// The letter to be written; nil where the body is none.
  var letter: SealedLetter? {
    (try? JSONValue(parsing: body)).flatMap { SealedLetter(json: $0) }
  }

  var bytes: [UInt8] {
    let mark = isLetter ? Self.letterMark : ""
    return Array("\(mark)\(channel)\n\(at.milliseconds)\n".utf8) + body
  }
}

extension Ledger {
  func content(of row: DeliveryRow) throws(StoreError) -> RowContent {
    let bytes = try sealing.openRecord(row.body, context: .delivery(row.id))
    guard let content = RowContent(bytes: bytes) else { throw .corrupt("delivery \(row.id)") }
    return content
  }

  func sealed(_ content: RowContent, of id: String) -> [UInt8] {
    sealing.sealRecord(content.bytes, context: .delivery(id))
  }
}

extension RowContent {
  fileprivate init?(bytes: [UInt8]) {
    let parts = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let at = Int64(String(decoding: parts[1], as: UTF8.self)) else {
      return nil
    }
    let word = String(decoding: parts[0], as: UTF8.self)
    isLetter = word.hasPrefix(Self.letterMark)
    channel = isLetter ? String(word.dropFirst(Self.letterMark.count)) : word
    self.at = Instant(milliseconds: at)
    body = Array(parts[2])
  }
}
