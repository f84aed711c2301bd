import Casework
package import Wire

/// How a stored message was written, by names: what its bytes need to be read again.
package struct WrittenManner: Hashable, Sendable {
  package var dialect: String?
  package var charset: Charset?
  /// Who sent it, where the message does not say.
  package var sender: String?

  package init(dialect: String? = nil, charset: Charset? = nil, sender: String? = nil) {
    self.dialect = dialect
    self.charset = charset
    self.sender = sender
  }

  var isCanonical: Bool { dialect == nil && charset == nil }

  init(json: JSONValue?) {
    self.init(
      dialect: json?["dialect"]?.string,
      charset: json?["charset"]?.string.flatMap(Charset.init(rawValue:)),
      sender: json?["sender"]?.string)
  }

  var json: JSONValue {
    var members = JSONObject()
    members["dialect"] = dialect.map { .string($0) }
    members["charset"] = (charset?.rawValue).map { .string($0) }
    members["sender"] = sender.map { .string($0) }
    return .object(members)
  }

  /// As the message reader wants it.
  ///
  /// - Parameter find: the dialect of a name.
  package func manner(_ find: (String) -> Dialect?) -> Manner {
    Manner(dialect.flatMap(find).map { [$0] } ?? [], charset: charset, sender: sender)
  }
}

/// The bytes of a message as they are kept, and how they are to be read.
struct Raw: Sendable {
  let bytes: [UInt8]
  let manner: WrittenManner

  /// - Parameter bytes: as they came, with whatever else the document held.
  init(_ bytes: [UInt8], of reading: Reading, _ manner: Manner) {
    self.bytes = reading.alone ?? bytes
    // What was taken out of a document has been brought to UTF-8.
    self.manner = WrittenManner(
      dialect: reading.dialect, charset: reading.alone == nil ? manner.charset : nil,
      sender: reading.dialect == nil ? nil : manner.sender)
  }
}
