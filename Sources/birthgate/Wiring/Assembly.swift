import Casework
import Channels
import Engine
import Foundation
import LibCrypto
import LibCurl
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
    let packs: RulingPacks
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
    let world = Self.world(clock)
    let adoptions = AdoptionRecords(records: Self.records(store, keys))
    let packs = try await RulingPacks.open(
      folder: place.policies, in: adoptions, now: world.now(), trial: settings.settings.trialPacks)
    let listening = ListeningURL()
    let office = Self.office(
      Parts(
        store: store, keys: keys, world: world, book: packs.book, packs: packs, clock: clock,
        channels: channels(store, Self.answers(Self.records(store, keys), keys, world)).map {
          CountedChannel($0, metrics)
        },
        letters: LetterParts(listening: { listening.url }),
        metrics: metrics, settings: { settings.settings }, logger: logger))
    let links = ParentLinks(
      records: office.records, world: office.world, digest: office.linkDigest,
      settings: { settings.settings }, listening: { listening.url })
    let jump = clock.map { Self.jump($0, office) }
    return Running(
      office: office,
      routes: RouteTable(office: office, links: links, jump: jump, logger: logger).routes,
      authenticator: Authenticator(
        settings: { settings.settings }, nonces: NonceLog(path: place.noncePath),
        wallClock: Self.wallClock),
      rounds: try await rounds(office, keys)
        + (try await Self.adoptionRounds(packs, office, settings.settings, logger)),
      listening: listening,
      listeningPath: place.listeningPath,
      keyIsInside: KeyFile.isInside(place.keyPath, data: place.folder), packs: packs)
  }

  /// What must never be taken for a message.
  private var ownPaths: [String] {
    [place.databasePath, place.noncePath, place.keyPath, settings.path].compactMap { $0 }
  }

  private func channels(_ store: any CaseStore, _ answers: AnswerBook) -> [any Channel] {
    let settings = settings
    let folder = settings.settings.noticeFolder
    return Self.channels(
      { settings.settings }, store: store, sandbox: sandbox, answers: answers, logger: logger)
      + (folder.map { [FileChannel(directory: $0)] } ?? [])
  }

  private func rounds(_ office: Office, _ keys: KeyFile) async throws -> [any Service] {
    let docket = office.docket
    let manifests = office.manifests
    // Only a jump of the sandbox clock needs the rounds to take turns; else a receiver that hangs
    // would hold up the deadlines.
    let manifestGate = sandbox ? office.gate : Gate()
    let signer = JournalSigner(store: office.store, chain: office.queue.chain, sign: keys.sign)
    do throws(StoreError) {
      try await signer.adopt()
      try await office.courier.takeOver()
    } catch {
      throw Stop.unavailable(Plain("存储不可用：\(error)", "The store is not available: \(error)"))
    }
    return [
      Rounds(name: "docket", gate: office.gate, pause: .milliseconds(200), logger: logger) {
        try await docket.step()
      },
      CourierRounds(courier: office.courier, logger: logger),
      Rounds(name: "manifests", gate: manifestGate, pause: .seconds(1), logger: logger) {
        try await manifests.step()
      },
      Rounds(
        name: "enquiries", gate: sandbox ? office.gate : Gate(), pause: .seconds(1),
        logger: logger
      ) { try await office.enquiries.step() },
      // Signing waits for nobody, and nobody for it.
      Rounds(name: "signer", gate: Gate(), pause: JournalSigner.pause, logger: logger) {
        try await signer.step()
        return 0
      },
      InboxWatch(office: office, logger: logger, ownPaths: ownPaths),
      AccessRounds(book: office.access, logger: logger),
    ]
  }
}

/// The address the gateway listens on, known once it does.
final class ListeningURL: Sendable {
  private let state = Mutex("http://127.0.0.1")

  var url: String { state.withLock { $0 } }
  func set(_ url: String) { state.withLock { $0 = url } }
}
