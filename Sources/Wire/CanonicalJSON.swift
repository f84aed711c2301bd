extension JSONValue {
  /// The one way to write this value (RFC 8785, JSON Canonicalization Scheme).
  ///
  /// Numbers must be finite; readers refuse others before.
  package var canonical: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2048)
    append(to: &bytes)
    return bytes
  }

  /// The same as text.
  package var canonicalText: String { String(decoding: canonical, as: UTF8.self) }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let truth): bytes += (truth ? "true" : "false").utf8
    case .int(let number):
      // All numbers of RFC 8785 are doubles; beyond 2^53 that shows.
      if number.magnitude <= 1 << 53 {
        bytes += String(number).utf8
      } else {
        bytes += ECMAScriptNumber.text(of: Double(number)).utf8
      }
    case .double(let number): bytes += ECMAScriptNumber.text(of: number).utf8
    case .string(let text): Self.append(text, to: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in object.sorted.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.append(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // Nearly all texts have nothing to escape and go over in one piece.
    var copy = text
    let isPlain = copy.withUTF8 { buffer in
      let hasEscapes = unsafe buffer.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
      if hasEscapes { return false }
      unsafe bytes.append(contentsOf: buffer)
      return true
    }
    if isPlain { return }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes += "\\u00".utf8
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
  }
}

/// Writes doubles as ECMAScript does, which RFC 8785 prescribes (ECMA-262, Number::toString).
enum ECMAScriptNumber {
  static func text(of number: Double) -> String {
    guard number.isFinite, number != 0 else { return "0" }
    let (digits, point) = shortest(number.magnitude)
    let sign = number < 0 ? "-" : ""
    let count = digits.count
    let body: String
    switch point {
    case count...21 where count <= 21:
      body = digits + String(repeating: "0", count: point - count)
    case 1...21:
      body = digits.prefix(point) + "." + digits.dropFirst(point)
    case -5...0:
      body = "0." + String(repeating: "0", count: -point) + digits
    default:
      let exponent = point - 1
      let fraction = count == 1 ? "" : "." + digits.dropFirst()
      body =
        digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+")
        + String(exponent.magnitude)
    }
    return sign + body
  }

  /// The fewest digits that read back as the same number, and how many stand before the point.
  private static func shortest(_ number: Double) -> (digits: String, point: Int) {
    // Swift prints the shortest digits that round-trip, only laid out otherwise.
    let parts = number.description.split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = halves.count > 1 && halves[1] != "0" ? halves[1] : ""
    var digits = String(halves[0] + fraction)
    var point = halves[0].count + exponent
    while digits.first == "0", digits.count > 1 {
      digits.removeFirst()
      point -= 1
    }
    while digits.last == "0", digits.count > 1 { digits.removeLast() }
    return (digits, point)
  }
}
