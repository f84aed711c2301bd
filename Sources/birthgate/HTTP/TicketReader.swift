import Casework
import Engine
import HTTPTypes
import Wire

/// A day's tickets as they were sent.
struct ReconciliationRequest: Sendable {
  var sender: String
  var day: CivilDate
  var tickets: [Ticket.Key: Ticket]

  /// Reads an object, or lines whose sender and day stand in the query.
  static func read(_ exchange: Exchange) throws(Problem) -> ReconciliationRequest {
    let type = exchange.request.mediaType
    guard type != MediaTypes.object[0].name else {
      let body = try exchange.object(scale: Exchange.listScale)
      return try read(body, sender: body.member("sender"), day: body.member("day")) {
        $0.read(body.member("tickets"))
      }
    }
    let query = exchange.query
    return try read(
      .null, sender: query["sender"].map(JSONValue.string), day: query["day"].map(JSONValue.string)
    ) { reader in
      if type == "text/csv" {
        reader.read(csv: exchange.body)
      } else {
        reader.read(lines: exchange.body)
      }
      reader.refuseNothing()
    }
  }

  private static func read(
    _ body: JSONValue, sender: JSONValue?, day: JSONValue?, tickets: (inout TicketReader) -> Void
  ) throws(Problem) -> ReconciliationRequest {
    var head = RequestReader()
    let given = JSONValue.record(["sender": sender, "day": day])
    let sender = head.needed("sender", given)
    let text = head.needed("day", given)
    let day = text.flatMap { CivilDate($0) }
    if text != nil, day == nil {
      head.complain(.notADate, "/day", "须为存在的日期 YYYY-MM-DD。", "A day of the calendar, YYYY-MM-DD.")
    }
    var reader = TicketReader(faults: head)
    tickets(&reader)
    try reader.faults.close()
    guard let sender, let day else { throw .notWellFormed() }
    return ReconciliationRequest(sender: sender, day: day, tickets: reader.tickets)
  }
}

/// Reads tickets one by one. What it complains of names the place of a ticket, never its number.
struct TicketReader {
  /// Of tickets line by line: 100,000 of a day have 17 MB as NDJSON.
  static let linesBytesMax = 32 << 20

  var faults: RequestReader
  private(set) var tickets: [Ticket.Key: Ticket] = [:]
  private var place = 0

  init(faults: RequestReader) { self.faults = faults }

  mutating func read(_ value: JSONValue?) {
    guard let items = value?.array else {
      complain(
        value == nil ? .missing : .format, "/tickets", "须为数组。", "An array is needed.")
      return
    }
    for item in items { add(item) }
  }

  /// One JSON object a line; empty lines are passed over.
  mutating func read(lines bytes: [UInt8]) {
    for line in bytes.split(separator: 0x0A) where !line.allSatisfy({ $0 <= 0x20 }) {
      guard let item = try? JSONValue.reading(Array(line)) else {
        complain(
          .notWellFormed, "/tickets/\(place)", "不是一个 JSON 对象。", "This is not a JSON object.")
        place += 1
        continue
      }
      add(item)
    }
  }

