import HTTPTypes
import Hummingbird

/// One request the gateway answers: declared as data, so that the address, who may call it, what it
/// takes and what OpenAPI says of it can never differ.
struct Route: Sendable {
  /// Who may call a route. Until there are accounts the gateway listens on loopback only, and
  /// that is what `anyone` leans on.
  enum Caller: String, Sendable {
    /// Whoever reaches the loopback listener.
    case anyone
    /// A registered sender with a signature, where the settings name senders.
    case sender
    /// Whoever holds the unguessable token in the path.
    case tokenHolder
  }

  /// What a route takes in its body, and how.
  enum Intake: Sendable {
    case nothing
    /// One small JSON object; where `optional`, an empty body stands for `{}`.
    case object(schema: String, optional: Bool = false)
    /// A small form, as a browser sends it.
    case form
    /// One message, in JSON or XML.
    case message
    /// The tickets of a day, as an object or line by line.
    case tickets
    /// A stream of messages, which the handler reads by itself.
    case batch
    /// A SOAP envelope with a message in it.
    case soap
  }

  typealias Handler = @Sendable (Exchange) async throws(Problem) -> Response
  /// How a problem is said on a route.
  typealias Refusal = @Sendable (Problem, Request) -> Response

  let method: HTTPRequest.Method
  /// With `{name}` for what varies.
  let path: String
  let caller: Caller
  let intake: Intake
  let about: Description
  let handler: Handler
  let refusal: Refusal

  init(
    _ method: HTTPRequest.Method, _ path: String, caller: Caller = .anyone,
    takes intake: Intake = .nothing, _ about: Description,
    refusal: Refusal? = nil, handler: @escaping Handler
  ) {
    self.method = method
    self.path = path
    self.caller = caller
    self.intake = intake
    self.about = about
    self.refusal = refusal ?? Self.refusal(at: path)
    self.handler = handler
  }

  /// How a problem is said at an address: to people on a page, to machines as a document.
  static func refusal(at path: some StringProtocol) -> Refusal {
    if path.hasPrefix("/p/") { return PageAnswer.refusal }
    return { problem, _ in problem.response }
  }
}

extension Route {
  /// What OpenAPI says of a route.
  struct Description: Sendable {
    struct Parameter: Sendable {
      let name: String
      let about: String
      var pattern: String?
      var choices: [String] = []

      init(_ name: String, _ about: String, pattern: String? = nil, choices: [String] = []) {
        self.name = name
        self.about = about
        self.pattern = pattern
        self.choices = choices
      }
    }

    struct Answer: Sendable {
      let status: Int
      let about: String
      /// The media type and the name of the schema of its content, where it has one.
      let content: (type: String, schema: String?)?

      static func json(_ status: Int, _ about: String, _ schema: String) -> Answer {
        Answer(status: status, about: about, content: ("application/json", schema))
      }

      static func other(_ status: Int, _ about: String, _ type: String) -> Answer {
        Answer(status: status, about: about, content: (type, nil))
      }

      static func empty(_ status: Int, _ about: String) -> Answer {
        Answer(status: status, about: about, content: nil)
      }
    }

    let operation: String
    let tag: String
    let summary: String
    var query: [Parameter] = []
    let answers: [Answer]
    /// Statuses of problems this route may answer, besides those any route may.
    var problems: [Int] = []
  }
}
