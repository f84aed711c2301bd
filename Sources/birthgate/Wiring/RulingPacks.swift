import Casework
import Policies

/// By which packs a gateway rules, and how that came about.
///
/// An adopted set goes on ruling under a new program that brings others; packs that the operator
/// names with `--policies` rule while he names them; and where nothing was ever adopted, what is
/// found at the first start is written down as the first.
struct RulingPacks: Sendable {
  var book: PolicyBook
  var packs: PackSet
  /// Nil before the first start.
  var adopted: Adoption?
  /// Whether the program brings packs that nobody has decided about.
  var isWaiting = false
  /// Whether packs rule that were named and not adopted.
  var isGuest = false
  /// What the examples of the adopted packs contradict: the program rules otherwise than before.
  var contradiction: String?

  /// Which packs a gateway is to rule by; writes down what it found at a first start, and that
  /// packs were named without being adopted, so that reading verbs rule by the same.
  static func open(
    folder: String?, in records: AdoptionRecords, now: Instant, trial: Set<String>
  ) async throws -> RulingPacks {
    let named = try folder.map { try PackSet.folder($0) }
    guard
      let adopted = try await stored({ () async throws(StoreError) in
        try await records.history().last
      })
    else {
      let packs = named ?? .builtIn
      let book = try read(packs, trial: trial)
      let first = Adoption(
        number: 1, from: now, source: named == nil ? .builtIn : .folder, packs: packs)
      try await stored { () async throws(StoreError) in try await records.write(found: first) }
      return RulingPacks(book: book, packs: packs, adopted: first)
    }
    guard let named, named.digest != adopted.packs.digest else {
      try await stored { () async throws(StoreError) in try await records.endGuest() }
      return try ruling(adopted, trial: trial)
    }
    let book = try read(named, trial: trial)
    try await stored { () async throws(StoreError) in
      try await records.write(guest: named, over: adopted)
    }
    return RulingPacks(
      book: book, packs: named, adopted: adopted, isWaiting: isWaiting(adopted), isGuest: true)
  }

  /// Which packs the gateway of this data rules by, for verbs that only read.
  static func kept(in records: AdoptionRecords, trial: Set<String>) async throws -> RulingPacks {
    let found = try await stored { () async throws(StoreError) in
      let adopted = try await records.history().last
      guard let adopted else { return (adopted: Adoption?.none, guest: PackSet?.none) }
      return (adopted: adopted, guest: try await records.guest(over: adopted))
    }
    guard let adopted = found.adopted else {
      return RulingPacks(book: try read(.builtIn, trial: trial), packs: .builtIn)
    }
    guard let guest = found.guest else { return try ruling(adopted, trial: trial) }
    return RulingPacks(
      book: try read(guest, trial: trial), packs: guest, adopted: adopted,
      isWaiting: isWaiting(adopted), isGuest: true)
  }

  /// What an adopted set says. Its examples held when it was adopted; where this program makes
  /// something else of them it rules all the same, and says so.
  static func ruling(_ adopted: Adoption, trial: Set<String>) throws -> RulingPacks {
    var contradiction: String?
    var book: PolicyBook
    do throws(PackError) {
      book = try adopted.packs.book(trial: trial)
    } catch {
      contradiction = error.description
      do throws(PackError) {
        book = try adopted.packs.book(trial: trial, runningExamples: false)
      } catch {
        throw Stop.unavailable(
          Plain(
            "本程序无法读取已采用的政策包：\(error)。请用原来的程序，或用 --policies 指定政策包。",
            "This program cannot read the adopted packs: \(error). Use the program that could, or"
              + " name packs with --policies."))
      }
    }
    return RulingPacks(
      book: book, packs: adopted.packs, adopted: adopted, isWaiting: isWaiting(adopted),
      contradiction: contradiction)
  }

  private static func isWaiting(_ adopted: Adoption) -> Bool {
    let own = PackSet.builtIn.digest
    return own != adopted.builtIn && own != adopted.packs.digest
  }

  private static func read(_ packs: PackSet, trial: Set<String>) throws -> PolicyBook {
    do throws(PackError) {
      return try packs.book(trial: trial)
    } catch {
      throw Stop.usage(Plain("政策包有误：\(error)", "A policy pack is wrong: \(error)"))
    }
  }

  private static func stored<Value: Sendable>(_ body: () async throws(StoreError) -> Value)
    async throws -> Value
  {
    do throws(StoreError) {
      return try await body()
    } catch {
      throw Stop.unavailable(
        Plain("存储不可用：\(error)", "The store is not available: \(error)"))
    }
  }
}
