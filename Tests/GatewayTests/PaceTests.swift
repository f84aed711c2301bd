import Foundation
import Testing

@testable import birthgate

/// Who sends slowly holds nobody up, and is not waited for without end.
@Suite("Slow senders", .fewAtOnce)
struct PaceTests {
  @Test("Too slow is who brings less than the rate over a whole window of waiting")
  func rate() {
    // 512 bytes for each of 20 seconds are 10,240.
    #expect(verdicts(.message, [(10_240, 20)]) == [false])
    #expect(verdicts(.message, [(10_239, 19), (0, 1)]) == [false, true])
    // One byte a second is too slow at the end of the first window, not before.
    #expect(
      verdicts(.message, Array(repeating: (1, 1), count: 20))
        == Array(repeating: false, count: 19) + [true])
  }

  /// What is said after each step of some bytes and then some seconds of waiting.
  private func verdicts(_ pace: Pace, _ steps: [(bytes: Int, seconds: Int)]) -> [Bool] {
    var pace = pace
    return steps.map { step in
      pace.came(step.bytes)
      return pace.waited(.seconds(step.seconds))
    }
  }

  @Test("What came in one window does not excuse the next, and a late start is not made up for")
  func windows() {
    #expect(verdicts(.message, [(1_000_000, 20), (0, 20)]) == [false, true])
  }

  @Test("A batch needs about a message a minute: 32 bytes for each of 60 seconds")
  func batch() {
    #expect(verdicts(.batch, [(1_920, 60), (1_919, 60)]) == [false, true])
  }

  @Test("Fifty senders in the middle of their bodies hold nobody up")
  func others() async throws {
    let gateway = try RunningGateway()
    var slow: [Line] = []
    for _ in 0..<50 {
      let line = try Line(port: gateway.port)
      line.write(
        "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
          + "Content-Length: 1000000\r\n\r\n{\"header\"")
      slow.append(line)
    }
    for index in 0..<5 {
      let number = "Z61000001\(index)"
      let answer = try await gateway.post(
        "/v1/messages", Letters.birth(id: "M-\(index)", number: number))
      #expect(answer.status == 201)
    }
    // They leave in the middle of what they announced; that breaks nothing.
    slow.removeAll()
    #expect(try await gateway.send("GET", "/healthz").status == 200)
  }

  @Test(
    "A length that is none, or two of them, is no request",
    arguments: [
      "Content-Length: -1", "Content-Length: 1x", "Content-Length: 99999999999999999999",
      "Content-Length: 2\r\nContent-Length: 3", "Transfer-Encoding: chunked\r\nContent-Length: 3",
    ])
  func lengths(_ header: String) async throws {
    let gateway = try RunningGateway()
    let line = try Line(port: gateway.port)
    line.write(
      "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\(header)\r\n"
        + "Connection: close\r\n\r\n{}")
    line.finish()
    let answer = String(decoding: line.rest(), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 4") || answer.isEmpty, "\(answer)")
    #expect(try await gateway.send("GET", "/healthz").status == 200)
  }

  @Test("More than was announced is not read into the message, less is refused")
  func more() async throws {
    let gateway = try RunningGateway()
    let body = Letters.birth()
    for (announced, isTaken) in [(body.utf8.count, true), (body.utf8.count - 1, false)] {
      let line = try Line(port: gateway.port)
      line.write(
        "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
          + "Content-Length: \(announced)\r\nConnection: close\r\n\r\n\(body)")
      line.finish()
      let answer = String(decoding: line.rest(), as: UTF8.self)
      #expect(answer.hasPrefix(isTaken ? "HTTP/1.1 201" : "HTTP/1.1 400"), "\(answer)")
    }
  }
}
