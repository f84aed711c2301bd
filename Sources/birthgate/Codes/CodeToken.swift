import Casework
import Foundation
import LibCrypto
import Wire

/// A child's code as a parent shows it: good for minutes, and checked by whoever has the public
/// key, without asking anybody.
///
/// Written `BG1.CODE.EXPIRY.KEY.SIGNATURE`: Unix seconds, the key's id, and base64url of r ‖ s, an
/// SM2 signature (SM3, id 1234567812345678) over the ASCII of everything before its full stop.
struct CodeToken: Hashable, Sendable {
  static let mark = "BG1"

  var code: String
  var expiresAt: Instant
  /// The id of the key that signed.
  var key: String
  private var signature: [UInt8]

  /// Why a token is not good.
  enum Trouble: String, Error, Sendable {
    /// It is no token, or not of a kind known here.
    case unreadable
    case otherKey
    case wrongSignature
    case expired
  }

  init(_ text: String) throws(Trouble) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[0] == Self.mark, Self.isCode(parts[1]),
      (1...12).contains(parts[2].utf8.count), let seconds = Int64(parts[2]),
      String(seconds) == parts[2], let signature = Self.decode(parts[4])
    else { throw .unreadable }
    code = parts[1]
    expiresAt = Instant(seconds: seconds)
    key = parts[3]
    self.signature = signature
  }

  /// A token that a key signs now.
  init(code: String, expiresAt: Instant, signedBy signing: SM2.PrivateKey) {
    self.code = code
    self.expiresAt = Instant(seconds: expiresAt.seconds)
    key = KeyFile.name(of: signing.publicKey)
    signature = []
    signature = signing.sign(Array(signed.utf8))
  }

  /// What the signature is over.
  private var signed: String { "\(Self.mark).\(code).\(expiresAt.seconds).\(key)" }

  var text: String { "\(signed).\(Self.encode(signature))" }

  /// Checks everything there is to check without asking anybody.
  ///
  /// A clock that goes a little ahead of the gateway's would refuse a fresh token; none is helped
  /// by a token that never ends.
  func check(_ publicKey: SM2.PublicKey, at now: Instant) throws(Trouble) {
    guard KeyFile.name(of: publicKey) == key else { throw .otherKey }
    guard publicKey.verifies(signature, of: Array(signed.utf8)) else { throw .wrongSignature }
    guard now < expiresAt else { throw .expired }
  }

  /// The pattern of the contract, with its check character (ISO 7064 MOD 37,36).
  private static func isCode(_ text: String) -> Bool {
    guard text.utf8.count == 20, let last = text.last,
      text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
    else { return false }
    return Checksums.mod37_36(String(text.dropLast())) == last
  }

  private static func encode(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  private static func decode(_ text: String) -> [UInt8]? {
    guard text.utf8.count == 86 else { return nil }
    let base64 = text.replacing("-", with: "+").replacing("_", with: "/") + "=="
    guard let data = Data(base64Encoded: base64), data.count == SM2.signatureBytes,
      encode([UInt8](data)) == text
    else { return nil }
    return [UInt8](data)
  }
}

/// Signs codes for parents, and tells with which key.
struct CodeMint: Sendable {
  /// How long a code that is shown may be read.
  static let seconds: Int64 = 300

  let key: SM2.PrivateKey
  let now: @Sendable () -> Instant

  func token(_ code: String) -> CodeToken {
    CodeToken(code: code, expiresAt: now().adding(seconds: Self.seconds), signedBy: key)
  }

  /// What a hospital keeps to check codes by, as `GET /v1/codes/keys` answers it.
  var keys: JSONValue {
    .record([
      "keys": .array([
        .record([
          "id": .string(KeyFile.name(of: key.publicKey)), "algorithm": "SM2-SM3",
          "signerId": "1234567812345678", "publicKey": .string(key.publicKey.pem),
        ])
      ]),
      "validSeconds": .int(Int(Self.seconds)),
    ])
  }
}
