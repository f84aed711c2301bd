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
    let settings = settings
    let clock = sandbox ? try await Self.clock(store, keys) : nil
    let office = Self.office(
      Parts(
        store: store, keys: keys, world: Self.world(clock),
        book: try Self.policies(place.policies), clock: clock,
        channels: channels().map { CountedChannel($0, metrics) },
        writing: settings.settings.noticeFolder == nil ? nil : NoticeLine.write,
        metrics: metrics, settings: { settings.settings }))
    let listening = ListeningURL()
    let links = ParentLinks(
      records: office.records, world: office.world, digest: office.linkDigest,
      settings: { settings.settings }, listening: { listening.url })
    let jump = clock.map { Self.jump($0, office) }
    return Running(
      office: office, routes: RouteTable(office: office, links: links, jump: jump).routes,
      authenticator: Authenticator(
        settings: { settings.settings }, nonces: NonceLog(path: place.noncePath),
        wallClock: Self.wallClock),
      rounds: try await rounds(office, keys), listening: listening,
      listeningPath: place.listeningPath,
      keyIsInside: KeyFile.isInside(place.keyPath, data: place.folder))
  }

  private func channels() -> [any Channel] {
    let webhook = WebhookChannel(
      transfers: Transfers(), allowPrivate: sandbox || settings.settings.allowsPrivateReceivers,
      hmacSHA256: HMAC.sha256)
    let folder = settings.settings.noticeFolder
    return [webhook] + (folder.map { [FileChannel(directory: $0)] } ?? [])
  }

  private func rounds(_ office: Office, _ keys: KeyFile) async throws -> [any Service] {
    let docket = office.docket
    let courier = office.courier
    // Only a jump of the sandbox clock needs the rounds to take turns; else a receiver that hangs
    // would hold up the deadlines.
    let courierGate = sandbox ? office.gate : Gate()
    let signer = JournalSigner(store: office.store, chain: office.queue.chain, sign: keys.sign)
    do throws(StoreError) {
      try await signer.adopt()
    } catch {
      throw Stop.unavailable(Plain("存储不可用：\(error)", "The store is not available: \(error)"))
    }
    return [
      Rounds(name: "docket", gate: office.gate, pause: .milliseconds(200), logger: logger) {
        try await docket.step()
      },
      Rounds(name: "courier", gate: courierGate, pause: .milliseconds(100), logger: logger) {
        try await courier.step()
      },
      // Signing waits for nobody, and nobody for it.
      Rounds(name: "signer", gate: Gate(), pause: JournalSigner.pause, logger: logger) {
        try await signer.step()
        return 0
      },
    ]
  }
}

extension Assembly {
  /// What an office is made from.
  struct Parts {
    var store: any CaseStore
    var keys: KeyFile
    var world: World
    var book: PolicyBook
    var clock: SandboxClock?
    var channels: [any Channel]
    /// Writes notices for the file channel; nil where there is none.
    var writing: Mailroom.Writing?
    var metrics: Metrics
    var settings: @Sendable () -> Settings
  }

  static func office(_ parts: Parts) -> Office {
    let (store, world) = (parts.store, parts.world)
    let ledger = Ledger(
      reader: Families.reader, book: parts.book, crypto: crypto, keys: parts.keys.ring,
      world: world)
    let queue = queue(store, ledger)
    let mailroom = Mailroom(store: store, ledger: ledger, write: parts.writing)
    let evidence = Evidence(store: store, queue: queue, ledger: ledger)
    let caseworker = Caseworker(
      store: store, queue: queue, mailroom: mailroom, evidence: evidence, ledger: ledger)
    let linkKey = parts.keys.links
    return Office(
      caseworker: caseworker,
      inspector: Inspector(
        store: store, caseworker: caseworker, evidence: evidence, ledger: ledger),
      docket: Docket(store: store, caseworker: caseworker, world: world),
      courier: Courier(
        store: store, channels: parts.channels, world: world, wallClock: wallClock
      ) { (row) async throws(StoreError) -> Delivery? in try await mailroom.open(row) },
      store: store, queue: queue, mailroom: mailroom,
      records: Records(store: store, queue: queue, sealing: ledger.sealing),
      policies: PolicyShelf(book: parts.book), world: world, metrics: parts.metrics,
      gate: Gate(), clock: parts.clock, settings: parts.settings,
      linkDigest: { HMAC.sm3(linkKey, $0) })
  }

  private static func queue(_ store: any CaseStore, _ ledger: Ledger) -> CommitQueue {
    CommitQueue(
      store: store, journal: ledger.journal, chain: Hex.encode(SecureRandom.bytes(8)),
      now: ledger.world.now)
  }

  /// An office in memory, for stories: nothing is kept and nobody outside is told.
  static func inMemory(clock: SandboxClock, book: PolicyBook) -> Office {
    office(
      Parts(
        store: MemoryStore(), keys: .fresh(), world: world(clock), book: book, clock: clock,
        channels: [], metrics: Metrics(), settings: { .standard }))
  }

  static func jump(_ clock: SandboxClock, _ office: Office) -> ClockJump {
    ClockJump(
      clock: clock, store: office.store, docket: office.docket, courier: office.courier,
      gate: office.gate
    ) { (offset, now) async throws(StoreError) in
      try await ClockRecord.write(offset: offset, now: now, in: office.records)
    }
  }

  private static let packer = Packer()

  private static let crypto = Crypto(
    digest: SM3.digest, hmac: HMAC.sm3,
    seal: { key in
      let box = Box(key: key)
      return Seal(
        seal: { box.seal($0, associated: $1) }, open: { try? box.open($0, associated: $1) })
    },
    compress: packer.compress,
    decompress: { try? Zstd.decompress($0, maxBytes: 16 << 20) },
    random: SecureRandom.bytes)

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

  /// What reads and writes records before there is an office, whose clock is one of them.
  static func records(_ store: any CaseStore, _ keys: KeyFile) -> Records {
    let journal = Journal(digest: SM3.digest)
    let queue = CommitQueue(store: store, journal: journal, chain: "", now: wallClock)
    return Records(
      store: store, queue: queue, sealing: Sealing(crypto: crypto, keys: keys.ring))
  }

  private static func clock(_ store: any CaseStore, _ keys: KeyFile) async throws -> SandboxClock {
    do throws(StoreError) {
      return try await ClockRecord.clock(real: wallClock, from: records(store, keys))
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
