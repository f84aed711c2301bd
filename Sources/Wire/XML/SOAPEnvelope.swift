package import Casework
import LibXML

/// Opens a SOAP envelope and finds the message in it, whatever the parameter is called.
///
/// Taken is the first text in the Body that is XML or base64 of XML, or an element there that is
/// itself a document. Of a document that stands in the envelope as elements, places count in the
/// envelope; of one in a text, in that text.
package struct SOAPEnvelope: Sendable {
  /// Which envelope it was, so that the answer is one of the same kind.
  package enum Version: String, CaseIterable, Sendable {
    case soap11 = "http://schemas.xmlsoap.org/soap/envelope/"
    case soap12 = "http://www.w3.org/2003/05/soap-envelope"
  }

  /// The message, as it stands for the message reader.
  package let document: [UInt8]
  package let version: Version
  /// The local name of the Body's first element: `getBirthInfo`.
  package let operation: String
  /// The namespace of that element, for the answer's; nil where it has none.
  package let operationNamespace: String?
  /// How the document stood in the Body, so that the answer comes likewise.
  package let carriage: Carriage
  /// Header blocks that the sender wants understood or the message refused.
  package let mandatoryHeaders: [String]

  /// How a document stands in a Body.
  package enum Carriage: Sendable { case base64, text, element }

  private static let parser = XMLParser()

  /// - Parameter roots: names of root elements that are documents where they stand in the Body.
  /// - Throws: where it is no XML, no SOAP envelope, or nothing is in it.
  package static func open(
    _ bytes: [UInt8], roots: Set<String> = ["message", "messages"]
  ) throws(Rejection) -> SOAPEnvelope {
    let text: [UInt8]
    do throws(Fault) {
      text = try TextEncoding.read(bytes, .xml, charset: nil).text
      if let envelope = try find(in: text, roots) { return envelope }
    } catch {
      throw rejection(error, in: TextEncoding.legible(bytes, .xml, charset: nil))
    }
    throw rejection(
      Fault(
        .notAllowed, at: 0, "根元素应为 SOAP 1.1 或 1.2 的 Envelope",
        "the root element must be the Envelope of SOAP 1.1 or 1.2"), in: text)
  }

  /// Opens an envelope for a sender who writes in such a manner.
  package static func open(_ bytes: [UInt8], as manner: Manner) throws(Rejection) -> SOAPEnvelope {
    try open(bytes, roots: Set(manner.dialects.flatMap(\.frame.roots) + ["message", "messages"]))
  }

  /// Whether a text may be an envelope: its first tag is named so.
  static func mayBe(_ text: [UInt8]) -> Bool {
    var rest = text.prefix(4096)
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[(open + 1)...]
      guard rest.first == UInt8(ascii: "?") || rest.first == UInt8(ascii: "!") else {
        let name = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        return local.elementsEqual("Envelope".utf8)
      }
    }
    return false
  }

  private static func find(
    in text: [UInt8], _ roots: Set<String>
  ) throws(Fault) -> SOAPEnvelope? {
    for version in Version.allCases {
      let document = try XMLReader.parse(text, namespace: version.rawValue, by: parser)
      let root = document.root
      guard root.isExpected, root.isNamed("Envelope") else { continue }
      guard let body = root.children.first(where: { $0.isExpected && $0.isNamed("Body") }),
        let operation = body.children.first(where: { $0.kind == .element })
      else {
        throw Fault(
          .missing, at: root.offset, "SOAP 信封中没有 Body 或 Body 是空的",
          "the SOAP envelope has no Body, or nothing in it")
      }
      guard let found = message(in: operation, of: document, roots) else {
        throw Fault(
          .missing, at: operation.offset, "SOAP Body 中没有报文：应为 XML，或 XML 的 base64 文本",
          "there is no message in the SOAP Body: XML is needed, or base64 of XML as a text")
      }
      return SOAPEnvelope(
        document: found.bytes, version: version, operation: operation.name,
        operationNamespace: XMLSlice.namespace(of: operation), carriage: found.carriage,
        mandatoryHeaders: mandatoryHeaders(of: root))
    }
    return nil
  }

  /// In document order: a root known by its name, or a text that holds a document; failing both,
  /// the operation's first child that has children.
  private static func message(
    in operation: Node, of document: Document, _ roots: Set<String>
  ) -> (bytes: [UInt8], carriage: Carriage)? {
    for index in operation.index..<Int(document.cells[operation.index].end) {
      let node = Node(document: document, index: index)
      guard node.kind == .element else { continue }
      if node.hasChildren {
        if roots.contains(node.name) { return (XMLSlice.document(at: node), .element) }
      } else if let text = embedded(node.textBytes) {
        return text
      }
    }
    return operation.children.first { $0.kind == .element && $0.hasChildren }
      .map { (XMLSlice.document(at: $0), .element) }
  }

  private static func mandatoryHeaders(of root: Node) -> [String] {
    let header = root.children.first { $0.isExpected && $0.isNamed("Header") }
    let blocks = header?.children.filter { $0.kind == .element } ?? []
    return blocks.filter { ["1", "true"].contains($0.child("@mustUnderstand")?.text) }
      .map(\.name)
  }

  private static func embedded(
    _ text: ArraySlice<UInt8>
  ) -> (bytes: [UInt8], carriage: Carriage)? {
    guard let first = text.firstIndex(where: { $0 > 0x20 }) else { return nil }
    if text[first] == UInt8(ascii: "<") {
      return (XMLSlice.withoutDeclaration(Array(text[first...])), .text)
    }
    guard let bytes = Base64Text.decoded(text), MessageReader.form(of: bytes) == .xml else {
      return nil
    }
    return (bytes, .base64)
  }

  private static func rejection(_ fault: Fault, in text: [UInt8]) -> Rejection {
    var finder = PlaceFinder(text, from: .start)
    let place = finder.place(of: fault.offset)
    return Rejection(errors: [
      Finding(
        code: fault.code, path: "/", line: place.line, column: place.column,
        message: fault.message)
    ])
  }
}
