extension QRCode {
  /// A drawing without size of its own, black on white whatever the page's colours are; readers
  /// find no symbol in white on black. The title is what a screen reader says.
  package func svg(title: String) -> String {
    let side = size + 2 * Self.quiet
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" role="img" \
      shape-rendering="crispEdges"><title>\(escaped(title))</title>\
      <rect width="\(side)" height="\(side)" fill="#fff"/>\
      <path fill="#000" d="\(path)"/></svg>
      """
  }

  /// One bar per run of dark modules in a row: a tenth of the bytes of one square per module.
  private var path: String {
    var path = ""
    for y in 0..<size {
      var x = 0
      while x < size {
        guard isDark(x, y) else {
          x += 1
          continue
        }
        let start = x
        while isDark(x, y) { x += 1 }
        path += "M\(start + Self.quiet) \(y + Self.quiet)h\(x - start)v1h-\(x - start)z"
      }
    }
    return path
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\t", "\n", "\r": result += " "
      // XML 1.0 has no way to write the other control characters.
      case "\u{0}"..."\u{1f}", "\u{fffe}"..."\u{ffff}": continue
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
