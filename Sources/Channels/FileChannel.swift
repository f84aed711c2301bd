package import Casework
import Glibc
package import Lanes

/// Writes each event as a line of `notices.ndjson` in a folder: for trying the gateway out, and for
/// receivers that fetch files.
///
/// A line is the event's own body, so a repeat after a crash is the same line with the same id, and
/// readers drop it by the id. A batch is delivered when it is on the disk, by one `fsync`.
package actor FileChannel: Channel {
  package nonisolated let name = "file"
  package nonisolated let takesMany = true

  private let lane: Lane
  private let directory: String

  package init(directory: String, lane: Lane = Lane(label: "file channel")) {
    self.directory = directory
    self.lane = lane
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe lane.asUnownedSerialExecutor()
  }

  package func send(_ deliveries: [Delivery], now: Instant) async -> [SendResult] {
    let lines = deliveries.map { Self.isLine($0.body) ? $0.body + [newline] : [] }
    let reason = append(Array(lines.joined()))
    return lines.map { line in
      if line.isEmpty { return .never(reason: "body is not one line of JSON") }
      return reason.map { .later(reason: $0, retryAfter: nil) } ?? .delivered
    }
  }

  private static func isLine(_ body: [UInt8]) -> Bool {
    body.first == UInt8(ascii: "{") && body.last == UInt8(ascii: "}") && !body.contains(newline)
  }

  /// Why the bytes are not all on the disk, or nil when they are. Half a batch is taken back.
  private func append(_ bytes: [UInt8]) -> String? {
    guard !bytes.isEmpty else { return nil }
    let file = unsafe open(
      "\(directory)/notices.ndjson", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { return "file cannot be opened, errno \(errno)" }
    defer { close(file) }
    let size = lseek(file, 0, SEEK_END)
    guard size >= 0 else { return "file has no size, errno \(errno)" }
    // The file's own name must be on the disk too.
    if size == 0, !syncDirectory() { return "folder cannot be synced, errno \(errno)" }
    let text = endsInsideLine(file, size) ? [newline] + bytes : bytes
    guard write(text, to: file), fsync(file) == 0 else {
      let code = errno
      _ = ftruncate(file, size)
      return "file cannot be written, errno \(code)"
    }
    return nil
  }

  private func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// After a crash in the middle of a line the next one must not be glued to it.
  private func endsInsideLine(_ file: Int32, _ size: off_t) -> Bool {
    guard size > 0 else { return false }
    var last: UInt8 = 0
    return unsafe pread(file, &last, 1, size - 1) == 1 && last != newline
  }

  private func syncDirectory() -> Bool {
    let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return false }
    defer { close(folder) }
    return fsync(folder) == 0
  }
}

private let newline = UInt8(ascii: "\n")
