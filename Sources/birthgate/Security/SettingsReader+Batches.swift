import Casework
import Foundation
import Wire

extension SettingsReader {
  /// How large signed batches may be, and which folders are watched.
  mutating func readBatches(_ value: JSONValue, into settings: inout Settings) {
    if let bytes = value.member("batchBytesMax") {
      if let bytes = bytes.int, (1 << 20...1 << 40).contains(bytes) {
        settings.batchBytesMax = bytes
      } else {
        complain(
          .range, "/batchBytesMax", "须为 1 MiB 至 1 TiB 的整数（字节）。",
          "An integer of bytes, 1 MiB to 1 TiB.")
      }
    }
    guard let list = value.member("inboxes") else { return }
    guard let items = list.array else {
      complain(.format, "/inboxes", "须为数组。", "An array is needed.")
      return
    }
    for (place, item) in items.enumerated() {
      let path = "/inboxes/\(place)"
      guard let inbox = inbox(item, at: path) else { continue }
      if let senders = settings.senders, senders[inbox.sender] == nil {
        complain(.unknownCode, path + "/sender", "发送方未登记。", "This sender is not registered.")
      }
      if let name = inbox.dialect, settings.dialects.find(name) == nil {
        complain(.unknownCode, path + "/dialect", settings.dialects.lack(of: name))
      }
      for other in settings.inboxes {
        if other.folder == inbox.folder {
          complain(.duplicateName, path + "/folder", "文件夹重复。", "This folder stands twice.")
        } else if Self.oneLiesInTheOther(inbox.folder, other.folder) {
          complain(
            .notAllowed, path + "/folder", "收件文件夹不能互相包含。",
            "One watched folder may not lie in another.")
        }
      }
      settings.inboxes.append(inbox)
    }
  }

  private mutating func inbox(_ value: JSONValue, at path: String) -> InboxSetting? {
    guard value.isObject else {
      complain(.format, path, "须为对象。", "An object is needed.")
      return nil
    }
    refuseOthers(value, at: path, than: ["folder", "sender", "dialect", "charset"])
    guard let folder = text(value, "folder", at: path) else {
      complain(.missing, path + "/folder", "缺少文件夹。", "The folder is missing.")
      return nil
    }
    guard let sender = text(value, "sender", at: path) else {
      complain(.missing, path + "/sender", "缺少发送方代码。", "The sender's code is missing.")
      return nil
    }
    var inbox = InboxSetting(
      folder: Self.standard(folder), sender: sender, dialect: text(value, "dialect", at: path))
    inbox.charset = charset(value, at: path)
    return inbox
  }

  /// One name for one folder: without `.`, `..`, doubled or last slashes, and links followed.
  private static func standard(_ folder: String) -> String {
    URL(fileURLWithPath: folder).resolvingSymlinksInPath().standardizedFileURL.path
  }

  private static func oneLiesInTheOther(_ one: String, _ other: String) -> Bool {
    func lies(_ inner: String, in outer: String) -> Bool {
      inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/")
    }
    return lies(one, in: other) || lies(other, in: one)
  }
}
