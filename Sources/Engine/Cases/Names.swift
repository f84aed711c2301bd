import Casework

/// The keys one message is stored and found under.
struct Names {
  /// What the message names its child by. Two writers about one of these collide.
  private let own: [KeyDigest]
  /// Under which others that share no key find this message: births and registrations by mother,
  /// day and sex; births by their parents' documents, payments by the insured's.
  private let posts: [KeyDigest]
  /// Of a birth: under which its mother's other births of that day find it.
  private let delivery: KeyDigest?
  /// Posts of others that this message could have to do with.
  private let sought: [KeyDigest]
  /// Of a birth: under which registrations of its mother, day and sex stand, and under which other
  /// births that such a registration could be meant for.
  private let rivals: (registrations: KeyDigest, births: KeyDigest)?
  /// Who must wait while this message is decided.
  let claims: [KeyLocks.Claim]

  init(of message: Message, in ledger: Ledger) {
    var seen: Set<KeyDigest> = []
    own = message.keys.map(ledger.key).filter { seen.insert($0).inserted }
    var posts: [KeyDigest] = []
    var sought: [KeyDigest] = []
    // Two about one child would only undo each other's work, and many would never get through.
    var claims = own.map { KeyLocks.Claim(digest: $0, isShared: false) }
    var rivals: (registrations: KeyDigest, births: KeyDigest)?
    if let match = message.matchKey {
      let text = "\(match.motherIDType)\n\(match.motherIDNumber)\n\(match.bornOn)\n\(match.sex)"
      let births = ledger.lookUps.digest("births", text)
      let registrations = ledger.lookUps.digest("registrations", text)
      rivals = message.isBirth ? (registrations, births) : nil
      posts.append(message.isBirth ? births : registrations)
      sought += message.isBirth ? [registrations] : [births, registrations]
      claims.append(KeyLocks.Claim(digest: births, isShared: message.isBirth))
    }
    // Twins are never joined, but a person may have to tell their papers apart (edge cases 31, 33).
    delivery = message.delivery.map { born in
      let digest = ledger.lookUps.digest(
        "delivery", "\(born.mother.type)\n\(born.mother.number)\n\(born.day)")
      sought.append(digest)
      claims.append(KeyLocks.Claim(digest: digest, isShared: false))
      return digest
    }
    for parent in Set(message.parents).sorted() {
      let digest = ledger.document("parent", parent)
      posts.append(digest)
      sought.append(ledger.document("insured", parent))
      claims.append(KeyLocks.Claim(digest: digest, isShared: true))
    }
    if let insured = message.insured {
      posts.append(ledger.document("insured", insured))
      sought.append(ledger.document("parent", insured))
      claims.append(
        KeyLocks.Claim(digest: ledger.document("parent", insured), isShared: false))
    }
    self.posts = posts
    self.sought = sought
    self.claims = claims
    self.rivals = rivals
  }

  /// What to look up before the message is decided.
  var lookUps: [KeyDigest] { own + sought }

  /// Cases that hold one of the message's own keys.
  func holders(_ rows: [KeyRow]) -> Set<CaseID> {
    Set(rows.filter { own.contains($0.digest) }.map(\.caseID))
  }

  /// What to look up besides, now that these were found: a birth that finds a registration must
  /// know of how many births it could be.
  func rivals(_ rows: [KeyRow]) -> [KeyDigest] {
    guard let rivals, rows.contains(where: { $0.digest == rivals.registrations }) else {
      return []
    }
    return [rivals.births]
  }

  /// Cases this message could have to do with, where neither they nor its rivals are a crowd.
  func lookAlikes(_ rows: [KeyRow], rivals: [KeyRow]) -> Set<CaseID> {
    guard Set(rivals.map(\.caseID)).count <= CaseFiles.lookAlikesMaximum else { return [] }
    var found: Set<CaseID> = []
    for digest in sought {
      let cases = Set(rows.filter { $0.digest == digest }.map(\.caseID))
      let most = digest == delivery ? MotherAndDay.mostChildren : CaseFiles.lookAlikesMaximum
      if cases.count <= most { found.formUnion(cases) }
    }
    return found
  }

  /// The oldest case that holds one of the message's own keys.
  func landing(_ rows: [KeyRow], _ known: [CaseID: CaseFile]) -> CaseID? {
    let holders = rows.filter { own.contains($0.digest) }.compactMap { known[$0.caseID]?.home }
    return holders.min(by: Home.isOlder)?.id
  }

  /// Rows for a case that is not found under these keys yet. The ordinal of an own key counts those
  /// that were there, so that two who come at once collide; that of a post is drawn. Of a crowd of
  /// siblings no more are noted than it takes to know it for one.
  func newRows(
    _ rows: [KeyRow], landing: CaseID, draw: () -> Int
  ) -> [KeyRow] {
    let ownRows: [KeyRow] = own.compactMap { digest in
      let holders = rows.filter { $0.digest == digest }
      guard !holders.contains(where: { $0.caseID == landing }) else { return nil }
      return KeyRow(digest: digest, ordinal: holders.count, caseID: landing)
    }
    var posts = posts
    if let delivery {
      let siblings = Set(rows.filter { $0.digest == delivery }.map(\.caseID))
      if siblings.count <= MotherAndDay.mostChildren, !siblings.contains(landing) {
        posts.append(delivery)
      }
    }
    return ownRows + posts.map { KeyRow(digest: $0, ordinal: draw(), caseID: landing) }
  }
}

extension Message {
  fileprivate var isBirth: Bool {
    if case .certificate = fact { true } else { false }
  }
}
