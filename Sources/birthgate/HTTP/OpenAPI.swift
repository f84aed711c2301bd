import HTTPTypes
import Wire

/// The description of the interface (OpenAPI 3.1), made from the very table that answers requests.
enum OpenAPI {
  static func document(of routes: [Route]) -> JSONValue {
    var paths = JSONObject()
    for route in routes {
      let item = paths[route.path] ?? .object(JSONObject())
      paths[route.path] = item.with(route.method.rawValue.lowercased(), operation(route))
    }
    return .record([
      "openapi": "3.1.0",
      "info": .record([
        "title": "Birthgate", "version": "1",
        "summary": "Integration gateway for the newborn's one thing",
        "description": .string(about),
      ]),
      "servers": [["url": "/"]],
      "paths": .object(paths),
      "components": .record([
        "schemas": OpenAPISchemas.all,
        "securitySchemes": .record([
          "signature": .record([
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": .string(signature),
          ])
        ]),
      ]),
    ])
  }

  private static func operation(_ route: Route) -> JSONValue {
    var operation = JSONValue.record([
      "operationId": .string(route.about.operation), "tags": .texts([route.about.tag]),
      "summary": .string(route.about.summary), "x-caller": .string(route.caller.rawValue),
      "responses": responses(route),
    ])
    let parameters = pathParameters(route.path) + route.about.query.map(queryParameter)
    if !parameters.isEmpty { operation = operation.with("parameters", .array(parameters)) }
    if let body = requestBody(route.intake) { operation = operation.with("requestBody", body) }
    if route.caller == .sender {
      // Without senders in the settings nothing needs to be signed.
      operation = operation.with("security", [["signature": []], [:]])
    }
    return operation
  }

  private static func responses(_ route: Route) -> JSONValue {
    var responses = JSONObject()
    for answer in route.about.answers {
      var response = JSONValue.record(["description": .string(answer.about)])
      if let content = answer.content {
        let schema = content.schema.map(reference) ?? ["type": "string"]
        response = response.with(
          "content", .record([:]).with(content.type, .record(["schema": schema])))
      }
      responses[String(answer.status)] = response
    }
    // A page says it on the page, SOAP in a fault.
    let saysOtherwise =
      switch route.intake {
      case .soap: true
      case .nothing, .object, .form, .message, .batch, .tickets:
        route.caller == .tokenHolder || route.about.tag == "pages"
      }
    let statuses = saysOtherwise ? [] : route.about.problems + [503]
    for status in statuses where responses[String(status)] == nil {
      responses[String(status)] = .record([
        "description": .string(problems[status] ?? "Problem"),
        "content": .record([
          "application/problem+json": .record(["schema": reference("Problem")])
        ]),
      ])
    }
    return .object(responses)
  }

  private static func requestBody(_ intake: Route.Intake) -> JSONValue? {
    switch intake {
    case .nothing: return nil
    case .object(let schema, let optional):
      return .record([
        "required": .bool(!optional),
        "content": .record(["application/json": .record(["schema": reference(schema)])]),
      ])
    case .form: return body(MediaTypes.form, ["type": "object"])
    case .message: return body(MediaTypes.message, reference("Message"))
    case .tickets: return body(MediaTypes.tickets, reference("Reconcile"))
    case .batch: return body(MediaTypes.batch, ["type": "string"])
    case .soap: return body(MediaTypes.soap, ["type": "string"])
    }
  }

  private static func body(_ types: [MediaTypes.Entry], _ json: JSONValue) -> JSONValue {
    var content = JSONObject()
    for type in types {
      let isObject = type.name == "application/json" || type.name == MediaTypes.form[0].name
      let schema: JSONValue = isObject ? json : ["type": "string"]
      content[type.name] = .record(["schema": schema])
    }
    return .record(["required": true, "content": .object(content)])
  }

  private static func pathParameters(_ path: String) -> [JSONValue] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
      .record([
        "name": .string(String(part.dropFirst().dropLast())), "in": "path", "required": true,
        "schema": ["type": "string"],
      ])
    }
  }

  private static func queryParameter(_ parameter: Route.Description.Parameter) -> JSONValue {
    var schema: JSONValue = ["type": "string"]
    if let pattern = parameter.pattern { schema = schema.with("pattern", .string(pattern)) }
    if !parameter.choices.isEmpty { schema = schema.with("enum", .texts(parameter.choices)) }
    return .record([
      "name": .string(parameter.name), "in": "query", "required": false,
      "description": .string(parameter.about), "schema": schema,
    ])
  }

  private static func reference(_ name: String) -> JSONValue {
    .record(["$ref": .string("#/components/schemas/\(name)")])
  }

  private static let problems = [
    400: "Not well-formed", 401: "Unknown sender or bad signature", 403: "Not yours to send",
    404: "Not found", 409: "Same sender and id, other content", 413: "Over 1 MiB",
    415: "Unsupported media type", 422: "Wrong fields",
    503: "The store is away or full; Retry-After says when to come again",
  ]

  private static let about = """
    Messages from hospitals, registration offices and tax bureaus about one newborn form one case. \
    A receipt is sent only after the message is durably stored, and every read after it shows the \
    message. Whatever goes wrong is answered with application/problem+json (RFC 9457), all errors \
    at once, each in zh-CN and en; where several statuses apply, the first of 413, 415, 401, 400, \
    403, 422, 409, 503. Bodies are limited to 1 MiB; a batch is read as a stream, unless it is \
    signed: then it may have 16 MiB. The schemas of the message families are printed by \
    `birthgate schema FAMILY`; the families are \(Families.names).
    """

  private static let signature = """
    `Birthgate-HMAC-SM3 sender=…, ts=…, nonce=…, sig=…` or `Birthgate-SM2 …`, over \
    method\\npath\\nts\\nnonce\\nSM3(body): the request target as sent, Unix seconds within five \
    minutes, a nonce of 16 to 64 characters used once, the SM3 of the raw body in lower-case hex.
    """
}
