/// Which messages are about one child, on one day (contract, "One child").
///
/// Computed from the messages that count, never from their order: (a) shared keys, (b) a birth and
/// a registration that mother, day and sex leave no doubt about. (c) Payments join by (a) alone.
struct Belonging {
  /// One child as far as the messages tell.
  struct Group {
    var keys: [CaseKey] = []
    var certificates: [(number: String, standing: StandingCertificate)] = []
    var household: [(fact: HouseholdFact, message: Message)] = []
    var payments: [(fact: PaymentFact, message: Message)] = []
    var deaths: [(fact: DeathFact, message: Message)] = []
    /// Keys of records this one may belong with; a person must say.
    var candidates: [CaseKey] = []
    /// Documents of parents of a birth, in whose names payments of this group were made.
    var parentNamed: Set<IdentityDocument> = []
    /// Children born to the insured of a payment in this group, or paid for under a parent here.
    var parentNameAbout: [CaseKey] = []

    var hasBirth: Bool { certificates.contains { $0.standing.content != nil } }
    var hasRegistration: Bool { household.contains { $0.fact.action == .register } }
  }

  private(set) var groups: [Group] = []

  init(_ standing: Standing) {
    var union = KeyUnion()
    Self.unite(standing, in: &union)
    collect(standing, by: &union)
    joinByMother()
    markParentNames()
  }

  /// (a): everything that names one of a child's keys.
  private static func unite(_ standing: Standing, in union: inout KeyUnion) {
    for (number, certificate) in standing.certificates {
      union.add([.certificate(number)] + (certificate.replaces.map { [.certificate($0)] } ?? []))
    }
    for (_, message) in standing.household { union.add(message.keys) }
    for (_, message) in standing.payments { union.add(message.keys) }
    for (_, message) in standing.deaths { union.add(message.keys) }
  }

  private mutating func collect(_ standing: Standing, by union: inout KeyUnion) {
    var index: [Int: Int] = [:]
    func place(_ key: CaseKey, _ union: inout KeyUnion, _ groups: inout [Group]) -> Int {
      let root = union.root(of: key)
      if let found = index[root] { return found }
      index[root] = groups.count
      groups.append(Group())
      return groups.count - 1
    }
    for (number, certificate) in standing.certificates {
      let at = place(.certificate(number), &union, &groups)
      groups[at].certificates.append((number, certificate))
    }
    for entry in standing.household {
      guard let key = entry.message.keys.first else { continue }
      groups[place(key, &union, &groups)].household.append(entry)
    }
    for entry in standing.payments {
      guard let key = entry.message.keys.first else { continue }
      groups[place(key, &union, &groups)].payments.append(entry)
    }
    for entry in standing.deaths {
      guard let key = entry.message.keys.first else { continue }
      groups[place(key, &union, &groups)].deaths.append(entry)
    }
    for key in union.keys { groups[place(key, &union, &groups)].keys.append(key) }
    for at in groups.indices {
      groups[at].keys.sort()
      groups[at].certificates.sort { $0.number < $1.number }
    }
  }

  /// (b): what is left on both sides of one mother, day and sex.
  private mutating func joinByMother() {
    var births: [MatchKey: [Int]] = [:]
    var registrations: [MatchKey: [Int]] = [:]
    for at in groups.indices where groups[at].hasBirth != groups[at].hasRegistration {
      guard let key = groups[at].matchKey else { continue }
      if groups[at].hasBirth {
        births[key, default: []].append(at)
      } else {
        registrations[key, default: []].append(at)
      }
    }
    var absorbed: Set<Int> = []
    for (key, lefts) in births {
      guard let rights = registrations[key] else { continue }
      let pairs = self.pairs(lefts, rights)
      for (birth, registration) in pairs {
        groups[birth].absorb(groups[registration])
        absorbed.insert(registration)
      }
      let openBirths = lefts.filter { at in !pairs.contains { $0.birth == at } }
      let openRegistrations = rights.filter { at in !pairs.contains { $0.registration == at } }
      nameCandidates(openBirths, openRegistrations)
    }
    groups = groups.indices.filter { !absorbed.contains($0) }.map { groups[$0] }
  }

  private func pairs(_ births: [Int], _ registrations: [Int])
    -> [(birth: Int, registration: Int)]
  {
    if births.count == 1, registrations.count == 1 { return [(births[0], registrations[0])] }
    let birthsByName = Dictionary(grouping: births) { groups[$0].plainName }
    let registrationsByName = Dictionary(grouping: registrations) { groups[$0].plainName }
    return birthsByName.compactMap { name, births in
      guard name != nil, births.count == 1, let others = registrationsByName[name],
        others.count == 1
      else { return nil }
      return (births[0], others[0])
    }
  }

