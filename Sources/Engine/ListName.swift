import Casework
import Wire

/// What records are called that are listed by sender and time: manifests, reconciliations and
/// refusals.
///
/// A sender's records stand together under a digest of its code, in the order of their time.
enum ListName {
  /// What the ids of all of a sender's records begin with.
  static func prefix(_ sender: String, in ledger: Ledger) -> String {
    Hex.encode(ledger.sender(sender).prefix(10)) + "-"
  }

  /// An instant as a text that sorts as it does, from the year 1 on.
  static func ordered(_ instant: Instant) -> String {
    let digits = String(max(0, instant.milliseconds + 62_135_596_800_000))
    return String(repeating: "0", count: max(0, 15 - digits.count)) + digits
  }
}
