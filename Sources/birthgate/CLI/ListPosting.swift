import Casework
import Wire

/// Sends a list in a sender's name, for verbs that do what a sender's system does.
struct ListPosting {
  /// Whose settings sign where no key is given, and whose gateway is meant where none is named.
  let place: PlaceOptions
  let gateway: GatewayOptions

  /// - Parameter sender: whose list it is; signs by its own key, or by that of the settings which
  ///   its sender shares.
  func post(_ path: String, _ body: [UInt8], type: String, from sender: String) async throws
    -> JSONValue
  {
    let base = try gateway.to ?? ReadingRoom(place).gateway() ?? GatewayOptions.standardURL
    let signer =
      try gateway.signer(or: sender) ?? Self.signer(for: gateway.sender ?? sender, place.read())
    let answer = try await GatewayClient(base: base, signer: signer).post(path, body, type: type)
    guard answer.status == 200 else {
      Self.complain(answer)
      throw Stop.invalid()
    }
    return answer.body
  }

  private static func complain(_ answer: GatewayClient.Answer) {
    let language = Output.language.rawValue
    Output.complain("\(answer.status) " + (answer.body["message"]?[language]?.string ?? ""))
    for error in answer.body["errors"]?.array ?? [] {
      Output.complain(
        "  \(error["code"]?.string ?? "") \(error["path"]?.string ?? ""): "
          + (error["message"]?[language]?.string ?? ""))
    }
  }

  private static func signer(for code: String, _ settings: Settings) throws -> RequestSigner? {
    guard let senders = settings.senders else { return nil }
    let now = Assembly.wallClock()
    for key in senders[code]?.keys ?? [] where key.counts(at: now) {
      guard case .hmacSM3(let secret) = key.material else { continue }
      return RequestSigner(sender: code, secret: secret, keyID: key.id)
    }
    throw Stop.usage(
      Plain(
        "设置中没有发送方 \(code) 的有效共享密钥，无法代为签名；可用 --key 给出密钥文件。",
        "The settings hold no shared key of sender \(code) that counts now; --key names a file."
      ))
  }
}
