package import Casework

/// Signs the newest root of a chain, which covers every entry before it.
///
/// SM2 signs some 2,800 times a second on one core, too dear for each commit under load: so a loop
/// calls ``step()`` and then waits ``pause``, and entries between are covered by the next signed
/// one, to which ``Journal/proof(of:in:)`` leads their proofs on.
package struct JournalSigner: Sendable {
  /// A signature over 32 bytes and the id of its key.
  package typealias Sign = @Sendable (_ root: [UInt8]) -> (signature: [UInt8], key: String)

  /// Receipts have their signature within a second; ten a second leave room for slow disks.
  package static let pause = Duration.milliseconds(100)

  private let store: any CaseStore
  private let chain: String
  private let sign: Sign

  package init(store: any CaseStore, chain: String, sign: @escaping Sign) {
    self.store = store
    self.chain = chain
    self.sign = sign
  }

  /// Signs the chain's head where it is not signed yet; true where there was something to sign.
  @discardableResult
  package func step() async throws(StoreError) -> Bool {
    guard let head = try await store.journalHead(chain) else { return false }
    return try await signIfNeeded(head)
  }

  /// Signs what earlier processes left unsigned, for the gateway's start.
  package func adopt() async throws(StoreError) {
    for head in try await store.journalHeads() { try await signIfNeeded(head) }
  }

  @discardableResult
  private func signIfNeeded(_ head: JournalRow) async throws(StoreError) -> Bool {
    guard head.signature == nil else { return false }
    let (signature, key) = sign(head.root)
    try await store.sign(head.chain, height: head.height, signature: signature, key: key)
    return true
  }
}
