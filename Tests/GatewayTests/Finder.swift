import Foundation
import Testing
import Wire

/// Whoever looks for a page without its link, with a browser that keeps the form's cookie.
struct Finder {
  static let form = "application/x-www-form-urlencoded"

  let gateway: RunningGateway
  private(set) var token = ""
  private(set) var cookie = ""

  /// Opens the form.
  init(_ gateway: RunningGateway, at path: String = "/p/find") async throws {
    self.gateway = gateway
    let page = try await gateway.get(path)
    #expect(page.status == 200)
    let match = try #require(page.text.firstMatch(of: /name="form" value="([0-9a-f]{32})"/))
    token = String(match.1)
    cookie = String(try #require(page.headers["set-cookie"]).prefix { $0 != ";" })
  }

  func ask(
    _ certificate: String, _ number: String, token: String? = nil, cookie: String? = nil,
    headers: [(name: String, value: String)] = []
  ) async throws -> RunningGateway.Answer {
    func escaped(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
    let body =
      "form=\(token ?? self.token)&birthCertificate=\(escaped(certificate))"
      + "&documentNumber=\(escaped(number))"
    return try await gateway.send(
      "POST", "/p/find", body, type: Self.form,
      headers: [
        (name: "Cookie", value: cookie ?? self.cookie), (name: "Accept-Language", value: "en"),
      ] + headers)
  }
}

/// A provider of text messages on loopback, and the settings that name it.
struct TextMessages {
  private let receiver: Receiver
  let settings: String

  init(in folder: Folder, more: String = "") throws {
    receiver = try Receiver(answers: [])
    settings = try folder.file(
      "settings.json",
      """
      {"sms": [{"id": "first", "url": "http://127.0.0.1:\(receiver.port)/send",
        "allowPrivate": true, "body": {"to": "{{phone}}", "kind": "{{kind}}",
        "text": "{{text}}", "link": "{{link}}"}}]\(more)}
      """)
  }

  /// The letters with a link alone that were taken, once everything that waits has been sent.
  func links(_ gateway: RunningGateway) async throws -> [JSONValue] {
    try await until {
      let lanes = try await gateway.get("/v1/deliveries/lanes").json["lanes"]?.array ?? []
      return !lanes.contains { $0["lane"] == "sms:asked" && ($0["waiting"]?.int ?? 0) > 0 }
    }
    // What comes now is the last in the provider's book.
    _ = try Python.run(
      """
      import http.client
      line = http.client.HTTPConnection("127.0.0.1", \(receiver.port), timeout=120)
      line.request("POST", "/send", '{"kind": "end"}')
      line.getresponse().read()
      """)
    var links: [JSONValue] = []
    while true {
      let body = try receiver.requests(1).first?["body"]?.string ?? "{}"
      let message = try JSONValue(parsing: Array(body.utf8))
      if message["kind"] == "end" { return links }
      if message["kind"] == "page-link" { links.append(message) }
    }
  }
}
