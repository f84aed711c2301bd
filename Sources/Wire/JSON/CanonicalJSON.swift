extension JSONValue {
  /// The one way to write this value (RFC 8785, JSON Canonicalization Scheme).
  ///
  /// Numbers must be finite; readers refuse others before.
  package var canonical: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.finish()
  }

  /// The same as text.
  package var canonicalText: String { String(decoding: canonical, as: UTF8.self) }
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
      body = "\(digits.prefix(point)).\(digits.dropFirst(point))"
    case -5...0:
      body = "0." + String(repeating: "0", count: -point) + digits
    default:
      let exponent = point - 1
      let fraction = count == 1 ? "" : ".\(digits.dropFirst())"
      let mark = exponent < 0 ? "e-" : "e+"
      body = "\(digits.prefix(1))\(fraction)\(mark)\(exponent.magnitude)"
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
