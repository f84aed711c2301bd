package import Casework
package import Wire

/// A message as it is held of a child.
package struct HeldMessage: Hashable, Sendable {
  package var family: String
  package var sender: String
  package var id: String
  package var receivedAt: Instant
  /// The canonical message.
  package var content: JSONValue
}

/// Everything that messages have told of a child, for its family.
package struct HeldMessages: Hashable, Sendable {
  /// Oldest first.
  package var messages: [HeldMessage]
  /// The numbers that name this child and nobody else.
  package var ownNumbers: Set<String>

  package init(messages: [HeldMessage] = [], ownNumbers: Set<String> = []) {
    self.messages = messages
    self.ownNumbers = ownNumbers
  }
}

extension Inspector {
  /// The messages that the timeline of a case lists, with all that they say; nil where there is no
  /// such case.
  package func held(of id: CaseID) async throws(StoreError) -> HeldMessages? {
    let known = try await files.load([id])
    guard known[id] != nil else { return nil }
    let dossier = Dossier(homes: known.values.map(\.home))
    let seat = dossier.seat(of: id, asOf: ledger.world.now().day, book: ledger.book)
    let keys = seat.map { Set($0.formed.keys) }
    let sources = Set((seat?.homes ?? [id]) + (seat?.sources ?? []))
    var held = HeldMessages(ownNumbers: Set((keys ?? []).map(\.text)))
    var seen: Set<String> = []
    for file in known.values where sources.contains(file.row.id) {
      for case (.recorded(let recorded), _, _) in file.events {
        guard file.message(recorded, of: keys) != nil, seen.insert(recorded.digest).inserted
        else { continue }
        guard let content = try? JSONValue(parsing: recorded.canonical) else {
          throw .corrupt("a stored message of \(recorded.sender)")
        }
        held.messages.append(
          HeldMessage(
            family: recorded.family, sender: recorded.sender, id: recorded.id,
            receivedAt: recorded.receivedAt, content: content))
      }
    }
    held.messages.sort { ($0.receivedAt, $0.sender, $0.id) < ($1.receivedAt, $1.sender, $1.id) }
    return held
  }
}
