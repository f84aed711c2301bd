import CXML2

/// What the callbacks of one parse fill: the tree so far, the open elements, the first fault.
///
/// A value in one place, reached through the pointer libxml2 carries: counting references and
/// checking exclusivity a hundred times a message took longer than libxml2 itself.
@safe
struct XMLState: ~Copyable {
  private struct Open {
    var index: Int
    var hasChildren = false
    /// Where its text begins in `loose`, once it has children.
    var looseStart = 0
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let namespace: String
  private let limits: XMLLimits
  private let context: xmlParserCtxtPtr
  var tree = XMLTree()
  var fault: XMLFault?
  private var open: [Open] = []
  /// Text of open elements that have children, kept aside until they end: a stack, since only the
  /// innermost open element receives text.
  private var loose: [UInt8] = []
  private var declared = 0
  private var levels: Int
  /// The namespace seen last. Names of a context are the same where their addresses are.
  private var lastURI: UnsafePointer<UInt8>?
  private var lastIsExpected = false

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, namespace: String, limits: XMLLimits,
    context: xmlParserCtxtPtr
  ) {
    unsafe self.bytes = bytes
    unsafe self.context = context
    self.namespace = namespace
    self.limits = limits
    levels = limits.depth
    tree.parts.reserveCapacity(min(limits.parts, bytes.count / 24 + 8))
    tree.pool.reserveCapacity(bytes.count)
    open.reserveCapacity(8)
  }

  /// Bytes the parser has read. Our input is UTF-8 and is not converted, so they are the source's.
  private var position: Int {
    guard let input = unsafe context.pointee.input else { return unsafe bytes.count }
    let position = unsafe Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
    return unsafe min(max(0, position), bytes.count)
  }

  mutating func refuse(_ reason: XMLFault.Reason, at offset: Int? = nil) {
    guard fault == nil else { return }
    fault = XMLFault(reason: reason, offset: offset ?? position)
    unsafe xmlStopParser(context)
  }

  mutating func start(
    _ name: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?, declared: Int,
    attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
  ) {
    let length = unsafe Int(xmlStrlen(name))
    let offset = startOfTag(length)
    if tree.parts.isEmpty, let envelope = limits.envelope, unsafe xmlStrEqual(name, envelope) == 1 {
      levels += 1
    }
    guard open.count < levels else { return refuse(.tooDeep, at: offset) }
    self.declared += declared
    guard tree.parts.count + self.declared + 1 + count <= limits.parts else {
      return refuse(.tooManyParts, at: offset)
    }
    setTextAside()
    let index = tree.parts.count
    let nameRange = unsafe append(name, length)
    let textStart = UInt32(tree.pool.count)
    unsafe tree.parts.append(
      XMLTree.Part(
        name: nameRange, text: textStart..<textStart, offset: UInt32(offset),
        end: UInt32(index + 1), isAttribute: false, isExpected: isExpected(uri)))
    if let attributes = unsafe attributes, count > 0 {
      for each in 0..<count {
        unsafe attribute(attributes + each * 5, offset: offset)
      }
      let textStart = UInt32(tree.pool.count)
      tree.parts[index].text = textStart..<textStart
    }
    open.append(Open(index: index))
  }

  private mutating func isExpected(_ uri: UnsafePointer<UInt8>?) -> Bool {
    guard let uri = unsafe uri else { return false }
    if unsafe uri == lastURI { return lastIsExpected }
    unsafe lastURI = uri
    lastIsExpected = unsafe xmlStrEqual(uri, namespace) == 1
    return lastIsExpected
  }

