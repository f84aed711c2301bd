import Casework
import Engine
import HTTPTypes
import Hummingbird
import LibCrypto
import Logging
import Wire

/// Whether a child's code settles on a day of care.
struct EligibilityRoutes: Sendable {
  let office: Office
  let logger: Logger

  var routes: [Route] {
    [
      Route(.post, "/v1/eligibility", takes: .object(schema: "EligibilityQuestion"), Self.post) {
        exchange async throws(Problem) in try await judge(exchange)
      }
    ]
  }

  private func judge(_ exchange: Exchange) async throws(Problem) -> Response {
    let body = try scanned(try exchange.object())
    let child = try RequestReader.key(in: body)
    var reader = RequestReader()
    let admitted = reader.day("admittedOn", body)
    let discharged = reader.day("dischargedOn", body)
    let day = reader.day("serviceDate", body) ?? admitted
    if day == nil, !reader.hasFaults {
      reader.complain(
        .missing, "/serviceDate", "缺少就诊日期。", "The day of care is missing.")
    }
    let institution = reader.institution(body)
    reader.checkStay(day, admitted, discharged)
    try reader.close()
    guard let day else { throw .noSuchCase }
    var question = CareQuestion(child, on: day)
    question.admittedOn = admitted
    question.dischargedOn = discharged
    let asked = question
    let eligibility = try await stored { () async throws(StoreError) in
      try await office.inspector.eligibility(asked)
    }
    if let id = eligibility.caseID {
      // Who signs is known; a name in the question is only what somebody says.
      var reader = exchange.reader
      if reader == .desk, let institution { reader = .claimed(institution) }
      office.access.note([id], route: Self.post.operation, who: reader, purpose: "care")
    }
    // Who asked about a day of care; of whom is no business of a log's.
    logger.info(
      "eligibility judged",
      metadata: [
        "institution": "\(institution ?? "-")", "serviceDate": "\(day)",
        "settles": "\(eligibility.settles)", "covered": "\(eligibility.covered)",
      ])
    return .json(
      eligibility.json(in: exchange.language).with("institution", .text(institution)))
  }

  /// A code as it was scanned from a parent's page stands for the code in it, once it is proved.
  private func scanned(_ body: JSONValue) throws(Problem) -> JSONValue {
    guard let text = body.member("code")?.string, text.hasPrefix(CodeToken.mark + ".") else {
      return body
    }
    do throws(CodeToken.Trouble) {
      let token = try CodeToken(text)
      try token.check(office.codes.key.publicKey, at: office.world.now())
      return body.with("code", .string(token.code))
    } catch {
      throw .invalid([Fault(.notAllowed, at: "/code", error.plain)])
    }
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

extension RequestReader {
  fileprivate mutating func day(_ name: String, _ body: JSONValue) -> CivilDate? {
    guard let value = body.member(name), !value.isNull else { return nil }
    if let day = value.string.flatMap({ CivilDate($0) }) { return day }
    complain(
      .notADate, "/\(name)", "须为存在的日期 YYYY-MM-DD。", "A day of the calendar, YYYY-MM-DD.")
    return nil
  }

  /// A code of a hospital: short, and safe in a log.
  fileprivate mutating func institution(_ body: JSONValue) -> String? {
    guard let value = body.member("institution"), !value.isNull else { return nil }
    guard let text = value.string else {
      complain(
        .identifierNotString, "/institution", "机构代码须为文本。", "The institution is a text.")
      return nil
    }
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    if isPlain, text.count <= 64 { return text.isEmpty ? nil : text }
    complain(.format, "/institution", "机构代码至多 64 个字符。", "At most 64 characters of text.")
    return nil
  }

  fileprivate mutating func checkStay(
    _ day: CivilDate?, _ admitted: CivilDate?, _ discharged: CivilDate?
  ) {
    if let admitted, let discharged, discharged < admitted {
      complain(
        .range, "/dischargedOn", "出院日期早于入院日期。", "The discharge lies before the admission.")
    }
    if discharged != nil, admitted == nil {
      complain(.missing, "/admittedOn", "缺少入院日期。", "The day of admission is missing.")
    }
    if let day, let admitted, day < admitted || discharged.map({ day > $0 }) ?? false {
      complain(
        .range, "/serviceDate", "就诊日期不在住院期间。", "The day of care lies outside the stay.")
    }
  }
}
