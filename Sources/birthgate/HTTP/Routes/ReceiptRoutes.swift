import Casework
import Channels
import Engine
import HTTPTypes
import Hummingbird
import LibCrypto
import Wire

/// Where providers tell what became of the messages they took.
struct ReceiptRoutes: Sendable {
  private static let bodyBytesMax = 256 << 10
  private static let receiptsMax = 1_000

  let office: Office
  let desk: ReceiptDesk

  init(office: Office) {
    self.office = office
    desk = ReceiptDesk(store: office.store)
  }

  var routes: [Route] {
    [
      Route(.post, "/v1/receipts/{provider}", Self.about) { exchange async throws(Problem) in
        try await take(exchange)
      }
    ]
  }

  private func take(_ exchange: Exchange) async throws(Problem) -> Response {
    let name = exchange.parameter("provider")
    let provider = office.settings().channels.sms.first { $0.id == name }
    guard let provider, let rule = provider.receipts else {
      throw .notFound(
        Plain("没有这个服务商，或它不发回执。", "There is no such provider, or it sends no receipts."))
    }
    let body = try await collect(exchange.request)
    let proof =
      HTTPField.Name(rule.header).flatMap { exchange.request.headers[$0] } ?? ""
    guard
      rule.isProved(
        by: proof, body: body, hmacSHA256: HMAC.sha256, equal: equalInConstantTime)
    else {
      throw Problem(
        kind: .unauthorized, title: "Not proved",
        detail: Plain(
          "回执未带约定的凭据。", "The receipt does not bear the secret that was agreed upon."),
        headers: [.wwwAuthenticate: "Birthgate-Receipt"])
    }
    guard let receipts = rule.receipts(in: body, from: name),
      receipts.count <= Self.receiptsMax
    else { throw .notWellFormed() }
    for receipt in receipts {
      let fate = try await stored { () async throws(StoreError) in
        try await desk.take(
          ours: receipt.ours, theirs: receipt.theirs, Self.outcome(receipt, name), from: name,
          lanes: { $0 == "sms" || $0.hasPrefix("sms:") })
      }
      office.metrics.count(
        "birthgate_receipts_total", ["provider": name, "result": fate.rawValue])
    }
    // What the provider wants to hear; unknown receipts too are answered so, or they come for ever.
    return .json(rule.reply)
  }

  private static func outcome(_ receipt: ArrivalReceipt, _ name: String) -> ReceiptDesk.Outcome {
    switch receipt.outcome {
    case .arrived: .arrived
    case .lost(let code): .lost(reason: "\(name): not delivered, code \(code)")
    case .pending, .absent, .unclear: .pending
    }
  }

  private func collect(_ request: Request) async throws(Problem) -> [UInt8] {
    var body: [UInt8] = []
    do {
      for try await buffer in request.body {
        guard body.count + buffer.readableBytes <= Self.bodyBytesMax else {
          throw Problem.tooLarge(Self.bodyBytesMax)
        }
        body.append(contentsOf: buffer.readableBytesView)
      }
    } catch let problem as Problem {
      throw problem
    } catch {
      throw .notWellFormed()
    }
    return body
  }

  private static let about = Route.Description(
    operation: "takeReceipts", tag: "operation",
    summary: "Delivery receipts of a provider, in the provider's own JSON or form, proved by the"
      + " secret of the settings",
    answers: [.other(200, "What the settings say the provider wants to hear", "application/json")],
    problems: [400, 401, 404, 413])
}
