/// Writes canonical JSON into memory of its own, which grows by doubling.
@safe
struct CanonicalWriter: ~Copyable {
  private var memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 8)
  private var room = 4096
  private var count = 0

  deinit { unsafe memory.deallocate() }

  /// What was written so far.
  borrowing func finish() -> [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: memory, count: count))
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: plain("null")
    case .bool(let truth): plain(truth ? "true" : "false")
    case .int(let number): integer(number)
    case .double(let number): text(ECMAScriptNumber.text(of: number))
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
      text(String(number))
    } else {
      text(ECMAScriptNumber.text(of: Double(number)))
    }
  }

  private mutating func makeRoom(_ more: Int) {
    guard count + more > room else { return }
    let wider = max(room * 2, count + more)
    let other = UnsafeMutableRawPointer.allocate(byteCount: wider, alignment: 8)
    unsafe other.copyMemory(from: memory, byteCount: count)
    unsafe memory.deallocate()
    unsafe memory = other
    room = wider
  }

  private mutating func byte(_ byte: UInt8) {
    makeRoom(1)
    unsafe memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  private mutating func plain(_ word: StaticString) {
    unsafe append(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private mutating func text(_ text: String) {
    for unit in text.utf8 { byte(unit) }
  }

  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    makeRoom(bytes.count)
    unsafe (memory + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  private mutating func quoted(_ text: String) {
    var text = text
    byte(UInt8(ascii: "\""))
    text.withUTF8 { bytes in
      // Nearly all texts have nothing to escape and go over in one piece.
      if unsafe Self.isPlain(bytes) {
        unsafe append(bytes)
      } else {
        for index in 0..<bytes.count { unsafe escaped(bytes[index]) }
      }
    }
    byte(UInt8(ascii: "\""))
  }

  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var isPlain = true
    for index in 0..<bytes.count {
      let byte = unsafe bytes[index]
      if byte < 0x20 || byte == 0x22 || byte == 0x5C { isPlain = false }
    }
    return isPlain
  }

  private mutating func escaped(_ unit: UInt8) {
    switch unit {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      byte(UInt8(ascii: "\\"))
      byte(unit)
    case 0x08: plain("\\b")
    case 0x09: plain("\\t")
    case 0x0A: plain("\\n")
    case 0x0C: plain("\\f")
    case 0x0D: plain("\\r")
    case 0..<0x20:
      plain("\\u00")
      byte(UInt8(48 + (unit >> 4)))
      byte(unit & 15 < 10 ? UInt8(48 + (unit & 15)) : UInt8(87 + (unit & 15)))
    default: byte(unit)
    }
  }
}
