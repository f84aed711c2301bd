import Casework
import Channels
import Engine
import Wire

/// A notice as the file channel writes it: one line of JSON with its words in both languages, for
/// trying the gateway out. Like every notice it names no child, only the case.
enum NoticeLine {
  static let write: Mailroom.Writing = { id, notice, caseID, ruling in
    var values = values(of: caseID, ruling)
    // By a person's order, not by the day: then no date says why.
    if notice.kind == .codeSuspended, !notice.occasion.hasPrefix("B+") { values.settleBy = nil }
    let texts = NoticeText.Language.allCases.map { language in
      let text = try? NoticeText.render(notice.kind, for: notice.audience, in: language, values)
      return (
        language.rawValue,
        text.map { JSONValue.record(["title": .string($0.title), "body": .string($0.body)]) }
      )
    }
    var words = JSONObject()
    for (language, text) in texts { words[language] = text ?? .null }
    return JSONValue.record([
      "id": .string(id), "caseId": .string(caseID.rawValue), "kind": .string(notice.kind.rawValue),
      "audience": .string(notice.audience.rawValue), "occasion": .string(notice.occasion),
      "at": .instant(notice.at), "text": .object(words),
    ]).canonical
  }

  private static func values(of caseID: CaseID, _ ruling: Ruling) -> NoticeValues {
    var values = NoticeValues()
    values.caseID = caseID.rawValue
    values.payBy = ruling.window?.to
    values.daysLeft = ruling.window.map { max(0, $0.to.days(since: ruling.asOf)) }
    // The newest cover is what a notice speaks of; without any, the year of birth.
    let cover = ruling.coverage.last
    values.year = cover?.premiumYear ?? ruling.child.bornOn?.year
    values.coverFrom = cover?.from
    values.coverTo = cover?.to
    values.settleBy = ruling.deadlines.first { $0.kind == .bindIdentity }?.date
    return values
  }
}
