import AssistanceMessages
import BirthCertificateMessages
import Casework
import EnrolmentMessages
import Foundation
import GuardianMessages
import HouseholdRegistrationMessages
import OrderMessages
import ResidenceMessages
import TaxPaymentMessages
import VitalEventMessages
import Wire

let families = [
  BirthCertificateMessages.family, HouseholdRegistrationMessages.family, TaxPaymentMessages.family,
  VitalEventMessages.family, AssistanceMessages.family, EnrolmentMessages.family,
  ResidenceMessages.family, GuardianMessages.family, OrderMessages.family,
]

/// A reader with a digest good enough to tell messages apart (FNV-1a, 64 bits).
let reader = MessageReader(families: families) { bytes in
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  return (0..<8).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
}

func read(_ text: String) throws(Rejection) -> Reading {
  try reader.read(Array(text.utf8))
}

/// All errors of a message, or none.
func errors(_ bytes: [UInt8], _ form: MessageReader.Form = .detect) -> [Finding] {
  do throws(Rejection) {
    _ = try reader.read(bytes, form: form)
    return []
  } catch {
    return error.errors
  }
}

func errors(_ text: String) -> [Finding] { errors(Array(text.utf8)) }

/// `code path line:column` of each error, the way the tests write them.
func marks(_ findings: [Finding]) -> [String] {
  findings.map { "\($0.code.rawValue) \($0.path) \($0.line):\($0.column)" }
}

/// The shared conformance data, or nil in a checkout without it.
let conformance: URL? = {
  var folder = URL(fileURLWithPath: #filePath)
  for _ in 0..<3 { folder.deleteLastPathComponent() }
  let data = folder.appendingPathComponent("../shared/conformance").standardizedFileURL
  return FileManager.default.fileExists(atPath: data.path) ? data : nil
}()

/// A generator of pseudo-random numbers that a seed determines (SplitMix64).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func flip(_ chance: Double = 0.5) -> Bool {
    Double.random(in: 0..<1, using: &self) < chance
  }
  mutating func one<Item>(of items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &self)]
  }
}
