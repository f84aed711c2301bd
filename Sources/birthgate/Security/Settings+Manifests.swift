import Engine

extension Settings {
  /// Who owes manifests, and who can be asked for what is missing.
  var manifestTerms: ManifestTerms {
    let senders = (senders ?? [:]).values
    return ManifestTerms(
      reachable: Set(senders.filter { $0.requests != nil }.map(\.code)),
      daily: senders.filter(\.owesDailyManifest).map(\.code), hour: manifestHour,
      days: requestDays)
  }

  /// Where senders are asked, by their codes.
  var requestReceivers: [String: (url: String, secret: [UInt8])] {
    (senders ?? [:]).compactMapValues(\.requests)
  }
}
