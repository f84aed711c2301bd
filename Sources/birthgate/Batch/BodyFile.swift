import LibCrypto
import LibSystem

/// A body on its way into an unnamed file, hashed as it comes: a signature covers the whole of it,
/// so nothing of it counts before its last byte is here.
struct BodyFile: ~Copyable {
  /// A body that is here.
  struct Whole: Sendable {
    let file: UnnamedFile
    let bytes: UInt64
    /// SM3 of the raw bytes.
    let digest: [UInt8]
  }

  private let file: UnnamedFile
  private var bytes: UInt64 = 0
  private var digest = Digest(.sm3)

  init(in folder: String) throws(UnnamedFile.Unwritable) {
    guard let file = UnnamedFile.fresh(in: folder) else { throw UnnamedFile.Unwritable() }
    self.file = file
  }

  var count: UInt64 { bytes }

  mutating func append(_ chunk: [UInt8]) throws(UnnamedFile.Unwritable) {
    try file.write(chunk, at: bytes)
    digest.update(chunk)
    bytes += UInt64(chunk.count)
  }

  consuming func finish() -> Whole {
    let (file, bytes) = (file, bytes)
    return Whole(file: file, bytes: bytes, digest: digest.finish())
  }
}
