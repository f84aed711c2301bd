package import Casework

/// One term in which two regions differ from a day on, with all packs laid over each other.
package struct RegionDifference: Hashable, Sendable {
  /// Nil: always.
  package var from: CivilDate?
  package var term: Term
  package var one: Policy.Sourced<TermValue>?
  package var other: Policy.Sourced<TermValue>?
}

extension PolicyBook {
  /// In what two regions differ: on one day, or on every day on which either of them begins to say
  /// something new. Who says a thing, and by which rule, is part of what is said.
  ///
  /// - Parameters:
  ///   - one: six digits of GB/T 2260, or nil for the nation alone; so is `other`.
  ///   - day: nil for the whole history.
  package func differences(
    _ one: String?, _ other: String?, on day: CivilDate? = nil
  ) -> [RegionDifference] {
    let starts = day.map { [$0] } ?? days(one, other)
    var found: [RegionDifference] = []
    for term in Term.allCases {
      var last: RegionDifference?
      for start in starts {
        let from = start == Self.beforeAll || day != nil ? nil : start
        let difference = RegionDifference(
          from: from, term: term, one: said(term, in: one, on: start),
          other: said(term, in: other, on: start))
        let differs = difference.one != difference.other
        let isNew = last?.one != difference.one || last?.other != difference.other
        // A difference that ends is told too: from then on both sides stand there the same.
        if isNew, differs || last.map({ $0.one != $0.other }) == true { found.append(difference) }
        last = difference
      }
    }
    return found
  }

  /// Earlier than any document.
  private static let beforeAll = CivilDate.startOfYear(1900)

  private func days(_ one: String?, _ other: String?) -> [CivilDate] {
    let regions = [one, other].flatMap { region in
      (region.map { [$0, String($0.prefix(4)), String($0.prefix(2))] } ?? []) + ["CN"]
    }
    let starts = packs.filter { regions.contains($0.region) }.flatMap(\.versions)
      .compactMap(\.from)
    return [Self.beforeAll] + Set(starts).sorted()
  }

  private func said(_ term: Term, in region: String?, on day: CivilDate)
    -> Policy.Sourced<TermValue>?
  {
    policy(region: region, bornOn: day)?.value(term, on: day)
  }
}
