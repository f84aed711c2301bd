import LibBytes

/// Writes canonical JSON, byte after byte.
struct CanonicalWriter: ~Copyable {
  private var out = ByteWriter(room: 4096)

  /// What was written so far.
  borrowing func finish() -> [UInt8] { out.written }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: plain("null")
    case .bool(let truth): plain(truth ? "true" : "false")
    case .int(let number): integer(number)
    case .double(let number): plain(ECMAScriptNumber.text(of: number))
    case .string(let text): quoted(text)
    case .array(let items):
      byte(UInt8(ascii: "["))
      for index in items.indices {
        if index > 0 { byte(UInt8(ascii: ",")) }
        write(items[index])
      }
      byte(UInt8(ascii: "]"))
    case .object(let object):
      let members = object.sorted
      byte(UInt8(ascii: "{"))
      for index in members.indices {
        if index > 0 { byte(UInt8(ascii: ",")) }
        quoted(members[index].name)
        byte(UInt8(ascii: ":"))
        write(members[index].value)
      }
      byte(UInt8(ascii: "}"))
    }
  }

  // All numbers of RFC 8785 are doubles; beyond 2^53 that shows.
  private mutating func integer(_ number: Int) {
    if number >= 0, number < 10 {
      byte(UInt8(48 + number))
    } else if number.magnitude <= 1 << 53 {
      plain(String(number))
    } else {
      plain(ECMAScriptNumber.text(of: Double(number)))
    }
  }

  private mutating func byte(_ byte: UInt8) { out.append(byte) }

  private mutating func plain(_ text: String) { out.append(text) }

  // Nearly all texts have nothing to escape and go over in one piece.
  private mutating func quoted(_ text: String) {
    byte(UInt8(ascii: "\""))
    out.append(text, asItStands: Self.isPlain, otherwise: Self.escape)
    byte(UInt8(ascii: "\""))
  }

  private static func isPlain(_ bytes: Bytes) -> Bool {
    var isPlain = true
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if byte < 0x20 || byte == 0x22 || byte == 0x5C { isPlain = false }
    }
    return isPlain
  }

  private static func escape(_ out: inout ByteWriter, _ unit: UInt8) {
    switch unit {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      out.append(UInt8(ascii: "\\"))
      out.append(unit)
    case 0x08: out.append("\\b")
    case 0x09: out.append("\\t")
    case 0x0A: out.append("\\n")
    case 0x0C: out.append("\\f")
    case 0x0D: out.append("\\r")
    case 0..<0x20:
      out.append("\\u00")
      out.append(UInt8(48 + (unit >> 4)))
      out.append(unit & 15 < 10 ? UInt8(48 + (unit & 15)) : UInt8(87 + (unit & 15)))
    default: out.append(unit)
    }
  }
}
