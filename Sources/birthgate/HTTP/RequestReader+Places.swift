import Casework

/// What the `next` of a list looks like: the only thing that may stand behind `after=`. Anything
/// else would begin the list anew or leave something out, and say nothing of it.
enum PlaceForm {
  /// Of cases: the case that was last.
  case caseID
  /// Of tasks: a case, one of its tasks, or an order after all of them.
  case task
  /// Of dead letters: their number.
  case number
  /// Of lists by sender and time: a digest of the sender, and when.
  case sender
  /// Of reports: a case, and the report's own name.
  case report

  func fits(_ text: String) -> Bool {
    switch self {
    case .caseID: return Self.isHex(text, count: 32)
    case .task:
      let parts = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return Self.isHex(text, count: 32) }
      guard parts[0].isEmpty else { return Self.isHex(parts[0], count: 32) && !parts[1].isEmpty }
      return parts[1].isEmpty || Self.isNumber(parts[1])
    case .number: return Self.isNumber(text)
    case .sender:
      let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 && Self.isHex(parts[0], count: 20) && !parts[1].isEmpty
        && parts[1].utf8.allSatisfy { $0 == 45 || Self.isHex($0) }
    case .report:
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 2 && Self.isHex(parts[0], count: 32) && Self.isHex(parts[1], count: 16)
    }
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) } && Int64(text) != nil
  }

  private static func isHex(_ text: some StringProtocol, count: Int) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy(isHex)
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }
}

extension RequestReader {
  /// Where the page before ended, as its `next` has it.
  mutating func after(_ text: String?, _ form: PlaceForm) -> String? {
    guard let text else { return nil }
    if form.fits(text) { return text }
    complain(
      .format, "/after", "须为上一页答复中的 next，原样给出。",
      "It must be the `next` of the page before, as it was given.")
    return nil
  }
}
