import Casework
import Engine
import Wire

/// What an order must fit to: the child's keys and how its case stands.
extension OrderDesk {
  /// The key to name a child by, where one is enough.
  func key(of subject: Subject) throws(Problem) -> CaseKey {
    if let key = subject.certificate ?? subject.citizenID ?? subject.ticket { return key }
    throw .conflicting(
      Plain("这个个案没有可用来裁定的号码。", "This case has no number that an order could name."))
  }

  /// Two keys of different sorts, one of each side: a birth's certificate before all.
  static func pair(_ one: [CaseKey?], _ other: [CaseKey?]) -> [CaseKey]? {
    for left in one.compactMap({ $0 }) {
      for right in other.compactMap({ $0 }) where left.sort != right.sort {
        return [left, right]
      }
    }
    return nil
  }

  /// Refuses what changes nothing, or would be taken for something else.
  func check(_ action: OrderFact.Action, _ draft: OrderDraft, on subject: Subject)
    throws(Problem)
  {
    let isHeld = subject.ruling.tasks.contains { $0.kind == .investigation }
    switch action {
    case .freeze where isHeld:
      throw .conflicting(Plain("医保码已经冻结。", "The code is held already."))
    case .release where !isHeld:
      throw .conflicting(Plain("医保码没有冻结。", "The code is not held."))
    case .extend:
      let text = draft.details["until"]?.string ?? ""
      let last = subject.ruling.deadlines.first {
        $0.kind.rawValue == draft.details["deadline"]?.string
      }
      if let last, let until = CivilDate(Identifier.folded(text)), until <= last.date {
        throw .invalid([
          Fault(
            .range, at: "/until",
            Plain(
              "须晚于现在的最后一天 \(last.date)。", "It must be later than the last day now, \(last.date)."))
        ])
      }
    case .undo:
      let number = draft.details["undoes"]?.string
      guard subject.ruling.further.orders.contains(where: { $0.number == number }) else {
        throw .conflicting(
          Plain("没有这项仍然有效的裁定。", "No such order stands."))
      }
    case .freeze, .release, .link, .different, .decide, .recordUpdated, .dismiss: return
    }
  }

  /// Two births are never made one: each has a certificate that says when it was.
  func checkLink(_ one: Subject, _ other: Subject) throws(Problem) {
    guard one.caseID != other.caseID, one.certificate != nil, other.certificate != nil else {
      return
    }
    throw .conflicting(
      Plain(
        "两个个案各有一份出生医学证明，不能合并；请先裁定登记不属于另一个孩子（different）。",
        """
        Each of the two has a birth certificate and they are not made one; rule first that the \
        registration is not the other child's (different).
        """))
  }
}

extension CaseKey {
  /// Which member of an order names it.
  fileprivate var sort: Int {
    switch self {
    case .certificate: 0
    case .citizenID: 1
    case .ticket: 2
    }
  }

  /// A number as a person types it.
  init?(typed text: String) {
    let upper = RequestReader.normalised(text)
    if Pattern.certificate.matches(upper) {
      self = .certificate(upper)
    } else if Checksums.isCitizenID(upper) {
      self = .citizenID(upper)
    } else if Pattern.ticket.matches(Identifier.folded(Identifier.trimmed(text))) {
      self = .ticket(Identifier.folded(Identifier.trimmed(text)), line: 1)
    } else {
      return nil
    }
  }
}
