import Casework
import LibXML

/// What the health commission's query service answered, as far as its frame says: the records
/// themselves are read as messages in their dialect.
package enum CertificateAnswer: Hashable, Sendable {
  /// The MDEML document, which holds at least one record.
  case records([UInt8])
  /// It knows no such certificate.
  case none
  /// A SOAP fault, or a `success` other than `0`: the code.
  case refused(String)
  /// Nothing that could be read as an answer.
  case broken(String)

  private static let parser = XMLParser()

  /// - Parameter charset: what texts are encoded in that do not say.
  package static func read(_ bytes: [UInt8], charset: Charset? = nil) -> CertificateAnswer {
    guard let whole = document(bytes, charset) else { return .broken("no XML") }
    if let fault = whole.root.descendant("Fault", within: 3) {
      let code = fault.child("faultcode") ?? fault.descendant("Value", within: 3)
      return .refused("SOAP fault \(trimmed(code) ?? "")")
    }
    let inner: [UInt8]
    do throws(Rejection) {
      inner = try SOAPEnvelope.open(bytes, roots: ["MDEML"]).document
    } catch {
      return .broken("no SOAP answer")
    }
    guard let answer = document(inner, charset), answer.root.isNamed("MDEML") else {
      return .broken("no MDEML")
    }
    guard let success = trimmed(answer.root.child("resultinfo")?.child("success")) else {
      return .broken("no success code")
    }
    guard success == "0" else { return .refused("success \(success.prefix(20))") }
    let body = answer.root.child("body")
    let records = body.map { $0.children.filter { $0.isNamed("data") && $0.saysAnything } } ?? []
    return records.isEmpty ? .none : .records(inner)
  }

  private static func document(_ bytes: [UInt8], _ charset: Charset?) -> Document? {
    do throws(Fault) {
      let text = try TextEncoding.read(bytes, .xml, charset: charset).text
      return try XMLReader.read(text, by: parser)
    } catch {
      return nil
    }
  }

  private static func trimmed(_ node: Node?) -> String? {
    guard let node else { return nil }
    let words = node.text.split { $0.isWhitespace }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}

extension Node {
  /// The first element of a name, no deeper than so many levels below.
  fileprivate func descendant(_ name: String, within levels: Int) -> Node? {
    guard levels > 0 else { return nil }
    for child in children where child.kind == .element {
      if child.isNamed(name) { return child }
      if let found = child.descendant(name, within: levels - 1) { return found }
    }
    return nil
  }

  /// Whether any element in it has a text.
  fileprivate var saysAnything: Bool {
    children.contains { child in
      child.kind == .element
        && (child.textBytes.contains { $0 > 0x20 } || child.saysAnything)
    }
  }
}
