import Casework
import Engine
import Foundation
import LibCrypto
import LibZstd
import Logging
import Policies
import StoreSQLite
import Wire

extension Assembly {
  /// What an office is made from.
  struct Parts {
    var store: any CaseStore
    var keys: KeyFile
    var world: World
    var book: PolicyBook
    /// How it came that this book rules; nil in memory.
    var packs: RulingPacks?
    var clock: SandboxClock?
    var channels: [any Channel]
    /// How people are written to; nil in memory, where nobody is.
    var letters: LetterParts?
    var metrics: Metrics
    var settings: @Sendable () -> Settings
    /// Where background work is told; nil for verbs.
    var logger: Logger?
  }

  static func office(_ parts: Parts) -> Office {
    let bell = Bell()
    let (store, world) = (RingingStore(inner: parts.store, bell: bell), parts.world)
    let ledger = Ledger(
      reader: Families.reader, book: parts.book, crypto: crypto, keys: parts.keys.ring,
      world: world)
    let queue = queue(store, ledger)
    let records = Records(store: store, queue: queue, sealing: ledger.sealing)
    let mailroom = mailroom(parts, ledger, records)
    let evidence = Evidence(store: store, queue: queue, ledger: ledger)
    let settings = parts.settings
    let caseworker = Caseworker(
      store: store, queue: queue, mailroom: mailroom, evidence: evidence, ledger: ledger,
      orders: OrderBook(store: store, ledger: ledger, mailroom: mailroom) {
        settings().channels.insurance != nil
      })
    let manifests = ManifestBook(
      store: store, queue: queue, mailroom: mailroom, evidence: evidence, ledger: ledger,
      terms: { settings().manifestTerms })
    let inspector = Inspector(
      store: store, caseworker: caseworker, evidence: evidence, ledger: ledger,
      answers: answers(records, parts.keys, world))
    let linkKey = parts.keys.links
    return Office(
      caseworker: caseworker,
      inspector: inspector,
      docket: Docket(store: store, caseworker: caseworker, world: world),
      courier: Courier(
        store: store, channels: parts.channels, world: world, wallClock: wallClock
      ) { (row) async throws(StoreError) -> Opened in
        let opened = try await inspector.unlessReplaced(mailroom.open(row), row)
        guard case .delivery(let delivery) = opened, delivery.channel == ManifestBook.channel else {
          return opened
        }
        return Opened(manifests.open(delivery, receivers: settings().requestReceivers))
      },
      deadLetters: DeadLetters(store: store, ledger: ledger),
      store: store, queue: queue, mailroom: mailroom,
      records: records,
      manifests: manifests,
      reconciliations: ReconciliationBook(
        store: store, queue: queue, evidence: evidence, ledger: ledger),
      policies: PolicyShelf(book: parts.book), packs: parts.packs, world: world,
      metrics: parts.metrics,
      gate: Gate(), clock: parts.clock, settings: parts.settings,
      enquiries: enquiries(parts, caseworker, queue, ledger),
      optOuts: OptOutBook(store: store, queue: queue, ledger: ledger),
      linkRequests: LinkRequests(mailroom: mailroom, queue: queue),
      linkDigest: { HMAC.sm3(linkKey, $0) },
      codes: CodeMint(key: parts.keys.codes, now: world.now),
      access: AccessBook(records: records, world: world, metrics: parts.metrics), bell: bell)
  }

  private static func mailroom(_ parts: Parts, _ ledger: Ledger, _ records: Records) -> Mailroom {
    guard let letters = parts.letters else { return Mailroom(store: parts.store, ledger: ledger) }
    let settings = parts.settings
    let linkKey = parts.keys.links
    let links = ParentLinks(
      records: records, world: parts.world, digest: { HMAC.sm3(linkKey, $0) }, settings: settings,
      listening: letters.listening)
    return Mailroom(
      store: parts.store, ledger: ledger,
      terms: { settings().letterTerms },
      writer: LetterWriter({ settings().texts }, links: links))
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
      manifests: office.manifests, enquiries: office.enquiries, mailroom: office.mailroom,
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

  /// - Parameter trial: regions whose drafts and reported packs are to rule.
  static func policies(_ folder: String?, trial: Set<String> = []) throws -> PolicyBook {
    do {
      guard let folder else { return try PolicyBook.builtIn(trial: trial) }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".json") }.sorted()
      return try PolicyBook.load(
        names.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0))) },
        trial: trial)
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

  /// Where the insurance platform's answers are kept.
  static func answers(_ records: Records, _ keys: KeyFile, _ world: World) -> AnswerBook {
    AnswerBook(
      store: records.store, queue: records.queue, sealing: records.sealing,
      lookUps: LookUps(crypto: crypto, keys: keys.ring), now: world.now)
  }

  static func clock(_ store: any CaseStore, _ keys: KeyFile) async throws -> SandboxClock {
    do throws(StoreError) {
      return try await ClockRecord.clock(real: wallClock, from: records(store, keys))
    } catch {
      throw Stop.unavailable(
        Plain("无法读取沙箱时钟。", "Cannot read the sandbox clock."))
    }
  }
}
