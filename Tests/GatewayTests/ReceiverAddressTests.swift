import Foundation
import Testing
import Wire

@Suite(
  "A name that leads elsewhere after it was subscribed is judged by where it leads", .fewAtOnce,
  .enabled(if: SmallDisk.isPossible, "no process may have mounts of its own here"))
struct ReceiverAddressTests {
  /// Four names that could be anybody's when they are subscribed, and lead to this machine or its
  /// neighbours when the event is sent: plain, by IPv6, by IPv6 that carries IPv4, and to where
  /// clouds keep their keys.
  private static let hosts = """
    127.0.0.1 plain.example.com
    ::1 six.example.com
    ::ffff:127.0.0.1 mapped.example.com
    169.254.169.254 cloud.example.com
    """

  @Test("nothing is sent where a name has been turned to this machine", .timeLimit(.minutes(15)))
  func turned() async throws {
    let receiver = try Receiver(answers: [])
    let folder = try Folder()
    let hosts = try folder.file("hosts", "192.0.78.24 plain.example.com\n")
    let script = #"mount --bind "$1" /etc/hosts && shift && exec "$@""#
    let gateway = try RunningGateway(
      in: folder, launcher: ["/usr/bin/env", "unshare", "-rm", "sh", "-c", script, "sh", hosts])
    for name in ["plain", "six", "mapped", "cloud"] {
      let made = try await gateway.post(
        "/v1/subscriptions", #"{"url": "http://\#(name).example.com:\#(receiver.port)/hook"}"#)
      #expect(made.status == 201)
    }
    // Written into the file that is mounted, so that it changes where the gateway looks.
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: hosts))
    try file.write(contentsOf: Data(Self.hosts.utf8))
    try file.close()
    #expect(try await gateway.post("/v1/messages", Letters.birth()).status == 201)
    try await until { try await notes(gateway).count == 4 }
    #expect(
      try await notes(gateway) == Array(repeating: "address not on the public Internet", count: 4))
    // Had one of them been let through, it would be here before what is sent openly.
    try Self.knock(receiver.port)
    let first = try #require(try receiver.requests(1).first)
    #expect(first["body"] == "open" && gateway.stop() == 0)
  }

  /// Why nothing arrived, of each subscriber.
  private func notes(_ gateway: RunningGateway) async throws -> [String] {
    let lanes = try await gateway.get("/v1/deliveries/lanes").json["lanes"]?.array ?? []
    return lanes.filter { $0["lane"]?.string?.hasPrefix("sub_") == true }
      .compactMap { $0["lastNote"]?.string }
  }

  private static func knock(_ port: Int) throws {
    _ = try Python.run(
      """
      import urllib.request as u
      u.urlopen(u.Request('http://127.0.0.1:\(port)/', b'open', {'webhook-id': 'k',
          'webhook-timestamp': '0', 'webhook-signature': 'none'}))
      """)
  }
}
