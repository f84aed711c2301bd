import Casework
import Foundation
import Testing
import Wire

/// What somebody sends who means harm: a megabyte costs a bounded time and is answered by a word.
///
/// The bound is wide because debug builds are slow, and counts this thread's own work, so that a
/// busy machine does not matter; what it catches is work that grows with the square of the message,
/// which would take minutes.
struct HostileTests {
  static let root = "<message xmlns='urn:birthgate:message:1'>"

  static func times(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }
  static func numbered(_ count: Int, _ text: (Int) -> String) -> String {
    (0..<count).map(text).joined()
  }

  /// What this thread has had of the processor.
  static var secondsWorked: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test(arguments: [
    times("[", 1_000_000), times("{\"a\":", 200_000), "[" + times("1,", 500_000) + "1]",
    "{" + times("\"a\":1,", 19_000) + "\"b\":1}",
    "{\"taxPayment\":{" + numbered(19_000) { "\"m\($0)\":1," } + "\"z\":1}}",
    "{\"taxPayment\":{\"line\":" + times("9", 1_000_000) + "}}",
    "{\"taxPayment\":{\"amount\":\"" + times("9", 1_000_000) + "\"}}",
    "{\"birthCertificate\":{\"contacts\":[" + times("{\"channel\":\"x\"},", 9_000) + "{}]}}",
    times("\u{0}", 1_000_000), times(" ", 1_000_000),
    root + times("<a/>", 250_000), root + times("<a>", 300_000),
    "<message xmlns='urn:birthgate:message:1' " + numbered(90_000) { "a\($0)='' " } + "/>",
    "<message xmlns='urn:birthgate:message:1' " + numbered(40_000) { "xmlns:a\($0)='b' " } + "/>",
    "<!-- <a b=\" --><message " + numbered(90_000) { "a\($0)='' " } + "/>",
    root + times("<!---->", 140_000), root + numbered(90_000) { "<?p\($0)?>" },
    root + "<x>" + times("&amp;", 200_000) + "</x></message>",
    root + "<taxPayment>" + times("<a>1</a>", 19_000) + "</taxPayment></message>",
    root + "<taxPayment>" + times("<line>1</line>", 19_000) + "</taxPayment></message>",
    root + times("x<a/>", 19_000) + "</message>", "<" + times("a", 1_000_000) + "/>",
    root + "<a b='" + times("x", 1_000_000),
  ])
  func costsBoundedTime(_ text: String) {
    let bytes = Array(text.utf8)
    let start = Self.secondsWorked
    let found = errors(bytes)
    let time = Self.secondsWorked - start
    #expect(!found.isEmpty)
    #expect(found.count <= 500)
    #expect(time < 10, "\(text.prefix(60)): \(time) s")
  }

  @Test func randomDamageNeverCrashes() {
    for seed in 0..<400 {
      var maker = MessageMaker(seed: UInt64(seed))
      let message = maker.message(families[seed % families.count])
      var json = JSONValue.object(message).canonical
      var xml = Array(XMLMaker.document(message).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &maker.dice) {
        damage(&json, &maker.dice)
        damage(&xml, &maker.dice)
      }
      for found in errors(json, .json) + errors(xml, .xml) {
        #expect(found.line >= 1 && found.column >= 1)
        #expect(!found.message.chinese.isEmpty && !found.message.english.isEmpty)
      }
    }
  }

  private func damage(_ bytes: inout [UInt8], _ dice: inout Dice) {
    let place = Int.random(in: 0..<bytes.count, using: &dice)
    switch dice.next() % 4 {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
    case 2: bytes.insert(dice.one(of: Array("<>&\"'{}[],:\\/=!?\u{0}".utf8)), at: place)
    default: bytes.removeLast(min(bytes.count - 1, Int(dice.next() % 20)))
    }
  }
}
