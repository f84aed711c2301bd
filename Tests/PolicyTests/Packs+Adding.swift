import Casework
import Policies
import Testing

extension Packs {
  /// A made-up pack with these terms, in force since 2020.
  static func pack(_ region: String, _ terms: String) -> [UInt8] {
    Array(
      """
      {"region": "\(region)", "name": {"zh-CN": "试验", "en": "Trial"}, "versions": [
        {"from": "2020-01-01", "document": "试〔2020〕1号", "status": "inForce", \(terms)}]}
      """.utf8)
  }

  /// The book with one more pack.
  static func book(adding pack: [UInt8]) throws -> PolicyBook {
    try PolicyBook.load(files() + [pack], runningExamples: false)
  }
}
