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
  /// A writing begins once a second, so a second reading is rare and a fourth never comes.
  private static let readings = 4

  private struct Pending {
    var looks: [CaseID: [Look]] = [:]
    var count = 0
    /// What is being written, with the record of each case: on disk already or not yet.
    var writing: [CaseID: (name: String, looks: [Look])] = [:]
    /// Another whenever looks were taken to be written, and whenever that ended.
    var round = 0
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
    let (taken, count) = pending.withLock { pending in
      for (id, looks) in pending.looks { pending.writing[id] = (name(id), looks) }
      pending.looks = [:]
      pending.round += 1
      return (pending.writing, pending.count)
    }
    guard count > 0 else { return 0 }
    let new = taken.values.map { record in
      (
        kind: Self.kind, id: record.name,
        body: JSONValue.record(["looks": .array(record.looks.map(\.json))])
      )
    }
    do throws(StoreError) {
      guard try await records.write(new) else { throw .unavailable("a random name came twice") }
    } catch {
      end(writing: 0)
      throw error
    }
    end(writing: count)
    metrics.count("birthgate_looks_total", ["result": "written"], by: count)
    return count
  }

  /// - Parameter written: how many are on disk now; if none are, all wait again.
  private func end(writing written: Int) {
    pending.withLock { pending in
      if written == 0 {
        pending.looks.merge(pending.writing.mapValues(\.looks)) { $1 + $0 }
      }
      pending.writing = [:]
      pending.count -= written
      pending.round += 1
    }
  }

  /// The latest readings of a child, newest first, under whichever of its cases they were written.
  func looks(at view: CaseView, most: Int = 50) async throws(StoreError) -> [Look] {
    var looks: [Look] = []
    for id in view.homes { looks += try await self.looks(of: id, most: most) }
    return Array(looks.sorted { $1.at < $0.at }.prefix(most))
  }

  /// Those in memory and those on disk, each once: read again where some went from here to there
  /// meanwhile.
  func looks(of id: CaseID, most: Int = 50) async throws(StoreError) -> [Look] {
    var looks: [Look] = []
    for _ in 0..<Self.readings {
      let (waiting, writing, round) = pending.withLock { pending in
        (pending.looks[id] ?? [], pending.writing[id], pending.round)
      }
      looks = waiting + (writing?.looks ?? [])
      looks += try await written(of: id, but: writing?.name, most: most)
      if pending.withLock({ $0.round }) == round { break }
    }
    return looks
  }

  private func written(
    of id: CaseID, but skipped: String?, most: Int
  ) async throws(StoreError) -> [Look] {
    var looks: [Look] = []
    let prefix = "\(id.rawValue)/"
    var after = prefix
    while looks.count < most {
      let page = try await records.page(Self.kind, after: after, limit: 50)
      let own = page.prefix { $0.id.hasPrefix(prefix) }
      for entry in own where entry.id != skipped {
        looks += (entry.body["looks"]?.array ?? []).compactMap(Look.init)
      }
      guard own.count == 50, let last = own.last else { break }
      after = last.id
    }
    return looks
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
