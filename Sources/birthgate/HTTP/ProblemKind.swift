import HTTPTypes

extension Problem {
  /// The closed list of what can go wrong with a request, as the last part of a problem's `type`.
  enum Kind: String, CaseIterable, Sendable {
    case notWellFormed, unauthorized, forbidden, notFound, methodNotAllowed, otherContent
    case conflicting, tooLarge, unsupportedMediaType, invalidMessage, invalidRequest, tooMany
    case unavailable

    /// Where the catalogue of errors says more: a relative reference, which RFC 9457 allows (3.1.1)
    /// and which holds wherever the gateway stands.
    var address: String { "/v1/errors/\(rawValue)" }

    var status: HTTPResponse.Status {
      switch self {
      case .notWellFormed: .badRequest
      case .unauthorized: .unauthorized
      case .forbidden: .forbidden
      case .notFound: .notFound
      case .methodNotAllowed: .methodNotAllowed
      case .otherContent, .conflicting: .conflict
      case .tooLarge: .contentTooLarge
      case .unsupportedMediaType: .unsupportedMediaType
      case .invalidMessage, .invalidRequest: .unprocessableContent
      case .tooMany: .tooManyRequests
      case .unavailable: .serviceUnavailable
      }
    }
  }
}
