import CXML2

/// Owns one libxml2 parser context with our callbacks in it.
///
/// A context is in the parser's pool or in one call, never in both; that is what makes it sendable
/// and what the compiler cannot see.
@safe
final class XMLContext: Sendable {
  nonisolated(unsafe) private let context: xmlParserCtxtPtr

  init?() {
    guard let context = unsafe xmlNewParserCtxt() else { return nil }
    unsafe self.context = context
    guard let handler = unsafe context.pointee.sax else { return nil }
    unsafe handler.pointee = xmlSAXHandler()
    unsafe handler.pointee.initialized = UInt32(XML_SAX2_MAGIC)
    unsafe handler.pointee.internalSubset = { state, _, _, _ in
      unsafe XMLState.of(state)?.refuse(.doctype)
    }
    unsafe handler.pointee.startElementNs = {
      state, name, _, uri, declared, _, count, _, attributes in
      guard let name = unsafe name else { return }
      unsafe XMLState.of(state)?.start(
        name, uri, declared: Int(declared), attributes: attributes, count: Int(count))
    }
    unsafe handler.pointee.endElementNs = { state, _, _, _ in unsafe XMLState.of(state)?.end() }
    let characters: charactersSAXFunc = { state, text, length in
      guard let text = unsafe text else { return }
      unsafe XMLState.of(state)?.characters(
        UnsafeBufferPointer(start: text, count: Int(length)))
    }
    unsafe handler.pointee.characters = characters
    unsafe handler.pointee.ignorableWhitespace = characters
    unsafe handler.pointee.cdataBlock = characters
    unsafe handler.pointee.serror = { state, error in
      guard let error = unsafe error, unsafe error.pointee.level.rawValue >= 2 else { return }
      unsafe XMLState.of(state)?.fail(code: UInt32(error.pointee.code))
    }
  }

  deinit { unsafe xmlFreeParserCtxt(context) }

  /// Names stay in a context's dictionary; one that has met many is given up.
  var isWorthKeeping: Bool { unsafe xmlDictSize(context.pointee.dict) < 1_000 }

  func parse(_ state: XMLState) {
    unsafe state.context = context
    unsafe context.pointee.userData = Unmanaged.passUnretained(state).toOpaque()
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue)
    unsafe state.bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        let document = unsafe xmlCtxtReadMemory(
          context, text.baseAddress, Int32(text.count), nil, nil, options)
        unsafe xmlFreeDoc(document)
      }
    }
    let isSound = unsafe context.pointee.wellFormed == 1 && context.pointee.nsWellFormed == 1
    if !isSound, state.fault == nil {
      state.fault = XMLFault(reason: .notWellFormed, offset: state.bytes.count)
    }
    unsafe xmlCtxtReset(context)
    unsafe state.context = nil
  }
}
