/// The name of a case: opaque, minted by ``World``, never reused.
package struct CaseID: RawRepresentable, Hashable, Comparable, Sendable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static func < (left: CaseID, right: CaseID) -> Bool { left.rawValue < right.rawValue }
}

/// A keyed digest (HMAC-SM3) of something personal: the only form in which stores see keys.
package typealias KeyDigest = [UInt8]

/// One stored event of one case. `body` is sealed.
package struct EventRow: Hashable, Sendable {
  package var caseID: CaseID
  /// From 1, without gaps, within a case.
  package var version: Int
  /// Milliseconds since 1970.
  package var at: Int64
  package var body: [UInt8]

  package init(caseID: CaseID, version: Int, at: Int64, body: [UInt8]) {
    self.caseID = caseID
    self.version = version
    self.at = at
    self.body = body
  }
}

/// A case as the store knows it.
package struct CaseRow: Hashable, Sendable {
  package var id: CaseID
  /// The version of its last event.
  package var version: Int
  /// Milliseconds; when the case was formed. With the id it orders cases by age.
  package var formedAt: Int64
  /// Milliseconds; the next instant at which something about the case could change, nil if none.
  package var wakeAt: Int64?
  /// The case's data key, wrapped by the key-encryption key.
  package var dataKey: [UInt8]

  package init(id: CaseID, version: Int, formedAt: Int64, wakeAt: Int64?, dataKey: [UInt8]) {
    self.id = id
    self.version = version
    self.formedAt = formedAt
    self.wakeAt = wakeAt
    self.dataKey = dataKey
  }
}

/// A case with all its events, oldest first.
package struct History: Hashable, Sendable {
  package var row: CaseRow
  package var events: [EventRow]

  package init(row: CaseRow, events: [EventRow]) {
    self.row = row
    self.events = events
  }
}

/// That a key names a case. `ordinal` is 0 for keys that name one case; keys that several may share
/// (mother, day and sex) count their holders, so two at once collide on the primary key.
package struct KeyRow: Hashable, Sendable {
  package var digest: KeyDigest
  package var ordinal: Int
  package var caseID: CaseID

  package init(digest: KeyDigest, ordinal: Int, caseID: CaseID) {
    self.digest = digest
    self.ordinal = ordinal
    self.caseID = caseID
  }
}

/// A message that was taken, under the digest of (sender, id).
package struct MessageRow: Hashable, Sendable {
  package var key: KeyDigest
  package var caseID: CaseID
  /// Milliseconds; `receivedAt` of the receipt.
  package var at: Int64
  /// Keyed digest of the sender, under which lists find the message; nil where it was written
  /// before there were lists: it is then found by its key alone.
  package var sender: KeyDigest?
  /// Milliseconds; when its sender sent it, as it says itself.
  package var sentAt: Int64?
  /// Sealed: sender, id, digest, warnings, the raw bytes as evidence.
  package var body: [UInt8]
  /// Set by the store when it is read back.
  package var place: JournalPlace?

  package init(
    key: KeyDigest, caseID: CaseID, at: Int64, sender: KeyDigest? = nil, sentAt: Int64? = nil,
    body: [UInt8], place: JournalPlace? = nil
  ) {
    self.key = key
    self.caseID = caseID
    self.at = at
    self.sender = sender
    self.sentAt = sentAt
    self.body = body
    self.place = place
  }
}

/// Where a leaf stands in the journal.
package struct JournalPlace: Hashable, Sendable {
  package var chain: String
  package var height: Int
  package var index: Int

  package init(chain: String, height: Int, index: Int) {
    self.chain = chain
    self.height = height
    self.index = index
  }
}

/// One commit in the journal: a Merkle tree over its leaves, chained to the one before.
package struct JournalRow: Hashable, Sendable {
  package var chain: String
  package var height: Int
  package var at: Int64
  package var previous: [UInt8]
  /// Digest over `previous`, height and the tree's root: what the next entry chains to.
  package var root: [UInt8]
  /// The leaves, 32 bytes each, in order.
  package var leaves: [UInt8]
  package var signature: [UInt8]?
  /// The id of the signing key.
  package var key: String?

  package init(
    chain: String, height: Int, at: Int64, previous: [UInt8], root: [UInt8], leaves: [UInt8],
    signature: [UInt8]? = nil, key: String? = nil
  ) {
    self.chain = chain
    self.height = height
    self.at = at
    self.previous = previous
    self.root = root
    self.leaves = leaves
    self.signature = signature
    self.key = key
  }
}

