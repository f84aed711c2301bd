import CXML2

/// What the callbacks of one parse fill: the tree so far, the open elements, the first fault.
@safe
final class XMLState {
  private struct Open {
    var index: Int
    /// Text of an element that has children, kept aside until it ends.
    var loose: [UInt8] = []
    var hasChildren = false
  }

  let bytes: [UInt8]
  private let namespace: [UInt8]
  private let limits: XMLLimits
  var context: xmlParserCtxtPtr?
  var tree = XMLTree()
  var fault: XMLFault?
  private var open: [Open] = []
  private var declared = 0
  private var levels: Int

  init(_ bytes: [UInt8], namespace: String, limits: XMLLimits) {
    self.bytes = bytes
    self.namespace = Array(namespace.utf8) + [0]
    self.limits = limits
    levels = limits.depth
    tree.parts.reserveCapacity(min(limits.parts, bytes.count / 40 + 8))
    tree.pool.reserveCapacity(bytes.count / 2)
  }

  static func of(_ pointer: UnsafeMutableRawPointer?) -> XMLState? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe Unmanaged<XMLState>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Bytes the parser has read. Our input is UTF-8 and is not converted, so they are the source's.
  private var position: Int {
    guard let input = unsafe context?.pointee.input else { return bytes.count }
    let position = unsafe Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
    return min(max(0, position), bytes.count)
  }

  func refuse(_ reason: XMLFault.Reason, at offset: Int? = nil) {
    guard fault == nil else { return }
    fault = XMLFault(reason: reason, offset: offset ?? position)
    unsafe xmlStopParser(context)
  }

  func start(
    _ name: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?, declared: Int,
    attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int
  ) {
    let offset = startOfTag()
    if tree.parts.isEmpty, let envelope = limits.envelope, unsafe xmlStrEqual(name, envelope) == 1 {
      levels += 1
    }
    guard open.count < levels else { return refuse(.tooDeep, at: offset) }
    self.declared += declared
    guard tree.parts.count + self.declared + 1 + count <= limits.parts else {
      return refuse(.tooManyParts, at: offset)
    }
    if let last = open.indices.last { setTextAside(of: last) }
    let index = tree.parts.count
    let nameRange = unsafe append(name)
    var isExpected = false
    if let uri = unsafe uri {
      isExpected = unsafe namespace.withUnsafeBufferPointer { expected in
        unsafe xmlStrEqual(uri, expected.baseAddress) == 1
      }
    }
    tree.parts.append(
      XMLTree.Part(
        name: nameRange, text: 0..<0, offset: UInt32(offset), end: UInt32(index + 1),
        isAttribute: false, isExpected: isExpected))
    if let attributes = unsafe attributes {
      for each in 0..<count {
        unsafe attribute(attributes + each * 5, offset: offset)
      }
    }
    let textStart = UInt32(tree.pool.count)
    tree.parts[index].text = textStart..<textStart
    open.append(Open(index: index))
  }

  // libxml2 hands over five pointers an attribute: local name, prefix, namespace, value, value end.
  private func attribute(_ fields: UnsafeMutablePointer<UnsafePointer<UInt8>?>, offset: Int) {
    guard let name = unsafe fields[0], let value = unsafe fields[3], let end = unsafe fields[4]
    else { return }
    let nameStart = UInt32(tree.pool.count)
    tree.pool.append(UInt8(ascii: "@"))
    let nameEnd = unsafe append(name).upperBound
    let nameRange = nameStart..<nameEnd
    let textStart = UInt32(tree.pool.count)
    unsafe tree.pool.append(contentsOf: UnsafeBufferPointer(start: value, count: end - value))
    tree.parts.append(
      XMLTree.Part(
        name: nameRange, text: textStart..<UInt32(tree.pool.count), offset: UInt32(offset),
        end: UInt32(tree.parts.count + 1), isAttribute: true, isExpected: true))
  }

  func end() {
    guard let closed = open.popLast() else { return }
    var start = tree.parts[closed.index].text.lowerBound
    if closed.hasChildren {
      start = UInt32(tree.pool.count)
      tree.pool.append(contentsOf: closed.loose)
    }
    tree.parts[closed.index].text = start..<UInt32(tree.pool.count)
    tree.parts[closed.index].end = UInt32(tree.parts.count)
  }

  func characters(_ text: UnsafeBufferPointer<UInt8>) {
    guard let last = open.indices.last else { return }
    if !open[last].hasChildren {
      unsafe tree.pool.append(contentsOf: text)
    } else if unsafe text.contains(where: { $0 > 0x20 }) {
      unsafe open[last].loose.append(contentsOf: text)
    }
  }

  /// An element that turns out to have children: its text so far goes aside.
  private func setTextAside(of last: Int) {
    guard !open[last].hasChildren else { return }
    open[last].hasChildren = true
    let start = tree.parts[open[last].index].text.lowerBound
    let text = tree.pool[Int(start)...]
    if text.contains(where: { $0 > 0x20 }) { open[last].loose = Array(text) }
    tree.pool.removeSubrange(Int(start)...)
  }

  // The parser calls at the end of the tag; `<` can stand nowhere inside one.
  private func startOfTag() -> Int {
    var offset = min(position, bytes.count - 1)
    while offset > 0, bytes[offset] != UInt8(ascii: "<") { offset -= 1 }
    return offset
  }

  private func append(_ text: UnsafePointer<UInt8>) -> Range<UInt32> {
    let start = UInt32(tree.pool.count)
    let length = unsafe Int(xmlStrlen(text))
    unsafe tree.pool.append(contentsOf: UnsafeBufferPointer(start: text, count: length))
    return start..<UInt32(tree.pool.count)
  }

  func fail(code: UInt32) {
    switch xmlParserErrors(rawValue: code) {
    case XML_ERR_DOCUMENT_EMPTY: refuse(.empty)
    case XML_ERR_TAG_NAME_MISMATCH: refuse(.tagMismatch)
    case XML_ERR_TAG_NOT_FINISHED, XML_ERR_DOCUMENT_END: refuse(.unfinished)
    case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY: refuse(.undeclaredEntity)
    case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED: refuse(.repeatedAttribute)
    case XML_NS_ERR_UNDEFINED_NAMESPACE: refuse(.undeclaredPrefix)
    case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_ENCODING:
      refuse(.illegalCharacter)
    default: refuse(position >= bytes.count ? .unfinished : .notWellFormed)
    }
  }
}
