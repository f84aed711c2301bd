import Casework

/// Why a request's signature does not say who sent it: the `reason` of a problem 401.
enum SignatureFault: String, CaseIterable, Sendable {
  case unsigned, clockSkew, unknownSender, badSignature, nonceUsed

  var detail: Plain {
    switch self {
    case .unsigned:
      Plain(
        "请求须带 Authorization 签名头：Birthgate-HMAC-SM3 或 Birthgate-SM2，含 sender、ts、nonce、sig。",
        "The request must be signed: Authorization: Birthgate-HMAC-SM3 or Birthgate-SM2 with"
          + " sender, ts, nonce and sig.")
    case .clockSkew:
      Plain(
        "ts 与网关时间相差超过五分钟，请校准时钟。",
        "ts is more than five minutes from the gateway's clock; set the clock right.")
    case .unknownSender: Plain("发送方未登记。", "This sender is not registered.")
    case .badSignature:
      Plain(
        "签名与该发送方的任何有效密钥都不相符。签名原文：方法、请求目标、ts、nonce、请求体的 SM3，以换行分隔。",
        "The signature fits none of the sender's valid keys. Signed are method, request target,"
          + " ts, nonce and SM3 of the body, with line feeds between.")
    case .nonceUsed: Plain("nonce 已用过。", "This nonce has been used before.")
    }
  }
}
