import Casework
import LibCrypto
import Wire

/// What the operator sets in the settings file (contract, "Settings").
struct Settings: Sendable {
  /// Nil where the file names none: every sender is then accepted, and a warning says so.
  var senders: [String: Sender]?
  /// The address under which parents reach the gateway, for links; nil for the listening address.
  var publicURL: String?
  /// Whether webhook receivers may stand on private addresses.
  var allowsPrivateReceivers = false
  /// How long a parent's link lasts.
  var parentLinkDays = 400
  /// Where the key file lies, if not beside the data folder.
  var keyFile: String?
  /// A folder into which every notice is also written, for trying the gateway out.
  var noticeFolder: String?
  /// Regions whose drafts and reported packs rule.
  var trialPacks: Set<String> = []
  /// How large a signed batch may be; it waits on disk until its signature is proved.
  var batchBytesMax = 2 << 30
  /// Folders whose files are taken.
  var inboxes: [InboxSetting] = []

  static let standard = Settings()
}

/// A folder that is watched: the files put there are taken as messages of one sender.
struct InboxSetting: Hashable, Sendable {
  var folder: String
  var sender: String
  var dialect: String?
  var charset: Charset?
}

/// Somebody registered to send messages.
struct Sender: Sendable {
  var code: String
  var name: String
  /// Message families it may send; empty for all.
  var families: [String]
  /// Division prefixes its messages may concern; empty for all.
  var divisions: [String]
  var dialect: String?
  var keys: [SenderKey]
}

/// One key of a sender, with the time in which it counts.
struct SenderKey: Sendable {
  enum Material: Sendable {
    case hmacSM3(secret: [UInt8])
    case sm2(SM2.PublicKey)
  }

  var id: String
  var material: Material
  var from: Instant?
  var to: Instant?

  func counts(at now: Instant) -> Bool {
    if let from, now < from { return false }
    if let to, now >= to { return false }
    return true
  }
}
