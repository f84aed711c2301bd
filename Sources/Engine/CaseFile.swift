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

/// Reads cases together with all they have met.
struct CaseFiles: Sendable {
  /// No child has as many; a flood of look-alikes stops here.
  static let closureMaximum = 200

  let store: any CaseStore
  let ledger: Ledger

  func load(_ ids: some Sequence<CaseID>) async throws(StoreError) -> [CaseID: CaseFile] {
    var files: [CaseID: CaseFile] = [:]
    var wanted = Set(ids)
    while !wanted.isEmpty, files.count < Self.closureMaximum {
      var next: Set<CaseID> = []
      for history in try await store.histories(of: wanted.sorted()) {
        let file = try open(history)
        next.formUnion(file.home.met)
        files[history.row.id] = file
      }
      wanted = next.subtracting(files.keys)
    }
    return files
  }

  private func open(_ history: History) throws(StoreError) -> CaseFile {
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
