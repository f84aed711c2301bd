import Casework
import Engine
import HTTPTypes
import Hummingbird
import Wire

/// Whether a child's code settles on a day of care.
struct EligibilityRoutes: Sendable {
  let office: Office

  var routes: [Route] {
    [
      Route(.post, "/v1/eligibility", takes: .object(schema: "EligibilityQuestion"), Self.post) {
        exchange async throws(Problem) in try await judge(exchange)
      }
    ]
  }

  private func judge(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try exchange.object()
    let query = try RequestReader.key(in: body)
    var reader = RequestReader()
    let text = body.member("serviceDate")?.string
    if text == nil {
      reader.complain(
        .missing, "/serviceDate", "缺少就诊日期。", "The day of care is missing.")
    }
    if let place = body.member("institution"), !place.isNull, place.string == nil {
      reader.complain(
        .identifierNotString, "/institution", "机构代码须为文本。", "The institution is a text.")
    }
    try reader.close()
    guard let day = try RequestReader.day(text, at: "/serviceDate") else { throw .noSuchCase }
    let eligibility = try await stored { () async throws(StoreError) in
      try await office.inspector.eligibility(query, on: day)
    }
    return .json(eligibility.json(in: exchange.language))
  }

  private static let post = Route.Description(
    operation: "judgeEligibility", tag: "eligibility",
    summary: "Whether a code settles and covers on a day of care, and why",
    answers: [
      .json(
        200, "The judgement; an unknown code neither settles nor covers",
        "Eligibility")
    ],
    problems: [400, 413, 415, 422])
}
