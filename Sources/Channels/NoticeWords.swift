package import Casework

extension NoticeValues {
  /// Every name that a text may use.
  package static let names: Set = [
    "caseId", "child", "payBy", "windowEnd", "daysLeft", "lastDay", "year", "coverFrom", "coverTo",
    "settleBy", "windowFrom", "windowTo", "link",
  ]

  /// The values for templates that providers keep, which know no parts that are shown or not: on
  /// the last day they too have a number of days, none.
  package func wordsForProviders(in language: NoticeText.Language) -> [String: String] {
    var words = words(in: language)
    if isLastDay, daysLeft == nil { words["daysLeft"] = language.days(0, isShort: false) }
    return words
  }

  /// The values there are, under their names in the templates and in the words of a language.
  ///
  /// - Parameter isShort: for text messages: dates of this year leave the year out.
  package func words(in language: NoticeText.Language, isShort: Bool = false) -> [String: String] {
    let dates = [
      "payBy": payBy, "windowEnd": windowEnd, "coverFrom": coverFrom, "coverTo": coverTo,
      "settleBy": settleBy, "windowFrom": windowFrom, "windowTo": windowTo,
    ]
    var words = dates.compactMapValues { date in
      date.map { date in
        isShort
          ? language.short(date, withYear: date.year != today?.year) : language.written(date)
      }
    }
    words["caseId"] = caseID
    words["child"] = name ?? language.child
    words["link"] = link
    words["year"] = year.map(String.init)
    words["daysLeft"] = daysLeft.map { language.days($0, isShort: isShort) }
    if isLastDay { words["lastDay"] = language.today }
    return words
  }
}

extension NoticeText.Language {
  fileprivate var child: String {
    switch self {
    case .chinese: "孩子"
    case .english: "your child"
    }
  }

  fileprivate var today: String {
    switch self {
    case .chinese: "今天"
    case .english: "today"
    }
  }

  fileprivate func written(_ date: CivilDate) -> String {
    switch self {
    case .chinese: "\(date.year)年\(date.month)月\(date.day)日"
    case .english: "\(date.day) \(Self.englishMonths[date.month - 1]) \(date.year)"
    }
  }

  fileprivate func short(_ date: CivilDate, withYear: Bool) -> String {
    switch self {
    case .chinese:
      let day = "\(date.month)月\(date.day)日"
      return withYear ? "\(date.year)年\(day)" : day
    case .english:
      let day = "\(date.day) \(Self.englishMonths[date.month - 1].prefix(3))"
      return withYear ? "\(day) \(date.year)" : day
    }
  }

  fileprivate func days(_ count: Int, isShort: Bool) -> String {
    switch self {
    case .chinese: isShort ? "\(count)天" : "\(count) 天"
    case .english: count == 1 ? "1 day" : "\(count) days"
    }
  }

  private static let englishMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
}
