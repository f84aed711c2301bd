package import Casework
package import Wire

extension Finding {
  /// As the contract writes one error or warning.
  package var json: JSONValue {
    [
      "code": .string(code.rawValue), "path": .string(path), "line": .int(line),
      "column": .int(column), "value": value.map(JSONValue.string) ?? .null,
      "message": ["zh-CN": .string(message.chinese), "en": .string(message.english)],
    ]
  }

  package init?(json: JSONValue) {
    guard let code = json["code"]?.string.flatMap(Finding.Code.init),
      let path = json["path"]?.string,
      let line = json["line"]?.int, let column = json["column"]?.int,
      let chinese = json["message"]?["zh-CN"]?.string, let english = json["message"]?["en"]?.string
    else { return nil }
    self.init(
      code: code, path: path, line: line, column: column, value: json["value"]?.string,
      message: Plain(chinese, english))
  }
}

/// What is kept of a message beside its case's events: how it was received, what was warned of, and
/// the bytes themselves, as evidence.
struct MessageBody {
  var sender: String
  var id: String
  var digest: String
  var receivedAt: Instant
  /// The case the receipt named.
  var caseID: CaseID
  var warnings: [Finding]
  /// Of a premium paid, reversed or refunded: what reconciling needs of it.
  var ticket: DatedTicket?
  /// How the sender wrote it, so that the bytes can be read again.
  var manner = WrittenManner()
  var raw: [UInt8]

  /// One line of JSON, a line feed, and the bytes as they came.
  var bytes: [UInt8] {
    var head: JSONObject = [
      "sender": .string(sender), "id": .string(id), "digest": .string(digest),
      "receivedAt": .string(receivedAt.rfc3339), "caseId": .string(caseID.rawValue),
      "warnings": .array(warnings.map(\.json)),
    ]
    if let ticket { head["ticket"] = ticket.json }
    if !manner.isCanonical { head["manner"] = manner.json }
    return JSONValue.object(head).canonical + [0x0A] + raw
  }
}

extension MessageBody {
  init(parsing bytes: [UInt8]) throws(StoreError) {
    guard let end = bytes.firstIndex(of: 0x0A),
      let head = try? JSONValue(parsing: Array(bytes[..<end])),
      let sender = head["sender"]?.string, let id = head["id"]?.string,
      let digest = head["digest"]?.string,
      let receivedAt = head["receivedAt"]?.string.flatMap(Instant.init(rfc3339:)),
      let caseID = head["caseId"]?.string
    else { throw .corrupt("a message's body") }
    self.init(
      sender: sender, id: id, digest: digest, receivedAt: receivedAt,
      caseID: CaseID(rawValue: caseID),
      warnings: head["warnings"]?.array?.compactMap(Finding.init(json:)) ?? [],
      ticket: head["ticket"].flatMap(DatedTicket.init(json:)),
      manner: WrittenManner(json: head["manner"]), raw: Array(bytes[(end + 1)...]))
  }
}
