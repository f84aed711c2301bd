/// The way from whoever cuts a batch to whoever takes its messages, in bounded memory.
///
/// What has come when a wave begins goes with it: a sender who waits for each answer is answered at
/// once, and one who sends without pause fills the waves by himself.
actor PieceQueue {
  /// Nobody takes any more.
  struct Abandoned: Error {}

  /// More than this waits only where a single message is larger.
  private static let bytesMax = 1 << 18

  private var pieces: [BatchPiece] = []
  private var bytes = 0
  private var isFinished = false
  private var isAbandoned = false
  private var giver: CheckedContinuation<Void, Never>?
  private var taker: CheckedContinuation<Void, Never>?

  func append(_ piece: BatchPiece) async throws {
    while !isAbandoned, bytes >= Self.bytesMax {
      await withCheckedContinuation { giver = $0 }
    }
    if isAbandoned { throw Abandoned() }
    pieces.append(piece)
    bytes += piece.bytes.count
    wake(&taker)
  }

  /// No more come.
  func finish() {
    isFinished = true
    wake(&taker)
  }

  func abandon() {
    isAbandoned = true
    pieces = []
    wake(&giver)
    wake(&taker)
  }

  /// What waits, up to so many; nil after the last.
  func next(upTo count: Int) async -> [BatchPiece]? {
    while pieces.isEmpty, !isFinished, !isAbandoned {
      await withCheckedContinuation { taker = $0 }
    }
    guard !pieces.isEmpty else { return nil }
    let wave = Array(pieces.prefix(count))
    pieces.removeFirst(wave.count)
    bytes -= wave.reduce(0) { $0 + $1.bytes.count }
    wake(&giver)
    return wave
  }

  private func wake(_ waiting: inout CheckedContinuation<Void, Never>?) {
    waiting?.resume()
    waiting = nil
  }
}
