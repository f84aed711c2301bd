/// What the words of a notice may say: dates and numbers of one ruling, counted from the day on
/// which it is written, and of the child's name no more than the first character.
package struct NoticeValues: Hashable, Sendable {
  package var caseID: String?
  /// First character and a star, for readers who have several children.
  package var name: String?
  /// The day of writing; dates of its year may leave the year out.
  package var today: CivilDate?
  /// The last day of the payment window, while it is open and nothing is paid.
  package var payBy: CivilDate?
  /// The last day of the payment window, open or not.
  package var windowEnd: CivilDate?
  /// Days until the date that the notice asks for, when there are any.
  package var daysLeft: Int?
  package var isLastDay = false
  /// The premium year spoken of, and its cover.
  package var year: Int?
  package var coverFrom: CivilDate?
  package var coverTo: CivilDate?
  /// The last day of direct settlement by certificate.
  package var settleBy: CivilDate?
  /// When the premium of `year` is collected from everybody.
  package var windowFrom: CivilDate?
  package var windowTo: CivilDate?
  /// The parent page.
  package var link: String?

  package init() {}
}

extension NoticeValues {
  /// Of a case that is ruled for the day of writing, with its outlook.
  package init(_ notice: Notice, of caseID: CaseID, _ formed: FormedCase) {
    let ruling = formed.ruling
    self.caseID = caseID.rawValue
    today = ruling.asOf
    name = Self.masked(formed)
    windowEnd = ruling.window?.to
    if ruling.payment == .unpaid { payBy = windowEnd }
    settleBy = ruling.code.directSettlementUntil
    year = ruling.child.bornOn?.year
    let isForCode = notice.kind == .codeExpiring
    if let date = isForCode ? settleBy : payBy, date >= ruling.asOf {
      isLastDay = date == ruling.asOf
      daysLeft = isLastDay ? nil : date.days(since: ruling.asOf)
    }
    // By a person's order, not by the day: then no date says why.
    if notice.kind == .codeSuspended, !notice.occasion.hasPrefix("B+") { settleBy = nil }
    tellCover(notice, formed)
  }

  private mutating func tellCover(_ notice: Notice, _ formed: FormedCase) {
    let years = formed.outlook?.years ?? []
    let birthYear = formed.ruling.child.bornOn?.year
    switch notice.kind {
    case .covered, .coveredLate:
      guard let cover = formed.cover(of: notice) else { return }
      (year, coverFrom, coverTo) = (cover.premiumYear, cover.from, cover.to)
    case .noCoverThisYear, .nextYearWindow:
      guard let next = years.first(where: { $0.premiumYear == birthYear.map { $0 + 1 } }) else {
        return
      }
      windowFrom = next.collection?.from
      windowTo = next.collection?.to
      if notice.kind == .nextYearWindow { year = next.premiumYear }
    default:
      // What a payment on the day of writing would bring.
      coverFrom = years.first { $0.premiumYear == birthYear }?.ifPaidToday?.from
    }
  }

  /// Never more than a character, and nothing of a name that is none yet.
  private static func masked(_ formed: FormedCase) -> String? {
    guard !formed.standing.isNameless, let first = formed.ruling.child.name?.first,
      first.isLetter, first.unicodeScalars.count <= 4
    else { return nil }
    return "\(first)＊"
  }
}
