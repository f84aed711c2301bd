/// Writes fields as `name length:bytes` and a line feed.
struct EventFieldWriter {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func head(_ kind: String) {
    bytes += kind.utf8
    bytes += " 1\n".utf8
  }

  mutating func put(_ name: String, _ value: some Collection<UInt8>) {
    bytes += name.utf8
    bytes.append(UInt8(ascii: " "))
    bytes += String(value.count).utf8
    bytes.append(UInt8(ascii: ":"))
    bytes += value
    bytes.append(UInt8(ascii: "\n"))
  }

  mutating func put(_ name: String, _ value: String) { put(name, value.utf8) }
}

/// Reads what a ``EventFieldWriter`` wrote.
struct EventFieldReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  /// Up to the next line feed, which is passed over.
  mutating func line() -> String? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  /// All that is left, or nil where it is not fields to the last byte.
  mutating func fields() -> EventFields? {
    var fields = EventFields()
    while !rest.isEmpty {
      guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
        let colon = rest[space...].firstIndex(of: UInt8(ascii: ":")),
        let length = Self.number(rest[(space + 1)..<colon]), length < rest.endIndex - colon - 1,
        rest[colon + 1 + length] == UInt8(ascii: "\n")
      else { return nil }
      let start = colon + 1
      fields.entries.append((rest[..<space], rest[start..<(start + length)]))
      rest = rest[(start + length + 1)...]
    }
    return fields
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
      guard digit >= 48, digit <= 57 else { return nil }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }
}

/// The fields of one event or one part of it.
struct EventFields {
  fileprivate(set) var entries: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []

  func all(_ name: String) -> [ArraySlice<UInt8>] {
    entries.filter { $0.name.elementsEqual(name.utf8) }.map(\.value)
  }

  func first(_ name: String) -> ArraySlice<UInt8>? {
    entries.first { $0.name.elementsEqual(name.utf8) }?.value
  }

  /// Nil where there is no such field or it is not UTF-8.
  func text(_ name: String) -> String? {
    first(name).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
