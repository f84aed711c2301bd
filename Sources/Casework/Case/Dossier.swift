/// One stored case, read back: what landed in it, and what was done about it.
///
/// A message lands in the case that its keys lead to and stays there for ever. Which child it is
/// about is computed from the messages of all cases that have met
/// (``Dossier/seats(asOf:book:withOutlook:)``).
package struct Home: Hashable, Sendable {
  package var id: CaseID
  package var formedAt: Instant
  package var version: Int
  /// When the case asked to be looked at again.
  package var wakeAt: Instant?
  package var entries: [Entry]
  /// Codes issued here, oldest first; more than one only if somebody meddled.
  package var codes: [String]
  package var notices: [Notice]
  /// Cases that a message has brought together with this one.
  package var met: [CaseID]

  package struct Entry: Hashable, Sendable {
    package var message: Message
    package var receivedAt: Instant

    package init(message: Message, receivedAt: Instant) {
      self.message = message
      self.receivedAt = receivedAt
    }
  }

  package init(id: CaseID, formedAt: Instant, version: Int = 0, wakeAt: Instant? = nil) {
    self.id = id
    self.formedAt = formedAt
    self.version = version
    self.wakeAt = wakeAt
    entries = []
    codes = []
    notices = []
    met = []
  }

  package static func isOlder(_ left: Home, _ right: Home) -> Bool {
    (left.formedAt, left.id) < (right.formedAt, right.id)
  }
}

/// All stored cases that have to do with each other, for one decision or one reading.
package struct Dossier: Sendable {
  package var homes: [Home]

  package init(homes: [Home]) {
    self.homes = homes.sorted(by: Home.isOlder)
  }

  package var messages: [Message] { homes.flatMap { $0.entries.map(\.message) } }

  /// One child of the dossier, and which stored cases answer for it.
  package struct Seat: Sendable {
    package var formed: FormedCase
    /// Cases whose founding message is about this child, oldest first.
    package var homes: [CaseID]
    /// All cases that hold a message about this child.
    package var sources: [CaseID]

    /// The case that answers: the oldest. Nil where all its messages lie in cases of other
    /// children, until it is given one of its own.
    package var representative: CaseID? { homes.first }
  }

  /// The child that a case belongs to on a day; nil where it is none of this dossier's.
  package func seat(
    of id: CaseID, asOf day: CivilDate, book: PolicyBook, withOutlook: Bool = false
  ) -> Seat? {
    seats(asOf: day, book: book, withOutlook: withOutlook).first { $0.homes.contains(id) }
  }

  /// The children of this dossier on a day. Each stored case belongs to the child that its oldest
  /// message is about, so every case leads somewhere and none to two.
  package func seats(
    asOf day: CivilDate, book: PolicyBook, withOutlook: Bool = false
  ) -> [Seat] {
    let formed = Law.rule(messages, asOf: day, book: book, withOutlook: withOutlook)
    var seats = formed.map { Seat(formed: $0, homes: [], sources: []) }
    var indexes: [CaseKey: Int] = [:]
    for (index, seat) in seats.enumerated() {
      for key in seat.formed.keys { indexes[key] = index }
    }
    for home in homes {
      var isFounded = false
      for entry in home.entries {
        let found = entry.message.seatKeys.compactMap { indexes[$0] }
        guard let index = found.first, entry.message.happenedOn <= day || isFounded
        else { continue }
        if !isFounded { seats[index].homes.append(home.id) }
        isFounded = true
        for index in found where seats[index].sources.last != home.id {
          seats[index].sources.append(home.id)
        }
      }
    }
    return seats
  }

  package func home(_ id: CaseID) -> Home? { homes.first { $0.id == id } }

  /// The code of a child: the oldest of those issued to its cases.
  package func code(of seat: Seat) -> String? {
    seat.homes.lazy.compactMap { home($0)?.codes.first }.first
  }

  /// What has been decided to be told about a child.
  package func notices(of seat: Seat) -> [Notice] {
    seat.homes.flatMap { home($0)?.notices ?? [] }
  }
}

extension Message {
  /// The keys whose children this message is about: the first, of an order every one it names.
  package var seatKeys: [CaseKey] {
    if case .order = fact { keys } else { Array(keys.prefix(1)) }
  }
}
