package import Casework

/// What the words of a notice may say: dates and numbers of one ruling, and never who the child is,
/// since texts travel through other people's hands.
package struct NoticeValues: Sendable {
  package var caseID: String?
  /// The last day of the payment window.
  package var payBy: CivilDate?
  package var daysLeft: Int?
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

  /// The values there are, under their names in the templates and in the words of a language.
  func words(in language: NoticeText.Language) -> [String: String] {
    let dates = [
      "payBy": payBy, "coverFrom": coverFrom, "coverTo": coverTo, "settleBy": settleBy,
      "windowFrom": windowFrom, "windowTo": windowTo,
    ]
    var words = dates.compactMapValues { $0.map { language.written($0) } }
    words["caseId"] = caseID
    words["link"] = link
    words["year"] = year.map(String.init)
    words["daysLeft"] = daysLeft.map { language.days($0) }
    return words
  }
}

extension NoticeText.Language {
  fileprivate func written(_ date: CivilDate) -> String {
    switch self {
    case .chinese: "\(date.year)年\(date.month)月\(date.day)日"
    case .english: "\(date.day) \(Self.englishMonths[date.month - 1]) \(date.year)"
    }
  }

  fileprivate func days(_ count: Int) -> String {
    switch self {
    case .chinese: "\(count) 天"
    case .english: count == 1 ? "1 day" : "\(count) days"
    }
  }

  private static let englishMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
}
