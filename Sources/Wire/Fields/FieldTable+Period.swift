import Casework

extension FieldTable.Check {
  /// The rule that a period does not end before it begins; either end may be open.
  package static func period(from: String, to: String) -> FieldTable.Check {
    FieldTable.Check(
      to, .range, Plain("不得早于 \(from)", "it is not before \(from)")
    ) { message in
      guard let first = message.date(from), let last = message.date(to), last < first
      else { return }
      message.complain(
        .range, at: to,
        chinese: "止日 \(to) 早于起日 \(from)，请核对",
        english: "\(to) lies before \(from); check both")
    }
  }
}
