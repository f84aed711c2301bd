internal import CGlibc
internal import Glibc

/// What of the program and its libraries lies in this process's memory.
///
/// The kernel maps a page of them when it is first used, with its neighbours, and takes it back
/// only when the machine runs short; most of what a gateway holds of itself has served only its
/// start. Such pages are the same on disk. One that was given back and is used again comes out of
/// the system's cache of files, for a microsecond or so.
package enum ProgramPages {
  /// Gives back the pages of code and constants; those in use come back by themselves.
  ///
  /// Only what is never written: of what the loader or the program has changed, no copy lies on
  /// disk.
  package static func giveBack() { birthgate_give_back_pages() }

  /// Gives back where the process holds more than so many bytes of files.
  package static func giveBack(above bytes: Int) {
    if let held, held > bytes { giveBack() }
  }

  /// How many bytes of files the process holds in memory: the third number of `/proc/self/statm`
  /// (proc(5)).
  package static var held: Int? {
    let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let text = unsafe String(unsafeUninitializedCapacity: 128) {
      unsafe max(0, read(file, $0.baseAddress, $0.count))
    }
    let fields = text.split(separator: " ")
    guard fields.count > 2, let pages = Int(fields[2]) else { return nil }
    return pages * Int(getpagesize())
  }
}
