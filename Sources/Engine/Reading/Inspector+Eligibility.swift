package import Casework

extension Inspector {
  /// Whether a code settles and covers on a day of care (contract, `POST /v1/eligibility`).
  ///
  /// The day is judged by all that is known now: a payment in time covers care since birth. Whether
  /// the code *settled* on that day goes by whether a citizen ID was bound by then, and nobody held
  /// the code.
  package func eligibility(_ question: CareQuestion) async throws(StoreError) -> Eligibility {
    let today = ledger.world.now().day
    guard
      let found = try await look(for: question.child, asOf: max(question.serviceDate, today))
    else {
      return Eligibility(
        settles: false, covered: false,
        reasons: [
          Eligibility.Reason(
            rule: "unknown",
            text: Plain("没有这个医保码的记录。", "Nothing is known under this code."))
        ])
    }
    let ruling = found.seat.formed.ruling
    let policy = ledger.book.policy(
      region: ruling.region, bornOn: ruling.child.bornOn ?? question.serviceDate)
    var code: String?
    if case .code(let asked) = question.child { code = asked }
    var judgement = CareJudgement(
      found.seat.formed, policy: policy, today: today,
      isSuperseded: code != nil && code != found.dossier.code(of: found.seat)
    ).judge(question)
    judgement.caseID = found.seat.representative ?? found.seat.sources.first
    return judgement
  }
}
