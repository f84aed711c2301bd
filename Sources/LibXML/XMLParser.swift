import CXML2
import Synchronization

/// Reads XML documents by libxml2 into flat trees, safely: what comes from outside can name no
/// file, no entity and no handler.
///
/// Each parse has a parser context of its own; idle ones are kept, because making one costs as much
/// as a small parse. There is no document tree in libxml2 either: the callbacks fill ours, so a
/// document costs what its parts cost and is counted while it is read. A DOCTYPE stops the parser
/// before its contents are looked at; entities other than the five predefined ones do not exist.
package final class XMLParser: Sendable {
  private let idle = Mutex<[XMLContext]>([])

  package init() { xmlInitParser() }

  /// Parses a document that is valid UTF-8; an encoding declaration in it is not obeyed.
  ///
  /// - Parameter namespace: elements in it are marked as expected.
  package func parse(
    _ bytes: [UInt8], namespace: String, limits: XMLLimits
  ) throws(XMLFault) -> XMLTree {
    guard !bytes.isEmpty else { throw XMLFault(reason: .empty, offset: 0) }
    if let offset = XMLCensus.excess(in: bytes, limits: limits) {
      throw XMLFault(reason: .tooManyParts, offset: offset)
    }
    guard let context = idle.withLock({ $0.popLast() }) ?? XMLContext() else {
      throw XMLFault(reason: .notWellFormed, offset: 0)
    }
    let result = context.parse(bytes, namespace: namespace, limits: limits)
    if context.isWorthKeeping {
      idle.withLock { if $0.count < 16 { $0.append(context) } }
    }
    return try result.get()
  }
}
