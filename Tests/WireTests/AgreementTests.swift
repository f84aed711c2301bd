import Casework
import Foundation
import Testing
import Wire

/// Reader and published schemas agree, judged by libxml2's XSD validator and Python's jsonschema.
struct AgreementTests {
  @Test func schemasAndReaderAgree() throws {
    let python = "/usr/bin/python3"
    guard
      try run(python, ["-c", "import jsonschema, lxml.etree; jsonschema.Draft202012Validator"]) == 0
    else {
      print("skipped: python3 with jsonschema and lxml is not installed")
      #expect(ProcessInfo.processInfo.environment["CI"] == nil, "CI must have them")
      return
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("agreement-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var lines: [String] = []
    for family in families {
      let name = folder.appendingPathComponent(family.name.rawValue)
      try Schema.xsd(of: family).write(
        to: name.appendingPathExtension("xsd"), atomically: true, encoding: .utf8)
      try Schema.json(of: family).canonicalText.write(
        to: name.appendingPathExtension("json"), atomically: true, encoding: .utf8)
      try Schema.fieldsJSON(of: family).canonicalText.write(
        to: name.appendingPathExtension("fields"), atomically: true, encoding: .utf8)
      let actions = actions(of: family)
      for seed in 0..<max(4, actions.count) {
        var maker = MessageMaker(seed: UInt64(seed))
        let message = maker.message(family, action: actions[seed % actions.count])
        var mutants = Mutants(table: Schema.message(family))
        lines += mutants.cases(of: message).map { line(family, $0) }
      }
    }
    #expect(lines.count > 10_000)
    try lines.joined(separator: "\n").write(
      to: folder.appendingPathComponent("cases.ndjson"), atomically: true, encoding: .utf8)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("agreement.py")
    #expect(try run(python, [script.path, folder.path]) == 0)
  }

  private func actions(of family: MessageFamily) -> [String] {
    guard case .code(let codes)? = family.table.fields.first?.kind else { return [] }
    return codes.map(\.value)
  }

  private func line(_ family: MessageFamily, _ mutant: Mutant) -> String {
    let found = errors(Array(mutant.text.utf8), mutant.isXML ? .xml : .json)
    let list = found.map { JSONValue.array([.string($0.code.rawValue), .string(field($0.path))]) }
    let value: JSONValue = [
      "family": .string(family.name.rawValue), "form": mutant.isXML ? "xml" : "json",
      "kind": .string(mutant.kind), "text": .string(mutant.text), "errors": .array(list),
    ]
    return value.canonicalText
  }

  /// `/message/birthCertificate/contacts[2]/channel` as the field list writes it.
  private func field(_ path: String) -> String {
    var names: [String] = []
    for step in path.split(separator: "/") {
      if Int(step) != nil { continue }
      let name = step.prefix { $0 != "[" }
      if name == "message", names.isEmpty { continue }
      names.append(["about", "contacts"].contains(name) ? "\(name)[]" : String(name))
    }
    return names.joined(separator: ".")
  }

  private func run(_ tool: String, _ arguments: [String]) throws -> Int32 {
    guard FileManager.default.isExecutableFile(atPath: tool) else { return -1 }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
