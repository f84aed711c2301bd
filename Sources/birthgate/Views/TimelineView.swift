import Casework
import Engine
import Wire

extension TimelineEntry {
  /// One entry of `GET /v1/cases/{caseId}/timeline`. Members that say nothing of this kind of entry
  /// are left out.
  var json: JSONValue {
    var view = JSONValue.record(["at": .instant(at), "kind": .string(kind)])
    let texts: [(String, String?)] = [
      ("family", family), ("action", action), ("sender", sender), ("id", messageID),
      ("occurredOn", occurredOn?.description), ("audience", audience?.rawValue),
      ("occasion", occasion), ("state", state?.rawValue), ("note", note),
    ]
    for (name, text) in texts {
      if let text { view = view.with(name, .string(text)) }
    }
    return note.map { view.with("noteText", .plain(NoteWords.plain($0))) } ?? view
  }
}

extension [TimelineEntry] {
  var json: JSONValue { .record(["entries": .array(map(\.json))]) }
}
