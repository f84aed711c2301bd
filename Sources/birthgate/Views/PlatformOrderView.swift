import Casework
import Engine
import Wire

extension OrderView {
  /// An order to the insurance platform as lists show it: members are always present.
  var json: JSONValue {
    .record([
      "id": .string(id), "caseId": .string(caseID.rawValue),
      "operation": .string(operation.rawValue), "operationText": .plain(operation.word),
      "idType": .text(document?.kind.rawValue), "idNumber": .text(document?.number),
      "reason": .text(reason), "rules": .texts(rules), "at": .instant(at),
      "state": .string(state.rawValue), "replaced": .bool(isMoot), "attempts": .int(attempts),
      "note": .text(note), "noteText": note.map { .plain(NoteWords.plain($0)) } ?? .null,
      "answers": .array(answers.map(\.json)),
    ])
  }

  /// What a person can do about one that was not carried out, and how the task ends.
  var cure: Plain {
    let first =
      if answers.last?.isDone == true {
        Plain(
          "平台所发的码已属于另一个案：请核对两个案是否同一名儿童，是则合并，否则请平台更正。",
          """
          The code that the platform issued is another case's: find out whether the two are one \
          child and link them, else have the platform put it right.
          """)
      } else if state == .failed {
        Plain(
          "平台没有答复，或设置中没有这项业务：请核对连接和设置。",
          """
          The platform gave no answer, or the settings lack the operation: check the line and the \
          settings.
          """)
      } else {
        operation.cure
      }
    return Plain(
      first.chinese + "办妥后重发（birthgate deliveries resend \(id)）；无须再办的，结束这项待办并写明理由。",
      first.english
        + " Then send it again (birthgate deliveries resend \(id)); where nothing need be done any"
        + " more, dismiss the task and say why.")
  }
}

extension PlatformAnswer {
  fileprivate var json: JSONValue {
    .record([
      "at": at.map { .instant($0) } ?? .null, "infcode": .string(code), "accepted": .bool(isDone),
      "reference": .text(reference), "message": .text(message), "issued": .text(issued),
    ])
  }
}

extension IssuedCode {
  /// The platform's own name for a child's code, beside `code.value`, which is ours.
  var json: JSONValue {
    .record(["issuedCode": .string(value), "issuedAt": at.map { .instant($0) } ?? .null])
  }
}

extension InsuranceOrder.Operation {
  var word: Plain {
    switch self {
    case .enrol: Plain("参保登记", "enrol the child")
    case .updateIdentity: Plain("变更证件", "move the record to another document")
    case .requestCode: Plain("申请医保码", "issue a code")
    case .suspend: Plain("停用医保码", "let the code rest")
    case .terminate: Plain("终止参保", "end the record")
    }
  }

  /// What to look at where the platform refuses it.
  fileprivate var cure: Plain {
    switch self {
    case .enrol:
      Plain(
        "请在平台核对该儿童是否已有参保记录，并核对姓名、性别、出生日期和证件。",
        """
        Look whether the child has a record on the platform already, and at its name, sex, birth \
        day and document.
        """)
    case .updateIdentity:
      Plain(
        "请在平台核对原证件名下有无记录，新证件是否已在别的记录名下。",
        """
        Look whether the platform has a record under the former document, and whether the new one \
        stands in another.
        """)
    case .requestCode:
      Plain(
        "请在平台核对参保记录是否有效，是否已发过码。",
        "Look whether the record on the platform is in force, and whether it has a code already.")
    case .suspend:
      Plain("请在平台核对该码是否已停用。", "Look whether the code rests already.")
    case .terminate:
      Plain("请在平台核对记录是否已终止。", "Look whether the record has ended already.")
    }
  }
}
