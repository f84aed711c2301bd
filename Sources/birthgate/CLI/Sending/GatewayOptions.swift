import ArgumentParser
import Casework

/// Which gateway a verb sends to, and as whom it signs: the same for all that send.
struct GatewayOptions: ParsableArguments {
  /// Where a gateway listens unless told otherwise.
  static let standardURL = "http://127.0.0.1:8080"

  @Option(
    help: ArgumentHelp(
      "网关地址，默认为本机网关 The gateway; that of this machine where none is named.",
      valueName: "url"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "以谁的名义；方言未写发送方时亦然 The sender who signs, or whom a dialect does not name.",
      valueName: "code"))
  var sender: String?

  @Option(
    help: ArgumentHelp(
      "密钥文件：base64 或 PEM The key: base64 of the secret, or an SM2 key in PEM.",
      valueName: "file"))
  var key: String?

  @Option(help: ArgumentHelp("密钥编号 The key's id.", valueName: "id"))
  var keyID: String?

  func validate() throws {
    guard keyID == nil || key != nil else {
      throw ValidationError("--key-id 须与 --key 一起给出 --key-id needs --key")
    }
  }

  /// What signs where a key is given; nil where none is.
  ///
  /// - Parameter other: who sends where no `--sender` says so.
  func signer(or other: String? = nil) throws -> RequestSigner? {
    guard let key else { return nil }
    guard let sender = sender ?? other else {
      throw Stop.usage(
        Plain("--key 须与 --sender 一起给出。", "--key needs --sender."))
    }
    return try RequestSigner(sender: sender, keyFile: key, keyID: keyID)
  }
}
