/// Which messages of one sender a list shows, by the instants they say they were sent at.
package struct SentQuery: Hashable, Sendable {
  /// A message as the place where a page ended.
  package struct Mark: Hashable, Sendable {
    package var sentAt: Int64
    package var key: KeyDigest

    package init(sentAt: Int64, key: KeyDigest) {
      self.sentAt = sentAt
      self.key = key
    }
  }

  /// The keyed digest that rows name the sender by.
  package var sender: KeyDigest
  /// Milliseconds, the first instant shown.
  package var from: Int64
  /// Milliseconds, the first instant shown no more.
  package var to: Int64
  package var after: Mark?
  package var limit: Int

  package init(
    sender: KeyDigest, from: Int64, to: Int64, after: Mark? = nil, limit: Int = 500
  ) {
    self.sender = sender
    self.from = from
    self.to = to
    self.after = after
    self.limit = limit
  }
}

/// A message of a list, with what opens it: its case's data key, wrapped.
package struct SentMessage: Hashable, Sendable {
  package var row: MessageRow
  package var dataKey: [UInt8]

  package init(row: MessageRow, dataKey: [UInt8]) {
    self.row = row
    self.dataKey = dataKey
  }
}
