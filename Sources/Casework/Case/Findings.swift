/// All that a child's messages establish by a day, before anything depends on which day it is.
///
/// ``Ruling`` adds what does depend on it. The split is what makes `nextReview` exact: the states
/// of any later day follow from these findings alone. A class only because it is large and handed
/// to everything that explains it: copying one is counting one reference.
final class Findings {
  var group: Belonging.Group
  var household: Household
  var speaking: (number: String, fact: CertificateFact, message: Message)?
  var statuses: [String: Ruling.Certificate.Status]
  var premiums: Premiums
  var born: CivilDate?
  var sex: String?
  var diedOn: CivilDate?
  var region: String?
  var policy: Policy
  var windows: Windows?
  var orders: Orders
  var assistance: Assistance
  var residences: [Residence]
  var guardians: [Guardianship]
  /// Records of enrolment that stand, by number.
  var enrolments: [EnrolmentFact]
  /// Of these the child's own: those that do not stand under a parent's document (A12).
  var ownEnrolments: [EnrolmentFact]
  var duplicates: Duplicates
  var place: EnrolmentPlace?
  /// What the premiums buy; nil where the birth day is not known.
  var bought: Coverage?
  var conflicts: [Conflict] = []

  var coverage: [Ruling.Cover] { bought?.covers ?? [] }
  /// How the birth-year premium was paid, or nil where nothing counts for it.
  var paid: Ruling.PaymentState? { bought?.paid }
  /// Payments for the birth year that buy nothing.
  var useless: [Told<PaymentFact>] { bought?.useless ?? [] }
  var citizenID: String? { household.citizenID }
  var hasValidCertificate: Bool { statuses.values.contains(.valid) }
  var isVoid: Bool {
    !hasValidCertificate && statuses.values.contains(.void) && household.boundSince == nil
  }

  /// The child's own name, as the police say, else the certificate, unless a person decided.
  var name: String? {
    orders.decided[.name]?.value ?? household.name ?? speaking?.fact.childName
  }

  var isNameless: Bool {
    guard citizenID == nil, hasValidCertificate, let fact = speaking?.fact else { return false }
    return orders.decided[.name] == nil && (fact.placeholderName || fact.childName == nil)
  }

  init?(_ group: Belonging.Group, asOf day: CivilDate, place: String?, book: PolicyBook) {
    let household = Household(group.household)
    let speaking = group.speaking
    let orders = Orders(group.orders)
    let premiums = Premiums(
      group.payments.filter { entry in
        entry.message.insured.map { !group.parentNamed.contains($0) } ?? true
      })
    let born =
      orders.decided[.bornOn]?.value.flatMap { CivilDate($0) }
      ?? Self.birthDay(group, speaking: speaking?.fact, household: household)
    let region =
      place ?? born.flatMap { premiums.counting[$0.year]?.fact.division }
      ?? household.division ?? speaking?.fact.birthDivision
    guard let policy = book.policy(region: region, bornOn: born ?? day) else { return nil }
    self.group = group
    self.household = household
    self.speaking = speaking
    self.premiums = premiums
    self.born = born
    self.region = region
    self.policy = policy
    self.orders = orders
    statuses = group.statuses
    sex =
      orders.decided[.sex]?.value ?? speaking?.fact.sex ?? household.sex
      ?? household.citizenID.flatMap(Checksums.sex)
    diedOn = Self.death(group) ?? household.diedOn
    windows = born.map {
      Windows(
        born: $0, policy: policy, payExtendedTo: orders.lastDay(of: .pay),
        settlesExtendedTo: orders.lastDay(of: .bindIdentity))
    }
    assistance = Assistance(group.assistance, policy: policy)
    residences = Residence.all(group.residences)
    guardians = Guardianship.all(group.guardians)
    enrolments = group.enrolments.map(\.fact).filter { $0.action == .report }
    ownEnrolments = enrolments.filter { !group.isInParentsName($0) }
    duplicates = Duplicates(ownEnrolments, policy: policy, on: day)
    findCover()
    findPlace()
    conflicts = Conflict.all(self)
  }

  /// B: the certificate's day; else the registration's; else the digits of a citizen ID.
  private static func birthDay(
    _ group: Belonging.Group, speaking: CertificateFact?, household: Household
  ) -> CivilDate? {
    if let day = speaking?.bornAt?.day ?? household.bornOn { return day }
    if let id = household.citizenID { return Checksums.birthDay(ofCitizenID: id) }
    for key in group.keys {
      if case .citizenID(let id) = key,
        !group.parentNamed.contains(IdentityDocument(type: "citizenId", number: id))
      {
        return Checksums.birthDay(ofCitizenID: id)
      }
    }
    return nil
  }

  /// All that is said about a child's death is one fact.
  private static func death(_ group: Belonging.Group) -> CivilDate? {
    let standing = group.deaths.max { $0.message.rank < $1.message.rank }
    return standing.flatMap { $0.fact.action == .death ? $0.fact.diedOn : nil }
  }

  private func findCover() {
    guard let windows else { return }
    bought = Coverage(
      premiums, windows: windows, policy: policy,
      known: Coverage.Circumstances(
        enrolledOn: ownEnrolments.map(\.reportedOn).min(), assistance: assistance,
        enrolments: ownEnrolments))
  }

  /// Judged only where somebody has said how the child is enrolled or where it lives.
  private func findPlace() {
    guard !enrolments.isEmpty || !residences.isEmpty else { return }
    let standing = duplicates.judged.first { $0.verdict == .stands }?.record
    let payment = born.flatMap { premiums.counting[$0.year] }?.fact
    guard let division = standing?.region ?? payment?.division,
      let day = payment?.paidAt.day ?? standing?.reportedOn
    else { return }
    place = EnrolmentPlace(
      division: division, household: household.division, residences: residences, policy: policy,
      on: day)
  }

  /// Whether an order's day is the last day of a deadline: one that is no later moves nothing.
  func isLastDay(_ day: CivilDate, of deadline: Ruling.Deadline.Kind) -> Bool {
    switch deadline {
    case .pay: windows?.payUntil == day
    case .bindIdentity: windows?.settlesUntil(on: day) == day
    }
  }

  /// The record of the insurance that carries the bound citizen ID, first reported.
  private var record: EnrolmentFact? {
    enrolments.filter { record in
      record.status == .normal && record.standsUnder?.idType == "citizenId"
        && record.standsUnder?.idNumber == citizenID
    }.min { $0.reportedOn < $1.reportedOn }
  }

  /// Records that stand under a parent's document still (A12).
  var recordsInParentsName: [EnrolmentFact] {
    enrolments.filter { $0.status == .normal && group.isInParentsName($0) }
  }

  /// Whether the insurance record carries the citizen ID.
  var isRecordUpdated: Bool { citizenID != nil && record != nil }

  /// From which day a citizen ID is bound: from its registration, or from when the insurance record
  /// carries it, as the pack has it (edge case 21).
  var boundSince: CivilDate? {
    guard let registered = household.boundSince else { return nil }
    guard policy.word(.bindingTest)?.value == "recordUpdated" else { return registered }
    let updated = record?.reportedOn ?? orders.recordUpdated?.orderedOn
    return updated.map { max(registered, $0) }
  }
}
