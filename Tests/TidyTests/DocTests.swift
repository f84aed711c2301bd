import Testing

@Suite("Documents")
struct DocTests {
  private static let readmes = Tree.files(under: ["README.md", "README.zh-CN.md"])

  @Test("every link between pages leads to a page, and every page is reached")
  func pages() {
    #expect(Docs.house.pages.count >= 3)
    #expect(Docs.house.brokenPages() == [])
  }

  @Test("every path named in a document is there")
  func paths() {
    let samples = Tree.files(under: ["Samples"], suffixes: [".md"])
    let files = Self.readmes + samples + Docs.house.pages
    #expect(files.flatMap { Docs.house.brokenPaths(in: $0) } == [])
  }

  @Test("a README is one screen, and says the same in both languages")
  func readmes() throws {
    try #require(Self.readmes.count == 2)
    for readme in Self.readmes { #expect(readme.lines.count <= 61, "\(readme.path)") }
    let outlines = Self.readmes.map { Outline($0.text) }
    #expect(outlines[0] == outlines[1])
    #expect(outlines[0].commands.contains("deploy/run"))
    #expect(outlines[0].commands.contains("deploy/test"))
  }

  @Test("every script a README names can be run")
  func commands() {
    let scripts = Self.readmes.flatMap { Outline($0.text).commands }
      .compactMap { $0.split(separator: " ").first }.filter { $0.hasPrefix("deploy/") }
    for script in scripts { #expect(Tree.isExecutable(String(script)), "\(script)") }
  }
}

@Suite("Documents, tried on bad examples")
struct DocTrials {
  private func docs(_ pages: [String: String]) -> Docs {
    Docs(
      pages: pages.sorted { $0.key < $1.key }.map {
        TextFile(path: "Sources/A/A.docc/\($0.key).md", text: $0.value)
      },
      first: "Casework", exists: { $0 == "Sources/A" || $0 == "README.md" })
  }

  @Test("a link to no page, and a page that nothing links to, are found")
  func pages() {
    #expect(docs(["Casework": "<doc:B>", "B": "<doc:Casework>"]).brokenPages() == [])
    #expect(docs(["Casework": "\n<doc:C>"]).brokenPages().map(\.line) == [2])
    #expect(docs(["Casework": "", "B": "<doc:Casework>"]).brokenPages().count == 1)
    #expect(docs(["Casework": "", "B": "<doc:C>", "C": "<doc:B>"]).brokenPages().count == 2)
  }

  @Test(
    "a path that leads nowhere is found",
    arguments: [
      ("[a](deploy/none)", 1), ("`Sources/B`", 1), ("[a](docs/../README.md#x)", 0),
      ("`Sources/A` and [b](https://example.org/none)", 0), ("[a](#here)", 0),
      ("![a](none.svg \"title\")", 1),
    ])
  func paths(text: String, count: Int) {
    let file = TextFile(path: "README.zh-CN.md", text: text)
    #expect(docs([:]).brokenPaths(in: file).count == count)
    let below = TextFile(path: "Sources/A/x.md", text: "[a](../../README.md) [b](README.md)")
    #expect(docs([:]).brokenPaths(in: below).map(\.what) == ["Sources/A/README.md is not there"])
  }

  @Test("outlines differ by a heading or a command, not by words or remarks")
  func outlines() {
    let text = "# A\n## B\n```sh\na/b --c  # why\n```\n"
    #expect(Outline(text) == Outline("# 甲\n## 乙\n```sh\na/b --c  # 为何\n```\n"))
    #expect(Outline(text) != Outline("# A\n## B\n```sh\na/b --d\n```\n"))
    #expect(Outline(text) != Outline("# A\n# B\n```sh\na/b --c\n```\n"))
    #expect(Outline(text).commands == ["a/b --c"])
  }
}
