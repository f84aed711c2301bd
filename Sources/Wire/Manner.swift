/// How a sender writes: in a dialect, in an encoding it does not declare, or as the contract has
/// it.
///
/// Its settings say so; `check --dialect` and the query name `dialect` say so for one request.
package struct Manner: Sendable {
  /// Tried by their own marks, in this order; a canonical message is read whatever stands here.
  package var dialects: [Dialect]
  /// The encoding of texts that do not declare one.
  package var charset: Charset?
  /// Who sends, for dialects that do not say.
  package var sender: String?

  package init(_ dialects: [Dialect] = [], charset: Charset? = nil, sender: String? = nil) {
    self.dialects = dialects
    self.charset = charset
    self.sender = sender
  }

  /// As the contract has it: no dialect, UTF-8 unless an XML declaration says otherwise.
  package static let canonical = Manner()
}

/// An encoding that a sender's settings or a dialect may name.
package enum Charset: String, CaseIterable, Sendable {
  case utf8 = "UTF-8"
  /// Holds GBK and GB 2312.
  case gb18030 = "GB18030"
  case utf16 = "UTF-16"
}
