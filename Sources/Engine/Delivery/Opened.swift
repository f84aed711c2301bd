package import Casework

/// What is to be done with a queued row when its turn has come.
package enum Opened: Hashable, Sendable {
  case send(Delivery)
  /// Nothing is sent, for ever; why, in words without personal data.
  case cancelled(note: String)
  /// Not yet. No attempt was made, so what became of it is known.
  case postponed(until: Instant, note: String)
}
