import Casework
import Wire

/// What became of one message that was sent.
struct Settled {
  typealias Status = BatchLine.Status

  var index: Int
  var id: String?
  var status: Status
  /// The receipt, or the problem where it was rejected.
  var content: JSONValue

  /// A line of the gateway's answer to a batch; nil where it is none.
  init?(line: JSONValue, index: Int) {
    guard let status = line["status"]?.string.flatMap(Status.init(rawValue:)) else { return nil }
    self.init(
      index: index, id: line["id"]?.string, status: status,
      content: line[status == .rejected ? "problem" : "receipt"] ?? .null)
  }

  init(index: Int, id: String?, status: Status, content: JSONValue) {
    (self.index, self.id, self.status, self.content) = (index, id, status, content)
  }

  /// The store was away: the same message is to be sent again.
  var isUndecided: Bool {
    status == .rejected && [429, 503].contains(content["status"]?.int ?? 0)
  }

  func json(_ file: String) -> JSONValue {
    JSONValue.record([
      "file": .string(file), "index": .int(index), "id": .text(id),
      "status": .string(status.rawValue),
    ]).with(status == .rejected ? "problem" : "receipt", content)
  }

  /// What stands on the terminal for it: a result, or a complaint of some lines.
  func lines(_ file: String) -> [String] {
    if status != .rejected {
      return ["\(status.rawValue) \(id ?? "?") → \(content["caseId"]?.string ?? "?")"]
    }
    let language = Output.language.rawValue
    let head = "\(file)[\(index)] \(id ?? "?"): \(content["status"]?.int.map(String.init) ?? "?")"
    let errors = content["errors"]?.array ?? []
    guard !errors.isEmpty else {
      return [head, "  " + (content["message"]?[language]?.string ?? "")]
    }
    return [head]
      + errors.map { error in
        let place =
          error["line"]?.int.map { "\($0):\(error["column"]?.int ?? 1) " } ?? ""
        return "  \(place)\(error["code"]?.string ?? "") \(error["path"]?.string ?? ""): "
          + (error["message"]?[language]?.string ?? "")
      }
  }
}
