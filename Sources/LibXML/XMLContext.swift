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
    unsafe Self.fill(&handler.pointee)
  }

  private static func fill(_ handler: inout xmlSAXHandler) {
    unsafe handler.internalSubset = { state, _, _, _ in
      unsafe state?.assumingMemoryBound(to: XMLState.self).pointee.refuse(.doctype)
    }
    unsafe handler.startElementNs = { state, name, _, uri, declared, _, count, _, attributes in
      guard let name = unsafe name else { return }
      unsafe state?.assumingMemoryBound(to: XMLState.self).pointee.start(
        name, uri, declared: Int(declared), attributes: attributes, count: Int(count))
    }
    unsafe handler.endElementNs = { state, _, _, _ in
      unsafe state?.assumingMemoryBound(to: XMLState.self).pointee.end()
    }
    let characters: charactersSAXFunc = { state, text, length in
      guard let text = unsafe text else { return }
      unsafe state?.assumingMemoryBound(to: XMLState.self).pointee.characters(
        UnsafeBufferPointer(start: text, count: Int(length)))
    }
    unsafe handler.characters = characters
    unsafe handler.ignorableWhitespace = characters
    unsafe handler.cdataBlock = characters
    unsafe handler.serror = { state, error in
      guard let error = unsafe error, unsafe error.pointee.level.rawValue >= 2 else { return }
      unsafe state?.assumingMemoryBound(to: XMLState.self).pointee.fail(
        code: UInt32(error.pointee.code))
    }
  }

  deinit { unsafe xmlFreeParserCtxt(context) }

  /// Names stay in a context's dictionary; one that has met many is given up.
  var isWorthKeeping: Bool { unsafe xmlDictSize(context.pointee.dict) < 1_000 }

  func parse(
    _ bytes: [UInt8], namespace: String, limits: XMLLimits
  ) -> Result<XMLTree, XMLFault> {
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue)
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      var state = unsafe XMLState(
        buffer, namespace: namespace, limits: limits, context: context)
      return unsafe withUnsafeMutablePointer(to: &state) { state in
        unsafe context.pointee.userData = UnsafeMutableRawPointer(state)
        unsafe buffer.withMemoryRebound(to: CChar.self) { text in
          let document = unsafe xmlCtxtReadMemory(
            context, text.baseAddress, Int32(text.count), nil, nil, options)
          unsafe xmlFreeDoc(document)
        }
        let isSound = unsafe context.pointee.wellFormed == 1 && context.pointee.nsWellFormed == 1
        if !isSound, unsafe state.pointee.fault == nil {
          unsafe state.pointee.fault = XMLFault(reason: .notWellFormed, offset: bytes.count)
        }
        unsafe xmlCtxtReset(context)
        unsafe context.pointee.userData = nil
        if let fault = unsafe state.pointee.fault { return .failure(fault) }
        return unsafe .success(state.pointee.tree)
      }
    }
  }
}
