import Foundation
import Wire

/// The refused messages of a file, one line each in `FILE.refused.ndjson`: which they are and what
/// is wrong with them, without what they say.
struct RefusalFile {
  let path: String
  private var handle: FileHandle?
  private(set) var bytes: Int

  /// - Parameter bytes: what of an earlier run's list counts.
  init(beside file: String, keeping bytes: Int) {
    path = file + ".refused.ndjson"
    self.bytes = bytes
    if bytes == 0 {
      try? FileManager.default.removeItem(atPath: path)
    } else if let kept = FileHandle(forUpdatingAtPath: path) {
      try? kept.truncate(atOffset: UInt64(bytes))
      handle = kept
      _ = try? kept.seekToEnd()
    } else {
      self.bytes = 0
    }
  }

  mutating func append(_ refused: [JSONValue]) {
    guard !refused.isEmpty else { return }
    if handle == nil {
      _ = FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
      handle = FileHandle(forWritingAtPath: path)
    }
    let lines = Data(refused.flatMap { $0.canonical + [0x0A] })
    guard (try? handle?.write(contentsOf: lines)) != nil else { return }
    bytes += lines.count
  }
}
