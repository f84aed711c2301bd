internal import Glibc

/// A port of this machine's own that takes connections: for measuring what the gateway sends.
///
/// Blocking, one thread a connection: the cheapest server there is.
package final class ListeningSocket: Sendable {
  private let descriptor: Int32
  package let port: Int

  /// Nil where no port is to be had.
  package init?() {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, size) == 0 && listen(descriptor, 1024) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    guard isReady else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  /// The next connection; nil where there are none any more.
  package func next() -> AcceptedLine? {
    let line = accept(descriptor, nil, nil)
    return line < 0 ? nil : AcceptedLine(line)
  }

  /// Lets whoever waits in ``next()`` go.
  package func shut() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// One connection that came in. Used by one thread at a time.
package final class AcceptedLine: Sendable {
  private let descriptor: Int32

  fileprivate init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var on: Int32 = 1
    unsafe setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  /// Appends what has come, waiting until something has; false at the end.
  package func read(into bytes: inout [UInt8]) -> Bool {
    let count = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16_384) { room in
      let count = unsafe recv(descriptor, room.baseAddress, room.count, 0)
      if count > 0 { unsafe bytes.append(contentsOf: room[..<count]) }
      return count
    }
    return count > 0
  }

  package func write(_ bytes: [UInt8]) -> Bool {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    return count == bytes.count
  }
}
