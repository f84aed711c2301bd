// Stand-ins for what other branches bring; this file goes when they are merged.
import Wire

struct BatchPiece: Sendable {
  var bytes: [UInt8]
}

struct BatchReader {
  private var rest: [UInt8] = []
  init(form: MessageForm) {}

  mutating func feed(_ chunk: [UInt8]) -> [BatchPiece] {
    rest += chunk
    var pieces: [BatchPiece] = []
    while let end = rest.firstIndex(of: 10) {
      let line = Array(rest[..<end])
      rest.removeFirst(end + 1)
      if line.contains(where: { $0 > 32 }) { pieces.append(BatchPiece(bytes: line)) }
    }
    return pieces
  }

  mutating func finish() -> [BatchPiece] {
    rest.contains { $0 > 32 } ? [BatchPiece(bytes: rest)] : []
  }
}

