import Casework
import Engine
import HTTPTypes
import Wire

/// What became of the records of a SOAP message, in the manner of the certificate query service:
/// `success` 0 is good, anything else is the status the record would have had on its own.
enum SOAPResult {
  static func element(of fates: [Result<Taken, Problem>]) -> XMLElement {
    let problem = fates.lazy.compactMap(\.problem).first
    return XMLElement(
      "MDEML", ("templateVersion", "1.0"),
      children: [
        XMLElement("resultinfo", children: head(problem)),
        XMLElement("body", children: fates.map(data)),
      ])
  }

  /// The problem that the whole message shares; nil where a record was taken or judged by what it
  /// says, and each record then speaks for itself.
  static func fault(of fates: [Result<Taken, Problem>]) -> Problem? {
    let order = [400, 403, 503]
    let problems = fates.compactMap(\.problem)
    guard problems.count == fates.count, problems.allSatisfy({ order.contains($0.status.code) })
    else { return nil }
    return problems.min { $0.status.code < $1.status.code }
  }

  private static func data(_ fate: Result<Taken, Problem>) -> XMLElement {
    switch fate {
    case .success(.accepted(let receipt)): data(receipt, status: 201)
    case .success(.repeated(let receipt)): data(receipt, status: 200)
    case .failure(let problem):
      XMLElement(
        "data",
        children: head(problem) + [XMLElement("status", text: String(problem.status.code))]
          + problem.faults.map { finding("error", $0) })
    }
  }

  private static func data(_ receipt: Receipt, status: Int) -> XMLElement {
    let receiptParts = [
      ("status", String(status)), ("sender", receipt.sender), ("id", receipt.id),
      ("digest", receipt.digest), ("receivedAt", receipt.receivedAt.rfc3339),
      ("caseId", receipt.caseID.rawValue),
    ]
    return XMLElement(
      "data",
      children: head(nil) + receiptParts.map { XMLElement($0.0, text: $0.1) }
        + receipt.warnings.map { finding("warning", Fault($0)) })
  }

  private static func head(_ problem: Problem?) -> [XMLElement] {
    let said = problem?.detail ?? Plain("成功", "Taken")
    return [
      XMLElement("success", text: String(problem?.status.code ?? 0)),
      XMLElement("message", text: said.chinese), XMLElement("messageEn", text: said.english),
    ]
  }

  private static func finding(_ name: String, _ fault: Fault) -> XMLElement {
    XMLElement(
      name,
      children: [
        XMLElement("code", text: fault.code), XMLElement("path", text: fault.path),
        XMLElement("line", text: fault.line.map { String($0) }),
        XMLElement("column", text: fault.column.map { String($0) }),
        XMLElement("value", text: fault.value),
        XMLElement("message", text: fault.message.chinese),
        XMLElement("messageEn", text: fault.message.english),
      ])
  }
}

extension Result where Success == Taken, Failure == Problem {
  fileprivate var problem: Problem? {
    if case .failure(let problem) = self { return problem }
    return nil
  }
}
