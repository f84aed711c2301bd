import Casework
import HTTPTypes
import Wire

/// What a code means and what cures it, for whoever must mend a message or a request.
struct ErrorEntry: Hashable, Sendable {
  /// Where a code is met.
  enum Place: String, CaseIterable, Sendable {
    /// As the last part of a problem's `type`.
    case problem
    /// As `reason` of a problem 401.
    case reason
    /// In the `errors` of a problem.
    case error
    /// In the `warnings` of a receipt or a check; the message is taken.
    case warning
  }

  var code: String
  var places: [Place]
  /// The status it comes with; nil for warnings.
  var status: Int?
  var remedy: Remedy

  var json: JSONValue {
    .record([
      "code": .string(code), "places": .texts(places.map(\.rawValue)),
      "status": status.map(JSONValue.int), "meaning": .plain(remedy.meaning),
      "cure": .plain(remedy.cure),
    ])
  }
}

/// What is the matter, and what to do about it, in both languages.
struct Remedy: Hashable, Sendable {
  var meaning: Plain
  var cure: Plain

  init(_ meaning: Plain, cure: Plain) {
    self.meaning = meaning
    self.cure = cure
  }
}

/// Every code that a sender may meet, each once.
enum ErrorCatalogue {
  /// Problems by status, the reasons of 401, errors of messages, warnings.
  static let entries: [ErrorEntry] = problems + reasons + findings

  static func entry(_ code: String) -> ErrorEntry? { entries.first { $0.code == code } }

  /// The last part of `type`; one of them is a code of `errors` as well and stands there once.
  private static let problems = Problem.Kind.allCases.map { kind in
    ErrorEntry(
      code: kind.rawValue,
      places: Finding.Code(rawValue: kind.rawValue) == nil ? [.problem] : [.problem, .error],
      status: kind.status.code, remedy: kind.remedy)
  }.sorted { ($0.status ?? 0) < ($1.status ?? 0) }

  private static let reasons = SignatureFault.allCases.map { fault in
    ErrorEntry(
      code: fault.rawValue, places: [.reason], status: Problem.Kind.unauthorized.status.code,
      remedy: fault.remedy)
  }

  private static let findings = Finding.Code.allCases
    .filter { Problem.Kind(rawValue: $0.rawValue) == nil }
    .map { code in
      ErrorEntry(
        code: code.rawValue, places: [code.status == nil ? .warning : .error],
        status: code.status, remedy: code.remedy)
    }
}
