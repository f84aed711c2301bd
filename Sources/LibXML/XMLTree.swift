/// A parsed XML document in two flat arrays, for readers who want names, texts and places and no
/// library behind them.
///
/// Elements and attributes stand in document order; the subtree of the part at `index` is
/// `index + 1 ..< parts[index].end`. Attributes come right after their element. Nothing here points
/// into the parser's memory.
package struct XMLTree: Sendable {
  /// An element or an attribute.
  package struct Part: Sendable {
    /// Where the local name stands in `pool`; an attribute's begins with `@`.
    package var name: Range<UInt32>
    /// Where its own text stands in `pool`, without that of its children.
    package var text: Range<UInt32>
    /// Bytes before its start tag's `<` in the UTF-8 source.
    package var offset: UInt32
    /// The index after its subtree.
    package var end: UInt32
    package var isAttribute: Bool
    /// Whether the element is in the namespace the parse was asked for.
    package var isExpected: Bool
  }

  package internal(set) var parts: [Part] = []
  package internal(set) var pool: [UInt8] = []
}

/// Why an XML document was not read, and where.
package struct XMLFault: Error, Hashable, Sendable {
  /// The first thing wrong with a document.
  package enum Reason: Hashable, Sendable {
    case empty, unfinished, tagMismatch, undeclaredEntity, repeatedAttribute, undeclaredPrefix
    case illegalCharacter, afterEnd, notWellFormed
    case doctype, tooDeep, tooManyParts
  }

  package var reason: Reason
  /// Bytes before the place in the UTF-8 source.
  package var offset: Int
}

/// How much a document may hold before the parser is stopped.
package struct XMLLimits: Sendable {
  package var depth: Int
  /// Elements and attributes together, and as many comments, instructions and CDATA sections.
  package var parts: Int
  /// Attributes of one element. libxml2 compares each with every other one.
  package var attributesPerElement = 2_000
  /// Namespace declarations of a document. libxml2 searches them one by one for every name.
  package var namespaceDeclarations = 500

  /// A root element of this name is none of the levels counted.
  package var envelope: String?

  package init(depth: Int, parts: Int, envelope: String? = nil) {
    self.depth = depth
    self.parts = parts
    self.envelope = envelope
  }
}
