import Casework
import Channels
import Engine
import LibCrypto
import LibCurl
import Wire

/// What the operator sets in the settings file (contract, "Settings").
struct Settings: Sendable {
  /// Nil where the file names none: every sender is then accepted, and a warning says so.
  var senders: [String: Sender]?
  /// The address under which parents reach the gateway, for links; nil for the listening address.
  var publicURL: String?
  /// How many proxies of the operator's own stand before the gateway and say in `X-Forwarded-For`
  /// whom they saw; 0 where nobody says.
  var trustedProxies = 0
  /// Whether webhook receivers may stand on private addresses.
  var allowsPrivateReceivers = false
  /// Private networks in which they may stand all the same.
  var receiverNetworks: [Network] = []
  /// How long a parent's link lasts.
  var parentLinkDays = 400
  /// How many guardians may be bound to one child, and how many children to one guardian.
  var bindingsPerChild = 2
  var bindingsPerGuardian = 5
  /// Where the key file lies, if not beside the data folder.
  var keyFile: String?
  /// A folder into which every notice is also written, for trying the gateway out.
  var noticeFolder: String?
  /// A folder of dialects of the operator's own, one table a file.
  var dialectFolder: String?
  /// The dialects there are: those built in and the operator's own.
  var dialects = DialectShelf.builtIn
  /// Regions whose drafts and reported packs rule.
  var trialPacks: Set<String> = []
  /// How large a signed batch may be; it waits on disk until its signature is proved.
  var batchBytesMax = 2 << 30
  /// Folders whose files are taken.
  var inboxes: [InboxSetting] = []
  /// The hour of the next day, in China, by which a daily manifest is due.
  var manifestHour = 10
  /// On how many days a sender is asked for the same messages.
  var requestDays = 7

  /// Who is asked for birth certificates that are named and missing; nil for nobody.
  var certificateQuery: CertificateQuerySettings?

  /// By whom and how people, offices and the insurance platform are told.
  var channels = ChannelSettings()
  /// When and how often people are written to, and which offices are.
  var letters = LetterTerms()
  /// A folder of texts of the operator's own, a file a region and language.
  var textFolder: String?
  /// The texts there are: the program's and the operator's own.
  var texts = NoticeCatalogue.builtIn

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
  /// Names of the dialects it writes in, in the order they are tried.
  var dialects: [String] = []
  /// What its texts are encoded in where they do not say.
  var charset: Charset?
  var keys: [SenderKey]
  /// Where it can be asked for messages that have not come, and what such a request is signed with.
  var requests: (url: String, secret: [UInt8])?
  /// Whether it owes a manifest of every day.
  var owesDailyManifest = false
}

extension Settings {
  /// How a sender writes, as it is registered.
  func manner(of sender: Sender) -> Manner {
    Manner(
      sender.dialects.compactMap { dialects.find($0) }, charset: sender.charset,
      sender: sender.code)
  }
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
