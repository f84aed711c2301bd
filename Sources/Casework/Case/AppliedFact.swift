/// A fact that is applied to what was known before, day by day.
protocol AppliedFact {
  var appliedOn: CivilDate { get }
  /// Whether it ends what another of that day begins.
  var isEnd: Bool { get }
}

extension AssistanceFact: AppliedFact {
  var appliedOn: CivilDate { occurredOn }
  var isEnd: Bool { action == .withdraw }
}

extension EnrolmentFact: AppliedFact {
  var appliedOn: CivilDate { reportedOn }
  var isEnd: Bool { false }
}

extension ResidenceFact: AppliedFact {
  var appliedOn: CivilDate { occurredOn }
  var isEnd: Bool { action == .cancel }
}

extension GuardianFact: AppliedFact {
  var appliedOn: CivilDate { occurredOn }
  var isEnd: Bool { action == .revoke }
}

extension OrderFact: AppliedFact {
  var appliedOn: CivilDate { orderedOn }
  var isEnd: Bool { false }
}
