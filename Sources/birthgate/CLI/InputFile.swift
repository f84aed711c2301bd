import Casework
import Foundation
import Wire

/// A file of one message or a batch, JSON or XML, told by its content; read piece by piece, never
/// as a whole.
struct InputFile {
  let name: String
  let form: MessageForm
  /// Nil for standard input, whose end nobody knows before it comes.
  let bytes: Int?
  private let handle: FileHandle
  private let start: [UInt8]
  private let manner: Manner

  private static let chunkBytes = 1 << 18

  /// - Parameters:
  ///   - name: a path, or `-` for standard input.
  ///   - manner: how it is written, where its records are to be cut out by a dialect's frame.
  init(_ name: String, as manner: Manner = .canonical) throws {
    self.name = name
    self.manner = manner
    let isStandard = name == "-"
    let handle = isStandard ? FileHandle.standardInput : FileHandle(forReadingAtPath: name)
    guard let handle, let chunk = try? handle.read(upToCount: Self.chunkBytes) ?? Data() else {
      throw Stop.usage(Plain("无法读取文件 \(name)。", "Cannot read the file \(name)."))
    }
    self.handle = handle
    start = [UInt8](chunk)
    bytes = Self.bytes(of: name)
    form = MessageReader.form(of: start)
  }

  /// How long a file is; nil for standard input.
  static func bytes(of name: String) -> Int? {
    guard name != "-" else { return nil }
    let attributes = try? FileManager.default.attributesOfItem(atPath: name)
    return (attributes?[.size] as? NSNumber)?.intValue
  }

  /// Hands over one message after the other, in order.
  func forEachPiece(_ body: (BatchPiece) throws -> Void) throws {
    var pieces = self.pieces
    while let piece = try pieces.next() { try body(BatchPiece(piece)) }
  }

  var pieces: Pieces {
    Pieces(
      handle: handle, chunk: start, reader: BatchReader(isFile: true, as: manner), name: name)
  }

  /// The messages of a file as they are cut out of it. A file is read once.
  struct Pieces {
    fileprivate let handle: FileHandle
    fileprivate var chunk: [UInt8]
    fileprivate var reader: BatchReader
    fileprivate let name: String
    private var ready: [BatchReader.Piece] = []
    private var isOver = false
    /// How far the file has been read.
    private(set) var bytesRead = 0

    fileprivate init(handle: FileHandle, chunk: [UInt8], reader: BatchReader, name: String) {
      (self.handle, self.chunk, self.reader, self.name) = (handle, chunk, reader, name)
    }

    mutating func next() throws -> BatchReader.Piece? {
      while ready.isEmpty, !isOver { try read() }
      return ready.popLast()
    }

    private mutating func read() throws {
      if chunk.isEmpty {
        isOver = true
        ready = reader.finish().reversed()
        return
      }
      bytesRead += chunk.count
      ready = reader.feed(chunk).reversed()
      do {
        chunk = [UInt8](try handle.read(upToCount: InputFile.chunkBytes) ?? Data())
      } catch {
        throw Stop.unavailable(
          Plain("读取文件 \(name) 时出错。", "The file \(name) cannot be read on."))
      }
    }
  }
}
