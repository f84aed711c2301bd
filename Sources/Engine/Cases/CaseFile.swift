import Casework
import Wire

/// A stored case read back: its row, its key, its events, and the same as a ``Home``.
struct CaseFile: Sendable {
  var row: CaseRow
  var dataKey: DataKey
  var home: Home
  /// What was recorded, by the digest of the message.
  var recorded: [String: CaseEvent.Recorded] = [:]
  /// Events with their versions and instants, for the timeline.
  var events: [(event: CaseEvent, version: Int, at: Instant)] = []
}

extension CaseFile {
  /// A message that was recorded here, where it speaks of the child with these keys; nil keys are
  /// anybody's.
  func message(_ recorded: CaseEvent.Recorded, of keys: Set<CaseKey>?) -> Message? {
    guard
      let message = home.entries.first(where: { $0.message.digest == recorded.digest })?.message,
      keys.map({ !$0.isDisjoint(with: message.seatKeys) }) ?? true
    else { return nil }
    return message
  }
}

/// Reads cases together with all they have met.
struct CaseFiles: Sendable {
  /// No child has as many; a flood of look-alikes stops here.
  static let closureMaximum = 200

  let store: any CaseStore
  let ledger: Ledger

  /// A case that has met more than this many others is read alone, and left out where another case
  /// has met it. No mother bears as many on a day; whoever writes "unknown" for a mother does, and
  /// what so many could be joined by joins nobody.
  static let lookAlikesMaximum = 64

  /// Reads cases and all they have met.
  ///
  /// - Parameters:
  ///   - ids: cases that are asked for, and are there whatever they have met.
  ///   - met: cases that could have to do with them.
  func load(_ ids: some Sequence<CaseID>, met: some Sequence<CaseID> = []) async throws(StoreError)
    -> [CaseID: CaseFile]
  {
    let asked = Set(ids)
    var files: [CaseID: CaseFile] = [:]
    var wanted = asked.union(met)
    var seen = wanted
    while !wanted.isEmpty, files.count < Self.closureMaximum {
      var next: Set<CaseID> = []
      for history in try await store.histories(of: wanted.sorted()) {
        let file = try open(history)
        let isCrowded = file.home.met.count > Self.lookAlikesMaximum
        guard !isCrowded || asked.contains(file.row.id) else { continue }
        files[file.row.id] = file
        if !isCrowded { next.formUnion(file.home.met) }
      }
      wanted = next.subtracting(seen)
      seen.formUnion(wanted)
    }
    return files
  }

  func open(_ history: History) throws(StoreError) -> CaseFile {
    let (key, events) = try ledger.events.events(history)
    let row = history.row
    var file = CaseFile(
      row: row, dataKey: key,
      home: Home(
        id: row.id, formedAt: Instant(milliseconds: row.formedAt), version: row.version,
        wakeAt: row.wakeAt.map(Instant.init(milliseconds:))))
    for (event, stored) in zip(events, history.events) {
      file.events.append((event, stored.version, Instant(milliseconds: stored.at)))
      switch event {
      case .recorded(let recorded):
        file.home.entries.append(
          Home.Entry(message: try reread(recorded), receivedAt: recorded.receivedAt))
        file.recorded[recorded.digest] = recorded
      case .codeIssued(let value): file.home.codes.append(value)
      case .noticed(let notices): file.home.notices += notices
      case .joined(let other): file.home.met.append(other)
      }
    }
    return file
  }

  private func reread(_ recorded: CaseEvent.Recorded) throws(StoreError) -> Message {
    do throws(Rejection) {
      return try ledger.reader.reread(canonical: recorded.canonical, sentAt: recorded.sentAt)
        .message
    } catch {
      throw .corrupt("a stored message of \(recorded.sender) can no longer be read")
    }
  }
}
