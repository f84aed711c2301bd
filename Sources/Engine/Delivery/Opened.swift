package import Casework

/// What became of a queued row when its turn came.
package enum Opened: Sendable {
  case delivery(Delivery)
  /// It no longer holds, or there is nobody to tell. The note says why.
  case cancelled(note: String)
  /// Not at this hour.
  case postponed(until: Instant, note: String)

  /// - Parameter delivery: nil where the receiver is gone.
  package init(_ delivery: Delivery?) {
    self = delivery.map { .delivery($0) } ?? .cancelled(note: "the receiver is gone")
  }
}
