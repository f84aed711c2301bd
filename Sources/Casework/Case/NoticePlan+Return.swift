/// A child that was taken for dead and is not: what its family was not told meanwhile.
extension NoticePlan {
  /// Notices that only the arrival of a message is a reason for were left out while the child was
  /// taken for dead, so they are decided now. Those that had been decided before and were not sent
  /// are made good by a correction, which leads to the page as it is now. Days that passed since
  /// are overdue as after an outage.
  mutating func planReturn(_ trigger: Trigger) {
    guard trigger.before?.child.diedOn != nil, ruling.child.diedOn == nil else { return }
    let digest = trigger.message.digest
    if !familyKinds.isEmpty {
      tell(.correction, [.guardian, .insuranceAgency], occasion: digest)
    }
    guard formed.causes.certificate != nil else { return }
    planEnrolment(occasion: digest)
    let hasCode = ruling.code.state != .none && ruling.code.state != .retired
    if !familyKinds.contains(.codeIssued), hasCode {
      tell(.codeIssued, [.guardian], occasion: digest)
    }
    if !familyKinds.contains(.missingName), has(.missingName) {
      tell(.missingName, [.guardian], occasion: digest)
    }
  }
}
