package import Casework
import LibXML

/// Reads messages of all families, JSON or XML, into facts and canonical bytes.
package struct MessageReader: Sendable {
  /// What a message is written in; `detect` looks at its first character.
  package enum Form: Hashable, Sendable { case json, xml, detect }

  package let families: [MessageFamily]
  let digest: @Sendable ([UInt8]) -> [UInt8]
  /// The members of a message: its header, and after it the families.
  let members: FieldLayout
  private let parser = XMLParser()

  /// - Parameter digest: SM3, handed in so that this module needs no library for it.
  package init(
    families: [MessageFamily], digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.families = families
    members = FieldLayout(
      [HeaderTable.field]
        + families.map {
          Field($0.name.rawValue, .object([]), $0.title.chinese, $0.title.english)
        })
    self.digest = digest
  }

  /// Reads every message of one document: a dialect may repeat its records, the canonical form
  /// holds one.
  ///
  /// - Returns: at least one; each stands or falls alone.
  package func readAll(
    _ bytes: [UInt8], form: Form = .detect, as manner: Manner = .canonical,
    from start: Place = .start
  ) -> [Result<Reading, Rejection>] {
    do throws(Rejection) {
      let parsed = try parse(bytes, form: form, as: manner, from: start)
      if let match = try match(parsed, manner, start) {
        return readings(of: match, parsed, manner, start)
      }
      return [.success(conclude(try judge(parsed.document, report(parsed, start), sentAt: nil)))]
    } catch {
      return [.failure(error)]
    }
  }

  /// Reads one message. Places in findings count from `start`, for messages that are part of a
  /// file.
  ///
  /// - Parameter manner: how its sender writes.
  package func read(
    _ bytes: [UInt8], form: Form = .detect, as manner: Manner = .canonical,
    from start: Place = .start
  ) throws(Rejection) -> Reading {
    let parsed = try parse(bytes, form: form, as: manner, from: start)
    if let match = try match(parsed, manner, start) {
      return try reading(of: match, parsed, manner, start)
    }
    return conclude(try judge(parsed.document, report(parsed, start), sentAt: nil))
  }

  /// A document as it was parsed, with what was odd about it.
  struct Parsed {
    var document: Document
    var duplicates: [Int]
    var hadMark: Bool
  }

  /// Opens a SOAP envelope and whatever else a dialect puts around a document, and parses it.
  func parse(
    _ bytes: [UInt8], form: Form, as manner: Manner, from start: Place
  ) throws(Rejection) -> Parsed {
    // A text of JSON may well speak of an envelope.
    let looks = form == .json ? form : Self.form(of: bytes)
    let inside = looks == .xml ? try opened(bytes, manner) : nil
    let charset = manner.charset ?? manner.dialects.lazy.compactMap(\.charset).first
    let parsed = try parseText(
      inside ?? bytes, form: form == .detect ? inside.map(Self.form) ?? looks : form, charset,
      from: start)
    guard let inner = embedded(in: parsed.document, manner) else { return parsed }
    return try parseText(inner, form: .xml, charset, from: .start)
  }

  private func parseText(
    _ bytes: [UInt8], form: Form, _ charset: Charset?, from start: Place
  ) throws(Rejection) -> Parsed {
    let text: TextEncoding
    let document: Document
    var duplicates: [Int] = []
    do throws(Fault) {
      text = try TextEncoding.read(bytes, form, charset: charset)
      if form == .xml {
        document = try XMLReader.read(text.text, by: parser)
      } else {
        (document, duplicates) = try JSONReader.read(text.text)
      }
    } catch {
      throw Self.rejection(
        error, in: TextEncoding.legible(bytes, form, charset: charset), form, start)
    }
    return Parsed(document: document, duplicates: duplicates, hadMark: text.hadMark)
  }

  func report(_ parsed: Parsed, _ start: Place) -> Report {
    var report = Report(parsed.document, from: start)
    Self.note(parsed, in: &report)
    return report
  }

  /// Notes what is odd about a document, whatever is in it.
  static func note(_ parsed: Parsed, in report: inout Report) {
    if parsed.hadMark { report.noteMark() }
    for duplicate in parsed.duplicates.prefix(Bounds.findings) {
      report.note(
        .duplicateName, at: Node(document: parsed.document, index: duplicate),
        Plain("同一对象里已有这个成员名", "this name stands in the object before"))
    }
  }

  /// Reads canonical bytes that were stored, which hold no `sentAt`; the fact and the digest are
  /// those of the first reading.
  package func reread(canonical: [UInt8], sentAt: Instant) throws(Rejection) -> Reading {
    let document: Document
    do throws(Fault) {
      document = try JSONReader.read(canonical, scale: 2).document
    } catch {
      throw Self.rejection(error, in: canonical, .json, .start)
    }
    return conclude(
      try judge(document, Report(document, from: .start), sentAt: sentAt))
  }

  /// XML where the first character is `<`, whatever the encoding.
  package static func form(of bytes: [UInt8]) -> Form {
    var text = bytes[...]
    if let beginning = UTF16Text.beginning(of: bytes) {
      text = text.dropFirst(beginning.mark)
    } else if bytes.starts(with: UTF8Text.mark) {
      text = text.dropFirst(3)
    }
    // The other byte of a character of two is NUL.
    let first = text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D && $0 != 0 }
    return first == UInt8(ascii: "<") ? .xml : .json
  }

  /// - Parameter text: UTF-8, in which the fault's offset counts.
  private static func rejection(
    _ fault: Fault, in text: [UInt8], _ form: Form, _ start: Place
  ) -> Rejection {
    var finder = PlaceFinder(text, from: start)
    let place = finder.place(of: fault.offset)
    return Rejection(errors: [
      Finding(
        code: fault.code, path: form == .xml ? "/" : "", line: place.line, column: place.column,
        message: fault.message)
    ])
  }
}
