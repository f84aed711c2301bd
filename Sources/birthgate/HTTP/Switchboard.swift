import HTTPTypes

/// Finds the route of a request among all routes.
struct Switchboard: Sendable {
  /// What a request target leads to.
  enum Outcome: Sendable {
    case found(Route, parameters: [String: String])
    /// The path is known, but not with this method.
    case otherMethods([String])
    case nothing
  }

  private struct Pattern: Sendable {
    let segments: [Segment]
    var routes: [Route]
  }

  private enum Segment: Hashable, Sendable {
    case fixed(String)
    case varying(String)
  }

  private var fixed: [String: [Route]] = [:]
  private var patterns: [Pattern] = []

  init(_ routes: [Route]) {
    for route in routes {
      if !route.path.contains("{") {
        fixed[route.path, default: []].append(route)
        continue
      }
      let segments = Self.segments(of: route.path)
      if let place = patterns.firstIndex(where: { $0.segments == segments }) {
        patterns[place].routes.append(route)
      } else {
        patterns.append(Pattern(segments: segments, routes: [route]))
      }
    }
  }

  func find(_ method: HTTPRequest.Method, _ path: some StringProtocol) -> Outcome {
    if let routes = fixed[String(path)] { return pick(method, routes, [:]) }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for pattern in patterns where pattern.segments.count == parts.count {
      if let parameters = Self.match(parts, pattern.segments) {
        return pick(method, pattern.routes, parameters)
      }
    }
    return .nothing
  }

  private func pick(
    _ method: HTTPRequest.Method, _ routes: [Route], _ parameters: [String: String]
  ) -> Outcome {
    // HEAD is GET without the content (RFC 9110, 9.3.2).
    let wanted = method == .head ? .get : method
    if let route = routes.first(where: { $0.method == wanted }) {
      return .found(route, parameters: parameters)
    }
    var allowed = routes.map(\.method.rawValue)
    if allowed.contains("GET") { allowed.append("HEAD") }
    return .otherMethods(allowed.sorted())
  }

  private static func segments(of path: String) -> [Segment] {
    path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
      part.hasPrefix("{") ? .varying(String(part.dropFirst().dropLast())) : .fixed(String(part))
    }
  }

  private static func match(
    _ parts: some Collection<some StringProtocol>, _ segments: [Segment]
  ) -> [String: String]? {
    var parameters: [String: String] = [:]
    for (part, segment) in zip(parts, segments) {
      switch segment {
      case .fixed(let text): if part != text { return nil }
      case .varying(let name):
        guard let value = Percent.decode(part), !value.isEmpty else { return nil }
        parameters[name] = value
      }
    }
    return parameters
  }
}
