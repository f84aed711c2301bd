import Casework
import Wire

extension Authenticator {
  /// How the caller of a request writes: as its sender is registered, or, where the query names a
  /// dialect, in that one. A registered sender has no dialects and no encoding but its own, and is
  /// itself who sends; where none are registered, the query may name `charset` and `sender` too.
  func manner(of exchange: Exchange) throws(Problem) -> Manner {
    let settings = settings()
    var manner = exchange.sender.map { settings.manner(of: $0) } ?? .canonical
    if let name = exchange.query["charset"] {
      let charset = try Self.charset(name)
      if let sender = exchange.sender, sender.charset != charset {
        throw .forbidden(
          Plain(
            "该发送方没有登记编码 \(name)。",
            "This sender is not registered for the encoding \(name)."))
      }
      manner.charset = charset
    }
    guard let name = exchange.query["dialect"] else { return manner }
    if let sender = exchange.sender, !sender.dialects.contains(name) {
      throw .forbidden(
        Plain(
          "该发送方没有登记方言 \(name)。", "This sender is not registered for the dialect \(name)."))
    }
    guard let dialect = settings.dialects.find(name) else {
      throw .invalid([Fault(.unknownCode, at: "dialect", settings.dialects.lack(of: name))])
    }
    manner.dialects = [dialect]
    if exchange.sender == nil { manner.sender = exchange.query["sender"] }
    return manner
  }

  private static func charset(_ name: String) throws(Problem) -> Charset {
    if let charset = Charset(name: name) { return charset }
    throw .invalid([Fault(.unknownCode, at: "charset", Charset.lack)])
  }
}
