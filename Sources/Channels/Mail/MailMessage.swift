import Casework

/// A letter as a message of RFC 5322 with MIME (RFC 2045): text and HTML side by side, all of it in
/// ASCII on the wire.
///
/// Whatever stands in a header is either of our own making, an address that was judged, or an
/// encoded word (RFC 2047), so that no value can begin a header of its own.
struct MailMessage {
  var letter: Letter
  var from: MailAccount.Sender
  var to: String
  /// The same for every attempt, so that a repeat is known as one.
  var key: String
  var now: Instant

  var bytes: [UInt8] {
    let boundary = "=_\(key)"
    var lines = [
      "Date: \(Self.date(now))",
      "From: \(from.name.map { Self.encodedWords($0, after: 6) + " " } ?? "")<\(from.address)>",
      "To: <\(to)>",
      "Subject: \(Self.encodedWords(letter.title, after: 9))",
      "Message-ID: <\(key)@\(from.domain)>",
      "Auto-Submitted: auto-generated",
      "Content-Language: \(letter.language)",
    ]
    if let stop = letter.values["stop"] ?? letter.link, Self.isPlainAddress(stop) {
      // An address cannot be folded; before it the line can.
      let fold = stop.utf8.count > 57 ? "\r\n" : ""
      lines.append("List-Unsubscribe:\(fold) <\(stop)>")
    }
    lines += [
      "MIME-Version: 1.0",
      "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
      "",
    ]
    lines += Self.part("text/plain", plain, boundary) + Self.part("text/html", html, boundary)
    lines += ["--\(boundary)--", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  private var plain: String {
    letter.body + (letter.link.map { "\r\n\r\n\($0)" } ?? "") + "\r\n"
  }

  private var html: String {
    let paragraphs = letter.body.split(whereSeparator: \.isNewline)
      .map { "<p>\(escapedMarkup(String($0)))</p>" }.joined()
    let link =
      letter.link.map { "<p><a href=\"\(escapedMarkup($0))\">\(escapedMarkup($0))</a></p>" } ?? ""
    return """
      <!DOCTYPE html><html lang="\(escapedMarkup(letter.language))"><head>\
      <meta charset="utf-8"><title>\(escapedMarkup(letter.title))</title></head>\
      <body><h1>\(escapedMarkup(letter.title))</h1>\(paragraphs)\(link)</body></html>

      """
  }

  private static func part(_ type: String, _ text: String, _ boundary: String) -> [String] {
    let code = Array(base64(Array(text.utf8)).utf8)
    let lines = stride(from: 0, to: code.count, by: 76).map {
      String(decoding: code[$0..<min($0 + 76, code.count)], as: UTF8.self)
    }
    return [
      "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64",
      "",
    ] + lines
  }

  /// Words of at most 75 characters, none of which splits a character (RFC 2047, 2 and 5).
  static func encodedWords(_ text: String, after indent: Int) -> String {
    let bytesMax = 45
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      let room = words.count == 1 ? bytesMax - indent : bytesMax
      if (words.last?.count ?? 0) + bytes.count > room { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?UTF-8?B?\(base64($0))?=" }.joined(separator: "\r\n ")
  }

  /// `Sun, 22 Nov 2026 15:27:33 +0800` (RFC 5322, 3.3).
  static func date(_ now: Instant) -> String {
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let day = now.day
    // The first of January 1970 was a Thursday.
    let weekday = names[((day.daysSinceEpoch % 7) + 7) % 7]
    let clock = now.rfc3339.dropFirst(11).prefix(8)
    return "\(weekday), \(day.day) \(months[day.month - 1]) \(day.year) \(clock) +0800"
  }

  /// An address of the web that can stand between angle brackets on a line of its own.
  private static func isPlainAddress(_ text: String) -> Bool {
    text.hasPrefix("http") && text.utf8.count < 900
      && text.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 60 && $0 != 62 }
  }
}
