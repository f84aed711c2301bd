/// Under what a child pays from now on, for offices that keep accounts of it: the document it was
/// known by, the one that takes its place, and from which premium on (rule A05: before the next
/// year's premium).
package struct IdentityChange: Hashable, Sendable {
  package typealias Document = InsuranceOrder.Document

  /// By what it may stand in an office's books: the certificate, then citizen IDs that were
  /// corrected.
  package var former: [Document]
  package var document: Document
  package var name: String?
  package var premiumYear: Int

  /// Nil where there is no new document, or where sources contradict each other about the child:
  /// then nobody knows whose number it is.
  package init?(of formed: FormedCase) {
    let ruling = formed.ruling
    guard let citizenID = ruling.citizenID, ruling.identity != .conflict else { return nil }
    document = Document(.citizenId, citizenID)
    let certificate =
      ruling.certificates.last { $0.status == .valid } ?? ruling.certificates.last
    former = certificate.map { [Document(.birthCertificate, $0.number)] } ?? []
    for case .citizenID(let number) in formed.keys where number != citizenID {
      former.append(Document(.citizenId, number))
    }
    name = formed.standing.isNameless ? nil : ruling.child.name
    premiumYear = formed.nextPremiumYear
  }

  /// Members by name: the same change is the same bytes.
  var json: String {
    let documents = former.map(Self.json).joined(separator: ",")
    return """
      {"former":[\(documents)],"idNumber":\(jsonText(document.number)),\
      "idType":\(jsonText(document.kind.rawValue)),"name":\(name.map(jsonText) ?? "null"),\
      "premiumYear":\(premiumYear)}
      """
  }

  private static func json(_ document: Document) -> String {
    "{\"idNumber\":\(jsonText(document.number)),\"idType\":\(jsonText(document.kind.rawValue))}"
  }
}

extension FormedCase {
  /// The premium that is paid next: that of the birth year while it is open, else the first later
  /// one, not before this year's, for which nothing counts yet.
  package var nextPremiumYear: Int {
    let birthYear = ruling.child.bornOn?.year
    if let birthYear, ruling.payment == .unpaid || ruling.payment == .unpaidLate {
      return birthYear
    }
    var year = max(birthYear.map { $0 + 1 } ?? ruling.asOf.year, ruling.asOf.year)
    while causes.payments[year] != nil { year += 1 }
    return year
  }
}
