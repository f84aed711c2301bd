import AssistanceMessages
import BirthCertificateMessages
import Casework
import EnrolmentMessages
import GuardianMessages
import HouseholdRegistrationMessages
import LibCrypto
import OrderMessages
import ResidenceMessages
import TaxPaymentMessages
import VitalEventMessages
import Wire

/// The message families the gateway reads: a new one is a folder under `Adapters/`, a word in the
/// manifest and a line here.
enum Families {
  static let all: [MessageFamily] = [
    BirthCertificateMessages.family,
    HouseholdRegistrationMessages.family,
    TaxPaymentMessages.family,
    VitalEventMessages.family,
    AssistanceMessages.family,
    EnrolmentMessages.family,
    ResidenceMessages.family,
    GuardianMessages.family,
    OrderMessages.family,
  ]

  static let names = all.map(\.name.rawValue).joined(separator: " ")

  static var reader: MessageReader { MessageReader(families: all, digest: SM3.digest) }
}
