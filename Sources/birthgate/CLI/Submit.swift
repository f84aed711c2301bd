import ArgumentParser
import Casework
import LibCurl
import Wire

/// Sends messages to a gateway and prints the receipts.
struct Submit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "发送报文并打印回执 · Send messages and print the receipts",
    discussion: """
      文件分段发送，不整体读入内存；某条被拒绝不影响其余。中断后用 --resume 从停下处继续。被拒绝的列于 \
      FILE.refused.ndjson。
      A file is sent in parts and never held in memory as a whole; a refused message does not \
      stop the rest. After an interruption --resume goes on where it stopped. What was refused \
      is listed in FILE.refused.ndjson.
      """)

  @Argument(
    help: ArgumentHelp(
      "报文或批次，- 为标准输入 Messages or batches; - for standard input.",
      valueName: "file"))
  var files: [String]

  @OptionGroup var gateway: GatewayOptions

  @Option(
    help: ArgumentHelp(
      "报文所用方言，或其表格文件 The messages' dialect, or a file with its table.", valueName: "name"))
  var dialect: String?

  @Option(
    help: ArgumentHelp(
      "未声明时的编码 The encoding of what declares none: UTF-8, GB18030, UTF-16.",
      valueName: "name"))
  var charset: String?

  @Flag(help: "从上次停下处继续 Go on where the last run stopped.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "进度文件，默认为 FILE.submit-state Where progress is kept.", valueName: "file"))
  var state: String?

  @Option(help: "每段报文数 Messages in a part.")
  var batch = 500

  @Option(
    help: ArgumentHelp(
      "网关离线时最多等多久 How long to wait for a gateway that went away.",
      valueName: "seconds"))
  var patience = 120.0

  @Flag(help: "每行输出一个 JSON One JSON object a line.")
  var json = false

  func validate() throws {
    guard (1...10_000).contains(batch) else {
      throw ValidationError("--batch: 1 … 10000")
    }
    guard patience >= 0 else { throw ValidationError("--patience: 0 …") }
    let (sender, key) = (gateway.sender, gateway.key)
    guard key == nil || sender != nil, sender == nil || key != nil || dialect != nil else {
      throw ValidationError("--sender 与 --key 须同时给出 --sender and --key go together")
    }
    guard state == nil || files.count == 1 else {
      throw ValidationError("--state: 一次一个文件 one file at a time")
    }
  }

  func run() async throws {
    let signer = try gateway.signer()
    var manner = try DialectShelf.manner(dialect.map { [$0] } ?? [], charset: charset)
    if signer == nil { manner.sender = gateway.sender }
    let client = GatewayClient(
      base: gateway.to ?? GatewayOptions.standardURL, signer: signer)
    var refused = false
    for name in files {
      var sending = try FileSending(
        name,
        FileSending.Options(
          client: client, manner: manner, resumes: resume, statePath: state, batch: batch,
          patienceSeconds: patience, asJSON: json))
      refused = try await sending.run() > 0 || refused
    }
    if refused { throw Stop.invalid() }
  }
}
