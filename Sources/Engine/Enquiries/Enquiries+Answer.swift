import Casework
import Wire

extension Enquiries {
  /// What an answer comes to; `reading` is the record asked for, where that is what came.
  struct Answer {
    var outcome: Enquiry.Outcome
    var detail: String?
    var reading: Reading?
    /// What the reading was read from: the evidence.
    var document: [UInt8] = []
  }

  func answer(_ question: CertificateQuestion, _ terms: Terms) async -> Answer {
    switch await terms.service.ask(question) {
    case .unanswered(let reason): return Answer(outcome: .unanswered, detail: reason)
    case .answered(let status, let body):
      switch CertificateAnswer.read(body, charset: terms.manner.charset) {
      // Faults come with 500 (SOAP 1.1, section 6.2).
      case .refused(let code): return Answer(outcome: .refused, detail: code)
      case .broken(let reason):
        guard status == 200 else { return Answer(outcome: .unanswered, detail: "HTTP \(status)") }
        return Answer(outcome: .broken, detail: reason)
      case _ where status != 200: return Answer(outcome: .unanswered, detail: "HTTP \(status)")
      case .none: return Answer(outcome: .none)
      case .records(let document): return choose(terms.read(document), question, document)
      }
    }
  }

  /// Of the records that came, the one of this child. Whoever else the service tells of is none of
  /// our business, and is not kept.
  private func choose(
    _ records: [Result<Reading, Rejection>], _ question: CertificateQuestion, _ document: [UInt8]
  ) -> Answer {
    let readings = records.compactMap { try? $0.get() }
    var own: [String: Reading] = [:]
    for reading in readings where reading.message.fact.answers(question) {
      own[reading.message.digest] = reading
    }
    guard own.count <= 1 else { return Answer(outcome: .contradictory) }
    if let reading = own.values.first {
      return Answer(outcome: .found, reading: reading, document: document)
    }
    let codes = records.compactMap { record -> String? in
      guard case .failure(let rejection) = record else { return nil }
      return rejection.errors.first.map { "\($0.code.rawValue) \($0.path)" }
    }
    guard let code = codes.first else { return Answer(outcome: .otherChild) }
    return Answer(outcome: .broken, detail: code)
  }
}

extension Fact {
  /// Whether this is the certificate that was asked for, of the mother that was named.
  fileprivate func answers(_ question: CertificateQuestion) -> Bool {
    guard case .certificate(let fact) = self else { return false }
    func plain(_ name: String?) -> String? { name?.filter { !$0.isWhitespace } }
    return fact.number == question.number && fact.mother?.idNumber == question.motherIDNumber
      && plain(fact.mother?.name) == plain(question.motherName)
  }
}
