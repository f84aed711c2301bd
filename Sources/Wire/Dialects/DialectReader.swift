package import Casework

/// Reads an operator's own table from JSON, and says everything that is wrong with it at once.
///
/// A table that `extends` another adds to it: its own columns of a field stand before the other's,
/// its codes are added to the other's codes, and what its frame says replaces what the other's
/// says.
package struct DialectReader {
  private let families: [MessageFamily]
  private let bases: [Dialect]
  var report: Report

  /// - Parameter bases: the tables that may be extended.
  package static func read(
    _ bytes: [UInt8], families: [MessageFamily], bases: [Dialect]
  ) throws(Rejection) -> Dialect {
    _ = try JSONValue(parsing: bytes)
    let document: Document
    do throws(Fault) {
      document = try JSONReader.read(TextEncoding.unmarked(bytes).text).document
    } catch {
      throw Rejection(errors: [
        Finding(code: error.code, path: "", line: 1, column: 1, message: error.message)
      ])
    }
    var reader = DialectReader(
      families: families, bases: bases, report: Report(document, from: .start))
    let dialect = reader.dialect(document.root)
    reader.report.sort()
    guard let dialect, reader.report.errors.isEmpty else {
      throw Rejection(errors: reader.report.errors)
    }
    return dialect
  }

  private mutating func dialect(_ node: Node) -> Dialect? {
    refuseOthers(
      node,
      than: [
        "name", "title", "family", "extends", "charset", "marks", "frame", "columns", "known",
        "demands",
      ])
    let base = base(node)
    guard let name = text(node, "name") else {
      miss("name", in: node)
      return nil
    }
    if bases.contains(where: { $0.name == name }) {
      complain(
        .notAllowed, at: node.child("name") ?? node, "已有同名的方言。", "There is a dialect of this name.")
    }
    guard let family = family(node, base) else { return nil }
    let columns = items(node, "columns").compactMap { column($0, family, base) }
    let demands = items(node, "demands").compactMap { demand($0) }
    let replaced = Set(demands.flatMap(\.sources))
    return Dialect(
      name: name, title: words(node, "title") ?? base?.title ?? Plain(name, name),
      family: family.name, frame: frame(node.child("frame"), base?.frame ?? Dialect.Frame()),
      columns: columns + (base?.columns ?? []),
      known: (base?.known ?? []) + (texts(node, "known") ?? []),
      demands: (base?.demands ?? []).filter { replaced.isDisjoint(with: $0.sources) }
        + demands.filter { !$0.values.isEmpty },
      marks: (base?.marks ?? []).union(texts(node, "marks") ?? []),
      charset: charset(node) ?? base?.charset)
  }

  private mutating func base(_ node: Node) -> Dialect? {
    guard let name = text(node, "extends") else { return nil }
    if let base = bases.first(where: { $0.name == name }) { return base }
    let known = bases.map(\.name).joined(separator: " ")
    complain(
      .unknownCode, at: node.child("extends") ?? node, "没有这个方言；已有：\(known)",
      "There is no such dialect; there are: \(known)")
    return nil
  }

  private mutating func family(_ node: Node, _ base: Dialect?) -> MessageFamily? {
    guard let name = text(node, "family") ?? base?.family.rawValue else {
      miss("family", in: node)
      return nil
    }
    if let family = families.first(where: { $0.name.rawValue == name }) {
      if let base, base.family != family.name {
        complain(
          .notAllowed, at: node.child("family") ?? node, "与所扩展的方言不是同一类报文。",
          "The dialect it extends is of another family.")
      }
      return family
    }
    complain(
      .unknownCode, at: node.child("family") ?? node, "没有这类报文。", "There is no such family.")
    return nil
  }

  private mutating func frame(_ node: Node?, _ base: Dialect.Frame) -> Dialect.Frame {
    guard let node else { return base }
    refuseOthers(
      node,
      than: [
        "roots", "records", "id", "sender", "sentAt", "embedded", "ignoresCase", "known",
        "carrier",
      ])
    var frame = base
    frame.roots = texts(node, "roots") ?? base.roots
    frame.records = texts(node, "records", mayBeEmpty: true) ?? base.records
    frame.id = texts(node, "id") ?? base.id
    frame.sender = texts(node, "sender") ?? base.sender
    frame.sentAt = texts(node, "sentAt") ?? base.sentAt
    frame.embedded = text(node, "embedded") ?? base.embedded
    frame.known += texts(node, "known") ?? []
    frame.ignoresCase = flag(node, "ignoresCase") ?? base.ignoresCase
    frame.isCarrier = flag(node, "carrier") ?? base.isCarrier
    return frame
  }

  private mutating func column(
    _ node: Node, _ family: MessageFamily, _ base: Dialect?
  ) -> Dialect.Column? {
    refuseOthers(node, than: ["field", "from", "as"])
    guard let field = text(node, "field") else {
      miss("field", in: node)
      return nil
    }
    guard Self.leads(field.split(separator: ".").map(String.init)[...], in: family.table.fields)
    else {
      complain(
        .unknownCode, at: node.child("field") ?? node,
        "\(family.name.rawValue) 没有这个字段；见 schema --fields",
        "\(family.name.rawValue) has no such field; see schema --fields")
      return nil
    }
    let known = base?.columns.first { $0.field == field && !$0.sources.isEmpty }
    let sources = texts(node, "from") ?? known?.sources ?? []
    let writing: Dialect.Writing
    if let way = node.child("as") {
      guard let read = self.writing(way, known?.writing) else { return nil }
      writing = read
    } else {
      writing = known?.writing ?? .text
    }
    if sources.isEmpty {
      guard case .fixed = writing else {
        miss("from", in: node)
        return nil
      }
    }
    return Dialect.Column(field, from: sources, as: writing)
  }

  /// Whether a dotted path ends at a single value; numbers are the places of a list.
  private static func leads(_ path: ArraySlice<String>, in fields: [Field]) -> Bool {
    guard let name = path.first, let field = fields.first(where: { $0.name == name })
    else { return false }
    var rest = path.dropFirst()
    if field.isList {
      guard let place = rest.first, Int(place).map({ (0..<100).contains($0) }) == true
      else { return false }
      rest = rest.dropFirst()
    }
    switch field.kind {
    case .object(let inner), .party(let inner): return leads(rest, in: inner)
    default: return rest.isEmpty
    }
  }

  private mutating func demand(_ node: Node) -> Dialect.Demand? {
    refuseOthers(node, than: ["from", "values", "meaning"])
    guard let sources = texts(node, "from"), !sources.isEmpty else {
      miss("from", in: node)
      return nil
    }
    return Dialect.Demand(
      from: sources, values: texts(node, "values") ?? [],
      words(node, "meaning") ?? Plain("取值不在此列", "it is none of these"))
  }

  private mutating func charset(_ node: Node) -> Charset? {
    guard let name = text(node, "charset") else { return nil }
    if let charset = Charset(name: name) { return charset }
    let known = Charset.allCases.map(\.rawValue).joined(separator: " ")
    complain(
      .unknownCode, at: node.child("charset") ?? node, "编码只有：\(known)",
      "The encodings are: \(known)")
    return nil
  }
}
