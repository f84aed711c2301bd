import Casework

extension Problem.Kind {
  /// What a problem of this kind means and what cures it.
  var remedy: Remedy {
    switch self {
    case .notWellFormed: .notWellFormed
    case .unauthorized: .unauthorized
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .otherContent: .otherContent
    case .conflicting: .conflicting
    case .tooLarge: .tooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .invalidMessage: .invalidMessage
    case .invalidRequest: .invalidRequest
    case .tooMany: .tooMany
    case .unavailable: .unavailable
    }
  }
}

extension Remedy {
  static let unauthorized =
    Remedy(
      Plain(
        "请求没有有效签名，无法确认是谁发的；具体原因见 reason。",
        "No valid signature says who sent the request; `reason` says what exactly is"
          + " wrong."),
      cure: Plain(
        "按 reason 的说明处理，用新的 ts 和 nonce 重新签名后原样重发。",
        "Do what the reason asks for, sign anew with a fresh ts and nonce, and send"
          + " the same again."))

  static let forbidden =
    Remedy(
      Plain(
        "签名有效，但该发送方无权代他人、发此类业务或此地区的报文。",
        "The signature is good, but this sender may not send for that sender, family"
          + " or division."),
      cure: Plain(
        "核对报文头 sender、业务类别与行政区划；确需发送的，请网关管理员在 senders 设置中放开。",
        "Check the header's sender, the family and the division; if it is needed, have"
          + " the operator allow it in `senders`."))

  static let notFound =
    Remedy(
      Plain("没有这个地址，或没有这条记录。", "There is no such address or no such record."),
      cure: Plain(
        "核对路径、编号及其大小写；全部地址见 /openapi.json。",
        "Check path and identifier, letter by letter; /openapi.json lists every"
          + " address."))

  static let methodNotAllowed =
    Remedy(
      Plain("此地址不接受这个 HTTP 方法。", "This address does not take that HTTP method."),
      cure: Plain("改用响应头 Allow 所列的方法。", "Use a method that the header Allow lists."))

  static let otherContent =
    Remedy(
      Plain(
        "同一发送方的同一编号此前已收过，且内容不同；先到的仍然有效。",
        "This sender has used this id before for other content; what came first stands."),
      cure: Plain(
        "新内容换新编号；更正已发内容，用 action 为 correct 等的报文加更高的 revision。",
        "Give new content a new id; to correct what was sent, send action correct with"
          + " a higher revision."))

  static let conflicting =
    Remedy(
      Plain(
        "操作与个案现状不符，未执行。",
        "What was asked does not fit the state of the case and was not done."),
      cure: Plain(
        "重新查看个案和时间线，按现状另行提出。",
        "Look at the case and its timeline again and ask for what fits."))

  static let tooLarge =
    Remedy(
      Plain(
        "请求体超过上限（单条报文 1 MiB）。",
        "The body is over the limit, 1 MiB for one message."),
      cure: Plain(
        "单条报文缩减内容；多条报文改发 /v1/batches，或分成几次发送。",
        "Send less in one message; send many through /v1/batches or in several parts."))

  static let unsupportedMediaType =
    Remedy(
      Plain(
        "不接受这种内容类型，或内容被压缩过。",
        "The content type is not taken here, or the body is compressed."),
      cure: Plain(
        "Content-Type 写响应头 Accept 所列之一，不要压缩。",
        "Set Content-Type to one that the header Accept lists, and do not compress."))

  static let invalidMessage =
    Remedy(
      Plain(
        "报文可以读取，但有字段错误；没有占用编号。",
        "The message can be read, but fields are wrong; its id is not used up."),
      cure: Plain(
        "逐条改正 errors 所列各处，用同一编号重发。",
        "Mend every place that `errors` lists and send it again under the same id."))

  static let invalidRequest =
    Remedy(
      Plain("请求的参数或正文有误。", "A parameter or a member of the request is wrong."),
      cure: Plain(
        "改正 errors 所列各处；参数写法见 /openapi.json。",
        "Mend what `errors` lists; /openapi.json says how each is written."))

  static let tooMany =
    Remedy(
      Plain("请求过于频繁，本次未受理。", "Requests come too fast; this one was not looked at."),
      cure: Plain(
        "等待 Retry-After 秒后原样重发；大量报文改用批次。",
        "Wait the seconds of Retry-After and send the same again; use batches for many"
          + " messages."))

  static let unavailable =
    Remedy(
      Plain("存储暂不可用或已满，没有接收。", "The store is away or full and nothing was taken."),
      cure: Plain(
        "等待 Retry-After 秒后用同一编号原样重发；长时间如此请联系网关管理员。",
        "Wait the seconds of Retry-After and send the same under the same id; if it"
          + " lasts, call the operator."))
}