/// Something to be sent, until it is.
package struct DeliveryRow: Hashable, Sendable {
  package enum State: Int, Sendable {
    case queued = 0, delivered = 1, failed = 2, cancelled = 3
    /// Taken by a provider whose receipt is awaited.
    case sent = 4
  }

  /// `case/version/ordinal`: unique, and the same for ever.
  package var id: String
  package var caseID: CaseID
  /// The receiver, as an opaque digest or record id: what order and fairness are kept by.
  package var lane: String
  /// Milliseconds; nil when nothing more is to be done.
  package var dueAt: Int64?
  package var attempt: Int
  package var state: State
  /// Sealed: channel, address, event body.
  package var body: [UInt8]
  /// The last attempt whose end is known. A claim that finds it more than one behind, as after a
  /// crash, does not know what became of the attempt between.
  package var settled = 0
  /// Why it waits or how it ended, in words without personal data.
  package var note: String?
  /// What the provider called it when it took it.
  package var receipt: String?
  /// Of several providers the one that it was last offered to, by its name in the settings: written
  /// down before it was. Nil where no attempt that is in doubt got so far; empty where it is in
  /// doubt from a time when this was not kept.
  package var tried: String?

  package init(
    id: String, caseID: CaseID, lane: String, dueAt: Int64?, attempt: Int, state: State,
    body: [UInt8]
  ) {
    self.id = id
    self.caseID = caseID
    self.lane = lane
    self.dueAt = dueAt
    self.attempt = attempt
    self.state = state
    self.body = body
  }
}

/// What lists and statistics read: dates and flags, never states, no personal data.
///
/// Days are days since 1970. Lists compare them with the day asked for, so midnight changes
/// nothing on disk.
package struct SummaryRow: Hashable, Sendable {
  package var caseID: CaseID
  package var division: String
  package var bornOn: Int?
  package var windowEnd: Int?
  package var countingPayment: Int?
  package var coverFrom: Int?
  package var coverTo: Int?
  package var boundSince: Int?
  package var settlesUntil: Int?
  package var diedOn: Int?
  /// From when a person holds the code, while that lasts.
  package var heldSince: Int?
  /// Last day on which a payment would still bring cover, where it is past the window's end.
  package var lateUntil: Int?
  package var hasCertificate: Bool
  package var conflict: Bool
  /// Another case answers for this one, since the two were joined.
  package var survivor: CaseID?
  /// Kinds of tasks that wait for a person, and of those that a person has seen to. They may name
  /// too many, never too few: who lists tasks rules the case.
  package var openTasks: TaskKinds = []
  package var resolvedTasks: TaskKinds = []

  package init(caseID: CaseID, division: String) {
    self.caseID = caseID
    self.division = division
    hasCertificate = false
    conflict = false
  }
}

/// Everything durable that is no case: subscriptions, link tokens, refused messages, the sandbox
/// clock.
package struct RecordRow: Hashable, Sendable {
  package var kind: String
  package var id: String
  /// 0 means "not there yet"; a put names the version it replaces.
  package var version: Int
  package var dueAt: Int64?
  package var body: [UInt8]

  package init(kind: String, id: String, version: Int, dueAt: Int64? = nil, body: [UInt8]) {
    self.kind = kind
    self.id = id
    self.version = version
    self.dueAt = dueAt
    self.body = body
  }
}

/// What one act writes: whole or not at all.
package struct ChangeGroup: Sendable {
  /// Cases that must still have this version, or the group is a conflict.
  package var guards: [(caseID: CaseID, version: Int)] = []
  package var message: MessageRow?
  package var events: [EventRow] = []
  /// Inserted, or version, `wakeAt` and data key brought up to date.
  package var cases: [CaseRow] = []
  /// New keys only, written by plain INSERT.
  package var keys: [KeyRow] = []
  package var deliveries: [DeliveryRow] = []
  package var summaries: [SummaryRow] = []
  /// Written where the stored version is `version`; stored with `version + 1`.
  package var records: [RecordRow] = []
  /// Journal leaves of this group, 32 bytes each; the first is the receipt's.
  package var leaves: [[UInt8]] = []

  package init() {}
}

/// What became of one group of a commit.
package enum GroupOutcome: Hashable, Sendable {
  /// Where the first leaf of the group stands; nil for a group without leaves.
  case committed(JournalPlace?)
  /// A key, version or guard was no longer as the group believed. Load again, decide again.
  case conflict
}

/// Which cases a list shows. `state` names those of the contract's `state=` that a summary tells.
package struct CaseFilter: Sendable {
  package enum State: String, CaseIterable, Sendable {
    case unregistered, unpaid, missed, suspended, conflict, unmatched
  }
  package var divisionPrefix: String?
  package var state: State?
  /// Cases that may have a task of these kinds; nil for all cases.
  package var tasks: (kinds: TaskKinds, areResolved: Bool)?
  /// The day asked for, in days since 1970.
  package var day: Int
  package var after: CaseID?
  package var limit: Int

  package init(
    divisionPrefix: String? = nil, state: State? = nil, day: Int, after: CaseID? = nil,
    limit: Int = 100
  ) {
    self.divisionPrefix = divisionPrefix
    self.state = state
    self.day = day
    self.after = after
    self.limit = limit
  }
}