  private mutating func nameCandidates(_ births: [Int], _ registrations: [Int]) {
    guard !births.isEmpty, !registrations.isEmpty else { return }
    let birthKeys = births.compactMap { groups[$0].keys.first }.sorted()
    let registrationKeys = registrations.compactMap { groups[$0].keys.first }.sorted()
    for at in births { groups[at].candidates = registrationKeys }
    for at in registrations { groups[at].candidates = birthKeys }
  }

  /// (c): a payment whose insured is a parent of a birth is no payment for the child.
  private mutating func markParentNames() {
    var children: [IdentityDocument: [Int]] = [:]
    for at in groups.indices {
      for (_, certificate) in groups[at].certificates {
        for parent in certificate.content?.parents ?? [] {
          children[parent, default: []].append(at)
        }
      }
    }
    for at in groups.indices {
      for (_, message) in groups[at].payments {
        guard let insured = message.insured, let born = children[insured] else { continue }
        groups[at].parentNamed.insert(insured)
        let undone = Premiums(groups[at].payments).undone.map(\.payment.digest)
        guard !undone.contains(message.digest) else { continue }
        groups[at].parentNameAbout += born.compactMap { groups[$0].keys.first }
        for child in born where child != at {
          groups[child].parentNameAbout += message.keys.prefix(1)
        }
      }
    }
    for at in groups.indices {
      groups[at].parentNameAbout = Set(groups[at].parentNameAbout).sorted()
    }
  }
}

extension Belonging.Group {
  fileprivate mutating func absorb(_ other: Belonging.Group) {
    keys = (keys + other.keys).sorted()
    household += other.household
    Standing.order(&household)
    payments = (payments + other.payments).sorted { left, right in
      (left.fact.paidAt, left.fact.ticketNumber, left.fact.line)
        < (right.fact.paidAt, right.fact.ticketNumber, right.fact.line)
    }
    deaths += other.deaths
  }

  /// The certificate that speaks for the child: a valid one before a replaced one before a void
  /// one, then the latest.
  var speaking: (number: String, fact: CertificateFact, message: Message)? {
    let statuses = self.statuses
    let readable = certificates.compactMap { entry in
      entry.standing.content.flatMap { fact in
        entry.standing.contentMessage.map {
          (
            number: entry.number, fact: fact, message: $0,
            order: statuses[entry.number]?.order ?? 0
          )
        }
      }
    }
    let best = readable.max { left, right in
      if left.order != right.order { return left.order < right.order }
      if left.fact.issuedOn != right.fact.issuedOn {
        return left.fact.issuedOn < right.fact.issuedOn
      }
      return left.number < right.number
    }
    return best.map { ($0.number, $0.fact, $0.message) }
  }

  /// Every certificate number of the child and how it stands.
  var statuses: [String: Ruling.Certificate.Status] {
    var table: [String: Ruling.Certificate.Status] = [:]
    for (number, certificate) in certificates {
      table[number] = certificate.isVoid ? .void : .valid
    }
    for (_, certificate) in certificates {
      guard let replaced = certificate.replaces, table[replaced] != .void else { continue }
      table[replaced] = .replaced
    }
    return table
  }

  fileprivate var matchKey: MatchKey? {
    if hasBirth {
      return speaking.flatMap {
        MatchKey(mother: $0.fact.mother, bornOn: $0.fact.bornAt?.day, sex: $0.fact.sex)
      }
    }
    let record = Household(household)
    return MatchKey(mother: record.mother, bornOn: record.bornOn, sex: record.sex)
  }

  /// The child's name without spaces. Swift compares strings by canonical equivalence, which is
  /// what "agree in NFC" means.
  fileprivate var plainName: String? {
    let name = hasBirth ? speaking?.fact.childName : Household(household).registeredName
    return name.map { $0.filter { !$0.isWhitespace } }
  }
}

extension Ruling.Certificate.Status {
  fileprivate var order: Int {
    switch self {
    case .void: 0
    case .replaced: 1
    case .valid: 2
    }
  }
}

/// Keys that belong together, as sets that are united (union–find with path halving).
struct KeyUnion {
  private var indexes: [CaseKey: Int] = [:]
  private(set) var keys: [CaseKey] = []
  private var parents: [Int] = []

  mutating func add(_ keys: [CaseKey]) {
    guard let first = keys.first else { return }
    let one = root(of: first)
    for key in keys.dropFirst() { parents[root(of: key)] = root(at: one) }
  }

  mutating func root(of key: CaseKey) -> Int {
    if let index = indexes[key] { return root(at: index) }
    indexes[key] = keys.count
    keys.append(key)
    parents.append(parents.count)
    return keys.count - 1
  }

  private mutating func root(at index: Int) -> Int {
    var index = index
    while parents[index] != index {
      parents[index] = parents[parents[index]]
      index = parents[index]
    }
    return index
  }
}
