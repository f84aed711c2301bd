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
  private let source: FileHandle
  private let answers: FileHandle
  /// As its beginning shows.
  let form: MessageForm
  private(set) var progress: InboxProgress
  private var notedAt = ContinuousClock.now

  init(_ name: String, in folder: InboxFolder) throws {
    self.name = name
    self.folder = folder
    guard let stamp = InboxFolder.stamp(of: folder.file(name)) else { throw Unreadable() }
    guard let source = FileHandle(forReadingAtPath: folder.file(name)),
      let start = try? source.read(upToCount: 4096) ?? Data()
    else { throw Unreadable() }
    // Another file may have come between the look and the opening; it is looked at next.
    guard InboxFolder.stamp(of: folder.file(name)) == stamp else { throw Unreadable() }
    try source.seek(toOffset: 0)
    self.source = source
    form = MessageReader.form(of: [UInt8](start))
    let kept = InboxProgress(at: folder.progress(name), of: stamp)
    progress = kept ?? InboxProgress(stamp: stamp)
    let path = folder.answersInWork(name)
    if kept == nil || !FileManager.default.fileExists(atPath: path) {
      if kept?.isFinished != true {
        progress = InboxProgress(stamp: stamp)
        try folder.keepAnswers(name)
        guard
          FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw UnnamedFile.Unwritable() }
        // From now on it is known whose answers they are.
        try progress.write(to: folder.progress(name))
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
      let (source, first) = (source, progress.pieces)
      try await intake.run { queue in
        try await Self.cut(source, reader, from: first, into: queue)
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
      // The file follows its answers under the same number, after a crash too.
      progress.number = folder.freeNumber(name)
      try progress.write(to: folder.progress(name))
      try FileManager.default.moveItem(
        atPath: inWork, toPath: folder.answers(name, progress.number))
    }
    try folder.move(
      name, progress.number, of: progress.stamp,
      into: progress.hasReadable ? "done" : "refused")
    try? FileManager.default.removeItem(atPath: folder.progress(name))
  }

  @concurrent
  private static func cut(
    _ handle: FileHandle, _ reader: BatchReader, from first: Int, into queue: PieceQueue
  ) async throws {
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
