import Casework
import Engine
import Wire

extension Eligibility {
  /// The answer of `POST /v1/eligibility`; `text` in the reader's language, `message` in both.
  func json(in language: Language) -> JSONValue {
    let reasons = reasons.map { reason in
      JSONValue.record([
        "rule": .string(reason.rule), "text": .string(reason.text.said(in: language)),
        "message": .plain(reason.text), "document": .text(reason.document),
      ])
    }
    return .record([
      "settles": .bool(settles), "covered": .bool(covered), "reasons": .array(reasons),
      "decidedBy": .day(decidedBy),
    ])
  }
}
