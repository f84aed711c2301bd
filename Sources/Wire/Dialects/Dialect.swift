package import Casework

/// How some system writes one family of messages (方言): a table beside the family, no code.
package struct Dialect: Sendable {
  /// As settings and `--dialect` name it: `mdeml`, `police-pinyin`.
  package let name: String
  package let title: Plain
  package let family: FamilyName
  package let frame: Frame
  package let columns: [Column]
  /// What its records hold and the gateway does not use: kept as evidence, not warned of.
  package let known: [String]
  package let demands: [Demand]
  /// What means "not given", beside the contract's marks.
  package let marks: Set<String>
  /// What its texts are encoded in where they do not say.
  package let charset: Charset?
  let index: DialectIndex

  package init(
    name: String, title: Plain, family: FamilyName, frame: Frame = Frame(),
    columns: [Column] = [], known: [String] = [], demands: [Demand] = [],
    marks: Set<String> = [], charset: Charset? = nil
  ) {
    self.name = name
    self.title = title
    self.family = family
    self.frame = frame
    self.columns = columns
    self.known = known
    self.demands = demands
    self.marks = marks
    self.charset = charset
    index = DialectIndex(
      columns: columns + frame.columns, known: known, demands: demands,
      ignoresCase: frame.ignoresCase)
  }
}

extension Dialect {
  /// What stands around the records of a document.
  ///
  /// Paths are names with `/` between them. They begin at the record, or at the root where they
  /// begin with `/`; an attribute is `@name`.
  package struct Frame: Sendable {
    /// Names of root elements, or of the one member of a JSON document; none for any.
    package var roots: [String]
    /// Where the records stand below the root; the first path that leads to one. `*GRIDLB` is any
    /// name that ends so, `**` any number of steps, nothing the root itself.
    package var records: [String]
    package var id: [String]
    package var sender: [String]
    package var sentAt: [String]
    /// A text below the root that holds the document itself: XML, or base64 of it.
    package var embedded: String?
    /// Whether names are the same in upper and lower case.
    package var ignoresCase: Bool
    /// What it holds beside records and is not warned of: paths from the root.
    package var known: [String]
    /// Whether its records hold the canonical members of the family.
    package var isCarrier: Bool

    package init(
      roots: [String] = [], records: [String] = [""], id: [String] = [], sender: [String] = [],
      sentAt: [String] = [], embedded: String? = nil, ignoresCase: Bool = false,
      known: [String] = [], isCarrier: Bool = false
    ) {
      self.roots = roots
      self.records = records
      self.id = id
      self.sender = sender
      self.sentAt = sentAt
      self.embedded = embedded
      self.ignoresCase = ignoresCase
      self.known = known
      self.isCarrier = isCarrier
    }

    /// The header of a message, as columns like all others.
    var columns: [Column] {
      [
        Column("header.id", from: id, as: .text), Column("header.sender", from: sender, as: .text),
        Column("header.sentAt", from: sentAt, as: .instant),
      ].filter { !$0.sources.isEmpty }
    }
  }

  /// What one field of the family is made of. Of several columns of a field the first that is given
  /// counts.
  package struct Column: Sendable {
    /// A dotted path in the family: `mother.idNumber`, `contacts.0.address`.
    package var field: String
    /// Where it may stand; the first that is given counts.
    package var sources: [String]
    package var writing: Writing

    package init(_ field: String, from sources: [String], as writing: Writing) {
      self.field = field
      self.sources = sources
      self.writing = writing
    }

    package init(_ field: String, _ sources: String..., as writing: Writing = .text) {
      self.init(field, from: sources, as: writing)
    }
  }

  /// What a record must say to be one of those this table is for, where it says anything.
  package struct Demand: Sendable {
    package var sources: [String]
    package var values: [String]
    package var meaning: Plain

    package init(_ sources: String..., values: [String], _ chinese: String, _ english: String) {
      self.init(from: sources, values: values, Plain(chinese, english))
    }

    package init(from sources: [String], values: [String], _ meaning: Plain) {
      self.sources = sources
      self.values = values
      self.meaning = meaning
    }
  }
}
