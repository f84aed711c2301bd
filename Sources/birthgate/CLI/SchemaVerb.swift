import ArgumentParser
import Casework
import Wire

/// Prints the published schema of a message family.
struct SchemaVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "打印报文类别的结构定义 · Print the published schema of a message family")

  @Argument(
    help: ArgumentHelp(
      "报文类别，如 birthCertificate A family, as birthCertificate.", valueName: "family"))
  var family: String

  @Flag(help: "XSD 1.0")
  var xsd = false

  @Flag(help: "JSON Schema 2020-12")
  var jsonSchema = false

  @Flag(help: "字段表（默认） The list of fields, which is what is printed otherwise.")
  var fields = false

  @Flag(help: "方言：各字段在别的系统中的写法 The dialects: where fields stand in other systems.")
  var dialects = false

  @Flag(help: "字段表以 JSON 输出 The list of fields as JSON.")
  var json = false

  func run() throws {
    guard [xsd, jsonSchema, fields, dialects].count(where: { $0 }) <= 1 else {
      throw Stop.usage(
        Plain(
          "--xsd、--json-schema、--fields、--dialects 只能选一个。",
          "Only one of --xsd, --json-schema, --fields and --dialects."))
    }
    guard let family = Families.all.first(where: { $0.name.rawValue == family }) else {
      throw Stop.usage(
        Plain(
          "只有这些类别：\(Families.names)", "There are only these families: \(Families.names)"))
    }
    if xsd {
      Output.line(Schema.xsd(of: family))
    } else if jsonSchema {
      Output.json(Schema.json(of: family))
    } else if dialects {
      let tables = DialectShelf.builtIn.dialects(of: family.name)
      if json {
        Output.json(.array(tables.map(\.json)))
      } else {
        tables.forEach { Output.line($0.text) }
      }
    } else if json {
      Output.json(Schema.fieldsJSON(of: family))
    } else {
      Output.line(Schema.fields(of: family))
    }
  }
}
