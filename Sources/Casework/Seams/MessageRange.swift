/// Which stored messages are read again: those received in a time, from one on.
package struct MessageRange: Hashable, Sendable {
  /// Milliseconds; first and last instant of receipt.
  package var received: ClosedRange<Int64>
  /// The place of the last message that was read; nil to begin.
  package var after: Int64?

  package init(received: ClosedRange<Int64> = .min ... .max, after: Int64? = nil) {
    self.received = received
    self.after = after
  }
}

/// A stored message with its place in the order in which messages were written.
package struct PlacedMessage: Hashable, Sendable {
  /// Grows from message to message; means nothing else.
  package var place: Int64
  package var row: MessageRow

  package init(place: Int64, row: MessageRow) {
    self.place = place
    self.row = row
  }
}
