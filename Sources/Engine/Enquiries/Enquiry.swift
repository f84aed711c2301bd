package import Casework
import Wire

/// One certificate that is named and missing, and how the asking after it stands. Kept sealed, one
/// record for each number.
package struct Enquiry: Hashable, Sendable {
  package enum State: String, CaseIterable, Sendable {
    /// Named less long ago than the settings let pass before the service is asked.
    case waiting
    /// The question is not whole; it is asked once it is.
    case lacking
    case asking
    /// The service knew it, and its answer was taken as a message.
    case found
    /// It came by itself, or nobody names it any more.
    case ended
    /// Asked long enough in vain: a person must see to it.
    case givenUp

    /// Whether anything is still to be done about it.
    var isOpen: Bool { self == .waiting || self == .lacking || self == .asking }
  }

  /// How an attempt ended.
  package enum Outcome: String, CaseIterable, Sendable {
    case found
    /// The service knows no such certificate.
    case none
    /// It says no: a SOAP fault, or a code other than success.
    case refused
    /// It told of another certificate or another mother than was asked about. Never taken.
    case otherChild
    /// Several records that say different things of the same certificate. None is taken.
    case contradictory
    /// Nothing that could be read, or a record the reader refuses.
    case broken
    /// No whole answer came.
    case unanswered

    /// Whether the service has spoken: then it is not asked again the same day.
    var isAnswer: Bool {
      switch self {
      case .found, .none, .refused, .otherChild, .contradictory: true
      case .broken, .unanswered: false
      }
    }
  }

  package var number: String
  package var caseID: CaseID
  /// When the first message came that names it.
  package var since: Instant
  package var state: State
  package var attempts = 0
  /// Attempts in a row that ended like the last one: with an answer, or without.
  package var inARow = 0
  package var firstAskedAt: Instant?
  package var lastAskedAt: Instant?
  package var nextAt: Instant?
  package var outcome: Outcome?
  /// What is behind the outcome: `HTTP 500`, `success 2`. No personal data.
  package var detail: String?
  /// What the question lacks: `motherIdNumber`, `motherName`.
  package var lacking: [String] = []
  /// What was asked last.
  package var asked: CertificateQuestion?
  /// The message the answer was taken as.
  package var messageID: String?

  init(number: String, caseID: CaseID, since: Instant) {
    self.number = number
    self.caseID = caseID
    self.since = since
    state = .waiting
  }
}

// MARK: - As it is kept

extension Enquiry {
  static let recordKind = "enquiry"

  var json: JSONValue {
    var object = JSONObject()
    object["number"] = .string(number)
    object["caseId"] = .string(caseID.rawValue)
    object["since"] = .string(since.rfc3339)
    object["state"] = .string(state.rawValue)
    object["attempts"] = .int(attempts)
    object["inARow"] = .int(inARow)
    object["firstAskedAt"] = firstAskedAt.map { .string($0.rfc3339) }
    object["lastAskedAt"] = lastAskedAt.map { .string($0.rfc3339) }
    object["nextAt"] = nextAt.map { .string($0.rfc3339) }
    object["outcome"] = outcome.map { .string($0.rawValue) }
    object["detail"] = detail.map(JSONValue.string)
    object["lacking"] = .array(lacking.map(JSONValue.string))
    object["motherIdNumber"] = asked.map { .string($0.motherIDNumber) }
    object["motherName"] = asked.map { .string($0.motherName) }
    object["messageId"] = messageID.map(JSONValue.string)
    return .object(object)
  }

  init?(json: JSONValue) {
    func text(_ name: String) -> String? { json[name]?.string }
    func instant(_ name: String) -> Instant? { text(name).flatMap { Instant(rfc3339: $0) } }
    guard let number = text("number"), let caseID = text("caseId"), let since = instant("since"),
      let state = text("state").flatMap(State.init), let attempts = json["attempts"]?.int,
      let inARow = json["inARow"]?.int
    else { return nil }
    self.init(number: number, caseID: CaseID(rawValue: caseID), since: since)
    self.state = state
    self.attempts = attempts
    self.inARow = inARow
    firstAskedAt = instant("firstAskedAt")
    lastAskedAt = instant("lastAskedAt")
    nextAt = instant("nextAt")
    outcome = text("outcome").flatMap(Outcome.init)
    detail = text("detail")
    lacking = json["lacking"]?.array?.compactMap(\.string) ?? []
    if let mother = text("motherIdNumber"), let name = text("motherName") {
      asked = CertificateQuestion(number: number, motherIDNumber: mother, motherName: name)
    }
    messageID = text("messageId")
  }
}
