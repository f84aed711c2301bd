import Casework
import Foundation
import LibSystem
import Synchronization

/// Receivers on this machine, each on a port of its own: they take what is posted, note when it
/// came, and answer 204, but for those that hang.
final class DeliverySink: Sendable {
  /// What came.
  struct Arrivals: Sendable {
    var requests = 0
    var ids: Set<String> = []
    /// From when it was due until it came, of ids that say when that was.
    var milliseconds: [Double] = []
  }

  private let sockets: [ListeningSocket]
  private let hanging: Int
  private let arrivals: Mutex<[Arrivals]>

  var ports: [Int] { sockets.map(\.port) }

  /// - Parameter hanging: how many of the receivers never answer; they are the first.
  init(receivers: Int, hanging: Int) throws {
    sockets = (0..<receivers).compactMap { _ in ListeningSocket() }
    self.hanging = hanging
    arrivals = Mutex(Array(repeating: Arrivals(), count: receivers))
    guard sockets.count == receivers else {
      throw Stop.unavailable(Plain("没有空闲端口。", "There are no free ports."))
    }
    for (place, socket) in sockets.enumerated() {
      Self.thread { [weak self] in
        while let line = socket.next() {
          Self.thread { self?.serve(line, place) }
        }
      }
    }
  }

  deinit { for socket in sockets { socket.shut() } }

  private static func thread(_ work: @escaping @Sendable () -> Void) {
    let thread = Thread(block: work)
    thread.stackSize = 256 << 10
    thread.start()
  }

  /// Of the receivers that answer.
  var answered: Int { arrivals.withLock { $0.dropFirst(hanging).reduce(0) { $0 + $1.ids.count } } }

  /// Of all of them together, but for those that hang.
  var total: Arrivals {
    arrivals.withLock { all in
      all.dropFirst(hanging).reduce(into: Arrivals()) { sum, one in
        sum.requests += one.requests
        sum.ids.formUnion(one.ids)
        sum.milliseconds += one.milliseconds
      }
    }
  }

  private func serve(_ line: AcceptedLine, _ place: Int) {
    var bytes: [UInt8] = []
    while line.read(into: &bytes) {
      while let (id, end) = Self.request(in: bytes) {
        bytes.removeFirst(end)
        note(id, place)
        guard place >= hanging else { continue }
        guard line.write(Self.answer) else { return }
      }
    }
  }

  private func note(_ id: String, _ place: Int) {
    let now = Double(Assembly.wallClock().milliseconds)
    let due = id.split(separator: "x").first.flatMap { Double($0) }
    arrivals.withLock { all in
      all[place].requests += 1
      if all[place].ids.insert(id).inserted, let due { all[place].milliseconds.append(now - due) }
    }
  }

  private static let answer = Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)
  private static let blank = Array("\r\n\r\n".utf8)

  /// The first whole request's `webhook-id`, and where the request ends.
  private static func request(in bytes: [UInt8]) -> (id: String, end: Int)? {
    guard let head = end(ofHead: bytes) else { return nil }
    let lines = String(decoding: bytes[..<head], as: UTF8.self).split(separator: "\r\n")
    var (id, length) = ("", 0)
    for line in lines {
      if line.utf8.count > 15, line.utf8.first.map({ $0 | 32 == UInt8(ascii: "c") }) ?? false,
        line.lowercased().hasPrefix("content-length:")
      {
        length = Int(line.dropFirst(15).trimmed) ?? 0
      } else if line.hasPrefix("webhook-id:") {
        id = line.dropFirst(11).trimmed
      }
    }
    let end = head + blank.count + length
    return end <= bytes.count ? (id, end) : nil
  }

  private static func end(ofHead bytes: [UInt8]) -> Int? {
    guard bytes.count >= blank.count else { return nil }
    return (0...bytes.count - blank.count).first { place in
      bytes[place] == 13 && bytes[place + 2] == 13 && bytes[place + 1] == 10
        && bytes[place + 3] == 10
    }
  }
}
