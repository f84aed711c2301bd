/// Damages samples the way fuzzers do: bits, pieces of other samples, words that readers know,
/// cuts, repeats. The same seed makes the same inputs.
package struct Mutator {
  private let samples: [[UInt8]]
  private let words: [[UInt8]]
  private var state: UInt64

  /// - Parameter samples: at least one, none of them empty.
  package init(samples: [[UInt8]], seed: UInt64) {
    self.samples = samples
    words = Self.dictionary.map { Array($0.utf8) } + Self.odd
    state = seed
  }

  /// The next input.
  package mutating func next() -> [UInt8] {
    var bytes = samples[below(samples.count)]
    for _ in 0...below(5) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes = words[below(words.count)] }
    let place = below(bytes.count)
    switch below(9) {
    case 0: bytes[place] ^= 1 << UInt8(below(8))
    case 1: bytes[place] = UInt8(below(256))
    case 2: bytes.remove(at: place)
    case 3, 4: bytes.insert(contentsOf: words[below(words.count)], at: place)
    case 5:
      let word = words[below(words.count)]
      bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    case 6: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(64)))
    case 7:
      let end = min(bytes.count, place + 1 + below(64))
      let piece = Array(bytes[place..<end])
      for _ in 0...below(12) { bytes.insert(contentsOf: piece, at: place) }
    default: splice(&bytes, at: place)
    }
  }

  private mutating func splice(_ bytes: inout [UInt8], at place: Int) {
    let other = samples[below(samples.count)]
    let start = below(other.count)
    if below(2) == 0 {
      bytes.replaceSubrange(place..., with: other[start...])
    } else {
      bytes.insert(contentsOf: other[start...].prefix(1 + below(200)), at: place)
    }
  }

  // SplitMix64.
  private mutating func below(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(1, bound)))
  }

  /// Words that mean something to one reader or another.
  package static let dictionary = [
    "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version=\"1.0\" ", "?>",
    "encoding=\"GB18030\"", "encoding=\"UTF-16\"", "encoding=\"UTF-8\"", "<!DOCTYPE a>", "&amp;",
    "&#0;", "&#x10FFFF;", "&b;", "xmlns=\"urn:birthgate:message:1\"", "xmlns:x=\"y\"", "<message>",
    "</message>", "<messages>", "</messages>", "<message", "{", "}", "[", "]", "\"", "'", ",", ":",
    "\\", "\\u0000", "\\ud800", "\\udc00", "\\u4e00", "null", "true", "-0", "1e999", "0.1e-7",
    "9007199254740993", "99999999999999999999", "\n", "\r\n", "\u{FEFF}", "\u{3000}", "——", "/",
    "李", "\u{20000}", "\u{E000}", "Ｚ", "e\u{301}", "\u{0}", "header", "sentAt",
    "2026-02-30", "2026-03-01T24:00:00Z", "+15:00", "action", "citizenId", "Z610000001",
    "sender=", "ts=1", "nonce=", "sig=", "key=", "#text", "@",
  ]

  private static let odd: [[UInt8]] = [
    [0x80], [0xFF], [0xFE, 0xFF], [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE6, 0x9D],
    [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xEE], [0x95, 0x32, 0x82, 0x36], [0xFE, 0x51], [0x81, 0x30],
    [0x3C, 0], [0, 0x3C], [0x00, 0xD8], [0, 0, 0, 0],
  ]
}
