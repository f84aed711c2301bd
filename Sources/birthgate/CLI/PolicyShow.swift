import ArgumentParser
import Casework
import Wire

/// Shows what holds in a region and which pack says so.
struct PolicyShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "某地区的规则及出处 · What holds in a region, and which pack says so")

  @Argument(help: "地区 A region.")
  var region: String

  @Flag(help: "附引文 With the sentence of the document.")
  var quotes = false

  @OptionGroup var options: PolicyOptions

  func run() throws {
    guard let view = try options.shelf().show(region, on: try options.day()) else {
      throw PolicyOptions.noRegion(region)
    }
    guard !options.json else {
      Output.json(view)
      return
    }
    for layer in view["policy"]?.array ?? [] { Output.line(Self.layer(layer)) }
    for resting in view["notInForce"]?.array ?? [] {
      let text = Self.layer(resting)
      Output.line(Plain("\(text)（不生效）", "\(text) (does not rule)"))
    }
    for value in view["values"]?.array ?? [] {
      Output.line(PolicyLine.text(value))
      if let note = value["note"]?[Output.language.rawValue]?.string { Output.line("    \(note)") }
      guard quotes, value["assumed"]?.bool == false else { continue }
      if let quote = Self.quote(value["rule"], in: view) { Output.line("    “\(quote)”") }
    }
  }

  private static func layer(_ layer: JSONValue) -> String {
    let status = TermWord.said(layer["status"]?.string ?? "").said(in: Output.language)
    let from = layer["from"]?.string.map { " \($0)" } ?? ""
    let document = layer["document"]?.string ?? ""
    return "\(layer["pack"]?.string ?? "")\(from)  \(document)  [\(status)]"
  }

  private static func quote(_ rule: JSONValue?, in view: JSONValue) -> String? {
    view["rules"]?.array?.first { $0["rule"] == rule }?["quote"]?.string
  }
}

/// Writes a value of a pack, with its source, as one line in the language of the terminal.
enum PolicyLine {
  static func text(_ value: JSONValue) -> String {
    let name = value["name"]?.string ?? ""
    let title = value["title"]?[Output.language.rawValue]?.string ?? name
    let from = value["from"]?.string.map { " (\($0))" } ?? ""
    return "\(title)\(from) = \(source(value))  \(name)"
  }

  /// The value and who says so.
  static func source(_ value: JSONValue) -> String {
    let shown = value["value"].map(said) ?? ""
    let parts = ["pack", "rule", "document"].compactMap { value[$0]?.string }
    return "\(shown)  [\(parts.joined(separator: " "))]\(marks(value))"
  }

  /// A value as people read it; free text stays as it is.
  static func said(_ value: JSONValue) -> String {
    let isChinese = Output.language == .chinese
    let comma = isChinese ? "、" : ", "
    return switch value {
    case .bool(let flag): isChinese ? (flag ? "是" : "否") : (flag ? "yes" : "no")
    case .string(let word): TermWord.said(word).said(in: Output.language)
    case .array(let items): items.map(said).joined(separator: comma)
    case .object(let object):
      object.members.map { member in
        let key = TermWord.said(member.name).said(in: Output.language)
        return "\(key) \(said(member.value))"
      }.joined(separator: isChinese ? "；" : "; ")
    default: value.canonicalText
    }
  }

  /// What a reader must not overlook: that a value is assumed, or its document not in force.
  private static func marks(_ value: JSONValue) -> String {
    var marks: [String] = []
    if value["assumed"]?.bool == true {
      marks.append(Plain("推定", "assumed").said(in: Output.language))
    }
    if let status = value["status"]?.string, status != "inForce" {
      marks.append(TermWord.said(status).said(in: Output.language))
    }
    return marks.map { " (\($0))" }.joined()
  }
}
