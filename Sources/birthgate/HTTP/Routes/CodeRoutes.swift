import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Codes: by which keys they are checked, and which guardians are bound to them.
struct CodeRoutes: Sendable {
  let office: Office

  private var desk: BindingDesk { BindingDesk(office: office) }

  var routes: [Route] {
    [
      Route(.get, "/v1/codes/keys", Self.keys) { _ async throws(Problem) in
        .json(office.codes.keys, headers: [.cacheControl: "public, max-age=3600"])
      },
      Route(
        .post, "/v1/codes/{code}/bindings", caller: .sender,
        takes: .object(schema: "BindingRequest"), Self.post
      ) { exchange async throws(Problem) in try await bind(exchange) },
      Route(
        .delete, "/v1/codes/{code}/bindings", caller: .sender,
        takes: .object(schema: "UnbindingRequest"), Self.deleteByFields
      ) { exchange async throws(Problem) in try await unbindByFields(exchange) },
      Route(.delete, "/v1/codes/{code}/bindings/{id}", caller: .sender, Self.delete) {
        exchange async throws(Problem) in try await unbind(exchange)
      },
    ]
  }

  private func bind(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    var reader = RequestReader()
    let fields = reader.bindingFields(body)
    let channel = reader.needed("channel", body)
    if let channel, BindingDesk.Channel(rawValue: channel) == nil {
      reader.complain(
        .unknownCode, "/channel", "只有 familyAccount、agency。",
        "There are only familyAccount and agency.")
    }
    try reader.close()
    guard let fields, let channel = channel.flatMap({ BindingDesk.Channel(rawValue: $0) })
    else { throw .invalid([]) }
    let view = try await child(exchange)
    let (binding, isNew) = try await desk.bind(fields, channel, to: view, by: exchange.sender)
    return .json(binding.json, status: isNew ? .created : .ok)
  }

  private func unbind(_ exchange: Exchange) async throws(Problem) -> Response {
    let view = try await child(exchange)
    try await desk.unbind(exchange.parameter("id"), from: view, by: exchange.sender)
    return .noContent
  }

  private func unbindByFields(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    var reader = RequestReader()
    let fields = reader.bindingFields(body)
    try reader.close()
    guard let fields else { throw .invalid([]) }
    try await desk.unbind(fields, from: try await child(exchange), by: exchange.sender)
    return .noContent
  }

  private func child(_ exchange: Exchange) async throws(Problem) -> CaseView {
    let code = RequestReader.normalised(exchange.parameter("code"))
    let view = try await stored { () async throws(StoreError) in
      try await office.inspector.find(.code(code), asOf: nil)
    }
    guard let view else {
      throw .notFound(Plain("没有这个医保码。", "There is no such code."))
    }
    return view
  }

  private static let keys = Route.Description(
    operation: "listCodeKeys", tag: "codes",
    summary: "The public keys by which codes that parents show are checked, without asking anybody",
    answers: [.json(200, "The keys", "CodeKeys")])
  private static let post = Route.Description(
    operation: "bindGuardian", tag: "codes",
    summary: "Binds the mother by the three fields: certificate, her name, her ID number",
    answers: [
      .json(201, "Bound", "Binding"), .json(200, "Bound before", "Binding"),
    ], problems: [400, 401, 403, 404, 409, 413, 415, 422, 429])
  private static let deleteByFields = Route.Description(
    operation: "unbindMother", tag: "codes",
    summary: "Ends the binding of the mother whom the three fields name, for whoever lacks its id",
    answers: [.empty(204, "Ended, now or before")],
    problems: [400, 401, 403, 404, 413, 415, 422, 429])
  private static let delete = Route.Description(
    operation: "unbindGuardian", tag: "codes", summary: "Ends a binding; it can be made again",
    answers: [.empty(204, "Ended, now or before")], problems: [401, 403, 404])
}

extension RequestReader {
  /// The three fields; nil where one is missing, which is complained of.
  fileprivate mutating func bindingFields(_ body: JSONValue) -> BindingDesk.Fields? {
    let certificate = needed("birthCertificate", body)
    let name = needed("motherName", body)
    let number = needed("motherIdNumber", body)
    guard let certificate, let name, let number else { return nil }
    return BindingDesk.Fields(certificate: certificate, name: name, number: number)
  }
}
