/// Markup in which everything that was not written in the source is escaped.
///
/// Written as a string literal: the literal parts are markup, each `\(value)` is text and has the
/// five characters replaced that could end a text or a quoted attribute. Literal parts are static
/// strings, so a value that came from outside can become markup in no way but as a checked
/// ``QRDrawing``. Attributes are always written in double quotes.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
  package private(set) var source: String

  package init(stringLiteral value: StaticString) {
    source = value.description
  }

  package init(stringInterpolation: Interpolation) {
    source = stringInterpolation.source
  }

  package init(_ drawing: QRDrawing) {
    source = drawing.svg
  }

  /// Pieces one after the other.
  package init(_ pieces: [HTML]) {
    source = pieces.map(\.source).joined()
  }

  package static let empty: HTML = ""

  package var isEmpty: Bool { source.isEmpty }

  package struct Interpolation: StringInterpolationProtocol {
    var source = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      source += literal.description
    }

    package mutating func appendInterpolation(_ text: String) {
      source += HTML.escaped(text)
    }

    package mutating func appendInterpolation(_ number: Int) {
      source += String(number)
    }

    package mutating func appendInterpolation(_ markup: HTML) {
      source += markup.source
    }

    /// A length in a drawing, to a tenth.
    package mutating func appendInterpolation(_ length: Double) {
      let tenths = Int((length * 10).rounded())
      source += tenths < 0 ? "-" : ""
      source += String(tenths.magnitude / 10)
      source += tenths % 10 == 0 ? "" : "." + String(tenths.magnitude % 10)
    }
  }

  /// A text with the characters replaced that mean something in HTML, and those left out that HTML
  /// forbids: controls, which a browser may drop or show as boxes, and the marks that turn the
  /// direction of the words after them.
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}",
        "\u{2066}"..."\u{2069}":
        continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
