/// Finds types at the top level of a file that stand without a documentation comment.
enum Undocumented {
  private static let kinds: Set<Substring> = ["actor", "class", "enum", "protocol", "struct"]
  private static let modifiers: Set<Substring> = [
    "fileprivate", "final", "indirect", "internal", "nonisolated", "open", "package", "private",
    "public",
  ]

  static func faults(in file: TextFile) -> [Fault] {
    let lines = file.lines
    return lines.indices.compactMap { index in
      guard let name = declaredType(lines[index]) else { return nil }
      let above = lines[..<index].last { !$0.hasPrefix("@") }
      guard above?.hasPrefix("///") != true else { return nil }
      return Fault(
        path: file.path, line: index + 1,
        what: "\(name) has no comment: say in one sentence what it is for")
    }
  }

  private static func declaredType(_ line: Substring) -> Substring? {
    var words = line.split(separator: " ")[...]
    while let word = words.first, modifiers.contains(word) || word.hasPrefix("@") {
      words = words.dropFirst()
    }
    guard let kind = words.first, kinds.contains(kind), !line.hasPrefix(" ") else { return nil }
    return words.dropFirst().first?.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
