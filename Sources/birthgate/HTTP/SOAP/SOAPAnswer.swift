import Casework
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Wire

/// Answers in SOAP, of the version the sender speaks.
struct SOAPAnswer: Sendable {
  let version: SOAPEnvelope.Version

  init(_ version: SOAPEnvelope.Version) { self.version = version }

  /// The version of a request by its content type: SOAP 1.2 has a media type of its own (RFC 3902).
  init(to request: Request) {
    let type = request.headers[.contentType]?.lowercased() ?? ""
    version = type.hasPrefix("application/soap+xml") ? .soap12 : .soap11
  }

  /// `<OPERATIONResponse><return>…`, in the namespace of the operation; what it returns comes as
  /// the message came, in base64 or as XML.
  func response(to envelope: SOAPEnvelope, returning result: XMLElement) -> Response {
    let document = XMLElement.declaration + result.xml
    let content =
      switch envelope.carriage {
      case .base64:
        XMLElement("return", text: Data(document.utf8).base64EncodedString())
      case .text: XMLElement("return", text: document)
      case .element: XMLElement("return", children: [result])
      }
    let name = envelope.operation + "Response"
    let body =
      envelope.operationNamespace.map {
        XMLElement("op:" + name, ("xmlns:op", $0), children: [content])
      } ?? XMLElement(name, children: [content])
    return write(body, status: .ok)
  }

  /// A fault with the problem in its detail. The status is that of the binding: 500 in SOAP 1.1
  /// (6.2); in SOAP 1.2 400 where the sender has to mend it, else 500 (Part 2, 7.5.2.2).
  func fault(_ problem: Problem, _ special: Special? = nil) -> Response {
    let isOurs = problem.status.code >= 500
    let detail = Self.problem(problem)
    switch version {
    case .soap11:
      let code = special?.rawValue ?? (isOurs ? "Server" : "Client")
      let fault = XMLElement(
        "soap:Fault",
        children: [
          XMLElement("faultcode", text: "soap:" + code),
          XMLElement("faultstring", text: problem.detail.chinese + " " + problem.detail.english),
          XMLElement("detail", children: [detail]),
        ])
      return write(fault, status: .internalServerError, headers: problem.headers)
    case .soap12:
      let code = special?.rawValue ?? (isOurs ? "Receiver" : "Sender")
      let fault = XMLElement(
        "soap:Fault",
        children: [
          XMLElement(
            "soap:Code", children: [XMLElement("soap:Value", text: "soap:" + code)]),
          XMLElement(
            "soap:Reason",
            children: [
              XMLElement("soap:Text", ("xml:lang", "zh-CN"), text: problem.detail.chinese),
              XMLElement("soap:Text", ("xml:lang", "en"), text: problem.detail.english),
            ]),
          XMLElement("soap:Detail", children: [detail]),
        ])
      let isSenders = special == nil && !isOurs
      return write(
        fault, status: isSenders ? .badRequest : .internalServerError, headers: problem.headers)
    }
  }

  /// The two fault codes that SOAP itself asks for; both versions call them the same.
  enum Special: String, Sendable {
    case versionMismatch = "VersionMismatch"
    case mustUnderstand = "MustUnderstand"
  }

  private func write(
    _ body: XMLElement, status: HTTPResponse.Status, headers: HTTPFields = [:]
  ) -> Response {
    let envelope = XMLElement(
      "soap:Envelope", ("xmlns:soap", version.rawValue),
      children: [XMLElement("soap:Body", children: [body])])
    return .text(
      XMLElement.declaration + envelope.xml, type: version.contentType, status: status,
      headers: headers)
  }

  /// A problem in the XML form of RFC 9457, appendix B: an array's items are called `i`.
  static func problem(_ problem: Problem) -> XMLElement {
    guard case .object(let object) = problem.json else { return XMLElement("problem", text: nil) }
    return XMLElement(
      "problem", ("xmlns", "urn:ietf:rfc:7807"),
      children: object.members.map { element($0.name, $0.value) })
  }

  private static func element(_ name: String, _ value: JSONValue) -> XMLElement {
    switch value {
    case .object(let object):
      XMLElement(name, children: object.members.map { element($0.name, $0.value) })
    case .array(let items): XMLElement(name, children: items.map { element("i", $0) })
    case .string(let text): XMLElement(name, text: text)
    case .null: XMLElement(name, text: nil)
    default: XMLElement(name, text: value.canonicalText)
    }
  }
}

extension SOAPEnvelope.Version {
  var contentType: String {
    switch self {
    case .soap11: "text/xml; charset=utf-8"
    case .soap12: "application/soap+xml; charset=utf-8"
    }
  }
}
