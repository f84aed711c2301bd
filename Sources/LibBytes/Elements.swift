/// The elements of an array that is held in place by somebody else: looking at one counts no
/// reference.
///
/// It is lent for the length of a `withElements` and must not be kept longer; every access is
/// checked against the bounds.
@safe @usableFromInline
package struct Elements<Element> {
  @usableFromInline let memory: UnsafeBufferPointer<Element>

  @inlinable
  init(_ memory: UnsafeBufferPointer<Element>) { unsafe self.memory = memory }

  @inlinable package var count: Int { unsafe memory.count }

  @inlinable
  package subscript(index: Int) -> Element {
    unsafe precondition(index >= 0 && index < memory.count)
    return unsafe memory[index]
  }
}

extension Array {
  /// Holds the array in place for as long as the body runs.
  @inlinable
  package func withElements<Answer, Failure: Error>(
    _ body: (Elements<Element>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try unsafe withUnsafeBufferPointer { memory throws(Failure) in
      try unsafe body(Elements(memory))
    }
  }
}
