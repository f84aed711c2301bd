package import Casework

/// The words of one notice, for people: the whole, and one line for text messages.
package struct NoticeText: Hashable, Sendable {
  package enum Language: String, CaseIterable, Sendable {
    case chinese = "zh-CN"
    case english = "en"
  }

  /// Who reads: a child's family, or people at work.
  package enum Reader: String, CaseIterable, Sendable {
    case guardian, office

    package init(_ audience: Notice.Audience) {
      self = audience == .guardian ? .guardian : .office
    }
  }

  package var title: String
  package var body: String
  /// With the sender's signature before it and the link behind it, as carriers want it.
  package var short: String
  /// Of the texts it was made from, kept as proof of what was said.
  package var version: String

  package init(title: String, body: String, short: String, version: String) {
    self.title = title
    self.body = body
    self.short = short
    self.version = version
  }
}

/// Why a notice has no words.
package enum NoticeTextError: Error, Hashable, Sendable {
  /// The files lack this kind; a test sees to it that they do not.
  case noText
  /// Values that the text cannot do without.
  case missing([String])
}

/// How many text messages a text is billed as and shown in, where it holds other than Latin
/// letters: 70 UTF-16 units in one, 67 in each of several.
package enum TextMessage {
  package static let unitsAlone = 70
  package static let unitsEach = 67
  /// More parts than these arrive out of order or not at all on old telephones.
  package static let segmentsMax = 2

  package static func segments(_ text: String) -> Int {
    let units = text.utf16.count
    return units <= unitsAlone ? 1 : (units + unitsEach - 1) / unitsEach
  }
}
