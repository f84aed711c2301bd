import Casework
import Channels
import Engine
import LibCrypto
import LibCurl
import Logging
import Wire

extension Assembly {
  /// One connection: there is never more than one question at a time.
  private static let serviceTransfers = Transfers(label: "certificate-query", connections: 1)

  /// What asks for missing certificates, by the settings as they are at each step.
  static func enquiries(
    _ parts: Parts, _ caseworker: Caseworker, _ queue: CommitQueue, _ ledger: Ledger
  )
    -> Enquiries
  {
    let (settings, reader, metrics, logger) = (
      parts.settings, ledger.reader, parts.metrics, parts.logger
    )
    return Enquiries(
      store: parts.store, queue: queue, ledger: ledger, caseworker: caseworker,
      terms: { terms(settings(), reader) },
      tell: { enquiry in
        let outcome = enquiry.outcome?.rawValue ?? ""
        if enquiry.state != .lacking {
          metrics.count("birthgate_enquiries_total", ["outcome": outcome])
        }
        // Neither the number nor what was said: names of outcomes, and the case to look at.
        logger?.notice(
          "asked for a missing certificate",
          metadata: [
            "case": "\(enquiry.caseID.rawValue)", "state": "\(enquiry.state.rawValue)",
            "outcome": "\(outcome)", "attempt": "\(enquiry.attempts)",
            "detail": "\(enquiry.detail ?? "")",
          ])
      })
  }

  private static func terms(_ all: Settings, _ reader: MessageReader) -> Enquiries.Terms? {
    guard let settings = all.certificateQuery,
      let dialect = all.dialects.find(settings.dialect)
    else { return nil }
    let query = CertificateQuery(
      transfers: serviceTransfers, account: settings.account, wallClock: wallClock,
      hmacSHA256: HMAC.sha256)
    let manner = Manner([dialect], charset: settings.charset, sender: settings.sender)
    var terms = Enquiries.Terms(
      service: CertificateService { await query.ask($0) },
      manner: manner, read: { reader.readAll($0, form: .xml, as: manner) })
    terms.afterSeconds = Int64(settings.afterHours) * 3600
    terms.giveUpAfterSeconds = Int64(settings.giveUpAfterDays) * 86_400
    return terms
  }
}
