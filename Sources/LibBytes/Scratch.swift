/// So many places for the length of one call, on the stack where they fit: what an array would
/// hold, without the allocation.
///
/// It cannot be copied and only ``with(_:of:_:)`` makes one, so none outlives its call; every
/// access is checked against the bounds.
@safe @usableFromInline
package struct Scratch<Element>: ~Copyable {
  @usableFromInline let memory: UnsafeMutableBufferPointer<Element>

  @inlinable
  init(_ memory: UnsafeMutableBufferPointer<Element>) { unsafe self.memory = memory }

  @inlinable
  package subscript(index: Int) -> Element {
    get {
      unsafe precondition(index >= 0 && index < memory.count)
      return unsafe memory[index]
    }
    set {
      unsafe precondition(index >= 0 && index < memory.count)
      unsafe memory[index] = newValue
    }
  }

  /// Lends so many places, each of which holds `filler` at first.
  @inlinable
  package static func with<Answer>(
    _ count: Int, of filler: Element, _ body: (inout Scratch) -> Answer
  ) -> Answer {
    unsafe withUnsafeTemporaryAllocation(of: Element.self, capacity: count) { memory in
      unsafe memory.initialize(repeating: filler)
      defer { unsafe memory.deinitialize() }
      var scratch = unsafe Scratch(memory)
      return body(&scratch)
    }
  }
}
