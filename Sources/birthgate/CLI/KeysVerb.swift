import ArgumentParser
import Casework
import Foundation
import LibCrypto
import Wire

/// The gateway's keys, for those who check by them.
struct KeysVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "密钥与核验 · Keys, and checking by them",
    subcommands: [KeysCodes.self, KeysVerifyCode.self])
}

/// Prints the public key by which codes are checked.
struct KeysCodes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract: "打印核验医保码的公钥 · Print the public key by which codes are checked")

  @OptionGroup var place: PlaceOptions

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let premises = Premises(
      folder: place.data, storeURL: place.store, policies: nil, settings: try place.read())
    let keys = try Assembly.keys(premises, making: false)
    let mint = CodeMint(key: keys.codes, now: Assembly.wallClock)
    if json { Output.json(mint.keys) } else { Output.write(keys.codes.publicKey.pem) }
  }
}

/// Checks a code that a parent shows, without asking anybody.
struct KeysVerifyCode: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-code",
    abstract: "离线核验家长出示的码 · Check a code that a parent shows, offline")

  @Argument(help: "扫到的内容 What was scanned: BG1.….")
  var token: String

  @Option(help: ArgumentHelp("公钥文件（PEM） The public key, PEM.", valueName: "file"))
  var key: String

  @Option(help: ArgumentHelp("核验时刻，默认现在 When; now unless said.", valueName: "instant"))
  var at: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    guard let data = FileManager.default.contents(atPath: key),
      let publicKey = try? SM2.PublicKey(pem: String(decoding: data, as: UTF8.self))
    else {
      throw Stop.usage(
        Plain("无法读取公钥文件 \(key)。", "Cannot read a public key from \(key)."))
    }
    let now = at.map { Instant(rfc3339: $0) } ?? Assembly.wallClock()
    guard let now else {
      throw Stop.usage(Plain("--at 须为带时区的时刻。", "--at needs an instant with an offset."))
    }
    do throws(CodeToken.Trouble) {
      let token = try CodeToken(token)
      try token.check(publicKey, at: now)
      if json {
        Output.json(
          .record([
            "valid": true, "code": .string(token.code), "expiresAt": .instant(token.expiresAt),
            "key": .string(token.key),
          ]))
      } else {
        Output.line(
          Plain(
            "有效：\(token.code)，\(token.expiresAt.rfc3339) 前",
            "good: \(token.code), until \(token.expiresAt.rfc3339)"))
      }
    } catch {
      if json { Output.json(.record(["valid": false, "reason": .string(error.rawValue)])) }
      throw Stop.invalid(json ? nil : error.plain)
    }
  }
}

extension CodeToken.Trouble {
  var plain: Plain {
    switch self {
    case .unreadable: Plain("读不出来：不是本网关的码。", "Unreadable: this is no code of a gateway.")
    case .otherKey:
      Plain("由另一把密钥签发，请更新公钥。", "Another key signed it: fetch the public keys again.")
    case .wrongSignature: Plain("签名不对，不能采信。", "The signature is wrong: do not trust it.")
    case .expired: Plain("码已过期，请家长换一张。", "The code has expired: ask the parent for a new one.")
    }
  }
}
