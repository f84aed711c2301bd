import Foundation
import NIOCore

/// Answers that wait until the caller reads them.
///
/// Many senders write a whole batch before they read the first answer. Were answers held back until
/// they are read, such a sender and the gateway would wait for each other for ever. So what the
/// connection does not take goes to an unnamed temporary file, and memory stays bounded.
actor AnswerSpool {
  /// The caller has gone, and nobody will read what is still to come.
  struct Abandoned: Error {}

  private static let memoryBytesMax = 1 << 20
  private static let fileBytesMax: UInt64 = 1 << 30
  private static let pieceBytes = 1 << 16

  private var memory = ByteBuffer()
  private var file: FileHandle?
  /// What lies in the file is newer than what is in memory.
  private var written: UInt64 = 0
  private var taken: UInt64 = 0
  private var isFinished = false
  private var isAbandoned = false
  private var reader: CheckedContinuation<Void, Never>?
  private var writer: CheckedContinuation<Void, Never>?

  /// Keeps an answer; waits only where neither memory nor disk can take it.
  func append(_ buffer: ByteBuffer) async throws {
    while !isAbandoned, !keeps(buffer) {
      await withCheckedContinuation { writer = $0 }
    }
    if isAbandoned { throw Abandoned() }
    wake(&reader)
  }

  /// No answer comes after those that were appended.
  func finish() {
    isFinished = true
    wake(&reader)
  }

  /// Nobody reads any more.
  func abandon() {
    isAbandoned = true
    wake(&writer)
  }

  /// The next answers in their order; nil after the last.
  func next() async throws -> ByteBuffer? {
    while memory.readableBytes == 0, taken == written {
      if isFinished { return nil }
      await withCheckedContinuation { reader = $0 }
    }
    defer { wake(&writer) }
    if memory.readableBytes > 0 {
      defer { memory = ByteBuffer() }
      return memory
    }
    return try pieceOfFile()
  }

  private func keeps(_ buffer: ByteBuffer) -> Bool {
    let size = memory.readableBytes + buffer.readableBytes
    if taken == written, memory.readableBytes == 0 || size <= Self.memoryBytesMax {
      memory.writeImmutableBuffer(buffer)
      return true
    }
    guard written < Self.fileBytesMax, let file = file ?? Self.temporary() else { return false }
    self.file = file
    do {
      try file.seek(toOffset: written)
      try file.write(contentsOf: Data(buffer.readableBytesView))
    } catch {
      // A full disk: what was written in part is written over.
      return false
    }
    written += UInt64(buffer.readableBytes)
    return true
  }

  private func pieceOfFile() throws -> ByteBuffer {
    guard let file else { throw Abandoned() }
    try file.seek(toOffset: taken)
    let count = min(Self.pieceBytes, Int(written - taken))
    guard let data = try file.read(upToCount: count), !data.isEmpty else { throw Abandoned() }
    taken += UInt64(data.count)
    if taken == written {
      (taken, written) = (0, 0)
      try file.truncate(atOffset: 0)
    }
    return ByteBuffer(bytes: data)
  }

  private func wake(_ waiting: inout CheckedContinuation<Void, Never>?) {
    waiting?.resume()
    waiting = nil
  }

  /// A file without a name, which goes with its handle.
  private static func temporary() -> FileHandle? {
    let folder = FileManager.default.temporaryDirectory.path
    var name = Array("\(folder)/birthgate-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { return nil }
    _ = unsafe unlink(name)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}
