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
  package static func giveBack() {
    guard let symbol = unsafe dlsym(nil, "dl_iterate_phdr") else { return }
    let iterate = unsafe unsafeBitCast(symbol, to: Iterate.self)
    // The loader is locked meanwhile, so nothing else comes to lie where a library was.
    _ = unsafe iterate(
      { object, _, _ in
        if let object = unsafe object?.load(as: LoadedObject.self) {
          unsafe ProgramPages.giveBack(object)
        }
        return 0
      }, nil)
  }

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

  // From glibc's link.h and elf.h, of which Swift's Glibc module leaves out these parts.

  private typealias Visit =
    @convention(c) (
      _ object: UnsafeRawPointer?, _ size: Int, _ context: UnsafeMutableRawPointer?
    ) -> Int32
  private typealias Iterate = @convention(c) (Visit, UnsafeMutableRawPointer?) -> Int32

  /// `struct dl_phdr_info`, as far as it is of use.
  @unsafe private struct LoadedObject {
    var base: UInt
    var name: UnsafePointer<CChar>?
    var segments: UnsafePointer<Segment>?
    var segmentCount: UInt16
  }

  /// `Elf64_Phdr`.
  private struct Segment {
    var kind: UInt32
    var flags: UInt32
    var offset: UInt64
    var address: UInt
    var physicalAddress: UInt64
    var fileSize: UInt64
    var memorySize: UInt
    var alignment: UInt64
  }

  /// `Elf64_Dyn`.
  private struct Entry {
    var tag: Int64
    var value: UInt64
  }

  private static let loaded: UInt32 = 1
  private static let dynamic: UInt32 = 2
  private static let writable: UInt32 = 2

  private static func giveBack(_ object: LoadedObject) {
    guard let segments = unsafe object.segments, unsafe !isPatched(object) else { return }
    let page = UInt(getpagesize())
    for index in unsafe 0..<Int(object.segmentCount) {
      let segment = unsafe segments[index]
      guard segment.kind == loaded, segment.flags & writable == 0 else { continue }
      let start = unsafe object.base + segment.address
      let first = start / page * page
      let length = (start + segment.memorySize + page - 1) / page * page - first
      _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: first), Int(length), MADV_DONTNEED)
    }
  }

  /// Whether the loader has changed code (`DT_TEXTREL`, `DF_TEXTREL`), as today's compilers never
  /// ask of it: it would come back without the changes.
  private static func isPatched(_ object: LoadedObject) -> Bool {
    guard let segments = unsafe object.segments else { return false }
    for index in unsafe 0..<Int(object.segmentCount) {
      let segment = unsafe segments[index]
      guard segment.kind == dynamic,
        let entries = unsafe UnsafePointer<Entry>(bitPattern: object.base + segment.address)
      else { continue }
      for place in 0..<Int(segment.memorySize) / MemoryLayout<Entry>.stride {
        let entry = unsafe entries[place]
        switch entry.tag {
        case 0: return false
        case 22: return true
        case 30 where entry.value & 4 != 0: return true
        default: continue
        }
      }
    }
    return false
  }
}
