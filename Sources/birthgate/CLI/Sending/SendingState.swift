import Casework
import Engine
import Foundation
import LibCrypto
import Wire

/// How far a file has been sent, kept beside it until it is done.
///
/// It holds numbers only, and belongs to the file by its size and the digest of its beginning.
struct SendingState {
  /// Messages of the file that are settled.
  var done = 0
  var accepted = 0
  var repeated = 0
  var refused = 0
  /// How long the list of refused messages was then; what came after is written again.
  var refusedBytes = 0
  private let path: String?
  private let name: String
  private var isKept = false

  private static let beginningBytes = 1 << 16

  /// - Parameter path: where it is kept; nil for a file that nobody can read twice.
  init(path: String?, of file: String) {
    self.path = path
    name = path == nil ? "" : Self.name(of: file)
  }

  var isWritable: Bool { path != nil }
  var wasFound: Bool { isKept }

  /// Takes up what an earlier run left.
  mutating func resume() {
    guard let path, let data = FileManager.default.contents(atPath: path),
      let kept = try? JSONValue(parsing: [UInt8](data)), kept["file"]?.string == name
    else { return }
    done = kept["done"]?.int ?? 0
    accepted = kept["accepted"]?.int ?? 0
    repeated = kept["repeated"]?.int ?? 0
    refused = kept["refused"]?.int ?? 0
    refusedBytes = kept["refusedBytes"]?.int ?? 0
    isKept = true
  }

  mutating func write() {
    guard let path else { return }
    let value = JSONValue.record([
      "file": .string(name), "done": .int(done), "accepted": .int(accepted),
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

  private static func name(of file: String) -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    let handle = FileHandle(forReadingAtPath: file)
    let beginning = (try? handle?.read(upToCount: beginningBytes)) ?? Data()
    return "\(size)-\(Hex.encode(SM3.digest([UInt8](beginning))))"
  }
}
