package import Casework
import LibXML

/// Reads messages of all families, JSON or XML, into facts and canonical bytes.
package struct MessageReader: Sendable {
  /// What a message is written in; `detect` looks at its first character.
  package enum Form: Hashable, Sendable { case json, xml, detect }

  package let families: [MessageFamily]
  let digest: @Sendable ([UInt8]) -> [UInt8]
  let familyNames: [[UInt8]]
  private let parser = XMLParser()

  /// - Parameter digest: SM3, handed in so that this module needs no library for it.
  package init(
    families: [MessageFamily], digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.families = families
    familyNames = families.map { Array($0.name.rawValue.utf8) }
    self.digest = digest
  }

  /// Reads every message of one document: a dialect may repeat its records, the canonical form holds
  /// one.
  ///
  /// - Returns: at least one; each stands or falls alone.
  package func readAll(
    _ bytes: [UInt8], form: Form = .detect, as manner: Manner = .canonical,
    from start: Place = .start
  ) -> [Result<Reading, Rejection>] {
    do throws(Rejection) {
      return [.success(try read(bytes, form: form, as: manner, from: start))]
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
    let (document, report) = try parse(bytes, form: form, from: start)
    return conclude(try judge(document, report, sentAt: nil))
  }

  /// The first part of reading: the document, with what can be said of it before any table.
  func parse(
    _ bytes: [UInt8], form: Form, from start: Place
  ) throws(Rejection) -> (Document, Report) {
    let form = form == .detect ? Self.form(of: bytes) : form
    let text: TextEncoding
    let document: Document
    var duplicates: [Int] = []
    do throws(Fault) {
      if form == .xml {
        text = try TextEncoding.xml(bytes)
        document = try XMLReader.read(text.text, by: parser)
      } else {
        text = TextEncoding.json(bytes)
        (document, duplicates) = try JSONReader.read(text.text)
      }
    } catch {
      throw Self.rejection(error, of: bytes, form, start)
    }
    var report = Report(document, from: start)
    if text.hadMark { report.noteMark() }
    for duplicate in duplicates.prefix(Bounds.findings) {
      report.note(
        .duplicateName, at: Node(document: document, index: duplicate),
        Plain("同一对象里已有这个成员名", "this name stands in the object before"))
    }
    return (document, report)
  }

  /// Reads canonical bytes that were stored, which hold no `sentAt`; the fact and the digest are
  /// those of the first reading.
  package func reread(canonical: [UInt8], sentAt: Instant) throws(Rejection) -> Reading {
    let document: Document
    do throws(Fault) {
      document = try JSONReader.read(canonical, scale: 2).document
    } catch {
      throw Self.rejection(error, of: canonical, .json, .start)
    }
    return conclude(
      try judge(document, Report(document, from: .start), sentAt: sentAt))
  }

  /// XML where the first character is `<`, whatever the encoding.
  package static func form(of bytes: [UInt8]) -> Form {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .xml }
    let text = bytes.starts(with: UTF8Text.mark) ? bytes.dropFirst(3) : bytes[...]
    let first = text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return first == UInt8(ascii: "<") ? .xml : .json
  }

  private static func rejection(
    _ fault: Fault, of bytes: [UInt8], _ form: Form, _ start: Place
  ) -> Rejection {
    let text = form == .xml ? (try? TextEncoding.xml(bytes).text) : TextEncoding.json(bytes).text
    var finder = PlaceFinder(text ?? bytes, from: start)
    let place = finder.place(of: fault.offset)
    return Rejection(errors: [
      Finding(
        code: fault.code, path: form == .xml ? "/" : "", line: place.line, column: place.column,
        message: fault.message)
    ])
  }
}
