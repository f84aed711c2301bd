/// One thing wrong, or odd, in a message: where and what, for the sender who must mend it.
package struct Finding: Hashable, Sendable {
  /// The stable codes of the contract ("Refused and warned of").
  package enum Code: String, CaseIterable, Sendable {
    case notWellFormed, duplicateName, doctype, namespace, encoding, tooDeep, tooManyParts
    case missing, notAllowed, format, checkDigit, unknownCode, range, notADate
    case identifierNotString, future
    case unknownField, provinceMismatch, placeholderName, identityMismatch, bom

    /// 400 for what is not well-formed, 422 for wrong fields, nil for warnings.
    package var status: Int? {
      switch self {
      case .notWellFormed, .duplicateName, .doctype, .namespace, .encoding, .tooDeep,
        .tooManyParts:
        400
      case .missing, .notAllowed, .format, .checkDigit, .unknownCode, .range, .notADate,
        .identifierNotString, .future:
        422
      case .unknownField, .provinceMismatch, .placeholderName, .identityMismatch, .bom: nil
      }
    }
  }

  package var code: Code
  /// JSON Pointer, or XPath without prefixes.
  package var path: String
  /// From 1, in characters.
  package var line: Int
  package var column: Int
  /// What stood there, or nil where that could be personal data.
  package var value: String?
  package var message: Plain

  package init(
    code: Code, path: String, line: Int, column: Int, value: String? = nil, message: Plain
  ) {
    self.code = code
    self.path = path
    self.line = line
    self.column = column
    self.value = value
    self.message = message
  }
}
