import Casework
import Foundation
import Testing

@testable import birthgate

/// What is wrong in settings is said with its place: nothing is silently taken for something else.
@Suite("Settings", .fewAtOnce)
struct SettingsTests {
  private static let secret = Data(repeating: 7, count: 16).base64EncodedString()

  private func sender(_ members: String, keys: [String] = ["k1"]) -> String {
    let keys = keys.map {
      "{\"id\": \"\($0)\", \"type\": \"hmac-sm3\", \"secret\": \"\(Self.secret)\"}"
    }
    return "{\"senders\": [{\"code\": \"H1\", \(members) \"keys\": "
      + "[\(keys.joined(separator: ", "))]}]}"
  }

  /// The places of all that is wrong.
  private func faults(_ text: String) -> [Fault] {
    do throws(SettingsReader.Trouble) {
      _ = try SettingsReader.read(Array(text.utf8))
      return []
    } catch {
      return error.faults
    }
  }

  private func expect(
    _ text: String, _ code: String, at paths: [String],
    _ location: SourceLocation = #_sourceLocation
  ) {
    let faults = faults(text)
    #expect(faults.map(\.path) == paths, sourceLocation: location)
    #expect(faults.allSatisfy { $0.code == code }, sourceLocation: location)
    for fault in faults {
      #expect(
        !fault.message.chinese.isEmpty && !fault.message.english.isEmpty
          && fault.message.chinese != fault.message.english, sourceLocation: location)
    }
  }

  @Test("A family that there is none of lets its sender send nothing, so it is refused")
  func families() {
    #expect(faults(sender("\"families\": [\"birthCertificate\", \"order\"],")).isEmpty)
    expect(
      sender("\"families\": [\"birthCertificate\", \"birthcertificate\", \"\"],"), "unknownCode",
      at: ["/senders/0/families/1", "/senders/0/families/2"])
  }

  @Test("A division is a province, a city or a county by the digits of its code")
  func divisions() {
    #expect(faults(sender("\"divisions\": [\"61\", \"6101\", \"610104\"],")).isEmpty)
    // An empty one would be the beginning of every division.
    expect(
      sender("\"divisions\": [\"\", \"610\", \"61010\", \"6101040\", \"西安\", \"61010a\", \"61\"],"),
      "format", at: (0...5).map { "/senders/0/divisions/\($0)" })
  }

  @Test("Two keys of one sender may not have the same id: a signature names its key by it")
  func keys() {
    #expect(faults(sender("", keys: ["k1", "k2"])).isEmpty)
    expect(
      sender("", keys: ["k1", "k2", "k1", "k1"]), "duplicateName",
      at: ["/senders/0/keys/2/id", "/senders/0/keys/3/id"])
  }

  @Test(
    "The query service answers with birth certificates, so its dialect is one of theirs",
    arguments: ["taxbizml", "police-pinyin", "mdeml2"])
  func queryDialect(name: String) {
    func settings(_ dialect: String) -> String {
      """
      {"certificateQuery": {"url": "https://q.example", "username": "u", "password": "p",
       "sid": "s", "rid": "r", "secret": "x", "sender": "S1", "dialect": "\(dialect)"}}
      """
    }
    #expect(faults(settings("mdeml")).isEmpty)
    expect(settings(name), "unknownCode", at: ["/certificateQuery/dialect"])
    #expect(faults(settings(name)).allSatisfy { $0.message.english.contains("mdeml") })
  }
}
