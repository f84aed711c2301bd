import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Messages in SOAP envelopes, for senders that know nothing else; answered in SOAP.
struct SOAPRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(
        .post, "/v1/soap", caller: .sender, takes: .soap, Self.post,
        refusal: { problem, request in SOAPAnswer(to: request).fault(problem) }
      ) { exchange async throws(Problem) in await receive(exchange) },
      Route(.get, "/v1/soap", Self.get) { exchange async throws(Problem) in
        .text(
          WSDL.document(address: address(for: exchange.request)),
          type: "text/xml; charset=utf-8")
      },
    ]
  }

  private func receive(_ exchange: Exchange) async -> Response {
    let envelope: SOAPEnvelope
    do throws(Rejection) {
      envelope = try SOAPEnvelope.open(exchange.body, as: exchange.manner)
    } catch {
      // SOAP 1.1, 4.4.1, and 1.2, 5.4.6: an envelope of no version known here.
      let isOther = error.errors.contains { $0.code == .notAllowed && $0.path == "/" }
      return SOAPAnswer(to: exchange.request)
        .fault(.rejected(error), isOther ? .versionMismatch : nil)
    }
    let answer = SOAPAnswer(envelope.version)
    if let header = envelope.mandatoryHeaders.first {
      return answer.fault(Self.notUnderstood(header), .mustUnderstand)
    }
    let fates = await Admission(office: office).takeAll(
      envelope.document, .xml, as: exchange.manner, from: exchange.sender)
    if let problem = SOAPResult.fault(of: fates) { return answer.fault(problem) }
    return answer.response(to: envelope, returning: SOAPResult.element(of: fates))
  }

  /// Where a client reaches this route: as the settings say, or as it has reached it now.
  private func address(for request: Request) -> String {
    let base = office.settings().publicURL ?? "http://" + (request.head.authority ?? "127.0.0.1")
    return (base.hasSuffix("/") ? String(base.dropLast()) : base) + "/v1/soap"
  }

  private static func notUnderstood(_ header: String) -> Problem {
    .invalid([
      Fault(
        .notAllowed, at: "/Envelope/Header/\(header)",
        Plain(
          "不认识这个 SOAP 头，而 mustUnderstand 要求必须处理它。",
          "This SOAP header is not known here, and mustUnderstand asks that it be."))
    ])
  }
}

extension SOAPRoutes {
  private static let faults = """
    A SOAP fault with the problem in its detail: 413, 415, 401, 400, 403, 422 of the envelope, 503
    """
  private static let post = Route.Description(
    operation: "postSOAP", tag: "messages",
    summary: "Takes a message in a SOAP 1.1 or 1.2 envelope, as XML or base64, and answers in SOAP",
    answers: [
      .other(200, "OPERATIONResponse with what became of each record", "text/xml"),
      .other(400, "SOAP 1.2, the sender's: " + faults, "application/soap+xml"),
      .other(500, "SOAP 1.1 always, SOAP 1.2 the gateway's: " + faults, "text/xml"),
    ])
  private static let get = Route.Description(
    operation: "getWSDL", tag: "messages", summary: "The WSDL of the SOAP route",
    query: [.init("wsdl", "As tools ask for it; may be left out")],
    answers: [.other(200, "WSDL 1.1", "text/xml")])
}
