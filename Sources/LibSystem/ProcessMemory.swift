internal import CGlibc

/// How the process gets its memory from the C library.
package enum ProcessMemory {
  /// Keeps memory from piling up: glibc gives each thread an arena of its own, and what one thread
  /// has freed the others do not use. Tasks wander over all threads, so each arena would grow to
  /// the most that any task ever needed. What the environment says goes before; another C library
  /// is left as it is.
  package static func settle() { birthgate_settle_memory() }
}
