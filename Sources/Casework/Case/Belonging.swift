/// Which messages are about one child, on one day (contract, "One child").
///
/// Computed from the messages that count, never from their order: (a) shared keys, (b) a birth and
/// a registration that mother, day and sex leave no doubt about. (c) Payments join by (a) alone.
struct Belonging {
  /// One child as far as the messages tell.
  struct Group {
    var keys: [CaseKey] = []
    var certificates: [(number: String, standing: StandingCertificate)] = []
    var household: [Told<HouseholdFact>] = []
    var payments: [Told<PaymentFact>] = []
    var deaths: [Told<DeathFact>] = []
    var assistance: [Told<AssistanceFact>] = []
    var enrolments: [Told<EnrolmentFact>] = []
    var residences: [Told<ResidenceFact>] = []
    var guardians: [Told<GuardianFact>] = []
    var orders: [Told<OrderFact>] = []
    /// Keys of records this one may belong with; a person must say.
    var candidates: [CaseKey] = []
    /// Documents of parents of a birth, in whose names payments of this group were made.
    var parentNamed: Set<IdentityDocument> = []
    /// Children born to the insured of a payment in this group, or paid for under a parent here.
    var parentNameAbout: [CaseKey] = []
    /// Children of the same mother and day whose certificate bears the name registered here.
    var swapped: [CaseKey] = []
    /// Certificates of other children that may be of this very birth.
    var doubles: [CaseKey] = []

    var hasBirth: Bool { certificates.contains { $0.standing.content != nil } }
    var hasRegistration: Bool { household.contains { $0.fact.action == .register } }
  }

  private(set) var groups: [Group] = []
  private let verdicts: Verdicts

  init(_ standing: Standing) {
    verdicts = Verdicts(standing)
    var union = KeyUnion<CaseKey>()
    unite(standing, in: &union)
    collect(standing, by: &union)
    joinByMother()
    markParentNames()
    markSwappedTwins()
    // An order about a child of whom nothing is known makes no case.
    groups.removeAll(where: \.isEmpty)
  }

  /// (a): everything that names one of a child's keys, but for what a person parted; and (d): what
  /// a person linked.
  private func unite(_ standing: Standing, in union: inout KeyUnion<CaseKey>) {
    for (number, certificate) in standing.certificates {
      union.add([.certificate(number)] + (certificate.replaces.map { [.certificate($0)] } ?? []))
    }
    for message in standing.others { union.add(verdicts.keys(of: message)) }
    for keys in verdicts.links { union.add(keys) }
  }

  private mutating func collect(_ standing: Standing, by union: inout KeyUnion<CaseKey>) {
    var index: [Int: Int] = [:]
    func place(_ key: CaseKey, _ union: inout KeyUnion<CaseKey>, _ groups: inout [Group]) -> Int {
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
    func deal<Fact>(
      _ told: [Told<Fact>], _ member: WritableKeyPath<Group, [Told<Fact>]>,
      _ union: inout KeyUnion<CaseKey>, _ groups: inout [Group]
    ) {
      for entry in told {
        guard let key = entry.message.keys.first else { continue }
        groups[place(key, &union, &groups)][keyPath: member].append(entry)
      }
    }
    deal(standing.household, \.household, &union, &groups)
    deal(standing.payments, \.payments, &union, &groups)
    deal(standing.deaths, \.deaths, &union, &groups)
    deal(standing.assistance, \.assistance, &union, &groups)
    deal(standing.enrolments, \.enrolments, &union, &groups)
    deal(standing.residences, \.residences, &union, &groups)
    deal(standing.guardians, \.guardians, &union, &groups)
    // An order about two keys is told of both children, if there is anything else to tell of the
    // second: nobody is a child by having been ruled to be another one.
    for entry in standing.orders {
      let keys = entry.message.keys.filter(union.holds)
      for at in Set(keys.map { place($0, &union, &groups) }) { groups[at].orders.append(entry) }
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
    if births.count == 1, registrations.count == 1 {
      return mayJoin(births[0], registrations[0]) ? [(births[0], registrations[0])] : []
    }
    let birthsByName = Dictionary(grouping: births) { groups[$0].plainName }
    let registrationsByName = Dictionary(grouping: registrations) { groups[$0].plainName }
    return birthsByName.compactMap { name, births in
      guard name != nil, births.count == 1, let others = registrationsByName[name],
        others.count == 1, mayJoin(births[0], others[0])
      else { return nil }
      return (births[0], others[0])
    }
  }

  /// Whether nobody has ruled that the two are different children.
  private func mayJoin(_ birth: Int, _ registration: Int) -> Bool {
    !verdicts.parts(groups[birth].keys, groups[registration].keys)
  }

  private mutating func nameCandidates(_ births: [Int], _ registrations: [Int]) {
    guard !births.isEmpty, !registrations.isEmpty else { return }
    if births.count == 1, registrations.count == 1, !mayJoin(births[0], registrations[0]) {
      return
    }
    let birthKeys = births.compactMap { groups[$0].keys.first }.sorted()
    let registrationKeys = registrations.compactMap { groups[$0].keys.first }.sorted()
    for at in births {
      groups[at].candidates = registrationKeys.filter { !verdicts.parts(groups[at].keys, [$0]) }
    }
    for at in registrations {
      groups[at].candidates = birthKeys.filter { !verdicts.parts(groups[at].keys, [$0]) }
    }
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
      let payments = groups[at].payments.filter { entry in
        entry.message.insured.map { children[$0] != nil } ?? false
      }
      guard !payments.isEmpty else { continue }
      let undone = Set(Premiums(groups[at].payments).undone.map(\.payment.digest))
      for (_, message) in payments {
        guard let insured = message.insured, let born = children[insured] else { continue }
        groups[at].parentNamed.insert(insured)
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

  /// Twins whose certificates may have been swapped: the name registered on this certificate is the
  /// name on a sibling's (edge case 33). Nobody is moved; a person must look.
  private mutating func markSwappedTwins() {
    var siblings: [MotherAndDay: [Int]] = [:]
    for at in groups.indices {
      if let delivery = groups[at].delivery { siblings[delivery, default: []].append(at) }
    }
    for twins in siblings.values where (2...MotherAndDay.mostChildren).contains(twins.count) {
      markDoubles(twins)
      for at in twins {
        guard let registered = groups[at].registeredName, groups[at].certificateName != registered
        else { continue }
        groups[at].swapped = twins.filter { $0 != at && groups[$0].certificateName == registered }
          .compactMap { groups[$0].keys.first }.sorted()
      }
    }
  }

  /// Two certificates of one birth (edge case 31): same mother, minute, sex and name, and neither
  /// tells of more than one child. Twins bear names of their own.
  private mutating func markDoubles(_ siblings: [Int]) {
    func tells(_ at: Int) -> (minute: Int64, sex: String, name: String)? {
      guard let fact = groups[at].speaking?.fact, fact.plurality ?? 1 == 1, !fact.placeholderName,
        let born = fact.bornAt, let sex = fact.sex, let name = groups[at].certificateName
      else { return nil }
      return (born.milliseconds / 60_000, sex, name)
    }
    for at in siblings {
      guard let one = tells(at) else { continue }
      groups[at].doubles = siblings.filter { other in
        guard other != at, !verdicts.parts(groups[at].keys, groups[other].keys) else {
          return false
        }
        return tells(other).map { $0 == one } ?? false
      }.compactMap { groups[$0].keys.first }.sorted()
    }
  }
}
