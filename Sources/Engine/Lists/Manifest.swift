package import Casework

/// What a sender says it sent in a time, to be held against what arrived.
package struct Manifest: Hashable, Sendable {
  package var sender: String
  package var window: ManifestWindow
  package var ids: [String]

  package init(sender: String, window: ManifestWindow, ids: [String]) {
    self.sender = sender
    self.window = window
    self.ids = ids
  }
}

/// From when to when a manifest speaks: days, both of them included, or instants, the second
/// excluded.
package struct ManifestWindow: Hashable, Sendable {
  /// Why two texts are no window.
  package enum Trouble: Error, Hashable, Sendable {
    /// Neither two days nor two instants.
    case format
    /// The end does not come after the beginning.
    case order
    case tooLong
  }

  /// What covers a day is then found among the manifests that begin in so many days before it.
  package static let daysMaximum = 31

  /// As the sender wrote them.
  package var from: String
  package var to: String
  package var start: Instant
  /// The first instant that is no part of it.
  package var end: Instant

  package init(from: String, to: String) throws(Trouble) {
    self.from = from
    self.to = to
    if let first = CivilDate(from), let last = CivilDate(to) {
      start = first.start
      end = last.adding(days: 1).start
    } else if let first = Instant(rfc3339: from), let last = Instant(rfc3339: to) {
      start = first
      end = last
    } else {
      throw .format
    }
    guard start < end else { throw .order }
    guard end.seconds - start.seconds <= Int64(Self.daysMaximum) * 86_400 else { throw .tooLong }
  }
}

/// How a manifest stands: what was found when it came, and what is missing now.
package struct ManifestView: Hashable, Sendable {
  /// The same for the same sender and window: a later manifest takes the place of an earlier one.
  package var id: String
  package var sender: String
  package var window: ManifestWindow
  package var receivedAt: Instant
  /// How many messages it listed.
  package var listed: Int
  /// What had not arrived when it came, in its order.
  package var missing: [String]
  /// What has not arrived yet. A message that was refused has not been taken, so it stands here.
  package var remaining: [String]
  /// What had arrived and was not listed, oldest first; at most ``unlistedKept``.
  package var unlisted: [String]
  package var unlistedCount: Int
  /// Of `remaining`: what came, was refused and was not corrected.
  package var refused: [RefusedID] = []
  /// How often its sender was asked, and when last.
  package var asked = 0
  package var askedAt: Instant?

  package var isOpen: Bool { !remaining.isEmpty }

  static let unlistedKept = 20_000
}

/// A message that came and was refused, and why.
package struct RefusedID: Hashable, Sendable {
  package var id: String
  /// Codes of the latest refusal, each once.
  package var codes: [String]

  package init(id: String, codes: [String]) {
    self.id = id
    self.codes = codes
  }
}

/// That a sender which owes a manifest of every day sent none of this one.
package struct OverdueManifest: Hashable, Sendable {
  package var sender: String
  package var day: CivilDate
  /// When it was due.
  package var since: Instant
  package var asked: Int
}

/// What the settings say of manifests.
package struct ManifestTerms: Sendable {
  /// Senders with an address at which they can be asked for what is missing.
  package var reachable: Set<String>
  /// Senders that owe a manifest of every day.
  package var daily: [String]
  /// The hour of the next day, in China, by which it is due.
  package var hour: Int
  /// On how many days a sender is asked for the same.
  package var days: Int

  package init(
    reachable: Set<String> = [], daily: [String] = [], hour: Int = 10, days: Int = 7
  ) {
    self.reachable = reachable
    self.daily = daily
    self.hour = hour
    self.days = days
  }
}
