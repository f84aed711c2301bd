import Casework
import Engine
import LibSystem
import ServiceLifecycle
import Wire

/// Takes the messages of a batch, wave after wave: while one wave is on its way to the disk, the
/// next is read.
///
/// Messages of one wave share durable commits. Two with the same key never go at the same time, so
/// that the earlier one is always the one that is accepted.
struct BatchIntake: Sendable {
  /// So many messages are under way at once; one durable transaction can then take them together.
  static let waveMessagesMax = 64
  /// Between two tries to reach a store that is away, for those who can wait.
  private static let pauses: [Duration] = [
    .milliseconds(500), .seconds(1), .seconds(2), .seconds(5),
  ]
  private static let readers = 4
  /// After so many messages the program's own pages are counted, and given back where they are
  /// more than a batch needs: other requests may have brought in others before.
  private static let messagesBetweenLooks = 1_024
  private static let programBytesMax = 32 << 20

  let office: Office
  let form: MessageForm
  var manner = Manner.canonical
  var sender: Sender?
  /// Whether messages wait for a store that is away, instead of being answered so.
  var isPatient = false

  /// Cuts and takes a whole batch.
  ///
  /// - Parameters:
  ///   - source: appends the pieces.
  ///   - emit: gets the lines of each wave in order, and of how many pieces they are.
  func run(
    _ source: @escaping @Sendable (PieceQueue) async throws -> Void,
    emit: @escaping @Sendable (_ lines: [BatchLine], _ pieces: Int) async throws -> Void
  ) async throws {
    let queue = PieceQueue()
    let failure = await withTaskGroup(of: (isWorker: Bool, error: (any Error)?).self) { group in
      group.addTask {
        let error = await Self.failure { try await source(queue) }
        // What had come whole by then is taken all the same.
        await queue.finish()
        return (false, error)
      }
      group.addTask {
        let error = await Self.failure { try await work(queue, emit) }
        if error != nil { await queue.abandon() }
        return (true, error)
      }
      var failure: (any Error)?
      for await ended in group {
        // The first reason is the true one.
        failure = failure ?? ended.error
        if ended.isWorker, ended.error != nil { group.cancelAll() }
      }
      return failure
    }
    if let failure { throw failure }
  }

  private static func failure(_ body: () async throws -> Void) async -> (any Error)? {
    do {
      try await body()
      return nil
    } catch {
      return error
    }
  }

  /// A wave is answered by itself: a sender may wait for what it sent before it sends more.
  private func work(
    _ queue: PieceQueue,
    _ emit: @escaping @Sendable (_ lines: [BatchLine], _ pieces: Int) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var unseen = Self.messagesBetweenLooks
      while let pieces = await queue.next(upTo: Self.waveMessagesMax) {
        unseen += pieces.count
        if unseen > Self.messagesBetweenLooks {
          unseen = 0
          ProgramPages.giveBack(above: Self.programBytesMax)
        }
        let entries = await read(pieces)
        // One wave at a time, so the lines come in the order of the batch.
        try await group.next()
        group.addTask { try await emit(try await take(entries), pieces.count) }
      }
      try await group.waitForAll()
    }
  }

  /// A message that has been read, or not, with its bytes as they came.
  private struct Entry: Sendable {
    var raw: [UInt8]
    var outcome: Outcome
  }

  private enum Outcome: Sendable {
    case tooLong
    case read(Reading)
    case rejected(Rejection)
  }

  // MARK: Reading

  @concurrent
  private func read(_ pieces: [BatchPiece]) async -> [Entry] {
    let share = max(1, (pieces.count + Self.readers - 1) / Self.readers)
    guard pieces.count > share else { return pieces.flatMap(entries) }
    return await withTaskGroup(of: (Int, [Entry]).self) { group in
      for start in stride(from: 0, to: pieces.count, by: share) {
        let part = pieces[start..<min(start + share, pieces.count)]
        group.addTask { (start, part.flatMap(entries)) }
      }
      var parts: [(Int, [Entry])] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
    }
  }

  /// Pieces of a text in UTF-16 are UTF-8 already.
  private var pieceManner: Manner {
    var manner = manner
    if manner.charset == .utf16 { manner.charset = nil }
    return manner
  }

  private func entries(_ piece: BatchPiece) -> [Entry] {
    guard !piece.isTooLong else { return [Entry(raw: piece.bytes, outcome: .tooLong)] }
    let read = office.caseworker.checkAll(
      piece.bytes, form: form, as: pieceManner, from: piece.place)
    return read.map { read in
      switch read.through(piece.steps) {
      case .success(let reading): Entry(raw: piece.bytes, outcome: .read(reading))
      case .failure(let rejection): Entry(raw: piece.bytes, outcome: .rejected(rejection))
      }
    }
  }

  // MARK: Taking

  @concurrent
  private func take(_ entries: [Entry]) async throws -> [BatchLine] {
    var lines = Array(
      repeating: BatchLine(.failure(.unavailable)), count: entries.count)
    for round in Self.rounds(entries) { await take(round, of: entries, into: &lines) }
    guard isPatient else { return lines }
    var tries = 0
    while lines.contains(where: \.isUndecided) {
      // Nothing of it is settled, so whoever goes on takes it again.
      guard !Task.isShuttingDownGracefully else { throw CancellationError() }
      try await Task.sleep(for: Self.pauses[min(tries, Self.pauses.count - 1)])
      tries += 1
      let open = lines.indices.filter { lines[$0].isUndecided }
      for round in Self.rounds(entries) {
        await take(round.filter(open.contains), of: entries, into: &lines)
      }
    }
    return lines
  }

  /// Which messages may go together: the second of one key goes with the second of others.
  private static func rounds(_ entries: [Entry]) -> [[Int]] {
    struct Key: Hashable {
      let sender: String
      let id: String
    }
    var seen: [Key: Int] = [:]
    var rounds: [[Int]] = [[]]
    for (place, entry) in entries.enumerated() {
      var round = 0
      if case .read(let reading) = entry.outcome {
        let key = Key(sender: reading.message.sender, id: reading.message.id)
        round = seen[key, default: 0]
        seen[key] = round + 1
      }
      if round == rounds.count { rounds.append([]) }
      rounds[round].append(place)
    }
    return rounds
  }

  private func take(
    _ places: [Int], of entries: [Entry], into lines: inout [BatchLine]
  ) async {
    await withTaskGroup(of: (Int, BatchLine).self) { group in
      for place in places {
        let entry = entries[place]
        group.addTask { (place, await line(entry)) }
      }
      for await (place, line) in group { lines[place] = line }
    }
  }

  private func line(_ entry: Entry) async -> BatchLine {
    let admission = Admission(office: office)
    do throws(Problem) {
      switch entry.outcome {
      case .tooLong: throw .tooLarge(Gateway.bodyBytesMax)
      case .read(let reading):
        return BatchLine(
          .success(
            try await admission.take(reading, raw: entry.raw, as: pieceManner, from: sender)))
      case .rejected(let rejection):
        return BatchLine(
          .success(try await admission.refuse(rejection, of: entry.raw, from: sender)))
      }
    } catch {
      return BatchLine(.failure(error), id: id(of: entry))
    }
  }

  private func id(of entry: Entry) -> String? {
    switch entry.outcome {
    case .read(let reading): reading.message.id
    case .rejected(let rejection): rejection.id ?? MessageIDScan.text(in: entry.raw)
    case .tooLong: MessageIDScan.text(in: entry.raw)
    }
  }
}
