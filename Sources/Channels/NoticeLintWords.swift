import Casework

/// The words and values that texts of notices are held to.
enum NoticeLintWords {
  /// What must stand in the whole text for a family: without it the notice does not say what it is
  /// sent for.
  static func needed(_ kind: Letter.Kind?) -> Set<String> {
    guard case .notice(let kind) = kind else { return kind == .pageLink ? ["link"] : [] }
    return switch kind {
    case .enrolAndPay: ["payBy"]
    case .payReminder: ["payBy", "daysLeft"]
    case .payWindowMissed: ["windowEnd"]
    case .covered, .coveredLate: ["year", "coverFrom", "coverTo"]
    case .noCoverThisYear: ["year"]
    case .codeExpiring, .codeSuspended, .codeIssued: ["settleBy"]
    case .nextYearWindow: ["year", "windowFrom", "windowTo"]
    default: []
    }
  }

  /// A family is told of its child, people at work of a case.
  static func allowed(_ isForFamily: Bool) -> Set<String> {
    NoticeValues.names.subtracting(isForFamily ? ["caseId"] : ["child", "link"])
  }

  /// What of a text must not stand there.
  static func found(in text: String, language: NoticeText.Language, isForFamily: Bool) -> [String] {
    let lowered = text.lowercased()
    let words = banned + (isForFamily ? blame : [])
    var found = words.filter { lowered.contains($0) }
    found += longNumbers(in: text)
    switch language {
    case .english:
      found += text.filter { $0.unicodeScalars.contains { (0x2e80...0x9fff).contains($0.value) } }
        .prefix(1).map(String.init)
    case .chinese:
      let letters = text.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }
      if !letters, !text.isEmpty { found.append(text) }
    }
    return found
  }

  /// Runs of six digits and more, as numbers of persons, certificates and tickets have them; the
  /// hot lines of offices are shorter.
  private static func longNumbers(in text: String) -> [String] {
    var runs: [String] = []
    var run = ""
    for character in text + " " {
      if character.isNumber {
        run.append(character)
      } else {
        if run.count >= 6 { runs.append(run) }
        run = ""
      }
    }
    return runs
  }

  private static let banned =
    // A diagnosis.
    ["诊断", "病情", "病历", "疾病", "病症", "diagnos", "disease", "illness", "medical record"]
    // Advertising (rules L07, L08).
    + [
      "商业", "投保", "保险产品", "理财", "优惠", "折扣", "免费", "抽奖", "礼品", "扫码", "推荐购买", "限时",
      "commercial", "private insur", "insurer", "policyholder", "discount", "special offer", "gift",
      "prize", "for free", "free of charge", "buy ", "click",
    ]
    // What swindlers ask for, and addresses other than the page's own.
    + ["密码", "验证码", "银行卡", "password", "bank card", "http", "www."]

  private static let blame = [
    "逾期", "未按时", "违反", "处罚", "后果自负", "您没有按", "怠于", "拖延", "必须立即",
    "overdue", "you failed", "you have failed", "you did not", "penalt", "your fault", "neglect",
    "negligen", "immediately",
  ]
}
