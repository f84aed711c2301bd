import Casework
import Testing

/// One child's case lived through day by day, to hear who is told what and when.
struct NoticeRun {
  private var dossier = Dossier(homes: [])
  private let book: PolicyBook

  /// The child's facts arrive at once in the morning of `start`; then every day passes.
  init(_ child: Child, from start: String, until end: String, book: PolicyBook = Packs.book) throws
  {
    self.book = book
    var now = try date(start).start.adding(seconds: 9 * 3600)
    for message in child.messages(sentAt: now) {
      let landing = dossier.homes.first?.id ?? CaseID(rawValue: "case")
      let entry = Home.Entry(message: message, receivedAt: now)
      decideNow(Arrival(entry: entry, landing: landing, meets: []), at: now)
    }
    while now.day < (try date(end)) {
      now = now.day.adding(days: 1).start
      let isDue = dossier.homes.contains { $0.wakeAt.map { $0 <= now } ?? false }
      if isDue { decideNow(nil, at: now) }
    }
  }

  private mutating func decideNow(_ arrival: Arrival?, at now: Instant) {
    let decision = decide(
      dossier, arrival: arrival, now: now, book: book, mint: { CaseID(rawValue: "minted") },
      issue: { "CODE" })
    dossier = decision.dossier
    for change in decision.changes {
      guard let index = dossier.homes.firstIndex(where: { $0.id == change.id }) else { continue }
      dossier.homes[index].wakeAt = change.wakeAt
    }
  }

  /// The days on which an audience was told of a kind.
  func days(_ kind: Notice.Kind, _ audience: Notice.Audience) -> [CivilDate] {
    dossier.homes.flatMap(\.notices)
      .filter { $0.kind == kind && $0.audience == audience && $0.state != .superseded }
      .map(\.at.day)
  }

  func audiences(_ kind: Notice.Kind) -> Set<Notice.Audience> {
    Set(dossier.homes.flatMap(\.notices).filter { $0.kind == kind }.map(\.audience))
  }
}
