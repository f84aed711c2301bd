import Foundation

/// The health commission's query service as others read its description
/// (`Tests/Doubles/certificate_query.py`), in a process of its own.
struct QueryDouble: Sendable {
  /// One question as the double saw it.
  struct Question: Decodable, Sendable {
    let number: String
    /// What is not as the description has it.
    let wrong: [String]
    let mood: String
  }

  static let account = [
    "username": "xayb", "password": "p<&>ass", "sid": "s_birth_01", "rid": "r-610100",
    "secret": "keep-this-to-yourself",
  ]

  private let counterpart: Counterpart
  var url: String { counterpart.url }

  init() throws {
    let account = try JSONEncoder().encode(Self.account)
    counterpart = try Counterpart(
      "certificate_query.py", [String(decoding: account, as: UTF8.self)])
  }

  /// The setting `certificateQuery` that leads to it.
  func settings(_ more: [String: Any] = [:]) throws -> String {
    var query: [String: Any] = ["url": url + "/service", "sender": "WJW61", "allowPrivate": true]
    query.merge(Self.account) { $1 }
    query.merge(more) { $1 }
    let data = try JSONSerialization.data(
      withJSONObject: ["certificateQuery": query], options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  func feel(_ mood: String, about number: String) async throws {
    try await counterpart.put("/mood/" + number, mood)
  }

  /// Lets it know girls born on 28 February 2026, each of a mother of her own.
  func knows(_ births: [(number: String, mother: String)]) async throws {
    let all = births.map { number, mother in
      [
        "birthCode": number, "babyName": "李一诺", "babySexCode": "2",
        "birthTime": "2026-02-28 08:00", "momName": "王芳", "momIdCode": mother,
      ]
    }
    let body = String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
    try await counterpart.put("/births", body)
  }

  func log() async throws -> [Question] {
    let log = Data(try await counterpart.get("/log"))
    return try JSONDecoder().decode([Question].self, from: log)
  }
}
