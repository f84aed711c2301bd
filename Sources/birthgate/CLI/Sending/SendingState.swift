import Casework
import Engine
import Foundation
import LibCrypto
import Wire

/// How far a file has been sent, kept beside it until it is done.
///
/// It holds numbers and a digest of all that is settled, so that the rest of a file is sent only
/// where what stands before it is what was sent.
struct SendingState {
  /// Messages of the file that are settled.
  var done = 0
  var accepted = 0
  var repeated = 0
  var refused = 0
  /// How long the list of refused messages was then; what came after is written again.
  var refusedBytes = 0
  /// Of the messages that are settled, in order.
  var sent = Trace()
  private let path: String?
  private var isKept = false

  /// What messages were, in order: each digest holds the one before it.
  struct Trace: Equatable {
    fileprivate var digest: [UInt8] = []

    mutating func add(_ message: [UInt8]) { digest = SM3.digest(digest + message) }
  }

  /// - Parameter path: where it is kept; nil for a file that nobody can read twice.
  init(path: String?) { self.path = path }

  var wasFound: Bool { isKept }

  /// Takes up what an earlier run left.
  mutating func resume() {
    guard let path, let data = FileManager.default.contents(atPath: path),
      let kept = try? JSONValue(parsing: [UInt8](data)), let done = kept["done"]?.int,
      let digest = kept["sent"]?.string.flatMap(Hex.decode)
    else { return }
    self.done = done
    sent.digest = digest
    accepted = kept["accepted"]?.int ?? 0
    repeated = kept["repeated"]?.int ?? 0
    refused = kept["refused"]?.int ?? 0
    refusedBytes = kept["refusedBytes"]?.int ?? 0
    isKept = true
  }

  mutating func write() {
    guard let path else { return }
    let value = JSONValue.record([
      "done": .int(done), "sent": .string(Hex.encode(sent.digest)), "accepted": .int(accepted),
      "repeated": .int(repeated), "refused": .int(refused), "refusedBytes": .int(refusedBytes),
    ])
    // Where it cannot be kept the file is sent from its beginning again, which harms nobody.
    let written: Void? = try? Data(value.canonical).write(
      to: URL(fileURLWithPath: path), options: .atomic)
    isKept = written != nil
  }

  mutating func remove() {
    if let path { try? FileManager.default.removeItem(atPath: path) }
    isKept = false
  }

  mutating func count(_ settled: [Settled]) {
    for one in settled {
      switch one.status {
      case .accepted: accepted += 1
      case .repeated: repeated += 1
      case .rejected: refused += 1
      }
    }
  }
}
