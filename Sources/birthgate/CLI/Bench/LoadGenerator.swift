import Casework
import Foundation
import Synchronization

/// What a load came to.
struct LoadResult: Sendable {
  var microseconds: [UInt32] = []
  var failures = 0
  var seconds = 0.0
}

/// Sends as fast as it is answered, on plain blocking sockets with a thread each: the cheapest
/// client there is, so that the processor is the server's.
struct LoadGenerator {
  let host: String
  let port: Int
  let type: String
  let connections: Int
  let seconds: Double
  let body: @Sendable () -> [UInt8]

  func run() throws -> LoadResult {
    let gathered = Mutex(LoadResult())
    let group = DispatchGroup()
    let start = ContinuousClock.now
    let end = start + .seconds(seconds)
    for _ in 0..<connections {
      guard let line = HTTPLine(host: host, port: port) else {
        throw Stop.unavailable(
          Plain("无法连接 \(host):\(port)。", "Cannot reach \(host):\(port)."))
      }
      group.enter()
      let (type, body) = (type, body)
      let thread = Thread {
        let own = Self.send(line, type: type, body: body, until: end)
        gathered.withLock { all in
          all.microseconds += own.microseconds
          all.failures += own.failures
        }
        group.leave()
      }
      thread.stackSize = 512 << 10
      thread.start()
    }
    group.wait()
    let parts = (ContinuousClock.now - start).components
    return gathered.withLock { all in
      all.seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
      return all
    }
  }

  private static func send(
    _ line: HTTPLine, type: String, body: () -> [UInt8], until end: ContinuousClock.Instant
  ) -> LoadResult {
    var result = LoadResult()
    while ContinuousClock.now < end {
      let bytes = body()
      let start = ContinuousClock.now
      guard let status = line.post("/v1/messages", type: type, bytes) else {
        result.failures += 1
        return result
      }
      let took = (ContinuousClock.now - start).components
      if status == 201 {
        result.microseconds.append(
          UInt32(took.attoseconds / 1_000_000_000_000) + UInt32(took.seconds) * 1_000_000)
      } else {
        result.failures += 1
      }
    }
    return result
  }
}
