package import Casework

extension JSONValue {
  /// Reads one strict JSON value (RFC 8259); a name twice in an object is refused as well.
  ///
  /// - Parameter scale: how many times as many values it may hold as a message.
  package init(parsing bytes: [UInt8], scale: Int = 1) throws(Rejection) {
    do throws(Fault) {
      let text = TextEncoding.unmarked(bytes).text
      let (document, duplicates) = try JSONReader.read(text, scale: scale)
      if let duplicate = duplicates.first {
        throw Fault(
          .duplicateName, at: Int(document.cells[duplicate].offset), "成员名重复",
          "this name stands in the object before")
      }
      self.init(document.root)
    } catch {
      var finder = PlaceFinder(TextEncoding.unmarked(bytes).text, from: .start)
      let place = finder.place(of: error.offset)
      throw Rejection(errors: [
        Finding(
          code: error.code, path: "", line: place.line, column: place.column,
          message: error.message)
      ])
    }
  }

  /// The value of a JSON node; a number beyond the range of doubles becomes an infinite one.
  package init(_ node: Node) {
    switch node.kind {
    case .null: self = .null
    case .no: self = .bool(false)
    case .yes: self = .bool(true)
    case .integer, .number: self.init(number: node.text)
    case .string, .attribute: self = .string(node.text)
    case .array: self = .array(node.children.map { JSONValue($0) })
    case .object:
      self = .object(JSONObject(node.children.map { .init($0.name, JSONValue($0)) }))
    case .element:
      guard node.children.contains(where: { _ in true }) else {
        self = .string(node.text)
        return
      }
      self = .object(JSONObject(node.children.map { .init($0.name, JSONValue($0)) }))
    }
  }

  init(number text: String) {
    if text != "-0", let whole = Int(text) {
      self = .int(whole)
    } else {
      self = .double(Double(text) ?? .infinity)
    }
  }
}
