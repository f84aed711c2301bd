import AssistanceMessages
import BirthCertificateMessages
import EnrolmentMessages
import Fuzzing
import Glibc
import GuardianMessages
import HouseholdRegistrationMessages
import LibCrypto
import OrderMessages
import ResidenceMessages
import TaxPaymentMessages
import VitalEventMessages
import Wire

/// What libFuzzer calls, and what it is called with: see deploy/fuzz.
private enum FuzzEntry {
  /// The reader whose name the folder of inputs has.
  static let target = FuzzReader.allCases.first { target in
    CommandLine.arguments.contains { $0.hasSuffix("/" + target.rawValue) }
  }

  static let reader = MessageReader(
    families: [
      BirthCertificateMessages.family, HouseholdRegistrationMessages.family,
      TaxPaymentMessages.family, VitalEventMessages.family, AssistanceMessages.family,
      EnrolmentMessages.family, ResidenceMessages.family, GuardianMessages.family,
      OrderMessages.family,
    ], digest: SM3.digest)
}

/// One input: what does not hold ends the process, and libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let target = FuzzEntry.target else {
    preconditionFailure("the corpus folder names no reader")
  }
  let start = clock()
  if let complaint = target.complaint(about: bytes, by: FuzzEntry.reader) {
    end("\(target): \(complaint)")
  }
  // libFuzzer's own limit is one of the clock on the wall, which a busy machine exceeds.
  if clock() - start > CLOCKS_PER_SEC { end("\(target): more than a second of work") }
  return 0
}

// A release build keeps no message of a failed precondition.
private func end(_ complaint: String) -> Never {
  print(complaint)
  fflush(nil)
  preconditionFailure(complaint)
}
