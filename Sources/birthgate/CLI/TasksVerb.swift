import ArgumentParser
import Casework
import Engine
import Wire

/// Lists what waits for a person, over all cases.
struct TasksVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "列出待人办理的事项 · List what waits for a person")

  @OptionGroup var place: PlaceOptions

  @Option(help: "区划前缀 A division prefix.")
  var division: String?

  @Option(help: "待办种类 Only tasks of this kind.")
  var kind: String?

  @Option(help: "open 或 resolved，缺省为 open Which of them; open unless said.")
  var state: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    var reader = RequestReader()
    var filter = TaskFilter(limit: 500)
    filter.divisionPrefix = reader.division(division)
    filter.kind = reader.choice("kind", kind, Ruling.Task.Kind.allCases)
    filter.areResolved = reader.choice("state", state, TaskState.allCases) == .resolved
    try reader.closeForVerb()
    let office = try await ReadingRoom(place).office()
    var all: [JSONValue] = []
    repeat {
      let wanted = filter
      let page = try await ReadingRoom.read { () async throws(StoreError) in
        try await office.inspector.tasks(wanted)
      }
      for task in page.tasks {
        if json { all.append(task.json) } else { Output.line(task.line) }
      }
      filter.after = page.next
    } while filter.after != nil
    if json { Output.json(.array(all)) }
  }
}

extension TaskView {
  /// One line, and for an order that the insurance platform did not carry out what can be done.
  fileprivate var line: String {
    let language = Output.language
    let audience = Plain(office: task.audience).said(in: language)
    let first = [
      id, task.since.description, task.due?.description ?? "-", audience,
      task.kind.word.said(in: language),
    ].joined(separator: "  ")
    guard let order else { return first }
    let words = order.answers.last.map { "infcode \($0.code) \($0.message ?? "")" }
    return first + "\n    "
      + [order.operation.word.said(in: language), words ?? order.note ?? "-"]
      .joined(separator: "  ") + "\n    " + order.cure.said(in: language)
  }
}
