import Casework
import Engine
import Wire

/// Everything the routes and verbs work with, put together once.
struct Office: Sendable {
  let caseworker: Caseworker
  let inspector: Inspector
  let docket: Docket
  let courier: Courier
  /// What failed for good.
  let deadLetters: DeadLetters
  let store: any CaseStore
  let queue: CommitQueue
  let mailroom: Mailroom
  let records: Records
  /// Senders' lists, and what is missing of them.
  let manifests: ManifestBook
  /// Tax bureaus' days of tickets.
  let reconciliations: ReconciliationBook
  let policies: PolicyShelf
  /// How it came that these policies rule; nil in memory.
  let packs: RulingPacks?
  let world: World
  let metrics: Metrics
  let gate: Gate
  /// Only with `--sandbox`.
  let clock: SandboxClock?
  let settings: @Sendable () -> Settings
  let enquiries: Enquiries
  /// Who asked for no letters.
  let optOuts: OptOutBook
  /// Links that families ask for.
  let linkRequests: LinkRequests
  /// Keyed digest of a parent's token, the only form in which it is kept.
  let linkDigest: @Sendable ([UInt8]) -> [UInt8]
  /// Signs the codes that parents show.
  let codes: CodeMint
  /// Who looked at a case.
  let access: AccessBook
  /// Rings when a case has changed.
  let bell: Bell

  var today: CivilDate { world.now().day }
}
