import ArgumentParser
import LibSystem

/// The program: an integration gateway for the newborn's one thing.
@main
struct Birthgate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "birthgate",
    abstract: "新生儿“一件事”集成网关 · Integration gateway for the newborn's one thing",
    discussion: """
      退出状态 Exit status: 0 完成 done; 1 输入有误或检查未通过 invalid input or a failed check; \
      2 用法或设置有误 wrong usage or settings; 3 所需资源不可用 something needed is unavailable.
      """,
    subcommands: [
      Serve.self, Check.self, ErrorsVerb.self, Submit.self, Rule.self, SchemaVerb.self,
      PolicyVerb.self,
      Play.self, CaseVerb.self, TasksVerb.self, ManifestVerb.self, Reconcile.self, RefusedVerb.self,
      EnquiriesVerb.self, DeliveriesVerb.self, ReplayVerb.self, NoticeVerb.self, KeysVerb.self,
      Bench.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      // Before there is a second thread, which would have an arena by then.
      if command is Serve || command is Submit { ProcessMemory.settle() }
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let stop as Stop {
      if let text = stop.text { Output.complain(text) }
      Output.end(stop.status)
    } catch {
      let text = fullMessage(for: error)
      // Help is a result; anything else that ends the parsing is wrong usage.
      guard exitCode(for: error) == .success else {
        Output.complain(text)
        Output.end(.wrongUsage)
      }
      Output.line(text)
      Output.end(.done)
    }
  }
}
