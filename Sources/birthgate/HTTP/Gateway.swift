import Casework
import HTTPTypes
import Hummingbird
import LibSystem
import Logging
import NIOCore
import NIOHTTPTypes
import Wire

/// What Hummingbird makes for each request; the gateway needs nothing of it.
struct GatewayContext: InitializableFromSource {
  init(source: ApplicationRequestContextSource) {}
}

/// Answers every request: finds its route, takes its body, checks who sent it, and turns whatever
/// went wrong into a problem document.
struct Gateway: HTTPResponder {
  /// The contract's limit of one message, and of every body that is not a batch.
  static let bodyBytesMax = 1 << 20
  /// No form of a page has more to say.
  static let formBytesMax = 16 << 10

  private let switchboard: Switchboard
  private let authenticator: Authenticator
  private let folder: String
  private let metrics: Metrics
  private let logger: Logger

  /// - Parameter folder: where large bodies wait, in files without a name, until their signature
  ///   is proved.
  init(
    routes: [Route], authenticator: Authenticator, folder: String, metrics: Metrics, logger: Logger
  ) {
    switchboard = Switchboard(routes)
    self.authenticator = authenticator
    self.folder = folder
    self.metrics = metrics
    self.logger = logger
  }

  func respond(to request: Request, context: GatewayContext) async throws -> Response {
    let start = ContinuousClock.now
    let target = request.head.path ?? ""
    let path = target.prefix { $0 != "?" }
    var template = "none"
    var refusal = Route.refusal(at: path)
    let response: Response
    do {
      switch switchboard.find(request.method, path) {
      case .nothing: throw Problem.noSuchAddress
      case .otherMethods(let allowed): throw Problem.methodNotAllowed(allowed)
      case .found(let route, let parameters):
        template = route.path
        refusal = route.refusal
        let query = Query(target.dropFirst(path.count + 1))
        let exchange = Exchange(request: request, parameters: parameters, query: query)
        let admitted = try await admit(exchange, to: route)
        response = try await route.handler(admitted)
      }
    } catch let problem as Problem {
      logger.debug(
        "request refused",
        metadata: [
          "route": "\(template)", "status": "\(problem.status.code)",
          "problem": "\(problem.kind.rawValue)",
        ])
      response = refusal(problem, request)
    }
    metrics.request(
      method: request.method.rawValue, route: template, status: response.status.code,
      took: ContinuousClock.now - start)
    return request.method == .head ? response.createHeadResponse() : response
  }

  /// The order of refusals is the contract's: 413, 415, 401, then what the handler finds.
  ///
  /// It does not call the handler too: the optimiser of Swift 6.3 crashes over a function that
  /// does both.
  private func admit(_ exchange: Exchange, to route: Route) async throws -> Exchange {
    var exchange = exchange
    switch route.intake {
    case .nothing: break
    case .object(_, let optional):
      exchange.body = try await collect(exchange.request)
      if !(optional && exchange.body.isEmpty) {
        _ = try form(of: exchange.request, among: MediaTypes.object)
      }
    case .form:
      exchange.body = try await collect(exchange.request, limit: Self.formBytesMax)
      _ = try form(of: exchange.request, among: MediaTypes.form)
    case .message:
      exchange.body = try await collect(exchange.request)
      exchange.form = try form(of: exchange.request, among: MediaTypes.message)
    case .soap:
      exchange.body = try await collect(exchange.request)
      exchange.form = try form(of: exchange.request, among: MediaTypes.soap)
    case .tickets:
      let isObject = exchange.request.mediaType == MediaTypes.object[0].name
      exchange.body = try await collect(
        exchange.request, limit: isObject ? Self.bodyBytesMax : TicketReader.linesBytesMax)
      exchange.form = try form(of: exchange.request, among: MediaTypes.tickets)
    case .batch: return try await admitBatch(exchange)
    }
    exchange.sender = try authenticator.sender(of: exchange, required: route.caller == .sender)
    switch route.intake {
    case .nothing, .object, .form: break
    default: exchange.manner = try authenticator.manner(of: exchange)
    }
    return exchange
  }

  /// A batch that is signed has to be here as a whole before its first message is taken; any other
  /// is read as it comes.
  private func admitBatch(_ exchange: Exchange) async throws -> Exchange {
    var exchange = exchange
    let limit = authenticator.settings().batchBytesMax
    let declared = exchange.request.headers[.contentLength].flatMap { Int($0) }
    let isSigned = authenticator.wantsSignatures
    if isSigned, let declared, declared > limit { throw Problem.tooLarge(limit) }
    exchange.form = try form(of: exchange.request, among: MediaTypes.batch)
    guard let claim = try authenticator.claim(of: exchange, required: true) else {
      exchange.manner = try authenticator.manner(of: exchange)
      return exchange
    }
    let body = try await spool(exchange.request, declared: declared, limit: limit)
    exchange.sender = try authenticator.sender(claim, bodyDigest: body.digest)
    exchange.file = body
    exchange.manner = try authenticator.manner(of: exchange)
    return exchange
  }

  private func spool(_ request: Request, declared: Int?, limit: Int) async throws
    -> BodyFile.Whole
  {
    do {
      var body = try BodyFile(in: folder)
      for try await buffer in request.body {
        guard body.count + UInt64(buffer.readableBytes) <= UInt64(limit) else {
          throw Problem.tooLarge(limit)
        }
        try body.append(Array(buffer.readableBytesView))
      }
      let whole = body.finish()
      if let declared, whole.bytes < UInt64(declared) { throw Problem.notWellFormed() }
      return whole
    } catch is UnnamedFile.Unwritable {
      logger.error("no room for the body of a signed batch")
      throw Problem.unavailable
    }
  }

  private func collect(_ request: Request, limit: Int = bodyBytesMax) async throws -> [UInt8] {
    let declared = request.headers[.contentLength].flatMap { Int($0) }
    if let declared, declared > limit { throw Problem.tooLarge(limit) }
    var body: [UInt8] = []
    body.reserveCapacity(min(declared ?? 0, limit))
    for try await buffer in request.body {
      guard body.count + buffer.readableBytes <= limit else { throw Problem.tooLarge(limit) }
      body.append(contentsOf: buffer.readableBytesView)
    }
    // A connection that broke in the middle of a body leaves a part of it, which nobody sent.
    if let declared, body.count < declared { throw Problem.notWellFormed() }
    return body
  }

  private func form(of request: Request, among types: [MediaTypes.Entry]) throws(Problem)
    -> MessageForm
  {
    let name = request.mediaType
    let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
    guard coding == "identity", let entry = types.first(where: { $0.name == name })
    else { throw .unsupportedMedia(types.map(\.name)) }
    return entry.form
  }
}

extension Request {
  /// The content type without its parameters, in lower case.
  var mediaType: String {
    (headers[.contentType] ?? "").prefix { $0 != ";" }.trimmed.lowercased()
  }
}

/// The content types of each intake, and the form of what they carry.
enum MediaTypes {
  typealias Entry = (name: String, form: MessageForm)

  static let object: [Entry] = [("application/json", .json)]
  static let form: [Entry] = [("application/x-www-form-urlencoded", .json)]
  static let message: [Entry] = [
    ("application/json", .json), ("application/xml", .xml), ("text/xml", .xml),
  ]
  static let soap: [Entry] = [("text/xml", .xml), ("application/soap+xml", .xml)]
  static let tickets: [Entry] = [
    ("application/json", .json), ("application/x-ndjson", .json), ("text/csv", .json),
  ]
  static let batch: [Entry] = [
    ("application/x-ndjson", .json), ("application/xml", .xml), ("text/xml", .xml),
  ]
}
