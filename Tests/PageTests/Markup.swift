/// A tiny reader of the markup we write, to check it by: tags, attributes and the text between.
struct Markup {
  struct Element {
    var name: String
    var attributes: [(name: String, value: String)]
    /// The nearest `lang` above or here.
    var lang: String
  }

  private(set) var elements: [Element] = []
  /// Text outside `style`, each with the language it stands in.
  private(set) var texts: [(text: String, lang: String)] = []
  private(set) var faults: [String] = []

  private static let empty: Set<String> = ["meta", "link", "br", "input", "img"]
  private var stack: [Element] = []

  init(_ source: String) {
    var rest = Substring(source)
    guard rest.hasPrefix("<!doctype html>") else {
      faults.append("no doctype")
      return
    }
    rest = rest.dropFirst("<!doctype html>".count)
    while let start = rest.firstIndex(of: "<") {
      text(rest[..<start])
      guard let end = Self.end(of: rest[start...]) else {
        faults.append("a tag without end")
        return
      }
      tag(rest[rest.index(after: start)..<end])
      rest = rest[rest.index(after: end)...]
    }
    text(rest)
    if let open = stack.last { faults.append("never closed: \(open.name)") }
  }

  /// The `>` that ends a tag, which is none within quotes.
  private static func end(of text: Substring) -> String.Index? {
    var quoted = false
    for index in text.indices {
      if text[index] == "\"" { quoted.toggle() }
      if text[index] == ">", !quoted { return index }
    }
    return nil
  }

  private mutating func text(_ text: Substring) {
    if text.contains(">") { faults.append("a bare > in text") }
    guard stack.last?.name != "style", text.contains(where: { !$0.isWhitespace }) else { return }
    texts.append((String(text), stack.last?.lang ?? ""))
  }

  private mutating func tag(_ tag: Substring) {
    if tag.hasPrefix("/") {
      let name = String(tag.dropFirst())
      if stack.last?.name == name {
        stack.removeLast()
      } else {
        faults.append("</\(name)> closes \(stack.last?.name ?? "nothing")")
      }
      return
    }
    let selfClosing = tag.hasSuffix("/")
    var rest = selfClosing ? tag.dropLast() : tag
    let name = String(rest.prefix { !$0.isWhitespace })
    rest = rest.dropFirst(name.count)
    var element = Element(name: name, attributes: [], lang: stack.last?.lang ?? "")
    while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
      rest = rest[start...]
      let attribute = String(rest.prefix { $0 != "=" && !$0.isWhitespace })
      rest = rest.dropFirst(attribute.count)
      guard rest.hasPrefix("=\"") else {
        faults.append("\(name) \(attribute): no quoted value")
        break
      }
      rest = rest.dropFirst(2)
      guard let quote = rest.firstIndex(of: "\"") else {
        faults.append("\(name) \(attribute): quote not closed")
        break
      }
      let value = String(rest[..<quote])
      if element.attributes.contains(where: { $0.name == attribute }) {
        faults.append("\(name) \(attribute): twice")
      }
      if value.contains("<") { faults.append("\(name) \(attribute): holds <") }
      element.attributes.append((attribute, value))
      if attribute == "lang" { element.lang = value }
      rest = rest[rest.index(after: quote)...]
      if let next = rest.first, !next.isWhitespace {
        faults.append("\(name): no space after \(attribute)")
      }
    }
    elements.append(element)
    if !selfClosing, !Self.empty.contains(name) { stack.append(element) }
  }

  func values(_ attribute: String) -> [String] {
    elements.flatMap { element in
      element.attributes.filter { $0.name == attribute }.map(\.value)
    }
  }
}
