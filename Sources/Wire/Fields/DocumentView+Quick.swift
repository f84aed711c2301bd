import Casework
import LibBytes

/// Values that are right as they stand, which nearly all are, read without a string until they are
/// known to be kept.
///
/// Nil says only that the careful way must look: what is absent, has to be folded, or is wrong. So
/// the two ways cannot differ in what they find, only in what they accept, and that is for each
/// sort the same condition.
extension DocumentView {
  /// - Parameter sentAt: after which nothing lies that has happened.
  func quick(
    _ entry: FieldLayout.Entry, _ layout: LayoutView, _ index: Int, _ sentAt: Instant?
  ) -> JSONValue? {
    let cell = self[index]
    switch cell.kind {
    case .string, .attribute: break
    case .element: if hasElements(index, cell) { return nil }
    case .integer where entry.sort == .integer: break
    default: return nil
    }
    let text = TextBytes.trimmed(text(of: cell))
    if entry.sort == .integer {
      guard cell.kind != .string, cell.kind != .attribute,
        let number = TextBytes.digits(text), entry.range.contains(number)
      else { return nil }
      return .int(number)
    }
    if TextBytes.isNullMark(text) { return nil }
    if entry.sort == .text {
      return TextBytes.hasControl(text) ? nil : .string(text.text)
    }
    guard TextBytes.isASCII(text) else { return nil }
    return identifier(text, entry, layout, sentAt)
  }

  private func identifier(
    _ text: Bytes, _ entry: FieldLayout.Entry, _ layout: LayoutView, _ sentAt: Instant?
  ) -> JSONValue? {
    switch entry.sort {
    case .identifier:
      if TextBytes.hasControl(text) { return nil }
    case .pattern:
      guard layout.matches(text, entry.part) else { return nil }
    case .certificate:
      guard layout.matches(text, entry.part), Identifier.isProvince(text[1], text[2])
      else { return nil }
    case .citizenID:
      guard layout.matches(text, entry.part), text.withSpan({ Checksums.isCitizenID($0) })
      else { return nil }
    case .code:
      return layout.code(text, entry.part).map { .string($0) }
    case .date:
      guard let date = text.withSpan({ CivilDate($0) }) else { return nil }
      if entry.isPast, let sentAt, date > sentAt.day { return nil }
    case .instant:
      guard let instant = text.withSpan({ Instant(rfc3339: $0) }) else { return nil }
      if entry.isPast, let sentAt, instant > sentAt.adding(seconds: 300) { return nil }
    case .text, .integer, .object, .party: return nil
    }
    return .string(text.text)
  }
}
