import Casework
import Engine
import Logging
import ServiceLifecycle
import Synchronization
import Wire

/// Who looked at a case: which route, who, when, how often and for what (Personal Information
/// Protection Law, articles 45 and 55).
///
/// Readings are gathered for a second and written together, one record for each case, so that a
/// reading costs no commit of its own. A crash may lose those of its last second.
final class AccessBook: Sendable {
  /// One reading, or several of the same kind within a second.
  struct Look: Hashable, Sendable {
    /// What was read, by the operation's name in OpenAPI.
    var route: String
    var who: Reader
    /// What the reader said it is for.
    var purpose: String?
    var at: Instant
    var count: Int

    var json: JSONValue {
      .record([
        "at": .instant(at), "route": .string(route), "who": .string(who.name),
        "proof": .string(who.proof.rawValue), "purpose": .text(purpose), "count": .int(count),
      ])
    }

    init(route: String, who: Reader, purpose: String?, at: Instant, count: Int = 1) {
      self.route = route
      self.who = who
      self.purpose = purpose
      self.at = at
      self.count = count
    }

    fileprivate init?(_ json: JSONValue) {
      guard let route = json["route"]?.string, let who = json["who"]?.string,
        let at = json["at"]?.string.flatMap({ Instant(rfc3339: $0) })
      else { return nil }
      let proof = json["proof"]?.string.flatMap(Reader.Proof.init)
      let reader = Reader(who, proof ?? .unwritten(who, route: route))
      self.init(
        route: route, who: reader, purpose: json["purpose"]?.string, at: at,
        count: json["count"]?.int ?? 1)
    }

    fileprivate func isLike(_ other: Look) -> Bool {
      route == other.route && who == other.who && purpose == other.purpose
    }
  }

  static let kind = "access"
  /// While the store is away no more than these are held; what comes after is counted as lost.
  private static let heldMost = 100_000

  private struct Pending {
    var looks: [CaseID: [Look]] = [:]
    var count = 0
  }

  private let records: Records
  private let world: World
  private let metrics: Metrics
  private let pending = Mutex(Pending())

  init(records: Records, world: World, metrics: Metrics) {
    self.records = records
    self.world = world
    self.metrics = metrics
  }

  func note(_ cases: some Sequence<CaseID>, route: String, who: Reader, purpose: String? = nil) {
    let look = Look(route: route, who: who, purpose: purpose, at: world.now())
    let lost = pending.withLock { pending in
      cases.reduce(0) { lost, id in
        var looks = pending.looks[id] ?? []
        if let place = looks.firstIndex(where: look.isLike) {
          looks[place].count += 1
          looks[place].at = look.at
        } else {
          guard pending.count < Self.heldMost else { return lost + 1 }
          pending.count += 1
          looks.append(look)
        }
        pending.looks[id] = looks
        return lost
      }
    }
    if lost > 0 { metrics.count("birthgate_looks_total", ["result": "lost"], by: lost) }
  }

  /// Writes what was gathered; what could not be written is written the next time.
  func write() async throws(StoreError) -> Int {
    let taken = pending.withLock { pending in
      defer { pending = Pending() }
      return pending
    }
    guard taken.count > 0 else { return 0 }
    let new = taken.looks.map { id, looks in
      (
        kind: Self.kind, id: name(id),
        body: JSONValue.record(["looks": .array(looks.map(\.json))])
      )
    }
    do throws(StoreError) {
      guard try await records.write(new) else { throw .unavailable("a random name came twice") }
    } catch {
      putBack(taken)
      throw error
    }
    metrics.count("birthgate_looks_total", ["result": "written"], by: taken.count)
    return taken.count
  }

  /// The latest readings of a child, newest first, under whichever of its cases they were written.
  func looks(at view: CaseView, most: Int = 50) async throws(StoreError) -> [Look] {
    var looks: [Look] = []
    for id in view.homes { looks += try await self.looks(of: id, most: most) }
    return Array(looks.sorted { $1.at < $0.at }.prefix(most))
  }

  private func looks(of id: CaseID, most: Int) async throws(StoreError) -> [Look] {
    var looks = pending.withLock { $0.looks[id] ?? [] }
    let prefix = "\(id.rawValue)/"
    var after = prefix
    while looks.count < most {
      let page = try await records.page(Self.kind, after: after, limit: 50)
      let own = page.prefix { $0.id.hasPrefix(prefix) }
      for entry in own { looks += (entry.body["looks"]?.array ?? []).compactMap(Look.init) }
      guard own.count == 50, let last = own.last else { break }
      after = last.id
    }
    return looks
  }

  private func putBack(_ taken: Pending) {
    pending.withLock { pending in
      pending.looks.merge(taken.looks) { $1 + $0 }
      pending.count += taken.count
    }
  }

  /// Newer names come first, so that the latest readings are found without reading all.
  private func name(_ id: CaseID) -> String {
    let digits = String(Int64.max - world.now().milliseconds)
    let ordered = String(repeating: "0", count: 19 - digits.count) + digits
    return "\(id.rawValue)/\(ordered)-\(Hex.encode(world.random(4)))"
  }
}

/// Writes down the readings of each second, and those of the last one when the gateway stops.
struct AccessRounds: Service {
  let book: AccessBook
  let logger: Logger

  func run() async throws {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      await once()
      await cancelWhenGracefulShutdown { try? await Task.sleep(for: .seconds(1)) }
    }
    await once()
  }

  private func once() async {
    do {
      _ = try await book.write()
    } catch {
      logger.error("who looked could not be written down, will try again")
    }
  }
}
