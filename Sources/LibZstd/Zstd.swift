import CZstd

/// Why bytes could not be brought back.
package enum ZstdError: Error, Hashable, Sendable {
  /// Not zstd, cut short, or made with another dictionary.
  case corrupt
  /// Would grow beyond what the caller allows.
  case tooLarge
}

/// Zstandard (RFC 8878) for messages and event bodies before they are sealed.
package enum Zstd {
  /// One frame with its content size noted. Levels 1 to 19; 3 is the library's own choice.
  package static func compress(
    _ bytes: [UInt8], level: Int = 3, dictionary: [UInt8] = []
  ) -> [UInt8] {
    precondition((1...19).contains(level))
    return PackingContext().compress(bytes, level: level, dictionary: dictionary)
  }

  /// The bytes of one frame, if they are no more than `maxBytes`. A frame that says its size is
  /// believed only as far as refusing it: the room is bounded before anything is written.
  package static func decompress(
    _ frame: [UInt8], maxBytes: Int, dictionary: [UInt8] = []
  ) throws(ZstdError) -> [UInt8] {
    // A skippable frame is valid zstd, but none of ours.
    guard frame.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) else { throw .corrupt }
    let size = unsafe ZSTD_getFrameContentSize(frame, frame.count)
    // All ones and all ones less one: unknown size, no frame (macros that Swift does not see).
    guard size < UInt64.max - 1 else { throw .corrupt }
    guard size <= UInt64(max(0, maxBytes)) else { throw .tooLarge }
    guard unsafe ZSTD_findFrameCompressedSize(frame, frame.count) == frame.count else {
      throw .corrupt
    }
    let context = unsafe ZSTD_createDCtx()
    defer { unsafe ZSTD_freeDCtx(context) }
    var failed = false
    let plain = unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { out, written in
      let count = unsafe ZSTD_decompress_usingDict(
        context, out.baseAddress, Int(size), frame, frame.count, dictionary, dictionary.count)
      failed = ZSTD_isError(count) != 0 || count != Int(size)
      written = failed ? 0 : count
    }
    guard !failed else { throw .corrupt }
    return plain
  }
}
