internal import Glibc

/// A file without a name, for what is too large for memory: nobody else can open it, and it goes
/// with its last holder, however that ends.
///
/// One task at a time works with it.
package final class UnnamedFile: Sendable {
  /// The disk is full or away.
  package struct Unwritable: Error {
    package init() {}
  }

  private let descriptor: Int32

  /// Nil where the folder takes no file.
  ///
  /// - Parameter name: for the moment in which it has one; no other file of the folder has it.
  package init?(in folder: String, named name: String) {
    let path = folder + "/" + name
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    _ = unsafe unlink(path)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  package func write(_ bytes: [UInt8], at offset: UInt64) throws(Unwritable) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe pwrite(
          descriptor, $0.baseAddress.map { unsafe $0 + done }, $0.count - done,
          off_t(offset) + off_t(done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Unwritable() }
      done += count
    }
  }

  /// Up to so many bytes; none at the end.
  package func read(at offset: UInt64, upTo count: Int) throws(Unwritable) -> [UInt8] {
    while true {
      var got = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        got = unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
        filled = max(0, got)
      }
      if got >= 0 { return bytes }
      guard errno == EINTR else { throw Unwritable() }
    }
  }

  /// Gives the room back that its content took.
  package func empty() { _ = ftruncate(descriptor, 0) }
}
