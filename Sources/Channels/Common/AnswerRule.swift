package import LibCurl
package import Wire

/// How a receiver says in its answer that it took what was sent, or why it did not.
package struct AnswerRule: Hashable, Sendable {
  /// What an answer means.
  package enum Meaning: Hashable, Sendable {
    case taken
    /// Not taken, and another time may do. The reason names a code at most.
    case later(String, retryAfter: Int?)
    /// Not taken, and no other time will do.
    case never(String)
    /// It cannot be told from this answer.
    case unclear(String)
  }

  /// Where the code stands, as a JSON Pointer; nil where the status alone tells.
  package var pointer: String?
  /// Codes that mean it was taken.
  package var taken: Set<String> = []
  /// Codes after which nothing is tried again; all others may do another time.
  package var never: Set<String> = []
  /// Where the receiver's own id of it stands.
  package var receipt: String?

  package init(
    pointer: String? = nil, taken: Set<String> = [], never: Set<String> = [],
    receipt: String? = nil
  ) {
    self.pointer = pointer
    self.taken = taken
    self.never = never
    self.receipt = receipt
  }

  /// - Parameter body: the answer's JSON, where it is some.
  package func meaning(status: Int, body: JSONValue?, retryAfter: Int? = nil) -> Meaning {
    switch status {
    case 200..<300: break
    case 429, 503: return .later("HTTP \(status)", retryAfter: retryAfter)
    // Whoever stands before the receiver gave up on it; it may have taken it all the same.
    case 500..<600: return .unclear("HTTP \(status)")
    case 410: return .never("HTTP 410")
    default: return .later("HTTP \(status)", retryAfter: nil)
    }
    guard let pointer else { return .taken }
    guard let code = body?.at(pointer: pointer).flatMap(Self.word) else {
      return .unclear("no code in the answer")
    }
    if taken.contains(code) { return .taken }
    let said = "code \(Self.short(code))"
    return never.contains(code) ? .never(said) : .later(said, retryAfter: nil)
  }

  package func receipt(in body: JSONValue?) -> String? {
    receipt.flatMap { body?.at(pointer: $0) }.flatMap(Self.word)
  }

  /// A code as a text, however the receiver writes it: `0` and `"0"` are one code.
  package static func word(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): text
    case .int(let number): String(number)
    case .bool(let truth): truth ? "true" : "false"
    case .double, .null, .array, .object: nil
    }
  }

  /// Codes go into notes that people read; whatever else a receiver puts there does not.
  package static func short(_ code: String) -> String {
    let bytes = code.utf8.prefix(24).map { byte -> UInt8 in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95: byte
      default: 63
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Reply {
  /// The body as JSON; nil where it is none.
  package var json: JSONValue? { try? JSONValue(parsing: body) }
}
