import Casework
import Channels
import Engine
import Wire

/// A notice as the file channel writes it: one line of JSON with its words in both languages, for
/// trying the gateway out. Like every notice it names no child, only the case.
enum NoticeLine {
  static func bytes(_ draft: LetterDraft, _ texts: NoticeCatalogue) -> [UInt8] {
    var words = JSONObject()
    for language in NoticeText.Language.allCases {
      let text = try? texts.render(
        draft.notice.kind, for: draft.notice.audience, in: language, draft.values,
        region: draft.region)
      words[language.rawValue] =
        text.map {
          JSONValue.record([
            "title": .string($0.title), "body": .string($0.body), "sms": .string($0.short),
          ])
        } ?? .null
    }
    return JSONValue.record([
      "id": .string(draft.id), "caseId": .string(draft.caseID.rawValue),
      "kind": .string(draft.notice.kind.rawValue),
      "audience": .string(draft.notice.audience.rawValue),
      "occasion": .string(draft.notice.occasion), "at": .instant(draft.notice.at),
      "text": .object(words),
    ]).canonical
  }
}
