import Casework

/// A dialect's table in the forms that people and tools read.
extension Dialect {
  /// One column a line: field, sources, writing.
  package var text: String {
    var lines = ["\(name): \(title.chinese) / \(title.english)"]
    if !frame.roots.isEmpty { lines.append("  roots: " + frame.roots.joined(separator: " ")) }
    lines.append(
      "  records: " + frame.records.map { $0.isEmpty ? "." : $0 }.joined(separator: " "))
    if frame.isCarrier {
      lines.append("  规范字段名 / the canonical members of \(family.rawValue)")
    }
    for column in frame.columns + columns {
      let sources = column.sources.isEmpty ? "" : " <- " + column.sources.joined(separator: " | ")
      lines.append("  \(column.field)\(sources): \(column.writing.words)")
    }
    for demand in demands {
      lines.append(
        "  \(demand.sources.joined(separator: " | ")) = \(demand.values.joined(separator: " ")): "
          + "\(demand.meaning.chinese) / \(demand.meaning.english)")
    }
    if !known.isEmpty {
      lines.append("  留存而不用 / kept and not used: " + known.joined(separator: " "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same as JSON, in the form an operator's own table has.
  package var json: JSONValue {
    func texts(_ items: [String]) -> JSONValue { .array(items.map { .string($0) }) }
    func words(_ plain: Plain) -> JSONValue {
      ["zh-CN": .string(plain.chinese), "en": .string(plain.english)]
    }
    var around: JSONObject = ["records": texts(frame.records)]
    for (name, items) in [
      ("roots", frame.roots), ("id", frame.id), ("sender", frame.sender),
      ("sentAt", frame.sentAt), ("known", frame.known),
    ] where !items.isEmpty { around[name] = texts(items) }
    if let embedded = frame.embedded { around["embedded"] = .string(embedded) }
    if frame.ignoresCase { around["ignoresCase"] = true }
    if frame.isCarrier { around["carrier"] = true }
    var table: JSONObject = [
      "name": .string(name), "title": words(title), "family": .string(family.rawValue),
      "frame": .object(around),
      "columns": .array(
        columns.map { column in
          var member: JSONObject = [
            "field": .string(column.field), "as": column.writing.json,
          ]
          if !column.sources.isEmpty { member["from"] = texts(column.sources) }
          return .object(member)
        }),
    ]
    if !known.isEmpty { table["known"] = texts(known) }
    if !marks.isEmpty { table["marks"] = texts(marks.sorted()) }
    if let charset { table["charset"] = .string(charset.rawValue) }
    if !demands.isEmpty {
      table["demands"] = .array(
        demands.map { demand in
          [
            "from": texts(demand.sources), "values": texts(demand.values),
            "meaning": words(demand.meaning),
          ]
        })
    }
    return .object(table)
  }
}

extension Dialect.Writing {
  var json: JSONValue {
    switch self {
    case .text: return "text"
    case .code(let map):
      return [
        "code": .object(
          JSONObject(
            map.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, .string($0.value)) }))
      ]
    case .day: return "day"
    case .instant: return "instant"
    case .dayOrInstant: return "dayOrInstant"
    case .year: return "year"
    case .amount: return "amount"
    case .count: return "count"
    case .fixed(let value): return ["fixed": .string(value)]
    case .part(let from, let count, let then):
      return ["part": ["from": .int(from), "count": .int(count), "then": .string(then)]]
    case .documentKind: return "documentKind"
    }
  }

  var words: String {
    switch self {
    case .code(let map):
      let pairs = map.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        .map { $0.key == $0.value ? $0.key : "\($0.key)=\($0.value)" }
      let shown = pairs.prefix(24).joined(separator: " ")
      return "code " + shown + (pairs.count > 24 ? " …" : "")
    case .fixed(let value): return "fixed \(value)"
    case .part(let from, let count, let then):
      return "characters \(from + 1)–\(from + count), then \(then)"
    default: return json.string ?? ""
    }
  }
}
