import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// One request on its way through the gateway, with what has been learned of it so far.
struct Exchange: Sendable {
  let request: Request
  /// What stood in the braces of the route's path.
  let parameters: [String: String]
  let query: Query
  /// Collected where the route takes a body and does not stream it.
  var body: [UInt8] = []
  /// A signed batch, collected outside memory.
  var file: BodyFile.Whole?
  var form: MessageForm = .json
  /// How the sender writes.
  var manner = Manner.canonical
  /// Who signed the request; nil where senders are not configured.
  var sender: Sender?

  var language: Language { Language(acceptLanguage: request.headers[.acceptLanguage]) }

  /// Who reads, as far as the request proves it.
  var reader: Reader { sender.map { .sender($0.code) } ?? .desk }

  /// What a browser's form says.
  var fields: Query { Query(String(decoding: body, as: UTF8.self)) }

  func parameter(_ name: String) -> String { parameters[name] ?? "" }

  /// How many times as many values as a message a list may hold: 100,000, more than a body of 1 MiB
  /// has room for ids of.
  static let listScale = 5

  /// The body of a small request, which is one JSON object.
  func object(scale: Int = 1) throws(Problem) -> JSONValue {
    let value: JSONValue
    do throws(JSONTrouble) {
      value = try JSONValue.reading(body, scale: scale)
    } catch {
      throw .notWellFormed(line: error.line, column: error.column)
    }
    guard value.isObject else { throw .notWellFormed() }
    return value
  }
}

/// The query of a request target, decoded. It may hold personal data, so nothing ever logs it.
struct Query: Sendable {
  private let pairs: [(name: String, value: String)]

  init(_ text: some StringProtocol) {
    // A value whose escapes are broken stands as it is written: it asks for something, and what it
    // asks for does not exist. Dropped, it would ask for everything.
    pairs = text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { Percent.decode($0, plusIsBlank: true) ?? String($0) }
      return (parts[0], parts.count > 1 ? parts[1] : "")
    }
  }

  /// The first value under a name; an empty one counts as not given.
  subscript(name: String) -> String? {
    pairs.first { $0.name == name && !$0.value.isEmpty }?.value
  }
}

/// Percent-encoding of request targets (RFC 3986, 2.1).
enum Percent {
  /// The decoded text, or nil where an escape is broken or the bytes are no UTF-8.
  static func decode(_ text: some StringProtocol, plusIsBlank: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+"), plusIsBlank {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%") {
        guard let high = rest.popFirst(), let low = rest.popFirst(),
          let value = Hex.decode(String(decoding: [high, low], as: UTF8.self).lowercased())
        else { return nil }
        bytes += value
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
