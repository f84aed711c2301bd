import Foundation
import Testing
import Wire

/// A parent with a browser: keeps the cookies it is given, follows nothing by itself.
final class ParentVisitor {
  let gateway: RunningGateway
  /// The path of the link.
  let path: String
  private(set) var cookies: [String: String] = [:]
  /// The last Set-Cookie of each name, whole.
  private(set) var setCookies: [String: String] = [:]

  init(_ gateway: RunningGateway, case id: String) async throws {
    self.gateway = gateway
    let made = try await gateway.send("POST", "/v1/cases/\(id)/parent-links")
    let url = try #require(made.json["url"]?.string)
    path = String(url.suffix(from: try #require(url.range(of: "/p/")).lowerBound))
  }

  func get(_ rest: String = "", language: String = "en") async throws -> RunningGateway.Answer {
    try await send("GET", rest, "", [(name: "Accept-Language", value: language)])
  }

  func post(
    _ rest: String, _ fields: KeyValuePairs<String, String>,
    headers: [(name: String, value: String)] = []
  ) async throws -> RunningGateway.Answer {
    let body = fields.map { "\($0.key)=\(Self.escaped($0.value))" }.joined(separator: "&")
    return try await send(
      "POST", rest, body,
      [
        (name: "Accept-Language", value: "en"),
        (name: "Content-Type", value: "application/x-www-form-urlencoded"),
      ] + headers)
  }

  func enter(_ last4: String) async throws -> RunningGateway.Answer {
    try await post("/enter", ["last4": last4])
  }

  /// The token that a form of a page carries.
  func token(_ rest: String) async throws -> String {
    let page = try await get(rest)
    let match = try #require(page.text.firstMatch(of: /name="form" value="([0-9a-f]+)"/))
    return String(match.1)
  }

  /// As from another browser, with the same link.
  func forgetCookies() { cookies = [:] }

  func take(_ other: ParentVisitor) { cookies = other.cookies }

  private func send(
    _ method: String, _ rest: String, _ body: String, _ headers: [(name: String, value: String)]
  ) async throws -> RunningGateway.Answer {
    var all = headers
    if !cookies.isEmpty {
      let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      all.append((name: "Cookie", value: pairs.joined(separator: "; ")))
    }
    let answer = try await gateway.send(method, path + rest, body, headers: all)
    if let text = answer.headers["set-cookie"] {
      let pair = text.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
      let name = pair[0]
      setCookies[name] = text
      cookies[name] = pair.count > 1 && !pair[1].isEmpty ? pair[1] : nil
    }
    return answer
  }

  private static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }
}
