/// What the health commission's query service is asked by: the three things it wants to know
/// before it says anything about a birth certificate.
package struct CertificateQuestion: Hashable, Sendable {
  package var number: String
  package var motherIDNumber: String
  package var motherName: String

  package init(number: String, motherIDNumber: String, motherName: String) {
    self.number = number
    self.motherIDNumber = motherIDNumber
    self.motherName = motherName
  }
}

/// What came back, before anybody has read it.
package enum ServiceReply: Hashable, Sendable {
  case answered(status: Int, body: [UInt8])
  /// No whole answer came: `timed out`, `connection cut`, … Never a secret, never personal data.
  case unanswered(reason: String)
}

/// The health commission's query service for birth certificates (出生医学证明查询接口).
package struct CertificateService: Sendable {
  package var ask: @Sendable (CertificateQuestion) async -> ServiceReply

  package init(ask: @escaping @Sendable (CertificateQuestion) async -> ServiceReply) {
    self.ask = ask
  }
}
