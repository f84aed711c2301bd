import Casework
import Foundation
import LibCurl
import Wire

/// Sends parts of a file until each message of them is settled, and waits for a gateway that has
/// gone away.
struct PartSender {
  /// The gateway was there and has not come back in time.
  struct GaveUp: Error {
    var reason: Plain
  }

  private static let firstPauseSeconds = 0.5
  private static let pauseSecondsMax = 30.0
  private static let timeoutSeconds = 600.0
  private static let replyBytesMax = 64 << 20

  let client: GatewayClient
  /// With what each request's target ends.
  let query: String
  /// How long to wait altogether while nothing gets through.
  let patienceSeconds: Double
  /// Told of each wait, in seconds.
  let onWait: (Double) -> Void
  private var hasReached = false

  init(
    client: GatewayClient, query: String, patienceSeconds: Double,
    onWait: @escaping (Double) -> Void
  ) {
    self.client = client
    self.query = query
    self.patienceSeconds = patienceSeconds
    self.onWait = onWait
  }

  /// What becomes of the messages of a part, in order.
  mutating func send(_ part: Part) async throws -> [Settled] {
    var part = part
    var settled: [Int: Settled] = [:]
    for (place, member) in part.members.enumerated() where member.isTooLong {
      settled[place] = Settled(
        index: member.index, id: member.id, status: .rejected,
        content: Problem.tooLarge(Gateway.bodyBytesMax).json)
    }
    var waitedSeconds = 0.0
    var pause = Self.firstPauseSeconds
    while settled.count < part.members.count {
      let open = part.members.indices.filter { settled[$0] == nil }
      switch try await attempt(&part, open) {
      case .more(let lines):
        // What was taken of it is answered as a repeat when it all comes again.
        guard lines.contains(where: \.isUndecided) else { return lines }
        try await wait(&pause, &waitedSeconds, nil, Self.storeIsAway)
      case .lines(let lines):
        for (place, line) in zip(open, lines) where !line.isUndecided { settled[place] = line }
        if lines.contains(where: { !$0.isUndecided }) {
          (waitedSeconds, pause) = (0, Self.firstPauseSeconds)
        }
        guard settled.count < part.members.count else { continue }
        try await wait(&pause, &waitedSeconds, nil, Self.storeIsAway)
      case .away(let reason, let after):
        guard hasReached else { throw Stop.unavailable(reason) }
        try await wait(&pause, &waitedSeconds, after, reason)
      }
    }
    return part.members.indices.compactMap { settled[$0] }
  }

  private enum Outcome {
    /// One for each message that was sent.
    case lines([Settled])
    /// A document of the part holds several messages, so what came is all.
    case more([Settled])
    case away(Plain, afterSeconds: Double?)
  }

  private mutating func attempt(_ part: inout Part, _ open: [Int]) async throws -> Outcome {
    let isSingle = part.isAlone && (part.isCanonical || part.isStray)
    let body = isSingle || !part.isAlone ? part.body(open) : part.bodyOnOneLine(open)
    let type =
      part.form == .xml
      ? "application/xml" : isSingle ? "application/json" : "application/x-ndjson"
    let path = (isSingle ? "/v1/messages" : "/v1/batches") + query
    let result = await client.perform(
      "POST", path, body, type: type, timeoutSeconds: Self.timeoutSeconds,
      replyBytesMax: Self.replyBytesMax)
    switch result {
    case .failure(let error):
      return .away(client.unreachable(error).text ?? Self.storeIsAway, afterSeconds: nil)
    case .success(let answer) where [429, 503].contains(answer.status):
      hasReached = hasReached || answer.status == 429
      return .away(Self.storeIsAway, afterSeconds: answer.retryAfterSeconds.map(Double.init))
    case .success(let answer):
      hasReached = true
      return isSingle ? single(answer, &part, open) : try batch(answer, &part, open)
    }
  }

  private func single(_ answer: GatewayClient.Answer, _ part: inout Part, _ open: [Int]) -> Outcome
  {
    let status = [200: Settled.Status.repeated, 201: .accepted][answer.status] ?? .rejected
    let content = answer.body
    return .lines(
      open.map { place in
        Settled(
          index: part.members[place].index,
          id: content["id"]?.string ?? part.members[place].id, status: status,
          content: status == .rejected ? part.problem(content, of: place) : content)
      })
  }

  private func batch(_ answer: GatewayClient.Answer, _ part: inout Part, _ open: [Int]) throws
    -> Outcome
  {
    guard answer.status == 200 else {
      let text = answer.body["message"]
      throw Stop.invalid(
        Plain(
          "网关拒绝了请求（\(answer.status)）：\(text?["zh-CN"]?.string ?? "")",
          "The gateway refused the request (\(answer.status)): \(text?["en"]?.string ?? "")"))
    }
    let lines = answer.bytes.split(separator: 0x0A)
    guard lines.count == open.count else {
      // Fewer come where the gateway was ended in the middle of its answer.
      guard lines.count > open.count else { return .away(Self.brokenAnswer, afterSeconds: nil) }
      let first = part.members.first?.index ?? 0
      return .more(
        lines.enumerated().compactMap { number, line in
          (try? JSONValue(parsing: Array(line)))
            .flatMap { Settled(line: $0, index: first + number) }
            .map { part.isAlone ? $0.placed(in: part) : $0 }
        })
    }
    var settled: [Settled] = []
    for (place, line) in zip(open, lines) {
      guard let value = try? JSONValue(parsing: Array(line)),
        var one = Settled(line: value, index: part.members[place].index)
      else { return .away(Self.brokenAnswer, afterSeconds: nil) }
      if one.status == .rejected { one.content = part.problem(one.content, of: place) }
      settled.append(one)
    }
    return .lines(settled)
  }

  private func wait(
    _ pause: inout Double, _ waited: inout Double, _ after: Double?, _ reason: Plain
  ) async throws {
    let seconds = min(max(pause, after ?? 0), Self.pauseSecondsMax)
    guard waited + seconds <= patienceSeconds else { throw GaveUp(reason: reason) }
    onWait(seconds)
    try await Task.sleep(for: .seconds(seconds))
    waited += seconds
    pause = min(pause * 2, Self.pauseSecondsMax)
  }

  private static let storeIsAway = Plain(
    "网关的存储暂不可用。", "The gateway's store is not available.")
  private static let brokenAnswer = Plain(
    "网关的应答中断。", "The gateway's answer broke off.")
}

extension Settled {
  /// The same, its errors with the places they have in the file of a document that was sent alone.
  fileprivate func placed(in part: Part) -> Settled {
    var one = self
    if status == .rejected { one.content = part.problem(content, of: 0) }
    return one
  }
}
