import Casework
import Channels
import Engine
import Foundation
import LibCrypto
import LibCurl
import LibZstd
import Logging
import Policies
import ServiceLifecycle
import StoreSQLite
import Synchronization
import Wire

/// Puts a gateway together out of its parts.
struct Assembly {
  /// A gateway that only has to be started.
  struct Running {
    let office: Office
    let routes: [Route]
    let authenticator: Authenticator
    let rounds: [any Service]
    let listening: ListeningURL
    let listeningPath: String
    let keyIsInside: Bool
  }

  let place: Premises
  let settings: SettingsBox
  let sandbox: Bool
  let logger: Logger

  func gateway() async throws -> Running {
    guard place.makeFolder() else {
      throw Stop.unavailable(
        Plain("无法写入数据文件夹 \(place.folder)。", "Cannot write to the folder \(place.folder)."))
    }
    let keys = try Self.keys(place, making: true)
    let metrics = Metrics()
    let store = CountedStore(try Self.open(place, .readWrite), metrics)
    let records = Self.records(store, keys)
    let clock = sandbox ? try await Self.clock(records) : nil
    let world = Self.world(clock)
    let book = try Self.policies(place.policies)
    let settings = settings
    let channels: [any Channel] = [
      WebhookChannel(
        transfers: Transfers(),
        allowPrivate: sandbox || settings.settings.allowsPrivateReceivers,
        hmacSHA256: HMAC.sha256)
    ]
    let office = Self.office(
      Parts(
        store: store, records: records, keys: keys, world: world, book: book, clock: clock,
        channels: channels.map { CountedChannel($0, metrics) }, metrics: metrics,
        settings: { settings.settings }))
    let listening = ListeningURL()
    let links = ParentLinks(
      records: records, world: world, digest: office.linkDigest,
      settings: { settings.settings }, listening: { listening.url })
    let jump = clock.map { Self.jump($0, office) }
    return Running(
      office: office, routes: RouteTable(office: office, links: links, jump: jump).routes,
      authenticator: Authenticator(
        settings: { settings.settings }, nonces: NonceLog(path: place.noncePath),
        wallClock: Self.wallClock),
      rounds: rounds(office), listening: listening, listeningPath: place.listeningPath,
      keyIsInside: KeyFile.isInside(place.keyPath, data: place.folder))
  }

  private func rounds(_ office: Office) -> [any Service] {
    let docket = office.docket
    let courier = office.courier
    return [
      Rounds(name: "docket", gate: office.gate, pause: .milliseconds(200), logger: logger) {
        try await docket.step()
      },
      Rounds(name: "courier", gate: office.gate, pause: .milliseconds(100), logger: logger) {
        try await courier.step()
      },
    ]
  }
}

extension Assembly {
  /// What an office is made from.
  struct Parts {
    var store: any CaseStore
    var records: Records
    var keys: KeyFile
    var world: World
    var book: PolicyBook
    var clock: SandboxClock?
    var channels: [any Channel]
    var metrics: Metrics
    var settings: @Sendable () -> Settings
  }

  static func office(_ parts: Parts) -> Office {
    let desk = StandInDesk(
      reader: Families.reader, world: parts.world, book: parts.book, digest: SM3.digest)
    let caseworker = Caseworker(desk: desk)
    let linkKey = parts.keys.links
    return Office(
      caseworker: caseworker, inspector: Inspector(desk: desk),
      docket: Docket(store: parts.store, caseworker: caseworker, world: parts.world),
      courier: Courier(store: parts.store, channels: parts.channels, world: parts.world) {
        (_) async throws(StoreError) -> Delivery? in nil
      },
      store: parts.store, records: parts.records, policies: PolicyShelf(book: parts.book),
      world: parts.world, metrics: parts.metrics, gate: Gate(), clock: parts.clock,
      settings: parts.settings, linkDigest: { HMAC.sm3(linkKey, $0) })
  }

  /// An office in memory, for stories: nothing is kept and nobody outside is told.
  static func inMemory(clock: SandboxClock, book: PolicyBook) -> Office {
    let keys = KeyFile(
      id: "memory", encryption: SecureRandom.bytes(32), lookUp: SecureRandom.bytes(32),
      links: SecureRandom.bytes(32))
    let store = MemoryStore()
    return office(
      Parts(
        store: store, records: records(store, keys), keys: keys, world: world(clock), book: book,
        clock: clock, channels: [], metrics: Metrics(), settings: { .standard }))
  }

  static func jump(_ clock: SandboxClock, _ office: Office) -> ClockJump {
    ClockJump(
      clock: clock, store: office.store, docket: office.docket, courier: office.courier,
      gate: office.gate
    ) { (offset, now) async throws(StoreError) in
      try await ClockRecord.write(offset: offset, now: now, in: office.records)
    }
  }

  static let wallClock: @Sendable () -> Instant = {
    Instant(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
  }

  static func world(_ clock: SandboxClock?) -> World {
    guard let clock else { return World(now: wallClock, random: SecureRandom.bytes) }
    return World(now: { clock.now() }, random: SecureRandom.bytes)
  }

  static func keys(_ place: Premises, making: Bool) throws -> KeyFile {
    do throws(KeyFile.Trouble) {
      return try KeyFile.open(place.keyPath, making: making)
    } catch {
      throw Stop.usage(error.plain)
    }
  }

  static func open(_ place: Premises, _ mode: SQLiteStore.Mode) throws -> any CaseStore {
    guard let path = place.databasePath else {
      throw Stop.usage(
        Plain("--store 目前只支持 sqlite:。", "--store takes only sqlite: addresses as yet."))
    }
    do throws(StoreError) {
      return try SQLiteStore(path: path, mode: mode)
    } catch {
      throw Stop.unavailable(
        Plain("无法打开存储：\(error)", "Cannot open the store: \(error)"))
    }
  }

  static func policies(_ folder: String?) throws -> PolicyBook {
    do {
      guard let folder else { return try PolicyBook.builtIn() }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".json") }.sorted()
      return try PolicyBook.load(
        names.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0))) })
    } catch let error as PackError {
      throw Stop.usage(Plain("政策包有误：\(error)", "A policy pack is wrong: \(error)"))
    } catch {
      throw Stop.usage(
        Plain("无法读取政策包文件夹。", "Cannot read the folder of policy packs."))
    }
  }

  static func records(_ store: any CaseStore, _ keys: KeyFile) -> Records {
    let box = Box(key: keys.encryption)
    return Records(
      store: store,
      put: { (row) async throws(StoreError) -> Bool in
        var group = ChangeGroup()
        group.records = [row]
        let outcomes = try await store.commit([group]) { _ in nil }
        return outcomes.first.map { $0 != .conflict } ?? false
      },
      seal: { box.seal($0, associated: Array($1.utf8)) },
      open: { try? box.open($0, associated: Array($1.utf8)) })
  }

  private static func clock(_ records: Records) async throws -> SandboxClock {
    do throws(StoreError) {
      return try await ClockRecord.clock(real: wallClock, from: records)
    } catch {
      throw Stop.unavailable(
        Plain("无法读取沙箱时钟。", "Cannot read the sandbox clock."))
    }
  }
}

/// The address the gateway listens on, known once it does.
final class ListeningURL: Sendable {
  private let state = Mutex("http://127.0.0.1")

  var url: String { state.withLock { $0 } }
  func set(_ url: String) { state.withLock { $0 = url } }
}
