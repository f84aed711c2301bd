/// Bytes one after the other into memory of its own, which grows by doubling: adding one is a
/// comparison and a store.
@safe @usableFromInline
package struct ByteWriter: ~Copyable {
  @usableFromInline var memory: UnsafeMutableRawPointer
  @usableFromInline var room: Int
  @usableFromInline var count = 0

  @inlinable
  package init(room: Int) {
    self.room = max(room, 1)
    unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: max(room, 1), alignment: 8)
  }

  @inlinable
  deinit { unsafe memory.deallocate() }

  /// What was written so far.
  package var written: [UInt8] {
    unsafe [UInt8](UnsafeRawBufferPointer(start: memory, count: count))
  }

  @inlinable
  package mutating func append(_ byte: UInt8) {
    if count == room { widen(by: 1) }
    unsafe memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  @inlinable
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(Bytes($0)) }
  }

  /// Writes a text as it stands where the judge agrees, else byte by byte through the other way.
  @inlinable
  package mutating func append(
    _ text: String, asItStands judge: (Bytes) -> Bool,
    otherwise: (inout ByteWriter, UInt8) -> Void
  ) {
    var text = text
    text.withUTF8 { memory in
      let bytes = unsafe Bytes(memory)
      if judge(bytes) {
        append(bytes)
      } else {
        for index in 0..<bytes.count { otherwise(&self, bytes[index]) }
      }
    }
  }

  @inlinable
  package mutating func append(_ bytes: Bytes) {
    guard let start = unsafe bytes.memory.baseAddress else { return }
    if bytes.count > room - count { widen(by: bytes.count) }
    unsafe (memory + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  @usableFromInline
  mutating func widen(by more: Int) {
    let wider = max(room * 2, count + more)
    let other = UnsafeMutableRawPointer.allocate(byteCount: wider, alignment: 8)
    unsafe other.copyMemory(from: memory, byteCount: count)
    unsafe memory.deallocate()
    unsafe memory = other
    room = wider
  }
}
