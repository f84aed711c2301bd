internal import Glibc

/// How the process gets its memory from the C library.
package enum ProcessMemory {
  // From glibc's malloc.h, which Swift's Glibc module leaves out.
  private typealias Option = @convention(c) (_ parameter: Int32, _ value: Int32) -> Int32
  private static let trimThreshold: Int32 = -1
  private static let mapThreshold: Int32 = -3
  private static let arenasMaximum: Int32 = -8

  /// Keeps memory from piling up: glibc gives each thread an arena of its own, and what one thread
  /// has freed the others do not use. Tasks wander over all threads, so each arena would grow to
  /// the most that any task ever needed. What the environment says goes before; another C library
  /// is left as it is.
  package static func settle() {
    guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
    let set = unsafe unsafeBitCast(symbol, to: Option.self)
    if unsafe getenv("MALLOC_ARENA_MAX") == nil { _ = set(arenasMaximum, 1) }
    // Setting these also stops glibc from raising them with each large block that is freed.
    _ = set(mapThreshold, 128 << 10)
    _ = set(trimThreshold, 512 << 10)
  }
}
