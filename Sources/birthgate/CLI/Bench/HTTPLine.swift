import Foundation

/// One keep-alive connection of the load generator: HTTP/1.1 with content lengths and nothing else.
///
/// The descriptor is used by one thread at a time: the one that was given the line.
final class HTTPLine: Sendable {
  private let descriptor: Int32
  private let host: String

  init?(host: String, port: Int) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.host = "\(host):\(port)"
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    guard descriptor >= 0, unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      return nil
    }
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let connected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, size)
      }
    }
    guard connected == 0 else {
      close(descriptor)
      return nil
    }
    var on: Int32 = 1
    unsafe setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  /// The status of the answer; nil where the connection failed.
  func post(_ path: String, type: String, _ body: [UInt8]) -> Int? {
    let head =
      "POST \(path) HTTP/1.1\r\nHost: \(host)\r\nContent-Type: \(type)\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    guard send(Array(head.utf8) + body) else { return nil }
    return answer()
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private func answer() -> Int? {
    var received: [UInt8] = []
    var whole: Int?
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while whole.map({ received.count < $0 }) ?? true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
      }
      guard count > 0 else { return nil }
      received += chunk[..<count]
      if whole == nil { whole = Self.wholeCount(received) }
    }
    // "HTTP/1.1 201"
    return Int(String(decoding: received[9..<12], as: UTF8.self))
  }

  /// Of the head and the content, once the head is there.
  private static func wholeCount(_ bytes: [UInt8]) -> Int? {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let head = text[..<end.lowerBound].lowercased()
    let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst("content-length:".count).trimmed) }
    return head.utf8.count + 4 + (length ?? 0)
  }
}
