import Casework
import LibCurl
import Wire

/// Speaks to a gateway over HTTP, for verbs that are its clients.
struct GatewayClient: Sendable {
  struct Answer: Sendable {
    var status: Int
    var bytes: [UInt8]
    var retryAfterSeconds: Int?

    /// Null where the answer is no JSON.
    var body: JSONValue { (try? JSONValue(parsing: bytes)) ?? .null }
  }

  let base: String
  private let signer: RequestSigner?
  private let transfers = Transfers()

  init(base: String, signer: RequestSigner? = nil) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.signer = signer
  }

  func post(_ path: String, _ body: [UInt8], type: String) async throws -> Answer {
    try await checked(
      await perform(
        "POST", path, body, type: type, timeoutSeconds: 300, replyBytesMax: 64 << 20))
  }

  func get(_ path: String) async throws -> Answer {
    try await checked(await perform("GET", path))
  }

  /// One try: an answer of whatever status, or why there is none.
  func perform(
    _ method: String, _ path: String, _ body: [UInt8] = [], type: String? = nil,
    timeoutSeconds: Double = 30, replyBytesMax: Int = 1 << 20
  ) async -> Result<Answer, TransferError> {
    var headers: [(name: String, value: String)] = []
    if let type { headers.append((name: "Content-Type", value: type)) }
    if let value = signer?.header(method, path, body) {
      headers.append((name: "Authorization", value: value))
    }
    let request = Request(
      method, base + path, headers: headers, body: body, timeoutSeconds: timeoutSeconds,
      replyBytesMax: replyBytesMax)
    return await transfers.perform(request).map { reply in
      Answer(
        status: reply.status, bytes: reply.body,
        retryAfterSeconds: reply.header("retry-after").flatMap { Int($0) })
    }
  }

  func unreachable(_ error: TransferError) -> Stop {
    .unavailable(
      Plain("无法连接网关 \(base)（\(error)）。", "Cannot reach the gateway \(base) (\(error))."))
  }

  private func checked(_ result: Result<Answer, TransferError>) async throws -> Answer {
    switch result {
    case .success(let answer):
      // The store being away is the gateway's trouble, not the message's.
      guard answer.status != 503 else {
        throw Stop.unavailable(
          Plain("网关的存储暂不可用。", "The gateway's store is not available."))
      }
      return answer
    case .failure(let error): throw unreachable(error)
    }
  }
}
