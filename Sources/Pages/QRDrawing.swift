/// A QR symbol as SVG, checked to be a drawing and nothing else before it enters a page.
///
/// The page cannot draw one; it is handed in. What it may hold is a short list of elements and
/// attributes, so a drawing can carry neither a script nor a style nor a link, which the page's
/// content security policy would refuse anyway.
package struct QRDrawing: Hashable, Sendable {
  package let svg: String

  /// Nil where the text is no drawing of the allowed elements and attributes. A prolog before
  /// `<svg` is left out.
  package init?(svg text: String) {
    guard let start = Self.start(of: text) else { return nil }
    let drawing = String(text[start...])
    guard Self.isPlain(drawing) else { return nil }
    svg = drawing
  }

  private static let elements: Set<String> = ["svg", "g", "rect", "path", "title", "desc"]
  private static let attributes: Set<String> = [
    "xmlns", "version", "viewBox", "width", "height", "x", "y", "rx", "d", "fill", "class",
    "shape-rendering", "role", "aria-label", "aria-hidden", "transform", "stroke", "stroke-width",
    "preserveAspectRatio",
  ]

  private static func start(of text: String) -> String.Index? {
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].hasPrefix("<svg") { return index }
      index = text.index(after: index)
    }
    return nil
  }

  private static func isPlain(_ drawing: String) -> Bool {
    guard drawing.hasSuffix("</svg>") || drawing.hasSuffix("</svg>\n") else { return false }
    var depth = 0
    var isOver = false
    for piece in drawing.split(separator: "<") {
      guard let end = piece.firstIndex(of: ">") else { return false }
      let text = piece[piece.index(after: end)...]
      // Inside, a drawing has no text but a title; after its end there is nothing.
      guard !isOver, !text.contains(">"), !text.contains("&") else { return false }
      let tag = piece[..<end]
      if tag.hasPrefix("/") {
        depth -= 1
        guard elements.contains(String(tag.dropFirst())), depth >= 0 else { return false }
      } else {
        guard isPlainTag(tag) else { return false }
        depth += tag.hasSuffix("/") ? 0 : 1
      }
      isOver = depth == 0
    }
    return isOver
  }

  private static func isPlainTag(_ tag: Substring) -> Bool {
    var rest = tag.hasSuffix("/") ? tag.dropLast() : tag
    let name = rest.prefix { !$0.isWhitespace }
    guard elements.contains(String(name)) else { return false }
    rest = rest.dropFirst(name.count).drop { $0.isWhitespace }
    while !rest.isEmpty {
      let attribute = rest.prefix { $0 != "=" }
      rest = rest.dropFirst(attribute.count)
      guard attributes.contains(String(attribute)), rest.hasPrefix("=\"") else { return false }
      rest = rest.dropFirst(2)
      guard let quote = rest.firstIndex(of: "\"") else { return false }
      guard !rest[..<quote].contains("url(") || attribute == "d" else { return false }
      rest = rest[rest.index(after: quote)...].drop { $0.isWhitespace }
    }
    return true
  }
}
