import Foundation
import Testing

/// Folders of packs for tests: the built-in ones, with a number of Shaanxi's another.
enum TrialPacks {
  /// A folder with all built-in packs, where Shaanxi since 2024-04-16 gives so many days to pay.
  /// Their examples are left out: they are true of 90 days.
  static func folder(payWindowDays: Int, in folder: Folder, _ name: String) throws -> String {
    let target = folder.path + "/" + name
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    let source = Program.package.path + "/Sources/Policies/Packs"
    for file in try FileManager.default.contentsOfDirectory(atPath: source)
    where file.hasSuffix(".json") {
      let data = try Data(contentsOf: URL(fileURLWithPath: source + "/" + file))
      var pack = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      var versions = try #require(pack["versions"] as? [[String: Any]])
      for index in versions.indices {
        versions[index]["examples"] = nil
        guard pack["region"] as? String == "61",
          versions[index]["from"] as? String == "2024-04-16"
        else { continue }
        var term = try #require(versions[index]["payWindowDays"] as? [String: Any])
        term["value"] = payWindowDays
        versions[index]["payWindowDays"] = term
      }
      pack["versions"] = versions
      try JSONSerialization.data(withJSONObject: pack, options: .sortedKeys)
        .write(to: URL(fileURLWithPath: target + "/" + file))
    }
    return target
  }

  /// A folder with one pack whose example contradicts it: born on 1 March, so the last of 90 days
  /// is 30 May and not 31 May.
  static func contradicting(in folder: Folder, _ name: String) throws -> String {
    let target = folder.path + "/" + name
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    try folder.file(
      name + "/trial.json",
      """
      {"region": "61", "name": {"zh-CN": "试验", "en": "Trial"}, "versions": [
        {"from": "2020-01-01", "document": "试〔2020〕1号", "status": "inForce",
         "payWindowDays": {"value": 90, "rule": "A01"},
         "examples": [{"born": "2026-03-01", "paid": [], "asOf": "2026-03-02", "state": "unpaid",
           "windowEnd": "2026-05-31", "covered": [], "why": "one day too many"}]}]}
      """)
    return target
  }

  /// Every file under a folder and the key beside it, byte for byte; the store's index of its log,
  /// which readers keep for each other, left out.
  static func bytes(of data: String) throws -> [String: Data] {
    var bytes = ["key": try Data(contentsOf: URL(fileURLWithPath: data + ".key"))]
    for name in try FileManager.default.contentsOfDirectory(atPath: data)
    where !name.hasSuffix("-shm") {
      bytes[name] = try Data(contentsOf: URL(fileURLWithPath: data + "/" + name))
    }
    // A log without content says as much as none.
    return bytes.filter { !($0.key.hasSuffix("-wal") && $0.value.isEmpty) }
  }

  /// A copy of a data folder with its key.
  static func copy(_ data: String, to other: String) throws -> String {
    try FileManager.default.copyItem(atPath: data, toPath: other)
    try FileManager.default.copyItem(atPath: data + ".key", toPath: other + ".key")
    return other
  }
}
