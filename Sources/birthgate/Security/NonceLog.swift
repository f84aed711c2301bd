import Foundation
import Synchronization

/// Remembers nonces for as long as a request that carries one could be played again.
///
/// With a path it also writes them to a file, so that a restart opens no gap; the lines hold no
/// personal data. The operating system keeps what was written when the process is killed; after a
/// power cut the clock has moved on.
final class NonceLog: Sendable {
  private struct State {
    var seen: [String: Int64] = [:]
    var file: FileHandle?
    var lines = 0
    /// Beyond this many lines the file is written anew with what still counts.
    var linesMax: Int
  }

  private let state: Mutex<State>
  private let path: String?
  private let linesMax: Int

  init(path: String? = nil, linesMax: Int = 100_000) {
    self.path = path
    self.linesMax = linesMax
    var state = State(linesMax: linesMax)
    if let path { Self.load(path, &state) }
    self.state = Mutex(state)
  }

  /// Whether the nonce is new; it is then remembered.
  ///
  /// - Parameter until: the request's own time; beyond it and the skew it would be refused anyway.
  func take(sender: String, nonce: String, until: Int64, now: Int64) -> Bool {
    let key = "\(nonce) \(sender)"
    let end = until + Authenticator.skewSeconds
    return state.withLock { state in
      guard state.seen[key] == nil else { return false }
      state.seen[key] = end
      state.lines += 1
      if state.lines > state.linesMax { compact(&state, now: now) }
      try? state.file?.write(contentsOf: Data("\(end) \(key)\n".utf8))
      return true
    }
  }

  private func compact(_ state: inout State, now: Int64) {
    state.seen = state.seen.filter { $0.value >= now }
    state.lines = state.seen.count
    // Where most still count, writing them anew with every request would stop the gateway.
    state.linesMax = max(linesMax, 2 * state.lines)
    guard let path else { return }
    let text = state.seen.map { "\($0.value) \($0.key)\n" }.joined()
    try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    state.file = Self.open(path)
  }

  private static func load(_ path: String, _ state: inout State) {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let end = Int64(parts[0]) else { continue }
      state.seen[String(parts[1])] = end
      state.lines += 1
    }
    state.file = open(path)
  }

  private static func open(_ path: String) -> FileHandle? {
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
    let file = FileHandle(forWritingAtPath: path)
    _ = try? file?.seekToEnd()
    return file
  }
}
