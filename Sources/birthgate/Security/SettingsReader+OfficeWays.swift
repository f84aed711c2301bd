import Casework
import Engine
import Wire

/// The ways to offices that the settings set up, as far as anybody can see who reads them: what is
/// wrong within one is told where it stands.
struct OfficeWays {
  var peers: [String]
  var hasMail: Bool
  var hasFolder: Bool

  init(_ settings: JSONValue) {
    func isGiven(_ name: String) -> Bool { settings.member(name).map { !$0.isNull } ?? false }
    peers = (settings.member("peers")?.array ?? []).compactMap { $0.member("id")?.string }
    hasMail = isGiven("email")
    hasFolder = isGiven("noticeFolder")
  }
}

/// An office whose way is not set up would be told nothing, and nobody would hear of it.
extension SettingsReader {
  mutating func checkWay(_ office: OfficeReceiver, _ ways: OfficeWays, at path: String) {
    switch office.channel {
    case "push":
      guard !ways.peers.contains(office.address), Pattern.messageID.matches(office.address) else {
        return
      }
      let names = ways.peers.isEmpty ? "-" : ways.peers.joined(separator: " ")
      complain(
        .unknownCode, path + "/address",
        "peers 中没有名为 \(office.address) 的对端；已有：\(names)。请在 peers 中加上它，或改用已有的名称。",
        "No system \(office.address) stands under peers; there are: \(names). Add it there, or name"
          + " one of these.")
    case "email" where !ways.hasMail:
      complain(
        .notAllowed, path + "/channel", "设置中没有 email，无法发邮件；请加上 email，或换一个通道。",
        "The settings have no email to send it by; add email, or choose another channel.")
    case "file" where !ways.hasFolder:
      complain(
        .notAllowed, path + "/channel", "设置中没有 noticeFolder；请加上它，或换一个通道。",
        "The settings have no noticeFolder to write it to; add one, or choose another channel.")
    default: break
    }
  }

  /// Complains of codes that would mean two things: which of them counts, nobody who reads the
  /// settings could tell.
  ///
  /// - Parameter lists: by name, in the order in which the settings describe them.
  mutating func refuseCommon(_ lists: KeyValuePairs<String, Set<String>>, at path: String) {
    var known: [String: String] = [:]
    for (name, words) in lists {
      for word in words.sorted() {
        guard let other = known[word] else {
          known[word] = name
          continue
        }
        complain(
          .notAllowed, "\(path)/\(name)", "值 \(word) 也在 \(other) 中；一个值只能有一种含义。",
          "The value \(word) stands in \(other) too; it can mean one thing only.")
      }
    }
  }
}
