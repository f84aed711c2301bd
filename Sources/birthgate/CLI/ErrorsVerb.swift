import ArgumentParser
import Casework
import Wire

/// Prints what error codes mean and what cures them.
struct ErrorsVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors",
    abstract: "错误代码的含义与处理办法 · What error codes mean and what cures them")

  @Argument(
    help: ArgumentHelp("一个代码，如 checkDigit One code, as checkDigit.", valueName: "code"))
  var code: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() throws {
    guard let code else {
      if json {
        Output.json(.array(ErrorCatalogue.entries.map(\.json)))
      } else {
        for entry in ErrorCatalogue.entries { Output.line(Self.text(entry)) }
      }
      return
    }
    // As vendors paste it: the whole `type` of a problem as well.
    let name = code.split(separator: "/").last.map(String.init) ?? code
    guard
      let entry = ErrorCatalogue.entries.first(where: {
        $0.code.lowercased() == name.lowercased()
      })
    else {
      throw Stop.usage(
        Plain(
          "没有错误代码 \(code)。`birthgate errors` 列出全部。",
          "There is no code \(code). `birthgate errors` lists all."))
    }
    if json { Output.json(entry.json) } else { Output.line(Self.text(entry)) }
  }

  private static func text(_ entry: ErrorEntry) -> String {
    let language = Output.language
    let places = entry.places.map { $0.title.said(in: language) }
      .joined(separator: Plain("、", ", ").said(in: language))
    let head = [entry.code, entry.status.map(String.init), places].compactMap { $0 }
    let cure = Plain("处理：", "Cure: ").said(in: language) + entry.remedy.cure.said(in: language)
    return head.joined(separator: " · ") + "\n  " + entry.remedy.meaning.said(in: language)
      + "\n  " + cure
  }
}

extension ErrorEntry.Place {
  var title: Plain {
    switch self {
    case .problem: Plain("问题", "problem")
    case .reason: Plain("401 的原因", "reason of a 401")
    case .error: Plain("报文错误", "error of a message")
    case .warning: Plain("警告", "warning")
    }
  }
}
