import CZstd
import Synchronization

/// Compresses many bodies one after the other, as ``Zstd`` does each.
///
/// Idle contexts are kept, because making one takes longer than compressing a short body.
package final class Packer: Sendable {
  private let level: Int
  private let idle = Mutex<[PackingContext]>([])

  package init(level: Int = 3) {
    precondition((1...19).contains(level))
    self.level = level
  }

  /// One frame with its content size noted.
  package func compress(_ bytes: [UInt8]) -> [UInt8] {
    let context = idle.withLock { $0.popLast() } ?? PackingContext()
    defer { idle.withLock { if $0.count < 16 { $0.append(context) } } }
    return context.compress(bytes, level: level)
  }
}

/// Owns one compression context of zstd.
///
/// A context is in the packer's pool or in one call, never in both; that is what makes it sendable
/// and what the compiler cannot see.
@safe
final class PackingContext: Sendable {
  nonisolated(unsafe) private let context: OpaquePointer

  init() {
    guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("out of memory") }
    unsafe self.context = unsafe context
  }

  deinit { unsafe ZSTD_freeCCtx(context) }

  func compress(_ bytes: [UInt8], level: Int, dictionary: [UInt8] = []) -> [UInt8] {
    let room = ZSTD_compressBound(bytes.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: room) { out, written in
      let count = unsafe ZSTD_compress_usingDict(
        context, out.baseAddress, room, bytes, bytes.count, dictionary, dictionary.count,
        Int32(level))
      precondition(ZSTD_isError(count) == 0, "zstd cannot compress")
      written = count
    }
  }
}
