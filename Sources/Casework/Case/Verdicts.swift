/// Which records people have ruled to be of one child, or of two (contract, "One child", d).
///
/// A verdict names two keys. It holds for whatever belongs to them by `replaces` and
/// `formerCitizenId`; of several about one pair the latest stands.
struct Verdicts {
  /// Keys that a person joined, pair by pair.
  private(set) var links: [[CaseKey]] = []
  private var partings: [(one: CaseKey, other: CaseKey)] = []
  /// What is one key by `replaces` and `formerCitizenId`; nil where nothing was parted.
  private var roots: [CaseKey: Int] = [:]

  init(_ standing: Standing) {
    var latest: [Set<CaseKey>: OrderFact] = [:]
    for (fact, message) in standing.orders where fact.action == .link || fact.action == .different {
      // In the order of their days, so that the last one stands.
      latest[Set(message.keys)] = fact
    }
    for (pair, order) in latest {
      let keys = pair.sorted()
      guard keys.count == 2 else { continue }
      if order.action == .link {
        links.append(keys)
      } else {
        partings.append((keys[0], keys[1]))
      }
    }
    if !partings.isEmpty { findRoots(standing) }
  }

  private mutating func findRoots(_ standing: Standing) {
    var union = KeyUnion<CaseKey>()
    for (number, certificate) in standing.certificates {
      union.add([.certificate(number)] + (certificate.replaces.map { [.certificate($0)] } ?? []))
    }
    for (fact, _) in standing.household {
      union.add(
        [.citizenID(fact.citizenID)] + (fact.formerCitizenID.map { [.citizenID($0)] } ?? []))
    }
    for key in partings.flatMap({ [$0.one, $0.other] }) { _ = union.root(of: key) }
    roots = Dictionary(uniqueKeysWithValues: union.keys.map { ($0, union.root(of: $0)) })
  }

  private func isOne(_ key: CaseKey, _ other: CaseKey) -> Bool {
    key == other || (roots[key] != nil && roots[key] == roots[other])
  }

  /// The keys by which a message joins others: all it names, but for those parted from its first.
  /// An order joins nobody by naming two.
  func keys(of message: Message) -> [CaseKey] {
    let keys = message.keys
    if case .order = message.fact { return Array(keys.prefix(1)) }
    guard !partings.isEmpty, let first = keys.first else { return keys }
    return keys.filter { !parts([first], [$0]) }
  }

  /// Whether a person ruled that what is named so and what is named so are two children.
  func parts(_ keys: [CaseKey], _ others: [CaseKey]) -> Bool {
    partings.contains { parting in
      func names(_ keys: [CaseKey], _ key: CaseKey) -> Bool {
        keys.contains { isOne($0, key) }
      }
      return names(keys, parting.one) && names(others, parting.other)
        || names(keys, parting.other) && names(others, parting.one)
    }
  }
}
