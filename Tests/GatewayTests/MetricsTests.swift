import Foundation
import Testing

/// What `/metrics` shows is explained there and in the reference, and what is counted is shown.
@Suite("Metrics", .fewAtOnce)
struct MetricsTests {
  /// The names that the sources count or read by, as they stand there.
  private func namesInSources() throws -> Set<String> {
    let folder = Program.package.appendingPathComponent("Sources/birthgate")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var names: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      names.formUnion(text.matches(of: /"(birthgate_[a-z_]+)"/).map { String($0.1) })
    }
    return names
  }

  @Test("Whatever is counted is shown with a help text and a type, and stands in the reference")
  func help() async throws {
    let gateway = try RunningGateway()
    #expect(try await gateway.post("/v1/messages", Letters.birth()).status == 201)
    let lines = try await gateway.get("/metrics").text.split(separator: "\n").map(String.init)
    let helped = lines.compactMap { $0.wholeMatch(of: /# HELP (birthgate_[a-z_]+) (.+\.)/) }
    let names = Set(helped.map { String($0.1) })
    #expect(names.count == helped.count)
    let counted = try namesInSources()
    // Were nothing found in the sources, nothing would be compared.
    #expect(counted.contains("birthgate_commits_total"))
    #expect(counted.subtracting(names) == [], "counted without a help text, and so not shown")
    for name in names {
      let types = lines.filter { $0.hasPrefix("# TYPE \(name) ") }
      #expect(types.count == 1, "\(name)")
      // Counters end so by convention, and nothing else does.
      #expect(name.hasSuffix("_total") == (types.first?.hasSuffix(" counter") == true), "\(name)")
    }
    // Each sample belongs to a family that was explained above it.
    for line in lines where !line.hasPrefix("#") {
      let sample = String(line.prefix { $0 != "{" && $0 != " " })
      let bases = ["", "_bucket", "_sum", "_count"].map { sample.removing($0) }
      #expect(bases.contains { names.contains($0) }, "\(line)")
    }
    let page = Program.package
      .appendingPathComponent("Sources/Casework/Casework.docc/Reference.md")
    let told = try String(contentsOf: page, encoding: .utf8)
      .matches(of: /`(birthgate_[a-z_]+)`/).map { String($0.1) }
    #expect(Set(told) == names)
  }
}

extension String {
  /// Without such an ending.
  fileprivate func removing(_ ending: String) -> String {
    hasSuffix(ending) ? String(dropLast(ending.count)) : self
  }
}
