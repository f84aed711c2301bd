import Casework

/// One of the two languages in which everything shown to people is complete.
enum Language: String, CaseIterable, Sendable {
  case chinese = "zh-CN"
  case english = "en"

  /// The first language of an `Accept-Language` value (RFC 9110, 12.5.4) that we have, by weight
  /// and then by order; Chinese where none is asked for.
  init(acceptLanguage value: String?) {
    var best: (language: Language, weight: Double)?
    for part in (value ?? "").split(separator: ",") {
      let pieces = part.split(separator: ";").map { $0.trimmed.lowercased() }
      guard let tag = pieces.first, let language = Language(tag: tag) else { continue }
      let weight =
        pieces.dropFirst().first { $0.hasPrefix("q=") }
        .flatMap { Double($0.dropFirst(2)) } ?? 1
      if weight > (best?.weight ?? 0) { best = (language, weight) }
    }
    self = best?.language ?? .chinese
  }

  /// The language of the terminal, after POSIX: `LC_ALL`, `LC_MESSAGES`, `LANG`.
  init(environment: [String: String]) {
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }
      .first { !$0.isEmpty }
    self = value?.lowercased().hasPrefix("zh") == true ? .chinese : .english
  }

  private init?(tag: String) {
    if tag == "zh" || tag.hasPrefix("zh-") {
      self = .chinese
    } else if tag == "en" || tag.hasPrefix("en-") {
      self = .english
    } else {
      return nil
    }
  }
}

extension Plain {
  func said(in language: Language) -> String {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }
}

extension StringProtocol {
  /// Without blanks and line ends at either end.
  var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" || $0.isNewline }
    guard let end = start.lastIndex(where: { !($0 == " " || $0 == "\t" || $0.isNewline) })
    else { return "" }
    return String(start[...end])
  }
}
