import Casework
import Engine
import Wire

extension Enquiry {
  /// As tasks and lists show it.
  var view: JSONValue {
    .record([
      "birthCertificateNumber": .string(number), "state": .string(state.rawValue),
      "since": .instant(since), "attempts": .int(attempts),
      "firstAskedAt": .text(firstAskedAt?.rfc3339), "lastAskedAt": .text(lastAskedAt?.rfc3339),
      "nextAt": .text(nextAt?.rfc3339), "outcome": .text(outcome?.rawValue),
      "detail": .text(detail), "lacking": .texts(lacking), "messageId": .text(messageID),
      "assumed": .texts(state == .found ? Self.assumed : []),
    ])
  }

  /// What the service does not say and its dialect puts something in the place of: the birth day
  /// for the day of issue, the number's province for the place.
  private static let assumed = ["issuedOn", "birthPlace.division"]

  /// One line for a terminal.
  var line: Plain {
    let parts = [number, caseID.rawValue, lastAskedAt?.rfc3339, detail].compactMap { $0 }
    let rest = parts.joined(separator: "  ")
    let next = nextAt.map { ("，下次 \($0.rfc3339)", ", next \($0.rfc3339)") } ?? ("", "")
    let missing = lacking.isEmpty ? "" : ": " + lacking.joined(separator: " ")
    return Plain(
      "\(state.title.chinese)\(missing)（\(attempts) 次\(next.0)）"
        + "\(outcome.map { " " + $0.title.chinese } ?? "")  \(rest)",
      "\(state.title.english)\(missing) (\(attempts) attempts\(next.1))"
        + "\(outcome.map { " " + $0.title.english } ?? "")  \(rest)")
  }
}

extension Enquiry.State {
  var title: Plain {
    switch self {
    case .waiting: Plain("等待", "waiting")
    case .lacking: Plain("缺少要素", "lacking")
    case .asking: Plain("查询中", "asking")
    case .found: Plain("已查到", "found")
    case .ended: Plain("已结束", "ended")
    case .givenUp: Plain("已停止，待人工处理", "given up, for a person to see to")
    }
  }
}

extension Enquiry.Outcome {
  var title: Plain {
    switch self {
    case .found: Plain("查到", "found")
    case .none: Plain("查无此证", "no such certificate")
    case .refused: Plain("被拒绝", "refused")
    case .otherChild: Plain("答复的是另一张证或另一位母亲", "told of another certificate or mother")
    case .contradictory: Plain("答复互相矛盾", "contradictory records")
    case .broken: Plain("答复无法读取", "an answer that cannot be read")
    case .unanswered: Plain("没有答复", "no answer")
    }
  }
}
