import ArgumentParser
import Casework
import LibCurl
import Wire

/// Sends messages to a gateway and prints the receipts.
struct Submit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "发送报文并打印回执 · Send messages and print the receipts")

  @Argument(
    help: ArgumentHelp(
      "报文或批次，- 为标准输入 Messages or batches; - for standard input.",
      valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("网关地址 The gateway.", valueName: "url"))
  var to = "http://127.0.0.1:8080"

  @Flag(help: "每行输出一个 JSON One JSON object a line.")
  var json = false

  func run() async throws {
    let client = GatewayClient(base: to)
    var refused = false
    for name in files {
      let file = try InputFile(name)
      for (index, piece) in file.pieces.enumerated() {
        let answer = try await client.post(
          "/v1/messages", piece.bytes,
          type: file.form == .xml ? "application/xml" : "application/json")
        refused = !report(answer, name, index, piece) || refused
      }
    }
    if refused { throw Stop.invalid() }
  }

  private func report(
    _ answer: GatewayClient.Answer, _ name: String, _ index: Int, _ piece: BatchPiece
  ) -> Bool {
    let status = [200: "repeated", 201: "accepted"][answer.status]
    let id = answer.body["id"]?.string ?? MessageIDScan.text(in: piece.bytes)
    guard !json else {
      Output.json(
        .record([
          "file": .string(name), "index": .int(index), "id": .text(id),
          "status": .string(status ?? "rejected"),
        ]).with(status == nil ? "problem" : "receipt", answer.body))
      return status != nil
    }
    if let status {
      Output.line("\(status) \(id ?? "?") → \(answer.body["caseId"]?.string ?? "?")")
      return true
    }
    Output.complain("\(name)[\(index)] \(id ?? "?"): \(answer.status)")
    let errors = answer.body["errors"]?.array ?? []
    let language = Output.language.rawValue
    for error in errors {
      Output.complain(
        "  \(error["code"]?.string ?? "") \(error["path"]?.string ?? ""): "
          + (error["message"]?[language]?.string ?? ""))
    }
    if errors.isEmpty { Output.complain("  " + (answer.body["message"]?[language]?.string ?? "")) }
    return false
  }
}

/// Speaks to a gateway over HTTP, for verbs that are its clients.
struct GatewayClient: Sendable {
  struct Answer: Sendable {
    var status: Int
    var body: JSONValue
  }

  private let base: String
  private let transfers = Transfers()

  init(base: String) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
  }

  func post(
    _ path: String, _ body: [UInt8], type: String, authorization: String? = nil
  ) async throws -> Answer {
    var headers = [(name: "Content-Type", value: type)]
    if let authorization { headers.append((name: "Authorization", value: authorization)) }
    return try await perform(
      Request(
        "POST", base + path, headers: headers, body: body, timeoutSeconds: 300,
        replyBytesMax: 64 << 20))
  }

  func get(_ path: String) async throws -> Answer {
    try await perform(Request("GET", base + path))
  }

  private func perform(_ request: Request) async throws -> Answer {
    switch await transfers.perform(request) {
    case .success(let reply):
      // The store being away is the gateway's trouble, not the message's.
      guard reply.status != 503 else {
        throw Stop.unavailable(
          Plain("网关的存储暂不可用。", "The gateway's store is not available."))
      }
      return Answer(status: reply.status, body: (try? JSONValue(parsing: reply.body)) ?? .null)
    case .failure(let error):
      throw Stop.unavailable(
        Plain("无法连接网关 \(base)（\(error)）。", "Cannot reach the gateway \(base) (\(error))."))
    }
  }
}
