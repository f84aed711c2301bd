/// Bytes that are held in place by somebody else: of an array, of a text, or of a part of one.
///
/// It is lent for the length of a `withBytes` and must not be kept longer. Within it every access
/// is checked against the bounds, so that the callers need no unsafe word.
@safe @usableFromInline
package struct Bytes {
  @usableFromInline let memory: UnsafeBufferPointer<UInt8>

  @inlinable
  init(_ memory: UnsafeBufferPointer<UInt8>) { unsafe self.memory = memory }

  @inlinable package var count: Int { unsafe memory.count }
  @inlinable package var isEmpty: Bool { unsafe memory.isEmpty }
  @inlinable package var first: UInt8? { isEmpty ? nil : self[0] }

  @inlinable
  package subscript(index: Int) -> UInt8 {
    unsafe precondition(index >= 0 && index < memory.count)
    return unsafe memory[index]
  }

  @inlinable
  package subscript(places: Range<Int>) -> Bytes {
    unsafe precondition(places.lowerBound >= 0 && places.upperBound <= memory.count)
    return unsafe Bytes(UnsafeBufferPointer(rebasing: memory[places]))
  }

  /// Eight bytes from a place on, the first of them lowest.
  @inlinable
  package func eight(at place: Int) -> UInt64 {
    unsafe precondition(place >= 0 && place <= memory.count - 8)
    return unsafe UnsafeRawBufferPointer(memory).loadUnaligned(
      fromByteOffset: place, as: UInt64.self
    ).littleEndian
  }

  /// Four bytes from a place on, the first of them lowest.
  @inlinable
  package func four(at place: Int) -> UInt32 {
    unsafe precondition(place >= 0 && place <= memory.count - 4)
    return unsafe UnsafeRawBufferPointer(memory).loadUnaligned(
      fromByteOffset: place, as: UInt32.self
    ).littleEndian
  }

  /// The bytes as a text; what is no UTF-8 becomes U+FFFD.
  @inlinable package var text: String { unsafe String(decoding: memory, as: UTF8.self) }

  @inlinable
  package func isSame(as text: String) -> Bool {
    let other = text.utf8
    guard other.count == count else { return false }
    let span = other.span
    for index in 0..<count where self[index] != span[index] { return false }
    return true
  }

  /// Writes the bytes to the end of an array.
  @inlinable
  package func append(to array: inout [UInt8]) {
    unsafe array.append(contentsOf: memory)
  }

  /// The same bytes for those who read spans.
  @inlinable
  package func withSpan<Answer>(_ body: (Span<UInt8>) -> Answer) -> Answer {
    unsafe body(memory.span)
  }
}

extension Array where Element == UInt8 {
  /// Holds the array in place for as long as the body runs.
  @inlinable
  package func withBytes<Answer, Failure: Error>(
    _ body: (Bytes) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try unsafe withUnsafeBufferPointer { memory throws(Failure) in
      try unsafe body(Bytes(memory))
    }
  }
}
