/// A text with the characters replaced that mean something in XML and HTML (XML 1.0, 2.4).
func escapedMarkup(_ text: String) -> String {
  text.map { character in
    switch character {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    default: String(character)
    }
  }.joined()
}
