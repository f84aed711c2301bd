import Casework
package import Wire

/// A reader of what comes from outside, and what must hold whatever comes.
package enum FuzzReader: String, CaseIterable, Sendable {
  /// Strict JSON: settings, packs, requests.
  case json
  /// A message in XML, whatever its first character.
  case xml
  /// A message in the form and encoding it shows, in each encoding settings may name, and in any
  /// dialect there is.
  case message
  /// A document in any dialect there is.
  case dialect
  /// A SOAP envelope.
  case soap
  /// An operator's own table.
  case table
  /// A stream cut into messages.
  case batch
  /// A stream brought to UTF-8, and what is cut from it.
  case transcoder

  /// What did not hold, or nil.
  package func complaint(about bytes: [UInt8], by reader: MessageReader) -> String? {
    switch self {
    case .json: json(bytes)
    case .xml: message(bytes, .xml, .canonical, reader)
    case .message:
      (Self.manners + [Self.dialects(of: reader)]).lazy
        .compactMap { message(bytes, .detect, $0, reader) }.first
    case .dialect: dialect(bytes, reader)
    case .soap: soap(bytes)
    case .table: table(bytes, reader)
    case .batch: batch(bytes)
    case .transcoder: transcoder(bytes)
    }
  }

  private static let manners = [Manner.canonical] + Charset.allCases.map { Manner(charset: $0) }

  private static func dialects(of reader: MessageReader) -> Manner {
    Manner(reader.families.flatMap(\.dialects), sender: "S1")
  }

  private func dialect(_ bytes: [UInt8], _ reader: MessageReader) -> String? {
    let manner = Self.dialects(of: reader)
    if let complaint = message(bytes, .detect, manner, reader) { return complaint }
    // A document of one record says the same whether one or all are asked for.
    let all = reader.readAll(bytes, as: manner)
    guard let first = all.first else { return "a document without a verdict" }
    guard all.count == 1, let one = try? reader.read(bytes, as: manner) else { return nil }
    return (try? first.get())?.message == one.message ? nil : "one and all differ"
  }

  private func soap(_ bytes: [UInt8]) -> String? {
    do throws(Rejection) {
      return try SOAPEnvelope.open(bytes).document.isEmpty ? "an empty document" : nil
    } catch {
      return Self.complaint(about: error, in: bytes)
    }
  }

  private func table(_ bytes: [UInt8], _ reader: MessageReader) -> String? {
    let bases = reader.families.flatMap(\.dialects)
    do throws(Rejection) {
      let read = try DialectReader.read(bytes, families: reader.families, bases: bases)
      // A table that was taken can be written down and read again.
      _ = try DialectReader.read(read.json.canonical, families: reader.families, bases: bases)
      return nil
    } catch {
      return Self.complaint(about: error, in: bytes)
    }
  }

  private func json(_ bytes: [UInt8]) -> String? {
    do throws(Rejection) {
      let value = try JSONValue(parsing: bytes)
      let canonical = value.canonical
      // Canonical bytes of a sound value are JSON again, and the same.
      guard let again = try? JSONValue(parsing: canonical) else {
        return Self.isFinite(value) ? "canonical bytes are no JSON" : nil
      }
      return again.canonical == canonical ? nil : "canonical bytes change when read again"
    } catch {
      return Self.complaint(about: error, in: bytes)
    }
  }

  /// Numbers beyond the range of doubles are read, and have no canonical form.
  private static func isFinite(_ value: JSONValue) -> Bool {
    switch value {
    case .double(let number): number.isFinite
    case .array(let items): items.allSatisfy(isFinite)
    case .object(let object): object.members.allSatisfy { isFinite($0.value) }
    default: true
    }
  }

  private func message(
    _ bytes: [UInt8], _ form: MessageReader.Form, _ manner: Manner, _ reader: MessageReader
  ) -> String? {
    let reading: Reading
    do throws(Rejection) {
      reading = try reader.read(bytes, form: form, as: manner)
    } catch {
      return Self.complaint(about: error, in: bytes)
    }
    guard let places = Self.complaint(aboutPlacesOf: reading.warnings, in: bytes) else {
      return Self.rereads(reading, by: reader)
    }
    return places
  }

  /// What was read is the same when its canonical bytes are read, alone or as a message in JSON.
  private static func rereads(_ reading: Reading, by reader: MessageReader) -> String? {
    do throws(Rejection) {
      let again = try reader.reread(canonical: reading.canonical, sentAt: reading.message.sentAt)
      guard again.message == reading.message, again.canonical == reading.canonical else {
        return "canonical bytes are another message"
      }
    } catch {
      return "canonical bytes cannot be read: \(error.errors.map(\.code.rawValue))"
    }
    guard case .object(var whole)? = try? JSONValue(parsing: reading.canonical),
      case .object(var header)? = whole["header"]
    else { return nil }
    header["sentAt"] = .string(reading.message.sentAt.rfc3339)
    whole["header"] = .object(header)
    do throws(Rejection) {
      let again = try reader.read(JSONValue.object(whole).canonical, form: .json)
      return again.message.digest == reading.message.digest ? nil : "as JSON it is another message"
    } catch {
      // What repeats in XML is an array in JSON, and so deeper.
      let isBounds = error.errors.allSatisfy { $0.code == .tooDeep || $0.code == .tooManyParts }
      return isBounds ? nil : "as JSON it is refused: \(error.errors.map(\.code.rawValue))"
    }
  }

  private static func complaint(about rejection: Rejection, in bytes: [UInt8]) -> String? {
    guard !rejection.errors.isEmpty else { return "refused without a word" }
    guard rejection.errors.count <= 500 else { return "more than 500 findings" }
    return complaint(aboutPlacesOf: rejection.errors, in: bytes)
  }

  /// Every finding says something in both languages and has a place inside the text.
  private static func complaint(aboutPlacesOf findings: [Finding], in bytes: [UInt8]) -> String? {
    guard !findings.isEmpty else { return nil }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let lines = bytes.dropFirst(hasMark ? 3 : 0)
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    for finding in findings {
      guard !finding.message.chinese.isEmpty, !finding.message.english.isEmpty else {
        return "\(finding.code.rawValue) says nothing"
      }
      guard (1...max(1, lines.count)).contains(finding.line), finding.column >= 1 else {
        return
          "\(finding.code.rawValue) at \(finding.line):\(finding.column), of \(lines.count) lines"
      }
      // Whatever the encoding, a line has no more characters than bytes.
      var length = bytes.count
      if isUTF8, !bytes.contains(0), !lines.isEmpty {
        length = lines[finding.line - 1].count { $0 & 0xC0 != 0x80 }
      }
      guard finding.column <= length + 1 else {
        return "\(finding.code.rawValue) at \(finding.line):\(finding.column), after its line"
      }
    }
    return nil
  }

  private func batch(_ bytes: [UInt8]) -> String? {
    for isFile in [false, true] {
      let whole = Self.pieces(bytes, isFile: isFile, chunks: [max(1, bytes.count)])
      for chunks in Self.chunks(of: bytes)
      where Self.pieces(bytes, isFile: isFile, chunks: chunks) != whole {
        return "other chunks, other pieces"
      }
      guard whole.map(\.index) == Array(0..<whole.count) else { return "indices with gaps" }
      guard whole.allSatisfy({ $0.bytes.count <= Bounds.bytes + 16_384 }) else {
        return "a piece of \(whole.map(\.bytes.count).max() ?? 0) bytes"
      }
    }
    return nil
  }

  private func transcoder(_ bytes: [UInt8]) -> String? {
    for charset in [nil] + Charset.allCases.map(Optional.some) {
      func transcoded(_ chunks: [Int]) -> [UInt8] {
        var transcoder = Transcoder(charset: charset)
        return Self.cut(bytes, chunks).flatMap { transcoder.feed($0) } + transcoder.finish()
      }
      let whole = transcoded([max(1, bytes.count)])
      for chunks in Self.chunks(of: bytes) where transcoded(chunks) != whole {
        return "other chunks, other text"
      }
      // Each unit of two bytes becomes at most three.
      guard whole.count <= bytes.count * 3 / 2 + 2 else { return "it grew" }
    }
    return nil
  }

  /// One byte at a time, sevens, and sizes that the bytes themselves choose.
  private static func chunks(of bytes: [UInt8]) -> [[Int]] {
    let chosen = bytes.prefix(16).map { Int($0) % 61 + 1 }
    return [[1], [7], chosen.isEmpty ? [3] : chosen]
  }

  private static func cut(_ bytes: [UInt8], _ chunks: [Int]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let size = chunks[result.count % chunks.count]
      result.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return result
  }

  private static func pieces(
    _ bytes: [UInt8], isFile: Bool, chunks: [Int]
  ) -> [BatchReader.Piece] {
    var batch = BatchReader(isFile: isFile)
    var result: [BatchReader.Piece] = []
    for chunk in cut(bytes, chunks) { result += batch.feed(chunk) }
    return result + batch.finish()
  }
}
