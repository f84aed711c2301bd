import Casework
import Foundation
import Wire

/// A file of one message or a batch, JSON or XML, told by its content.
struct InputFile {
  let name: String
  let form: MessageForm
  let isBatch: Bool
  private let bytes: [UInt8]

  /// - Parameter name: a path, or `-` for standard input.
  init(_ name: String) throws {
    self.name = name
    let data =
      name == "-"
      ? try FileHandle.standardInput.readToEnd() ?? Data()
      : FileManager.default.contents(atPath: name)
    guard let data else {
      throw Stop.usage(Plain("无法读取文件 \(name)。", "Cannot read the file \(name)."))
    }
    let bytes = [UInt8](data)
    self.bytes = bytes
    let start = Self.start(of: bytes)
    if start < bytes.count, bytes[start] == UInt8(ascii: "<") {
      form = .xml
      isBatch = Self.rootName(bytes[start...]) == "messages"
    } else {
      form = .json
      // The batch reader tells one message over many lines from many messages.
      isBatch = true
    }
  }

  /// Hands over one message after the other, in order.
  func forEachPiece(_ body: (BatchPiece) throws -> Void) rethrows {
    guard isBatch else {
      try body(BatchPiece(whole: bytes))
      return
    }
    var reader = BatchReader(isFile: true)
    var rest = bytes[...]
    while !rest.isEmpty {
      let chunk = rest.prefix(1 << 18)
      rest = rest.dropFirst(chunk.count)
      for piece in reader.feed(Array(chunk)) { try body(BatchPiece(piece)) }
    }
    for piece in reader.finish() { try body(BatchPiece(piece)) }
  }

  var pieces: [BatchPiece] {
    var pieces: [BatchPiece] = []
    forEachPiece { pieces.append($0) }
    return pieces
  }

  // The first byte that is neither a byte order mark nor white space.
  private static func start(of bytes: [UInt8]) -> Int {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, bytes[start] <= 32 { start += 1 }
    return start
  }

  // The name of the first element, past declarations, comments and processing instructions.
  private static func rootName(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.prefix(8192), as: UTF8.self)
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: open)...]
      guard rest.first == "?" || rest.first == "!" else { break }
      let end = rest.hasPrefix("!--") ? "-->" : ">"
      guard let close = rest.firstRange(of: end) else { return "" }
      rest = rest[close.upperBound...]
    }
    let name = rest.prefix { $0.isLetter || $0.isNumber || "-_.:".contains($0) }
    return String(name.split(separator: ":").last ?? "")
  }
}
