import Casework
import Foundation
import LibSystem
import Wire

/// How far a file of a watched folder has been taken, on disk beside it.
struct InboxProgress: Sendable {
  /// Of the file it belongs to: another file under the same name begins anew.
  var stamp: InboxFolder.Stamp
  var pieces = 0
  var lines = 0
  /// How long the answers were then; what came after is written again.
  var answersBytes: UInt64 = 0
  var accepted = 0
  var repeated = 0
  var rejected = 0
  /// Whether any message could be read.
  var hasReadable = false
  /// All is answered; the files need only be put where they belong.
  var isFinished = false
  /// Which file of its name it is, once its answers stand under their own name.
  var number = 1

  init(stamp: InboxFolder.Stamp) { self.stamp = stamp }

  /// What an earlier run left; nil where there is none for this very file.
  init?(at path: String, of stamp: InboxFolder.Stamp) {
    guard let data = FileManager.default.contents(atPath: path),
      let kept = try? JSONValue(parsing: [UInt8](data)), kept["file"]?.string == stamp.text,
      let pieces = kept["pieces"]?.int, let lines = kept["lines"]?.int,
      let bytes = kept["answersBytes"]?.int
    else { return nil }
    self.stamp = stamp
    (self.pieces, self.lines, answersBytes) = (pieces, lines, UInt64(bytes))
    accepted = kept["accepted"]?.int ?? 0
    repeated = kept["repeated"]?.int ?? 0
    rejected = kept["rejected"]?.int ?? 0
    hasReadable = kept["hasReadable"]?.bool ?? false
    isFinished = kept["isFinished"]?.bool ?? false
    number = kept["number"]?.int ?? 1
  }

  mutating func count(_ taken: [BatchLine], pieces count: Int) {
    pieces += count
    lines += taken.count
    for line in taken {
      switch line.status {
      case .accepted: accepted += 1
      case .repeated: repeated += 1
      case .rejected: rejected += 1
      }
      if !line.isUnreadable { hasReadable = true }
    }
  }

  /// On disk when it returns, also through a power cut.
  func write(to path: String) throws {
    let value = JSONValue.record([
      "file": .string(stamp.text), "pieces": .int(pieces), "lines": .int(lines),
      "answersBytes": .int(Int(answersBytes)), "accepted": .int(accepted),
      "repeated": .int(repeated), "rejected": .int(rejected), "hasReadable": .bool(hasReadable),
      "isFinished": .bool(isFinished), "number": .int(number),
    ])
    let new = path + ".tmp"
    guard
      FileManager.default.createFile(
        atPath: new, contents: Data(value.canonical), attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forUpdatingAtPath: new)
    else { throw UnnamedFile.Unwritable() }
    try handle.synchronize()
    guard FileName.replace(path, with: new) else { throw UnnamedFile.Unwritable() }
  }
}
