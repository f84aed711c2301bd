import HTTPTypes
import Hummingbird
import Wire

extension Response {
  static func json(
    _ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
    type: String = "application/json"
  ) -> Response {
    .bytes(value.canonical, type: type, status: status, headers: headers)
  }

  static func bytes(
    _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = type
    // Cases and receipts are personal data or lead to it: nobody on the way keeps them.
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    headers[.xContentTypeOptions] = "nosniff"
    return Response(status: status, headers: headers, body: .init(byteBuffer: .init(bytes: bytes)))
  }

  static func text(
    _ text: String, type: String, status: HTTPResponse.Status = .ok,
    headers: HTTPFields = [:]
  ) -> Response {
    .bytes(Array(text.utf8), type: type, status: status, headers: headers)
  }

  static let noContent = Response(status: .noContent)
}

extension Problem {
  var response: Response {
    .json(json, status: status, headers: headers, type: "application/problem+json")
  }
}