  /// A first line that names the columns, and one ticket a line; a value may stand in quotes, and
  /// holds no comma.
  mutating func read(csv bytes: [UInt8]) {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    var columns: [String]?
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false).map { cell in
        String(decoding: cell, as: UTF8.self).trimmed.trimming("\"")
      }
      guard let columns else {
        columns = cells
        guard cells.contains("ticketNumber") else {
          complain(
            .missing, "/0/ticketNumber", "第一行须为列名：\(Self.columns)。",
            "The first line names the columns: \(Self.columns).")
          return
        }
        continue
      }
      var item = JSONObject()
      for (name, cell) in zip(columns, cells) where !cell.isEmpty {
        let isNumber = name == "line" || name == "premiumYear"
        item.append(name, isNumber ? Int(cell).map(JSONValue.int) ?? .string(cell) : .string(cell))
      }
      add(.object(item))
    }
  }

  /// An export that failed looks like a day without payments, so that must be said in words.
  mutating func refuseNothing() {
    guard place == 0, faults.count == 0 else { return }
    complain(
      .missing, "/tickets", "没有凭证。当日确无缴款的，请以 JSON 对象报送，其中 \"tickets\": []。",
      "There is no ticket. If nothing was paid that day, send a JSON object with \"tickets\": [].")
  }

  private static let columns = "ticketNumber,line,action,amount,premiumYear,office"

  private mutating func add(_ item: JSONValue) {
    let path = "/tickets/\(place)"
    place += 1
    guard let number = number(item, path), let line = line(item, path),
      let action = action(item, path)
    else { return }
    var ticket = Ticket(Ticket.Key(number: number, line: line), action)
    let amount = item.member("amount").flatMap { $0.isNull ? nil : $0 }
    ticket.amountFen = amount?.string.flatMap { Yuan.fen($0) }
    if amount != nil, ticket.amountFen == nil {
      complain(
        .format, path + "/amount", "以元为单位、两位小数的字符串，如 \"400.00\"。",
        "A string in yuan with two decimals, such as \"400.00\".")
    }
    let year = item.member("premiumYear").flatMap { $0.isNull ? nil : $0 }
    ticket.premiumYear = year?.int
    if year != nil, !(2000...2999).contains(ticket.premiumYear ?? 0) {
      complain(.format, path + "/premiumYear", "须为年份（整数）。", "A year, as an integer.")
    }
    ticket.office = item.member("office")?.string.map { Identifier.folded(Identifier.trimmed($0)) }
    if action == .pay {
      let needed = [("amount", amount == nil), ("premiumYear", year == nil)]
      for (name, isMissing) in needed + [("office", ticket.office == nil)] where isMissing {
        complain(.missing, path + "/" + name, "缺少 \(name)。", "\(name) is missing.")
      }
    }
    if tickets.updateValue(ticket, forKey: ticket.key) != nil {
      complain(
        .notAllowed, path, "同一凭证的同一行列了两次。", "This line of this ticket stands twice.")
    }
  }

  private mutating func number(_ item: JSONValue, _ path: String) -> String? {
    guard let value = item.member("ticketNumber"), !value.isNull else {
      complain(.missing, path + "/ticketNumber", "缺少缴款凭证号。", "The ticket number is missing.")
      return nil
    }
    guard let text = value.string.map({ Identifier.folded(Identifier.trimmed($0)) }) else {
      complain(
        .identifierNotString, path + "/ticketNumber", "标识须为文本。", "An identifier is a text.")
      return nil
    }
    let isNumber =
      (6...30).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: false
        }
      }
    if isNumber { return text }
    complain(
      .format, path + "/ticketNumber", "6 至 30 位字母或数字。", "6 to 30 letters and digits.")
    return nil
  }

  private mutating func line(_ item: JSONValue, _ path: String) -> Int? {
    guard let value = item.member("line"), !value.isNull else { return 1 }
    if let line = value.int, (1...2_147_483_647).contains(line) { return line }
    complain(.range, path + "/line", "须为正整数。", "A positive integer.")
    return nil
  }

  private mutating func action(_ item: JSONValue, _ path: String) -> PaymentFact.Action? {
    guard let value = item.member("action"), !value.isNull else { return .pay }
    if let action = value.string.flatMap(PaymentFact.Action.init) { return action }
    complain(
      .unknownCode, path + "/action", "只有：pay reverse refund。",
      "There are only: pay reverse refund.")
    return nil
  }

  private mutating func complain(
    _ code: Finding.Code, _ path: String, _ chinese: String, _ english: String
  ) {
    if faults.count < Bound.faults { faults.complain(code, path, chinese, english) }
  }
}

extension String {
  /// Without one such character at either end.
  fileprivate func trimming(_ mark: Character) -> String {
    guard count >= 2, first == mark, last == mark else { return self }
    return String(dropFirst().dropLast())
  }
}
