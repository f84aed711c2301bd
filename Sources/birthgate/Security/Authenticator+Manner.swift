import Casework
import Wire

extension Authenticator {
  /// How the caller of a request writes: as its sender is registered, or, where the query names a
  /// dialect, in that one. A registered sender has no others than its own.
  func manner(of exchange: Exchange) throws(Problem) -> Manner {
    let settings = settings()
    var manner = exchange.sender.map(settings.manner(of:)) ?? .canonical
    guard let name = exchange.query["dialect"] else { return manner }
    if let sender = exchange.sender, !sender.dialects.contains(name) {
      throw .forbidden(
        Plain(
          "该发送方没有登记方言 \(name)。", "This sender is not registered for the dialect \(name)."))
    }
    guard let dialect = settings.dialects.find(name) else {
      throw .noDialect(name, settings.dialects.names)
    }
    manner.dialects = [dialect]
    return manner
  }
}
