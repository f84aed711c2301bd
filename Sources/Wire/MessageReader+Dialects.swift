import Casework

/// Messages in dialects: which one a document is in, and its records one by one.
extension MessageReader {
  /// What a SOAP envelope holds; nil where the bytes are none.
  func opened(_ bytes: [UInt8], _ manner: Manner) throws(Rejection) -> [UInt8]? {
    guard SOAPEnvelope.mayBe(bytes) else { return nil }
    do throws(Rejection) {
      return try SOAPEnvelope.open(bytes, as: manner).document
    } catch {
      // An element of that name that is not SOAP's is judged like any other root.
      if error.errors.contains(where: { $0.code == .notAllowed }) { return nil }
      throw error
    }
  }

  /// The document that a dialect of the sender carries in a text.
  func embedded(in document: Document, _ manner: Manner) -> [UInt8]? {
    for dialect in manner.dialects {
      guard let path = dialect.frame.embedded else { continue }
      let finder = StepFinder(ignoresCase: dialect.frame.ignoresCase)
      for node in finder.nodes(DialectIndex.split(path)[...], from: document.root)
      where !node.hasChildren {
        if let bytes = XMLSlice.embedded(node.textBytes) { return bytes }
      }
    }
    return nil
  }

  /// The dialect a document is in; nil where it is canonical or the sender has none.
  func match(
    _ parsed: Parsed, _ manner: Manner, _ start: Place
  ) throws(Rejection) -> DialectMatch? {
    guard !manner.dialects.isEmpty, !isCanonical(parsed.document) else { return nil }
    for dialect in manner.dialects {
      if let match = DialectMatch(parsed.document, as: dialect) { return match }
    }
    for dialect in manner.dialects where dialect.frame.isCarrier {
      if let match = DialectMatch(parsed.document, as: dialect, isLenient: true) { return match }
    }
    for dialect in manner.dialects {
      if let match = DialectMatch(withEmptyListOf: dialect, parsed.document) { return match }
    }
    let known = manner.dialects.map { dialect in
      let roots = dialect.frame.roots.map { "<\($0)>" }.joined(separator: " ")
      return dialect.name + (roots.isEmpty ? "" : " " + roots)
    }.joined(separator: ", ")
    var report = Report(parsed.document, from: start)
    MessageReader.note(parsed, in: &report)
    report.note(
      .notAllowed, at: parsed.document.root,
      Plain(
        "既不是规范格式，也不是该发送方的方言：\(known)",
        "this is neither the canonical form nor a dialect of this sender: \(known)"))
    throw Rejection(errors: report.errors)
  }

  private func isCanonical(_ document: Document) -> Bool {
    let root = document.root
    if document.form == .xml { return root.isExpected }
    guard root.kind == .object else { return false }
    return root.children.contains { child in
      families.contains { child.isNamed($0.name.rawValue) }
    }
  }

  /// The only record of a document.
  func reading(
    of match: DialectMatch, _ parsed: Parsed, _ manner: Manner, _ start: Place
  ) throws(Rejection) -> Reading {
    guard match.records.count > 1 else {
      return try readings(of: match, parsed, manner, start)[0].get()
    }
    var report = Report(parsed.document, from: start)
    report.note(
      .notAllowed, at: match.records[1],
      Plain(
        "此处只收一条记录；多条记录请发送到 /v1/batches",
        "one record is taken here; send several to /v1/batches"))
    throw Rejection(errors: report.errors, family: match.dialect.family)
  }

  /// All records of a document, each of which stands or falls alone.
  func readings(
    of match: DialectMatch, _ parsed: Parsed, _ manner: Manner, _ start: Place
  ) -> [Result<Reading, Rejection>] {
    let ground = Ground(parsed.document, from: start)
    guard !match.records.isEmpty else {
      return [.failure(nothing(in: match, parsed, ground))]
    }
    return match.records.indices.map { place in
      do throws(Rejection) {
        return .success(try reading(place, of: match, parsed, manner, ground))
      } catch {
        return .failure(error)
      }
    }
  }

  private func reading(
    _ place: Int, of match: DialectMatch, _ parsed: Parsed, _ manner: Manner, _ ground: Ground
  ) throws(Rejection) -> Reading {
    var translator = Translator(match, record: match.records[place])
    let document = translator.document(number: match.records.count > 1 ? place + 1 : nil)
    var report = Report(document, on: ground)
    // What belongs to the whole document is said once; only a name that stands twice spoils all.
    if place == 0 || !parsed.duplicates.isEmpty { MessageReader.note(parsed, in: &report) }
    if place == 0 { match.noteUnknown(in: &report) }
    for note in translator.notes { report.note(note.code, at: note.node, note.message) }
    let lack = HeaderLack(
      id: !translator.hasHeader("id"), sentAt: !translator.hasHeader("sentAt"),
      sender: translator.hasHeader("sender") ? nil : .some(manner.sender))
    var reading = conclude(try judge(document, report, sentAt: nil, lack: lack))
    reading.dialect = match.dialect.name
    reading.alone = match.records.count > 1 ? match.alone(place) : nil
    return reading
  }

  private func nothing(in match: DialectMatch, _ parsed: Parsed, _ ground: Ground) -> Rejection {
    var report = Report(parsed.document, on: ground)
    MessageReader.note(parsed, in: &report)
    if let list = match.emptyList {
      report.note(
        .missing, at: list,
        Plain("列表为空：这里没有记录", "this list is empty: there is no record in it"))
      return Rejection(errors: report.errors, family: match.dialect.family)
    }
    let steps = DialectIndex.split(match.dialect.frame.records.first ?? "")
    report.note(
      .missing, in: match.root, missing: steps,
      Plain(
        "没有记录：方言 \(match.dialect.name) 的记录在此处",
        "there is no record: the dialect \(match.dialect.name) has its records here"))
    return Rejection(errors: report.errors, family: match.dialect.family)
  }
}

extension DialectMatch {
  /// Warns of what stands beside the records and is not in the table.
  func noteUnknown(in report: inout Report) {
    let finder = StepFinder(ignoresCase: dialect.frame.ignoresCase)
    let sources = dialect.index.sources.filter(\.isFromRoot).map(\.steps)
    let known = (sources + dialect.frame.known.map(DialectIndex.split))
      .map { $0.map(finder.key).joined(separator: "/") }
    noteUnknown(in: root, under: "", Set(known), finder, &report)
  }

  /// Whether a record begins among some values; records stand in the order of the document.
  private func holdsRecord(_ cells: Range<Int>) -> Bool {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].index < cells.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < records.count && records[low].index < cells.upperBound
  }

  private func noteUnknown(
    in node: Node, under path: String, _ known: Set<String>, _ finder: StepFinder,
    _ report: inout Report
  ) {
    guard !holdsRecord(node.index..<node.index + 1) else { return }
    for child in node.children {
      let end = Int(child.document.cells[child.index].end)
      let own =
        child.name.isEmpty ? path : (path.isEmpty ? "" : path + "/") + finder.key(child.name)
      if known.contains(own) { continue }
      let holdsMore =
        holdsRecord(child.index..<end)
        || known.contains { $0.hasPrefix(own + "/") }
      if holdsMore {
        noteUnknown(in: child, under: own, known, finder, &report)
      } else {
        report.note(.unknownField, at: child, Wording.unknown(child.name))
      }
    }
  }
}
