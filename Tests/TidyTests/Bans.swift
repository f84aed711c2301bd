/// A word that does not belong in the tree, where it does not, and what to write in its place.
struct Ban {
  enum Reading {
    /// Only code: a comment or a string may speak of it.
    case code
    /// The whole text.
    case text
  }

  var word: String
  var reading = Reading.code
  /// Folders the ban covers, as beginnings of paths.
  var places = ["Sources/", "Adapters/"]
  var exceptIn: [String] = []
  var instead: String

  static let everywhere = [
    "Sources/", "Adapters/", "Tests/", "Samples/", "deploy/", ".ci/", "README", "Package.swift",
  ]

  static let all: [Ban] =
    [
      Ban(
        word: "try!", places: ["Sources/", "Adapters/", "Tests/"],
        instead: "`try` in a throwing function, or a `do` that says what failed"),
      Ban(
        word: "fatalError(", places: ["Sources/", "Adapters/", "Tests/"],
        instead: "`precondition` for our own mistakes, a closed error for the world's"),
      Ban(
        word: "Date()", exceptIn: ["Sources/birthgate/"],
        instead: "`World.now`, so that a test can be the clock"),
      Ban(
        word: "UUID()", exceptIn: ["Sources/birthgate/"],
        instead: "`World.random`, so that a run can be repeated"),
      Ban(
        word: "print(", exceptIn: ["Sources/birthgate/"],
        instead: "a return value; only the program's verbs write to standard output"),
      Ban(
        word: "@unchecked", exceptIn: ["Sources/Lanes/"],
        instead: "a value type, an actor or `Synchronization.Mutex`"),
      Ban(
        word: "unsafe",
        exceptIn: [
          "Sources/Lib", "Sources/Lanes/", "Sources/StoreSQLite/",
          "Sources/Channels/FileChannel.swift", "Sources/birthgate/CLI/Bench/HTTPLine.swift",
        ],
        instead: "the safe face of the `Lib…` module; give it what is missing"),
      Ban(
        word: "ON CONFLICT DO " + "NOTHING", reading: .text,
        instead: "a plain INSERT, and the conflict as an answer: a lost key splits a child in two"),
      Ban(
        word: "TO" + "DO", reading: .text, places: everywhere,
        instead: "the work itself, or an issue that names it"),
      Ban(
        word: "FIX" + "ME", reading: .text, places: everywhere,
        instead: "the work itself, or an issue that names it"),
    ] + machinePaths

  /// Paths that exist on somebody's machine and not on the next one's.
  private static let machinePaths = ["work", "root", "home", "opt", "Users"].map { folder in
    Ban(
      word: "/" + folder + "/", reading: .text, places: everywhere,
      instead: "a path relative to the tree, a setting or a temporary folder")
  }

  func faults(in file: TextFile) -> [Fault] {
    let covered =
      places.contains { file.path.hasPrefix($0) }
      && !exceptIn.contains { file.path.hasPrefix($0) }
    guard covered, let bytes = reading == .text ? Array(file.text.utf8) : file.code?.bytes else {
      return []
    }
    return lines(in: bytes).map {
      Fault(path: file.path, line: $0, what: "`\(word)` is banned here; write \(instead)")
    }
  }

  /// The lines on which the word stands as a word: `CivilDate()` is no `Date()`, `a/home/` in an
  /// address is no path of a machine.
  private func lines(in bytes: [UInt8]) -> [Int] {
    let needle = Array(word.utf8)
    guard let first = needle.first, let last = needle.last else { return [] }
    var lines: [Int] = []
    var line = 1
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "\n") { line += 1 }
      guard bytes[index] == first, bytes[index...].starts(with: needle) else { continue }
      let before = index > 0 ? bytes[index - 1] : UInt8(ascii: " ")
      let after = bytes[(index + needle.count)...].first ?? UInt8(ascii: " ")
      let isPath = first == UInt8(ascii: "/")
      if isPath || Word.isLetter(first) {
        let joined = isPath ? ".-}*)/~" : "."
        if before < 0x80, Word.isLetter(before) || joined.utf8.contains(before) { continue }
      }
      if !isPath, Word.isLetter(last), after < 0x80, Word.isLetter(after) { continue }
      if lines.last != line { lines.append(line) }
    }
    return lines
  }
}