/// Where cases are kept. A store sees bytes, keys and integers; it knows no law and no JSON.
///
/// One suite (`StoreTests`) says what every store must do; `MemoryStore` is its shortest reading.
package protocol CaseStore: Sendable {
  /// All keys under these digests, by ordinal.
  func keys(_ digests: [KeyDigest]) async throws(StoreError) -> [KeyRow]
  func histories(of ids: [CaseID]) async throws(StoreError) -> [History]
  func message(_ key: KeyDigest) async throws(StoreError) -> MessageRow?
  /// A page of one sender's messages in the order of (`sentAt`, key), without their places in the
  /// journal.
  func messages(_ query: SentQuery) async throws(StoreError) -> [SentMessage]

  /// Writes the groups in one durable transaction and returns each one's fate, in order.
  ///
  /// - Parameters:
  ///   - groups: each whole or not at all.
  ///   - closing: builds the journal entry from the leaves of the groups that were taken;
  ///     nil when there are none. It is called inside the transaction, once.
  func commit(
    _ groups: [ChangeGroup], closing: @Sendable @escaping ([[UInt8]]) -> JournalRow?
  ) async throws(StoreError) -> [GroupOutcome]

  /// Cases whose `wakeAt` has come, earliest first.
  func due(by now: Int64, limit: Int) async throws(StoreError) -> [CaseRow]
  /// The earliest `wakeAt` of all, for a clock that jumps from one to the next.
  func nextWake() async throws(StoreError) -> Int64?

  /// Takes deliveries that are due and pushes their `dueAt` to the end of the lease; a courier that
  /// dies simply lets it run out. Earliest first; where more is due than `limit`, no lane is left
  /// out for ever.
  func claim(_ claim: Claim) async throws(StoreError) -> [DeliveryRow]
  /// Ends or postpones deliveries that this courier holds: only where the stored attempt is still
  /// the given one, so that a courier whose lease has run out changes nothing, and only what has
  /// not ended already, so that a receipt that overtook its sending stands.
  func settle(_ rows: [DeliveryRow]) async throws(StoreError)
  /// Writes down to which provider a delivery is about to be offered. A claim of what is not in
  /// doubt forgets it.
  ///
  /// - Returns: false where it must not be offered: it has ended meanwhile, or this attempt is no
  ///   longer the last.
  func offer(_ id: String, attempt: Int, to provider: String) async throws(StoreError) -> Bool
  /// Lets go of what was claimed and never settled: it is due at once. For a courier that begins
  /// where no other can be, after one that was killed.
  func release(due: Int64) async throws(StoreError)
  /// Deliveries that failed for good.
  func failed(_ query: FailedQuery) async throws(StoreError) -> [PlacedDelivery]
  /// Queues failed deliveries anew, due at once, as if they had never been tried; their notes stay
  /// until they end again. Those that have not failed are left alone.
  ///
  /// - Returns: how many there were.
  func requeue(_ ids: [String], due: Int64) async throws(StoreError) -> Int
  func delivery(_ id: String) async throws(StoreError) -> DeliveryRow?
  /// Deliveries that a provider gave this receipt for; two providers may use the same.
  func deliveries(receipt: String) async throws(StoreError) -> [DeliveryRow]
  /// What waits and what has failed, lane by lane in the order of their names.
  func lanes() async throws(StoreError) -> [LaneCount]
  func deliveries(of ids: [CaseID]) async throws(StoreError) -> [DeliveryRow]

  func list(_ filter: CaseFilter) async throws(StoreError) -> [SummaryRow]
  /// Counts the births of a year, division by division, in the order of the divisions.
  func tally(_ question: BirthQuestion) async throws(StoreError) -> [BirthTally]

  func record(_ kind: String, _ id: String) async throws(StoreError) -> RecordRow?
  func records(_ kind: String, after id: String?, limit: Int) async throws(StoreError)
    -> [RecordRow]
  /// Records of a kind whose `dueAt` has come, earliest first.
  func records(_ kind: String, due by: Int64, limit: Int) async throws(StoreError) -> [RecordRow]
  func delete(_ kind: String, _ id: String) async throws(StoreError)
  /// Messages in the order they were written, whole pages of them, for whoever reads all again.
  func messages(_ range: MessageRange, limit: Int) async throws(StoreError) -> [PlacedMessage]

  func journal(_ chain: String, from height: Int, limit: Int) async throws(StoreError)
    -> [JournalRow]
  /// The newest entry of a chain.
  func journalHead(_ chain: String) async throws(StoreError) -> JournalRow?
  /// The newest entry of every chain, the chain that was written last coming last.
  func journalHeads() async throws(StoreError) -> [JournalRow]
  func sign(_ chain: String, height: Int, signature: [UInt8], key: String) async throws(StoreError)
}

/// Why a store could not do what it was asked.
package enum StoreError: Error, Hashable, Sendable {
  /// Away, locked or full: the caller may come again.
  case unavailable(String)
  /// What was read is not what was written. An operator must look.
  case corrupt(String)
}
