import Casework
import LibXML

/// Reads XML into the same document as JSON: elements become values, attributes members named `@…`.
struct XMLReader {
  static let namespace = "urn:birthgate:message:1"

  /// Reads well-formed XML that is UTF-8 already.
  static func read(_ bytes: [UInt8], by parser: XMLParser) throws(Fault) -> Document {
    let whole = try parse(bytes, namespace: namespace, by: parser)
    guard whole.root.isExpected, whole.root.isNamed("messages") else { return whole }
    let elements = whole.root.children.filter { $0.kind == .element }
    guard elements.count == 1, let message = elements.first else { return whole }
    return Document(
      form: .xml, cells: whole.cells, pool: whole.pool, source: bytes, first: message.index)
  }

  /// The whole of a document; elements in the namespace are marked as expected.
  static func parse(
    _ bytes: [UInt8], namespace: String, by parser: XMLParser
  ) throws(Fault) -> Document {
    let tree: XMLTree
    do {
      tree = try parser.parse(
        bytes, namespace: namespace,
        limits: XMLLimits(depth: Bounds.depth, parts: Bounds.parts, envelope: "messages"))
    } catch {
      throw fault(error)
    }
    let cells = tree.parts.map { part in
      Document.Cell(
        kind: part.isAttribute ? .attribute : .element, isExpected: part.isExpected,
        nameStart: part.name.lowerBound, nameEnd: part.name.upperBound,
        textStart: part.text.lowerBound, textEnd: part.text.upperBound,
        offset: part.offset, end: part.end)
    }
    guard !cells.isEmpty else {
      throw Fault(.notWellFormed, at: 0, "报文是空的", "the message is empty")
    }
    return Document(form: .xml, cells: cells, pool: tree.pool, source: bytes)
  }

  private static func fault(_ fault: XMLFault) -> Fault {
    let (code, chinese, english): (Finding.Code, String, String) =
      switch fault.reason {
      case .empty: (.notWellFormed, "报文是空的，或没有根元素", "the message is empty or has no root element")
      case .unfinished:
        (.notWellFormed, "XML 在此处中断，没有写完", "the XML ends here before it is complete")
      case .tagMismatch:
        (.notWellFormed, "结束标签与开始标签不一致", "the end tag does not match its start tag")
      case .undeclaredEntity:
        (
          .notWellFormed, "未定义的实体；只有 &lt; &gt; &amp; &quot; &apos; 可用",
          "no such entity; only &lt; &gt; &amp; &quot; &apos; exist"
        )
      case .repeatedAttribute: (.notWellFormed, "同一属性写了两次", "an attribute stands twice in one tag")
      case .undeclaredPrefix: (.notWellFormed, "前缀没有声明命名空间", "this prefix has no namespace")
      case .illegalCharacter: (.notWellFormed, "XML 不允许这个字符", "XML does not allow this character")
      case .afterEnd: (.notWellFormed, "根元素之后还有内容", "something follows the root element")
      case .notWellFormed: (.notWellFormed, "XML 格式不正确", "the XML is not well-formed")
      case .doctype:
        (
          .doctype, "不接受 DOCTYPE；请删除文档类型声明",
          "a DOCTYPE is not accepted; leave the document type declaration out"
        )
      case .tooDeep: (.tooDeep, "嵌套超过 \(Bounds.depth) 层", "nested more than \(Bounds.depth) deep")
      case .tooManyParts:
        (
          .tooManyParts, "一条报文最多 \(Bounds.parts) 个元素和属性",
          "a message holds at most \(Bounds.parts) elements and attributes"
        )
      }
    return Fault(code, at: fault.offset, chinese, english)
  }
}
