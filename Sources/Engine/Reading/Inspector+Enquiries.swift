package import Casework
import Wire

extension Inspector {
  /// What has been asked after, in no order that means anything.
  ///
  /// - Parameter after: the last one of the page before; nil to begin.
  package func enquiries(after: String?, limit: Int) async throws(StoreError)
    -> (enquiries: [Enquiry], next: String?)
  {
    let rows = try await store.records(Enquiry.recordKind, after: after, limit: limit)
    var found: [Enquiry] = []
    for row in rows { found.append(try ledger.enquiry(row)) }
    return (found, rows.count == limit ? rows.last?.id : nil)
  }

  /// Open tasks that wait for a certificate, with how the asking after it stands.
  func withEnquiries(_ views: [TaskView], _ seat: Dossier.Seat) async throws(StoreError)
    -> [TaskView]
  {
    let waiting: Set<Ruling.Task.Kind> = [.unmatchedPayment, .unmatchedRegistration]
    guard views.contains(where: { $0.isOpen && waiting.contains($0.task.kind) }) else {
      return views
    }
    var enquiry: Enquiry?
    for number in seat.formed.missingCertificates where enquiry == nil {
      let row = try await store.record(Enquiry.recordKind, ledger.enquiryName(number))
      if let row { enquiry = try ledger.enquiry(row) }
    }
    return views.map { view in
      var view = view
      if view.isOpen, waiting.contains(view.task.kind) { view.enquiry = enquiry }
      return view
    }
  }
}
