import Foundation

/// Where a gateway keeps what it keeps, as the command line and the settings say.
struct Premises: Sendable {
  var folder: String
  var storeURL: String?
  var policies: String?
  var keyPath: String

  init(folder: String, storeURL: String?, policies: String?, settings: Settings) {
    self.folder = folder
    self.storeURL = storeURL
    self.policies = policies
    keyPath = settings.keyFile ?? KeyFile.defaultPath(forData: folder)
  }

  /// The SQLite file; nil where the URL names a store this build has not.
  var databasePath: String? {
    guard let storeURL else { return folder + "/birthgate.sqlite" }
    guard storeURL.hasPrefix("sqlite:") else { return nil }
    let path = storeURL.dropFirst("sqlite:".count)
    return path.hasPrefix("//") ? String(path.dropFirst(2)) : String(path)
  }

  var noncePath: String { folder + "/nonces" }
  /// Says where a running gateway listens, for verbs that would rather ask it.
  var listeningPath: String { folder + "/listening" }

  func makeFolder() -> Bool {
    let manager = FileManager.default
    try? manager.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return manager.isWritableFile(atPath: folder)
  }
}
