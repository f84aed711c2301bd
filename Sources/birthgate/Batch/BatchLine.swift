import Engine
import HTTPTypes
import Wire

/// How one message of a batch was taken: a line of the answer.
struct BatchLine: Sendable {
  var id: String?
  var fate: Result<Taken, Problem>

  init(_ fate: Result<Taken, Problem>, id: String? = nil) {
    self.fate = fate
    self.id = id
  }

  enum Status: String, Sendable { case accepted, repeated, rejected }

  var status: Status {
    switch fate {
    case .success(.accepted): .accepted
    case .success(.repeated): .repeated
    case .failure: .rejected
    }
  }

  /// Nobody has judged the message yet: the store was away or full.
  var isUndecided: Bool {
    if case .failure(let problem) = fate { problem.status == .serviceUnavailable } else { false }
  }

  /// The message could not be read at all.
  var isUnreadable: Bool {
    if case .failure(let problem) = fate { problem.status.code == 400 } else { false }
  }

  func json(_ index: Int) -> JSONValue {
    let rest: JSONValue =
      switch fate {
      case .success(.accepted(let receipt)), .success(.repeated(let receipt)):
        .record(["id": .string(receipt.id), "receipt": receipt.json])
      case .failure(let problem): .record(["id": .text(id), "problem": problem.json])
      }
    return rest.with("index", .int(index)).with("status", .string(status.rawValue))
  }
}
