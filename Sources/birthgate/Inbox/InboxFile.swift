import Foundation
import LibSystem
import ServiceLifecycle
import Wire

/// Takes one file of a watched folder, message after message, and writes the answers.
///
/// How far it came is on disk at least once a second, so a crash costs no message and no answer:
/// those that were taken after the last note are sent again, and answered as repeats.
actor InboxFile {
  /// The file is gone, or cannot be read.
  struct Unreadable: Error {}
  /// The gateway stops; the next one goes on.
  struct Stopped: Error {}

  private static let chunkBytes = 1 << 16
  private static let noteSeconds = 1.0

  private let folder: InboxFolder
  private let name: String
  private let answers: FileHandle
  private(set) var progress: InboxProgress
  private var notedAt = ContinuousClock.now

  init(_ name: String, in folder: InboxFolder) throws {
    self.name = name
    self.folder = folder
    guard let stamp = InboxFolder.stamp(of: folder.file(name)) else { throw Unreadable() }
    let kept = InboxProgress(at: folder.progress(name), of: stamp)
    progress = kept ?? InboxProgress(stamp: stamp)
    let path = folder.answersInWork(name)
    if kept == nil || !FileManager.default.fileExists(atPath: path) {
      if kept?.isFinished != true {
        progress = InboxProgress(stamp: stamp)
        guard
          FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw UnnamedFile.Unwritable() }
      }
    }
    let opened = FileHandle(forUpdatingAtPath: path)
    answers = opened ?? FileHandle.nullDevice
    guard !progress.isFinished else { return }
    guard opened != nil else { throw UnnamedFile.Unwritable() }
    try answers.truncate(atOffset: progress.answersBytes)
    try answers.seekToEnd()
  }

  /// Takes what has not been taken yet, and puts the file where it belongs.
  ///
  /// - Returns: whether any of it could be read.
  func take(by intake: BatchIntake, _ reader: BatchReader) async throws -> Bool {
    if !progress.isFinished {
      let (path, first) = (folder.file(name), progress.pieces)
      try await intake.run { queue in
        try await Self.cut(path, reader, from: first, into: queue)
      } emit: { lines, pieces in
        try await self.answer(lines, pieces)
      }
      progress.isFinished = true
      try note()
    }
    try putAway()
    return progress.hasReadable
  }

  private func answer(_ lines: [BatchLine], _ pieces: Int) throws {
    var index = progress.lines
    var bytes: [UInt8] = []
    for line in lines {
      bytes += line.json(index).canonical
      bytes.append(0x0A)
      index += 1
    }
    try answers.write(contentsOf: Data(bytes))
    progress.count(lines, pieces: pieces)
    progress.answersBytes += UInt64(bytes.count)
    if ContinuousClock.now - notedAt >= .seconds(Self.noteSeconds) { try note() }
  }

  /// The answers first: progress never runs ahead of them.
  private func note() throws {
    try answers.synchronize()
    try progress.write(to: folder.progress(name))
    notedAt = ContinuousClock.now
  }

  /// Each step can be done again after a crash.
  private func putAway() throws {
    let inWork = folder.answersInWork(name)
    if FileManager.default.fileExists(atPath: inWork) {
      guard FileName.replace(folder.answers(name), with: inWork) else {
        throw UnnamedFile.Unwritable()
      }
    }
    try folder.move(
      name, of: progress.stamp, into: progress.hasReadable ? "done" : "refused")
    try? FileManager.default.removeItem(atPath: folder.progress(name))
  }

  @concurrent
  private static func cut(
    _ path: String, _ reader: BatchReader, from first: Int, into queue: PieceQueue
  ) async throws {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw Unreadable() }
    var reader = reader
    while let chunk = try handle.read(upToCount: chunkBytes), !chunk.isEmpty {
      for piece in reader.feed([UInt8](chunk)) where piece.index >= first {
        guard !Task.isShuttingDownGracefully, !Task.isCancelled else { throw Stopped() }
        try await queue.append(BatchPiece(piece))
      }
    }
    for piece in reader.finish() where piece.index >= first {
      try await queue.append(BatchPiece(piece))
    }
  }
}
