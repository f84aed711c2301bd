import Foundation
import LibCurl
import Testing

@Suite(
  "Only a trusted, matching certificate is spoken to",
  .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct TLSTests {
  private let certificate: String
  private let sink: Sink

  /// A certificate for 127.0.0.1 that vouches for itself.
  init() throws {
    certificate =
      FileManager.default.temporaryDirectory
      .appending(path: "birthgate-tls-\(UUID().uuidString).pem").path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
      "1",
      "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificate,
      "-out", certificate,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    sink = try Sink(certificate: certificate)
  }

  @Test func trustDecides() async throws {
    defer { try? FileManager.default.removeItem(atPath: certificate) }
    let request = Request("GET", sink.address + "/status/200")
    let trusting = Transfers(authorities: certificate)
    #expect(try await trusting.perform(request).get().status == 200)
    // The system's authorities do not know it.
    await #expect(throws: TransferError.insecure) {
      try await Transfers().perform(request).get()
    }
    // Trusted, but not for this name.
    let other = request.url.replacing("127.0.0.1", with: "localhost")
    await #expect(throws: TransferError.insecure) {
      try await trusting.perform(Request("GET", other)).get()
    }
  }

  /// A receiver that closes while we still send: a cut line, and the program lives. (It does not
  /// prove SIGPIPE held back: no way was found to make this libcurl write after the line was gone.)
  @Test func aReceiverThatHangsUpDoesNotEndTheProgram() async throws {
    defer { try? FileManager.default.removeItem(atPath: certificate) }
    let transfers = Transfers(authorities: certificate)
    for _ in 0..<20 {
      let reply = await transfers.perform(
        Request(
          "POST", sink.address + "/deaf", body: [UInt8](repeating: 1, count: 8 << 20)))
      guard case .failure(.cut) = reply else {
        Issue.record("expected a cut line, not \(reply)")
        return
      }
    }
  }
}
