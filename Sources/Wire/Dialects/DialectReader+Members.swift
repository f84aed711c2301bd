import Casework

/// The members of a table's JSON, each with its complaint.
extension DialectReader {
  private static let plain: [String: Dialect.Writing] = [
    "text": .text, "day": .day, "instant": .instant, "dayOrInstant": .dayOrInstant,
    "year": .year, "amount": .amount, "count": .count, "documentKind": .documentKind,
  ]

  private static let maps = [
    "sexes": CodeMaps.sexes, "ethnicities": CodeMaps.ethnicities,
    "relations": CodeMaps.relations, "nationalities": CodeMaps.nationalities,
    "holderDocuments": CodeMaps.holderDocuments,
    "insuranceDocuments": CodeMaps.insuranceDocuments,
  ]

  mutating func writing(_ node: Node, _ base: Dialect.Writing?) -> Dialect.Writing? {
    if node.kind == .string, let writing = Self.plain[node.text] { return writing }
    if node.kind == .object {
      refuseOthers(node, than: ["code", "like", "fixed", "part"])
      if let value = text(node, "fixed") { return .fixed(value) }
      if let part = node.child("part") {
        refuseOthers(part, than: ["from", "count", "then"])
        if let from = number(part, "from"), let count = number(part, "count") {
          return .part(from: from, count: count, then: text(part, "then") ?? "")
        }
      }
      var map: [String: String] = [:]
      if case .code(let known)? = base { map = known }
      if let name = text(node, "like"), let like = Self.maps[name] {
        map.merge(like) { $1 }
        if node.child("code") == nil { return .code(map) }
      }
      if let code = node.child("code"), code.kind == .object {
        for child in code.children where child.kind == .string { map[child.name] = child.text }
        return .code(map)
      }
    }
    let ways = Self.plain.keys.sorted().joined(separator: " ")
    let maps = Self.maps.keys.sorted().joined(separator: " ")
    complain(
      .unknownCode, at: node,
      "写法只有 \(ways)，或 {\"code\": {…}}、{\"like\": 其中之一 \(maps)}、{\"fixed\": …}、"
        + "{\"part\": {\"from\", \"count\", \"then\"}}",
      "It is one of \(ways), or {\"code\": {…}}, {\"like\": one of \(maps)}, {\"fixed\": …}, "
        + "{\"part\": {\"from\", \"count\", \"then\"}}")
    return nil
  }

  mutating func items(_ node: Node, _ name: String) -> [Node] {
    guard let child = node.child(name), child.kind != .null else { return [] }
    if child.kind == .array { return Array(child.children) }
    complain(.format, at: child, "须为数组。", "An array is needed.")
    return []
  }

  mutating func text(_ node: Node, _ name: String) -> String? {
    guard let child = node.child(name), child.kind != .null else { return nil }
    if child.kind == .string, !child.text.isEmpty || name == "then" { return child.text }
    complain(.format, at: child, "须为非空文本。", "A text is needed.")
    return nil
  }

  mutating func texts(
    _ node: Node, _ name: String, mayBeEmpty: Bool = false
  ) -> [String]? {
    guard let child = node.child(name), child.kind != .null else { return nil }
    let all = child.kind == .array ? Array(child.children) : [child]
    let texts = all.filter { $0.kind == .string && (mayBeEmpty || !$0.text.isEmpty) }
    if texts.count == all.count { return texts.map(\.text) }
    complain(.format, at: child, "须为文本或文本数组。", "A text or an array of texts is needed.")
    return nil
  }

  mutating func flag(_ node: Node, _ name: String) -> Bool? {
    guard let child = node.child(name), child.kind != .null else { return nil }
    if child.kind == .yes || child.kind == .no { return child.kind == .yes }
    complain(.format, at: child, "须为 true 或 false。", "True or false.")
    return nil
  }

  mutating func number(_ node: Node, _ name: String) -> Int? {
    guard let child = node.child(name) else { return nil }
    if child.kind == .integer, let number = Int(child.text), (0..<1000).contains(number) {
      return number
    }
    complain(.format, at: child, "须为 0 至 999 的整数。", "An integer, 0 to 999.")
    return nil
  }

  /// A text, or one in each language.
  mutating func words(_ node: Node, _ name: String) -> Plain? {
    guard let child = node.child(name), child.kind != .null else { return nil }
    if child.kind == .string { return Plain(child.text, child.text) }
    if let chinese = child.child("zh-CN")?.text, let english = child.child("en")?.text {
      return Plain(chinese, english)
    }
    complain(.format, at: child, "须为文本或 {\"zh-CN\", \"en\"}。", "A text or {\"zh-CN\", \"en\"}.")
    return nil
  }

  // A mistyped name would silently leave something out.
  mutating func refuseOthers(_ node: Node, than names: Set<String>) {
    guard node.kind == .object else {
      complain(.format, at: node, "须为对象。", "An object is needed.")
      return
    }
    for child in node.children where !names.contains(child.name) {
      complain(.notAllowed, at: child, "没有这一项。", "There is no such member.")
    }
  }

  mutating func miss(_ name: String, in node: Node) {
    report.note(
      .missing, in: node, missing: name, Plain("缺少 \(name)。", "\(name) is missing."))
  }

  mutating func complain(
    _ code: Finding.Code, at node: Node, _ chinese: String, _ english: String
  ) {
    report.note(code, at: node, Plain(chinese, english))
  }
}

extension Charset {
  /// By the names it goes under, in upper or lower case.
  package init?(name: String) {
    switch name.uppercased() {
    case "UTF-8", "UTF8": self = .utf8
    case "GB18030", "GBK", "GB2312", "CP936": self = .gb18030
    case "UTF-16", "UTF16", "UTF-16LE", "UTF-16BE": self = .utf16
    default: return nil
    }
  }
}
