import Casework
import Engine
import Foundation
import LibCrypto
import LibSystem
import Wire

/// The file that holds the gateway's own keys: 0600, and by default beside the data folder, not in
/// it, so that a copy of the data opens nothing.
struct KeyFile: Sendable {
  /// 32 random bytes each.
  var id: String
  var encryption: [UInt8]
  var lookUp: [UInt8]
  var links: [UInt8]
  /// Signs the journal's roots.
  var signing: SM2.PrivateKey
  /// Signs the codes that parents show.
  var codes: SM2.PrivateKey

  enum Trouble: Error {
    case unreadable(String)
    case tooOpen(String)
    case wrongContent(String)
  }

  /// `<data>.key`, next to the data folder.
  static func defaultPath(forData folder: String) -> String {
    var folder = folder
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    return folder + ".key"
  }

  /// Whether the key lies inside the data folder, where a copy of one is a copy of both.
  static func isInside(_ path: String, data folder: String) -> Bool {
    let file = URL(fileURLWithPath: path).standardizedFileURL.path
    let data = URL(fileURLWithPath: folder).standardizedFileURL.path
    return file.hasPrefix(data + "/")
  }

  /// Reads the file, or makes it where there is none and it may.
  static func open(_ path: String, making: Bool) throws(Trouble) -> KeyFile {
    guard FileManager.default.fileExists(atPath: path) else {
      guard making else { throw .unreadable(path) }
      return try make(path)
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let permissions = attributes?[.posixPermissions] as? NSNumber
    guard let permissions, permissions.intValue & 0o077 == 0 else { throw .tooOpen(path) }
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
    let text = String(decoding: data, as: UTF8.self)
    let file = try parse(text, path)
    if making, !text.contains("\ncodes ") {
      // A file from before parents' codes were signed gets the key it lacks, and keeps the rest.
      try replace(path, with: (text.hasSuffix("\n") ? text : text + "\n") + line(of: file.codes))
    }
    return file
  }

  /// New keys, which are written nowhere.
  static func fresh() -> KeyFile {
    KeyFile(
      id: Hex.encode(SecureRandom.bytes(4)), encryption: SecureRandom.bytes(32),
      lookUp: SecureRandom.bytes(32), links: SecureRandom.bytes(32), signing: SM2.PrivateKey(),
      codes: SM2.PrivateKey())
  }

  var ring: KeyRing {
    KeyRing(
      current: KeyRing.Key(id: id, bytes: encryption),
      lookUp: KeyRing.LookUp(id: 1, bytes: lookUp), linkToken: links)
  }

  /// A signature over a root of the journal, and the id of the key: the start of the SM3 of the
  /// public key's PEM.
  func sign(_ root: [UInt8]) -> (signature: [UInt8], key: String) {
    (signing.sign(root), Self.name(of: signing.publicKey))
  }

  /// How a public key is named: the start of the SM3 of its PEM.
  static func name(of key: SM2.PublicKey) -> String {
    Hex.encode(Array(SM3.digest(Array(key.pem.utf8)).prefix(8)))
  }

  private static func make(_ path: String) throws(Trouble) -> KeyFile {
    let file = fresh()
    let text = """
      birthgate-keys 1
      id \(file.id)
      encryption \(Hex.encode(file.encryption))
      lookUp \(Hex.encode(file.lookUp))
      links \(Hex.encode(file.links))
      signing \(Hex.encode(Array(file.signing.pem.utf8)))
      \(line(of: file.codes))
      """
    let made = FileManager.default.createFile(
      atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard made, let handle = FileHandle(forUpdatingAtPath: path) else { throw .unreadable(path) }
    // Without the key nothing acknowledged could be read again, so it is on disk before the first.
    try? handle.synchronize()
    return file
  }

  private static func parse(_ text: String, _ path: String) throws(Trouble) -> KeyFile {
    var values: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2 else { throw .wrongContent(path) }
      values[String(parts[0])] = String(parts[1])
    }
    func key(_ name: String) throws(Trouble) -> [UInt8] {
      guard let bytes = values[name].flatMap({ Hex.decode($0) }), bytes.count == 32
      else { throw .wrongContent(path) }
      return bytes
    }
    guard values["birthgate-keys"] == "1", let id = values["id"] else { throw .wrongContent(path) }
    guard let pem = values["signing"].flatMap({ Hex.decode($0) }),
      let signing = try? SM2.PrivateKey(pem: String(decoding: pem, as: UTF8.self))
    else { throw .wrongContent(path) }
    return KeyFile(
      id: id, encryption: try key("encryption"), lookUp: try key("lookUp"),
      links: try key("links"), signing: signing, codes: try codes(in: values, path))
  }
}

/// The key that came later, and files from before it.
extension KeyFile {
  /// A verb that only reads an older file signs no codes, so any key does for it.
  private static func codes(in values: [String: String], _ path: String) throws(Trouble)
    -> SM2.PrivateKey
  {
    guard let text = values["codes"] else { return SM2.PrivateKey() }
    guard let pem = Hex.decode(text),
      let key = try? SM2.PrivateKey(pem: String(decoding: pem, as: UTF8.self))
    else { throw .wrongContent(path) }
    return key
  }

  private static func line(of codes: SM2.PrivateKey) -> String {
    "codes \(Hex.encode(Array(codes.pem.utf8)))\n"
  }

  private static func replace(_ path: String, with text: String) throws(Trouble) {
    let fresh = path + ".new"
    let made = FileManager.default.createFile(
      atPath: fresh, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard made, let handle = FileHandle(forUpdatingAtPath: fresh) else { throw .unreadable(path) }
    // The old keys go only once the new file is known to be whole.
    do { try handle.synchronize() } catch { throw .unreadable(path) }
    guard FileName.replace(path, with: fresh) else { throw .unreadable(path) }
  }
}

extension KeyFile.Trouble {
  var plain: Plain {
    switch self {
    case .unreadable(let path):
      Plain("无法读取或创建密钥文件 \(path)。", "Cannot read or make the key file \(path).")
    case .tooOpen(let path):
      Plain(
        "密钥文件 \(path) 的权限须为 0600。", "The key file \(path) must have the permissions 0600.")
    case .wrongContent(let path):
      Plain("密钥文件 \(path) 的内容有误。", "The key file \(path) has a wrong content.")
    }
  }
}
