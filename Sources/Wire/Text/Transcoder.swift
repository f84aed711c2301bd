/// Brings a stream in UTF-16 to UTF-8 before it is cut into messages; every other stream passes.
///
/// Cutting by bytes needs no transcoding of GB 18030: of its later bytes none is `<`, `>`, a quote
/// or a line feed, so its pieces keep the bytes they came in. UTF-16 cannot be cut so.
///
/// What is half a pair of surrogates becomes the byte FF, which is no UTF-8: the message it stands
/// in is refused, and the next is not. The name of the encoding in the XML declaration becomes
/// white space of the same length, since it is not true any more.
package struct Transcoder: Sendable {
  private enum Work: Hashable {
    case undecided, passing
    case decoding(UTF16Text.Order)
  }

  private let charset: Charset?
  private var work = Work.undecided
  private var held: [UInt8] = []

  /// - Parameter charset: what settings or a dialect say of texts that do not declare an encoding.
  package init(charset: Charset? = nil) { self.charset = charset }

  /// Takes the next bytes and answers what they are in UTF-8, as far as that is known yet.
  package mutating func feed(_ chunk: [UInt8]) -> [UInt8] {
    switch work {
    case .passing: return chunk
    case .decoding(let order):
      held += chunk
      return decode(order)
    case .undecided:
      held += chunk
      return decide(isEnd: false)
    }
  }

  /// Answers what was held back when the stream ended.
  package mutating func finish() -> [UInt8] {
    var result = work == .undecided ? decide(isEnd: true) : []
    // Half a character at the end.
    if !held.isEmpty { result.append(0xFF) }
    held = []
    return result
  }

  private mutating func decide(isEnd: Bool) -> [UInt8] {
    guard held.count >= 4 || isEnd else { return [] }
    guard let beginning = UTF16Text.beginning(of: held) else { return pass() }
    let head = UTF16Text.decode(held[beginning.mark...], beginning.order).text
    // An XML declaration must be there as a whole before it can be believed.
    let mayDeclare = head.starts(with: "<?xml".utf8) || "<?xml".utf8.starts(with: head)
    let isWhole = head.contains(UInt8(ascii: ">")) || head.count >= DeclaredEncoding.bytesMax
    guard !mayDeclare || isWhole || isEnd else { return [] }
    let declared = DeclaredEncoding(in: head)
    guard declared.map({ $0.names(beginning.order) }) ?? (charset == .utf16) else { return pass() }
    work = .decoding(beginning.order)
    held.removeFirst(beginning.mark)
    var text = decode(beginning.order)
    if let range = declared?.range {
      for index in range { text[index] = 0x20 }
    }
    return text
  }

  private mutating func pass() -> [UInt8] {
    defer { held = [] }
    work = .passing
    return held
  }

  private mutating func decode(_ order: UTF16Text.Order) -> [UInt8] {
    var text: [UInt8] = []
    var rest = held[...]
    while true {
      let decoded = UTF16Text.decode(rest, order)
      text += decoded.text
      rest = rest.dropFirst(decoded.read)
      guard decoded.isBroken else { break }
      text.append(0xFF)
      rest = rest.dropFirst(2)
    }
    held = Array(rest)
    return text
  }
}
