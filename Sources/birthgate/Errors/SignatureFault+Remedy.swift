import Casework

extension SignatureFault {
  /// What a reason of a 401 means and what cures it.
  var remedy: Remedy {
    switch self {
    case .unsigned: .unsigned
    case .clockSkew: .clockSkew
    case .unknownSender: .unknownSender
    case .badSignature: .badSignature
    case .nonceUsed: .nonceUsed
    }
  }
}

extension Remedy {
  static let unsigned =
    Remedy(
      Plain(
        "没有 Authorization 签名头，或写法不对。",
        "There is no Authorization header of ours, or it is not written as it must be."),
      cure: Plain(
        "写 Birthgate-HMAC-SM3 sender=…, ts=…, nonce=…, sig=…；nonce 为 16 至 64 个字母、数字、_"
          + " 或 -。",
        "Send Birthgate-HMAC-SM3 sender=…, ts=…, nonce=…, sig=…, with a nonce of 16 to"
          + " 64 letters, digits, _ or -."))

  static let clockSkew =
    Remedy(
      Plain(
        "ts 与网关时间相差超过五分钟。",
        "ts is more than five minutes from the gateway's time."),
      cure: Plain(
        "用 NTP 校准时钟；ts 是 Unix 秒数，不是毫秒；重发时要重新签名。",
        "Set the clock by NTP; ts is in Unix seconds, not milliseconds; sign anew for"
          + " every try."))

  static let unknownSender =
    Remedy(
      Plain(
        "签名头里的 sender 没有登记。",
        "The sender named in the header is not registered."),
      cure: Plain(
        "核对发送方代码；新接入单位请网关管理员登记代码和密钥。",
        "Check the sender's code; a new sender has to be registered, with a key, by"
          + " the operator."))

  static let badSignature =
    Remedy(
      Plain(
        "签名与该发送方任何一把有效密钥都不符。",
        "The signature fits no valid key of this sender."),
      cure: Plain(
        "用 Samples/sender/signing.json 的示例逐字节核对签名原文；请求目标含查询串，摘要取发出的原始字节，密钥须在有效期内。",
        "Compare the signed text byte by byte with Samples/sender/signing.json:"
          + " request target with query, digest of the raw bytes, a key that is in force."))

  static let nonceUsed =
    Remedy(
      Plain(
        "这个 nonce 已经用过，可能是重放。",
        "This nonce was used before, which may be a replay."),
      cure: Plain(
        "每次请求（包括重试）都生成新的随机 nonce 并重新签名。",
        "Make a new random nonce for every request, retries too, and sign anew."))
}
