import ArgumentParser
import Casework
import Engine
import Wire

/// Lists the birth certificates that are asked for at the health commission's query service.
struct EnquiriesVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enquiries",
    abstract: "列出向卫健部门查询的出生医学证明 · Certificates asked for at the query service")

  @OptionGroup var place: PlaceOptions

  @Option(help: "状态 A state: waiting lacking asking found ended givenUp.")
  var state: String?

  @Flag(help: "输出 JSON Print JSON.")
  var json = false

  func run() async throws {
    let wanted = state.flatMap(Enquiry.State.init)
    guard state == nil || wanted != nil else {
      let names = Enquiry.State.allCases.map(\.rawValue).joined(separator: " ")
      throw Stop.usage(Plain("--state 应为：\(names)。", "--state is one of: \(names)."))
    }
    let office = try await ReadingRoom(place).office()
    var after: String?
    var isFirst = true
    if json { Output.line("{\"enquiries\":[") }
    repeat {
      let last = after
      let page = try await ReadingRoom.read { () async throws(StoreError) in
        try await office.inspector.enquiries(after: last, limit: 200)
      }
      for enquiry in page.enquiries where wanted == nil || enquiry.state == wanted {
        guard json else {
          Output.line(enquiry.line)
          continue
        }
        let view = enquiry.view.with("caseId", .string(enquiry.caseID.rawValue))
        Output.line((isFirst ? "" : ",") + view.canonicalText)
        isFirst = false
      }
      after = page.next
    } while after != nil
    if json { Output.line("]}") }
  }
}
