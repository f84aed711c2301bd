package import Casework
import Wire

/// The insurance platform as it takes our orders: who we are to it, and what each operation is
/// called.
///
/// The envelope is public (定点医药机构接口, STANDARDS 2.5), the transactions of enrolment are each
/// province's own; so their numbers and their input are settings.
package struct InsurancePlatform: Sendable {
  /// One operation: its transaction number and what it takes.
  package struct Operation: Hashable, Sendable {
    package var infno: String
    package var input: Template

    package init(infno: String, input: Template = InsurancePlatform.input) {
      self.infno = infno
      self.input = input
    }
  }

  /// How the input is signed.
  package enum Signature: Sendable {
    case none
    /// r ‖ s in base64.
    case sm2(@Sendable ([UInt8]) -> [UInt8])
    /// The digest in hex.
    case sm3

    var name: String? {
      switch self {
      case .none: nil
      case .sm2: "SM2"
      case .sm3: "SM3"
      }
    }
  }

  package var url: String
  /// Twelve characters, and the name.
  package var institution: String
  package var institutionName: String
  /// The division we act in.
  package var division: String
  package var receiver = "MBS_LOCAL"
  package var operatorID: String
  package var operatorName: String
  package var version = "V1.0"
  package var signature = Signature.none
  package var operations: [String: Operation]
  /// Codes that mean the order has been carried out, now or before.
  package var done: Set<String> = ["0"]
  /// Codes after which another time may do; after all others a person must look.
  package var later: Set<String> = []
  /// Where a code's reference stands in the answer to `requestCode`.
  package var reference = "/output/data/code_ref"
  /// What documents are called there (psn_cert_type), by our names.
  package var documentTypes = ["citizenId": "01", "birthCertificate": "99"]
  package var timeoutSeconds = 30.0
  package var allowsPrivate = false

  package init(
    url: String, institution: String, institutionName: String, division: String,
    operatorID: String, operatorName: String, operations: [String: Operation]
  ) {
    self.url = url
    self.institution = institution
    self.institutionName = institutionName
    self.division = division
    self.operatorID = operatorID
    self.operatorName = operatorName
    self.operations = operations
  }

  /// The input unless a province wants another: member names of the platform's dictionaries (2.4).
  package static let input = Template([
    "data": [
      "psn_name": "{{name}}", "gend": "{{sex}}", "brdy": "{{bornOn}}",
      "psn_cert_type": "{{idType}}", "certno": "{{idNumber}}",
      "old_psn_cert_type": "{{formerIdType}}", "old_certno": "{{formerIdNumber}}",
      "insutype": "390", "psn_type": "1401", "insu_admdvs": "{{division}}",
      "insu_year": "{{premiumYear}}", "memo": "{{reason}}",
    ]
  ])

  /// Names that may stand in the holes of an input.
  package static let holes: Set = [
    "operation", "caseId", "name", "sex", "bornOn", "idType", "idNumber", "formerIdType",
    "formerIdNumber", "division", "premiumYear", "reason", "rules",
  ]

  /// The thirty characters that name an order for ever: institution, a time, four more.
  ///
  /// They come from the delivery's id alone, so that a repeat is one and the platform drops it. The
  /// day is that on which the order was decided. The hour to the second and the last four, which
  /// are of the thirty-six letters and digits, are drawn from the id: so many are decided at
  /// midnight that their true second and four digits would meet. Of 10,000 orders of one day two
  /// meet with a chance of 1 in 2,900.
  ///
  /// - Parameter round: how often the platform has refused the order. A refusal is an end: what is
  ///   sent after it is another transaction.
  package static func messageID(
    of delivery: Delivery, round: Int = 0, institution: String, sm3: ([UInt8]) -> [UInt8]
  ) -> String {
    let again = round == 0 ? "" : " \(round)"
    let digest = sm3(Array("msgid \(delivery.id)\(again)".utf8))
    let draw = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let second = Int(draw % 86_400)
    var rest = draw / 86_400
    let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    let serial = (0..<4).map { _ -> UInt8 in
      defer { rest /= 36 }
      return letters[Int(rest % 36)]
    }
    let day = Instant(milliseconds: delivery.at).day.description.filter { $0 != "-" }
    let clock = [second / 3600, second / 60 % 60, second % 60]
      .map { ($0 < 10 ? "0" : "") + String($0) }.joined()
    return institution + day + clock + String(decoding: serial, as: UTF8.self)
  }
}