  // libxml2 hands over five pointers an attribute: local name, prefix, namespace, value, value end.
  private mutating func attribute(
    _ fields: UnsafeMutablePointer<UnsafePointer<UInt8>?>, offset: Int
  ) {
    guard let name = unsafe fields[0], let value = unsafe fields[3], let end = unsafe fields[4]
    else { return }
    let nameStart = UInt32(tree.pool.count)
    tree.pool.append(UInt8(ascii: "@"))
    let nameEnd = unsafe append(name, Int(xmlStrlen(name))).upperBound
    let nameRange = nameStart..<nameEnd
    let textStart = UInt32(tree.pool.count)
    unsafe tree.pool.append(contentsOf: UnsafeBufferPointer(start: value, count: end - value))
    tree.parts.append(
      XMLTree.Part(
        name: nameRange, text: textStart..<UInt32(tree.pool.count), offset: UInt32(offset),
        end: UInt32(tree.parts.count + 1), isAttribute: true, isExpected: true))
  }

  mutating func end() {
    guard let closed = open.popLast() else { return }
    var start = tree.parts[closed.index].text.lowerBound
    if closed.hasChildren {
      start = UInt32(tree.pool.count)
      if loose.count > closed.looseStart {
        tree.pool.append(contentsOf: loose[closed.looseStart...])
        loose.removeSubrange(closed.looseStart...)
      }
    }
    tree.parts[closed.index].text = start..<UInt32(tree.pool.count)
    tree.parts[closed.index].end = UInt32(tree.parts.count)
  }

  mutating func characters(_ text: UnsafeBufferPointer<UInt8>) {
    let last = open.count - 1
    guard last >= 0 else { return }
    if !open[last].hasChildren {
      unsafe tree.pool.append(contentsOf: text)
    } else if unsafe !Self.isBlank(text) {
      unsafe loose.append(contentsOf: text)
    }
  }

  /// The innermost open element turns out to have children: its text so far goes aside.
  private mutating func setTextAside() {
    let last = open.count - 1
    guard last >= 0, !open[last].hasChildren else { return }
    open[last].hasChildren = true
    open[last].looseStart = loose.count
    let start = Int(tree.parts[open[last].index].text.lowerBound)
    let count = tree.pool.count - start
    guard count > 0 else { return }
    let isBlank = unsafe tree.pool.withUnsafeBufferPointer { pool in
      unsafe Self.isBlank(UnsafeBufferPointer(rebasing: pool[start...]))
    }
    if !isBlank { loose.append(contentsOf: tree.pool[start...]) }
    tree.pool.removeLast(count)
  }

  private static func isBlank(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for index in text.indices where unsafe text[index] > 0x20 { return false }
    return true
  }

  // The parser calls at the end of the tag; `<` can stand nowhere inside one.
  private func startOfTag(_ nameLength: Int) -> Int {
    var offset = unsafe min(position, bytes.count - 1)
    // Mostly there is nothing but the name between.
    let likely = offset - nameLength - 1
    if unsafe likely >= 0 && bytes[likely] == UInt8(ascii: "<") { return likely }
    while unsafe offset > 0 && bytes[offset] != UInt8(ascii: "<") { offset -= 1 }
    return offset
  }

  private mutating func append(_ text: UnsafePointer<UInt8>, _ length: Int) -> Range<UInt32> {
    let start = UInt32(tree.pool.count)
    unsafe tree.pool.append(contentsOf: UnsafeBufferPointer(start: text, count: length))
    return start..<UInt32(tree.pool.count)
  }

  mutating func fail(code: UInt32) {
    switch xmlParserErrors(rawValue: code) {
    case XML_ERR_DOCUMENT_EMPTY: refuse(.empty)
    case XML_ERR_TAG_NAME_MISMATCH: refuse(.tagMismatch)
    case XML_ERR_TAG_NOT_FINISHED, XML_ERR_DOCUMENT_END: refuse(.unfinished)
    case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY: refuse(.undeclaredEntity)
    case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED: refuse(.repeatedAttribute)
    case XML_NS_ERR_UNDEFINED_NAMESPACE: refuse(.undeclaredPrefix)
    case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_ENCODING:
      refuse(.illegalCharacter)
    default: unsafe refuse(position >= bytes.count ? .unfinished : .notWellFormed)
    }
  }
}
