import Casework

extension Dialect {
  /// How a dialect writes a value: a closed list.
  ///
  /// What a writing does not know is handed on as it stands; the reader refuses it like any wrong
  /// value.
  package enum Writing: Sendable {
    /// As the family has it.
    case text
    /// Codes or words for the family's codes; one that stands for nothing says nothing, and the
    /// field's next column counts.
    case code([String: String])
    /// A day in one of the shapes of ``DayShape``; of an instant its day in +08:00.
    case day
    /// A day in one of these shapes with a time; without offset it is +08:00.
    case instant
    /// The same, or a day alone, which means its first moment.
    case dayOrInstant
    /// A year, or whatever begins with one.
    case year
    /// Yuan with any number of decimals, as long as nothing but zeros follows the second.
    case amount
    /// A number; of decimals the whole part counts, and the number is kept as evidence.
    case count
    /// A fixed value: where one of the sources is given, or, without sources, wherever the object
    /// it belongs to is.
    case fixed(String)
    /// Some characters of a value, from the first counted as 0, and what follows them.
    case part(from: Int, count: Int, then: String)
    /// The kind of document that a number has the form of.
    case documentKind

    /// Whether the value is used up, and not only looked at.
    var uses: Bool {
      switch self {
      case .text, .code, .day, .instant, .dayOrInstant, .year, .amount, .count: true
      case .fixed, .part, .documentKind: false
      }
    }
  }
}

extension Dialect.Writing {
  /// What a text means in the family's way; nil where it is to be handed on as it stands.
  func written(_ raw: String) -> String? {
    let text = Identifier.folded(Identifier.trimmed(raw))
    switch self {
    case .text: return nil
    case .code(let map): return map[text]
    case .day: return DayShape(text)?.day.description
    case .instant: return DayShape(text)?.instant
    case .dayOrInstant:
      guard let shape = DayShape(text) else { return nil }
      return shape.instant ?? "\(shape.day)T00:00:00+08:00"
    case .year: return Self.year(text)
    case .amount: return Self.amount(text)
    case .count: return Self.whole(text)
    case .fixed(let value): return value
    case .part(let from, let count, let then):
      let characters = Array(text.unicodeScalars)
      guard from >= 0, from + count <= characters.count else { return nil }
      return characters[from..<from + count].map { String($0) }.joined() + then
    case .documentKind: return Self.documentKind(text)
    }
  }

  /// Whether something of the value is lost, so that it has to be kept beside.
  func loses(_ raw: String) -> Bool {
    guard case .count = self else { return false }
    let decimals = Identifier.folded(raw).split(separator: ".").dropFirst().first ?? ""
    return decimals.contains { $0 != "0" }
  }

  /// What it reads, for those whose value was none of it; nil where the reader's words say it all.
  func hint(_ code: Finding.Code) -> Plain? {
    switch (self, code) {
    case (.day, .notADate):
      Plain(
        "在此可写 2026-03-01、20260301、2026/03/01 、2026年3月1日或毫秒时间戳，可带时间",
        "read here are 2026-03-01, 20260301, 2026/03/01 and 2026年3月1日, with or without a time, and "
          + "milliseconds since 1970")
    case (.instant, .notADate):
      Plain(
        "在此可写 2026-03-01、20260301、2026/03/01 或 2026年3月1日，须带时间，如 20260301101500",
        "read here are 2026-03-01, 20260301, 2026/03/01 and 2026年3月1日 with a time, as in "
          + "20260301101500")
    case (.dayOrInstant, .notADate):
      Plain(
        "在此可写 2026-03-01、20260301、2026/03/01 或 2026年3月1日，可带时间，如 20260301101500",
        "read here are 2026-03-01, 20260301, 2026/03/01 and 2026年3月1日, with or without a time, as "
          + "in 20260301101500")
    case (.year, .format), (.year, .range):
      Plain("在此应以四位年份开头", "here it begins with a year of four digits")
    case (.amount, .format):
      Plain("在此可写 400、400.0 或 400.00", "read here are 400, 400.0 and 400.00")
    case (.count, .format):
      Plain("在此可写 3200 或 3200.5", "read here are 3200 and 3200.5")
    default: nil
    }
  }

  private static func year(_ text: String) -> String? {
    if let shape = DayShape(text) { return String(shape.day.year) }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    guard digits.count == 4 || digits.count == 6,
      rest.isEmpty || rest.first == "年" || rest.first == "-"
    else { return nil }
    return String(digits.prefix(4))
  }

  private static func amount(_ text: String) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
      text.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") })
    else { return nil }
    let decimals = parts.count == 2 ? parts[1] : "00"
    guard !decimals.isEmpty, decimals.dropFirst(2).allSatisfy({ $0 == "0" }) else { return nil }
    return whole + "." + (decimals + "00").prefix(2)
  }

  private static func whole(_ text: String) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, !whole.isEmpty, parts.last?.isEmpty == false,
      parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } })
    else { return nil }
    return String(whole)
  }

  // A number of digits enough for a citizen ID is meant as one; a slip in it is then found.
  private static func documentKind(_ text: String) -> String {
    if Pattern.certificate.matches(Identifier.upperCased(text)) { return "birthCertificate" }
    let digits = text.utf8.count { $0 >= 48 && $0 <= 57 }
    return digits >= 15 && text.utf8.count - digits <= 1 ? "citizenId" : "other"
  }
}
