import Casework
import Engine
import HTTPTypes
import Wire

/// An answer that is no success, as RFC 9457 wants it.
///
/// `title` and `detail` are English, for logs and vendors; `message` says the detail in both
/// languages.
struct Problem: Error, Sendable {
  var kind: Kind
  var title: String
  var detail: Plain
  var faults: [Fault] = []
  var headers: HTTPFields = [:]
  /// Of a 401: what is the matter with the signature.
  var reason: SignatureFault?

  var status: HTTPResponse.Status { kind.status }

  var json: JSONValue {
    let view = JSONValue.record([
      "type": .string(kind.address), "title": .string(title), "status": .int(status.code),
      "detail": .string(detail.english), "message": .plain(detail),
      "errors": .array(faults.map(\.json)),
    ])
    return reason.map { view.with("reason", .string($0.rawValue)) } ?? view
  }
}

extension Problem {
  static func tooLarge(_ limitBytes: Int) -> Problem {
    Problem(
      kind: .tooLarge, title: "Content too large",
      detail: Plain(
        "请求体超过上限 \(limitBytes) 字节。请拆分后重发。",
        "The body is larger than \(limitBytes) bytes. Send it in parts."),
      headers: [.connection: "close"])
  }

  static func unsupportedMedia(_ types: [String]) -> Problem {
    let list = types.joined(separator: ", ")
    return Problem(
      kind: .unsupportedMediaType,
      title: "Unsupported media type",
      detail: Plain(
        "此地址只接受这些内容类型（不压缩）：\(list)。",
        "This address takes only these content types, uncompressed: \(list)."),
      headers: [.accept: list])
  }

  static func unauthorized(_ fault: SignatureFault) -> Problem {
    Problem(
      kind: .unauthorized, title: "Unknown sender or bad signature",
      detail: fault.detail, headers: [.wwwAuthenticate: "Birthgate-HMAC-SM3, Birthgate-SM2"],
      reason: fault)
  }

  static func forbidden(_ detail: Plain) -> Problem {
    Problem(
      kind: .forbidden, title: "Not yours to send", detail: detail)
  }

  /// A message that was refused: 400 where something is not well-formed, else 422.
  static func rejected(_ rejection: Rejection) -> Problem {
    let faults = rejection.errors.map { Fault($0) }
    let count = faults.count
    guard rejection.status == 400 else {
      return Problem(
        kind: .invalidMessage,
        title: "The message has wrong fields",
        detail: Plain(
          "报文格式正确，但有 \(count) 处字段错误，见 errors。更正后可用同一编号重发。",
          "The message is well-formed but \(count) of its fields are wrong; see errors. Once"
            + " corrected it may come under the same id."), faults: faults)
    }
    return Problem(
      kind: .notWellFormed, title: "The message is not well-formed",
      detail: Plain(
        "报文本身无法解析，见 errors。", "The message cannot be read; see errors."),
      faults: faults)
  }

  static func otherContent(sender: String, id: String) -> Problem {
    Problem(
      kind: .otherContent, title: "Same key, other content",
      detail: Plain(
        "发送方 \(sender) 此前已用编号 \(id) 发过内容不同的报文。新内容请换一个编号。",
        "Sender \(sender) has already sent other content under id \(id). New content needs a new"
          + " id."))
  }

  /// The store is away or full. What exactly is wrong is for the log, not for the caller.
  static let unavailable = Problem(
    kind: .unavailable, title: "The store is not available",
    detail: Plain(
      "存储暂时不可用，报文未被接收。请稍后原样重发。",
      "The store is not available and nothing was taken. Send the same again later."),
    headers: [.retryAfter: "5"])

  static func notFound(_ detail: Plain) -> Problem {
    Problem(kind: .notFound, title: "Not found", detail: detail)
  }

  static let noSuchAddress = Problem.notFound(
    Plain(
      "没有这个地址。全部地址见 /openapi.json。",
      "There is no such address. All addresses are listed at /openapi.json."))

  static let noSuchCase = Problem.notFound(
    Plain("没有这个个案。", "There is no such case."))

  static func methodNotAllowed(_ allowed: [String]) -> Problem {
    let list = allowed.joined(separator: ", ")
    return Problem(
      kind: .methodNotAllowed, title: "Method not allowed",
      detail: Plain("此地址只接受：\(list)。", "This address takes only: \(list)."),
      headers: [.allow: list])
  }

  /// The body of a small request is no JSON object.
  static func notWellFormed(line: Int? = nil, column: Int? = nil) -> Problem {
    Problem(
      kind: .notWellFormed, title: "The body is not well-formed",
      detail: Plain(
        "请求体须是一个 JSON 对象（UTF-8，无重名成员，无尾随逗号）。",
        "The body must be one JSON object: UTF-8, no name twice, no trailing comma."),
      faults: [
        Fault(
          .notWellFormed, at: "", line: line, column: column,
          Plain("不是一个 JSON 对象。", "This is not a JSON object."))
      ])
  }

  static func invalid(_ faults: [Fault]) -> Problem {
    Problem(
      kind: .invalidRequest, title: "The request is not valid",
      detail: Plain(
        "请求有 \(faults.count) 处错误，见 errors。",
        "\(faults.count) of the request's values are wrong; see errors."), faults: faults)
  }

  static func tooMany(retryAfterSeconds: Int) -> Problem {
    Problem(
      kind: .tooMany, title: "Too many requests",
      detail: Plain("请求过于频繁，请稍后再试。", "Too many requests; come again later."),
      headers: [.retryAfter: String(retryAfterSeconds)])
  }
}

extension Problem {
  init(_ refusal: NotTaken) {
    switch refusal {
    case .rejected(let rejection): self = .rejected(rejection)
    case .otherContent(let sender, let id): self = .otherContent(sender: sender, id: id)
    case .store: self = .unavailable
    }
  }
}
