import Casework
import Wire

extension ManifestBook {
  /// For so long a manifest that never came is listed.
  private static let overdueDays = 31

  /// Notes daily manifests that have not come by their hour, and asks for them, once a day.
  ///
  /// A day counts from the one on which the gateway first knew that the sender owes manifests.
  func lookForOverdue(now: Instant) async throws(StoreError) -> Int {
    let terms = terms()
    var count = 0
    for sender in terms.daily.sorted() {
      count += try await inTurn(sender) { () async throws(StoreError) in
        try await self.examine(sender, terms, now: now)
      }
    }
    for entry in try await overdue.all() {
      guard let due = entry.dueAt, due <= now.milliseconds,
        let sender = entry.body["sender"]?.string
      else { continue }
      count += 1
      try await inTurn(sender) { () async throws(StoreError) in
        try await self.lookAgain(entry.id, terms, now: now)
      }
    }
    return count
  }

  /// When the daily manifests of a day are due: at the hour of the day after it.
  private func due(_ day: CivilDate, _ terms: ManifestTerms) -> Instant {
    day.adding(days: 1).start.adding(seconds: Int64(terms.hour) * 3600)
  }

  func nextDuty() async throws(StoreError) -> Int64? {
    let terms = terms()
    var next: [Int64] = []
    for duty in try await duties.all() {
      guard let sender = duty.body["sender"]?.string, terms.daily.contains(sender),
        let through = duty.body["through"]?.string.flatMap({ CivilDate($0) })
      else { continue }
      next.append(due(through.adding(days: 1), terms).milliseconds)
    }
    return next.min()
  }

  private func examine(_ sender: String, _ terms: ManifestTerms, now: Instant)
    async throws(StoreError) -> Int
  {
    let id = ListName.prefix(sender, in: ledger)
    let duty = try await duties.find(id)
    let first = duty?.body["through"]?.string.flatMap { CivilDate($0) }
    var through = max(
      first ?? now.day.adding(days: -1), now.day.adding(days: -Self.overdueDays))
    var group = ChangeGroup()
    var count = 0
    while due(through.adding(days: 1), terms) <= now {
      through = through.adding(days: 1)
      count += 1
      let name = id + through.description
      guard try await !isCovered(through, of: sender), try await overdue.find(name) == nil
      else { continue }
      let missed = OverdueManifest(
        sender: sender, day: through, since: due(through, terms), asked: 0)
      // Due at once: the same round asks.
      group.records.append(
        overdue.row(name, version: 0, dueAt: now.milliseconds, missed.json))
    }
    guard through != first else { return 0 }
    group.records.append(
      duties.row(
        id, version: duty?.version ?? 0,
        ["sender": .string(sender), "through": .string(through.description)]))
    _ = try await queue.submit(group)
    return count
  }

  private func lookAgain(_ name: String, _ terms: ManifestTerms, now: Instant)
    async throws(StoreError)
  {
    guard let entry = try await overdue.find(name),
      var missed = OverdueManifest(json: entry.body)
    else { return }
    let isOver = missed.day < now.day.adding(days: -Self.overdueDays)
    let isOwed = terms.daily.contains(missed.sender)
    let isCovered = try await isCovered(missed.day, of: missed.sender)
    guard isOwed, !isOver, !isCovered else { return try await overdue.delete(name) }
    var group = ChangeGroup()
    if terms.reachable.contains(missed.sender), missed.asked < terms.days,
      try await isAnswered(name)
    {
      let id = "\(name)/\(entry.version)"
      let body = MissingEvent.manifest(missed, id: id, about: name, at: now)
      group.deliveries.append(request(id, about: name, to: missed.sender, at: now, body))
      missed.asked += 1
    }
    group.records.append(
      overdue.row(
        name, version: entry.version, dueAt: now.adding(seconds: 86_400).milliseconds,
        missed.json))
    _ = try await queue.submit(group)
  }

  /// Takes off the list what a new manifest has brought.
  func endOverdue(of sender: String) async throws(StoreError) {
    for entry in try await overdue.all(ListName.prefix(sender, in: ledger)) {
      guard let missed = OverdueManifest(json: entry.body),
        try await isCovered(missed.day, of: sender)
      else { continue }
      try await overdue.delete(entry.id)
    }
  }

  /// Whether manifests of this sender speak of every instant of a day.
  private func isCovered(_ day: CivilDate, of sender: String) async throws(StoreError) -> Bool {
    let prefix = ListName.prefix(sender, in: ledger)
    let earliest = day.adding(days: -ManifestWindow.daysMaximum).start
    let (start, end) = (day.start, day.adding(days: 1).start)
    var reached = start
    var after = prefix + ListName.ordered(earliest)
    while true {
      // In the order of their beginnings.
      let page = try await manifests.page(prefix, after: after, limit: 100)
      for entry in page {
        let window = try ManifestView(id: entry.id, json: entry.body).window
        guard window.start <= reached else { return false }
        reached = max(reached, window.end)
        if reached >= end { return true }
      }
      guard page.count == 100, let last = page.last else { return false }
      after = last.id
    }
  }
}

extension OverdueManifest {
  var json: JSONValue {
    [
      "sender": .string(sender), "day": .string(day.description),
      "since": .string(since.rfc3339), "asked": .int(asked),
    ]
  }

  init?(json: JSONValue) {
    guard let sender = json["sender"]?.string,
      let day = json["day"]?.string.flatMap({ CivilDate($0) }),
      let since = json["since"]?.string.flatMap(Instant.init(rfc3339:))
    else { return nil }
    self.init(sender: sender, day: day, since: since, asked: json["asked"]?.int ?? 0)
  }
}
