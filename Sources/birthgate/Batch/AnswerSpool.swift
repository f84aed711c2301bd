import Foundation
import LibSystem

/// Answers that wait until the caller reads them.
///
/// Many senders write a whole batch before they read the first answer. Were answers held back until
/// they are read, such a sender and the gateway would wait for each other for ever. So what the
/// connection does not take goes to an unnamed temporary file, and memory stays bounded.
actor AnswerSpool {
  /// The caller has gone, and nobody will read what is still to come.
  struct Abandoned: Error {}

  private static let memoryBytesMax = 1 << 18
  private static let fileBytesMax: UInt64 = 1 << 30
  private static let pieceBytes = 1 << 16

  private var memory: [UInt8] = []
  private var file: UnnamedFile?
  /// What lies in the file is newer than what is in memory.
  private var written: UInt64 = 0
  private var taken: UInt64 = 0
  private var isFinished = false
  private var isAbandoned = false
  private var reader: CheckedContinuation<Void, Never>?
  private var writer: CheckedContinuation<Void, Never>?

  /// Keeps an answer; waits only where neither memory nor disk can take it.
  func append(_ bytes: [UInt8]) async throws {
    while !isAbandoned, !keeps(bytes) {
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
  func next() async throws -> [UInt8]? {
    while memory.isEmpty, taken == written {
      if isFinished { return nil }
      await withCheckedContinuation { reader = $0 }
    }
    defer { wake(&writer) }
    if !memory.isEmpty {
      defer { memory = [] }
      return memory
    }
    return try pieceOfFile()
  }

  private func keeps(_ bytes: [UInt8]) -> Bool {
    let size = memory.count + bytes.count
    if taken == written, memory.isEmpty || size <= Self.memoryBytesMax {
      memory += bytes
      return true
    }
    guard written < Self.fileBytesMax,
      let file = file ?? UnnamedFile.fresh(in: FileManager.default.temporaryDirectory.path)
    else { return false }
    self.file = file
    // A full disk: what was written in part is written over.
    guard (try? file.write(bytes, at: written)) != nil else { return false }
    written += UInt64(bytes.count)
    return true
  }

  private func pieceOfFile() throws -> [UInt8] {
    guard let file else { throw Abandoned() }
    let bytes = try file.read(at: taken, upTo: min(Self.pieceBytes, Int(written - taken)))
    guard !bytes.isEmpty else { throw Abandoned() }
    taken += UInt64(bytes.count)
    if taken == written {
      (taken, written) = (0, 0)
      file.empty()
    }
    return bytes
  }

  private func wake(_ waiting: inout CheckedContinuation<Void, Never>?) {
    waiting?.resume()
    waiting = nil
  }
}
