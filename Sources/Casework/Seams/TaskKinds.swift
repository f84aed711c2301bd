/// Kinds of tasks as one number: how lists find who waits for a person without ruling every case.
///
/// Each kind has its bit for ever, since stores keep the number.
package struct TaskKinds: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  package init(_ kinds: some Sequence<Ruling.Task.Kind>) {
    self = kinds.reduce(into: []) { $0.insert(TaskKinds($1)) }
  }

  package init(_ kind: Ruling.Task.Kind) {
    let bit =
      switch kind {
      case .updateIdentity: 0
      case .matchRegistration: 1
      case .parentNameEnrolment: 2
      case .duplicatePayment: 3
      case .refundReview: 4
      case .voidCertificate: 5
      case .missingName: 6
      case .identityConflict: 7
      case .unmatchedPayment: 8
      case .unmatchedRegistration: 9
      case .duplicateEnrolment: 10
      case .investigation: 11
      case .placeReview: 12
      case .verifyCategory: 13
      case .assistanceReview: 14
      case .guardianReview: 15
      case .checkTwins: 16
      case .checkCertificates: 17
      case .insuranceOrderFailed: 18
      }
    rawValue = 1 << bit
  }

  /// Every kind, those of later versions too: what is written of a case that nobody has looked at
  /// since there are task lists.
  package static let unknown = TaskKinds(rawValue: -1)
}
