import Casework
import Wire

/// What the settings say of who may send what: a word that matches nothing would silently shut a
/// sender out, or let it in.
extension SettingsReader {
  mutating func families(_ value: JSONValue, at path: String) -> [String] {
    let names = texts(value, "families", at: path)
    for (place, name) in names.enumerated()
    where !Families.all.contains(where: { $0.name.rawValue == name }) {
      complain(
        .unknownCode, "\(path)/families/\(place)", "没有报文种类 \(name)；已有：\(Families.names)",
        "There is no family \(name); there are: \(Families.names)")
    }
    return names
  }

  /// The beginnings of division codes: of a province, a city or a county.
  mutating func divisions(_ value: JSONValue, at path: String) -> [String] {
    let divisions = texts(value, "divisions", at: path)
    for (place, division) in divisions.enumerated() {
      let isDigits = division.utf8.allSatisfy { (48...57).contains($0) }
      guard !isDigits || ![2, 4, 6].contains(division.utf8.count) else { continue }
      complain(
        .format, "\(path)/divisions/\(place)", "须为行政区划代码的 2、4 或 6 位数字。",
        "The 2, 4 or 6 digits of a division code are needed.")
    }
    return divisions
  }

  /// The key of a signature is found by its id, so no two may have the same.
  mutating func keys(_ value: JSONValue, at path: String) -> [SenderKey] {
    var keys: [SenderKey] = []
    for (place, item) in (value.member("keys")?.array ?? []).enumerated() {
      let path = "\(path)/keys/\(place)"
      guard let key = key(item, at: path) else { continue }
      if keys.contains(where: { $0.id == key.id }) {
        complain(
          .duplicateName, path + "/id", "同一发送方的密钥编号重复。",
          "Two keys of this sender have this id.")
      }
      keys.append(key)
    }
    if keys.isEmpty {
      complain(
        .missing, path + "/keys", "每个发送方至少需要一把密钥。", "A sender needs at least one key.")
    }
    return keys
  }
}
