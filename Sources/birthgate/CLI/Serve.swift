import ArgumentParser
import Casework
import Foundation
import Hummingbird
import LibSystem
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Runs the gateway.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "运行网关 · Run the gateway")

  @OptionGroup var place: PlaceOptions

  @Option(
    help: ArgumentHelp(
      "监听地址，端口 0 为任意空闲端口 Where to listen; port 0 picks a free one.",
      valueName: "host:port"))
  var listen = "127.0.0.1:8080"

  @Option(help: ArgumentHelp("政策包文件夹 A folder of policy packs.", valueName: "dir"))
  var policies: String?

  @Flag(help: "沙箱：可移动的时钟 A sandbox, with a clock that can be moved.")
  var sandbox = false

  func run() async throws {
    OpenFiles.allowMost()
    let address = try ListenAddress(listen)
    let logger = LineLog.logger(environment: ProcessInfo.processInfo.environment)
    let box: SettingsBox
    do throws(SettingsReader.Trouble) {
      box = try SettingsBox(path: place.settings, logger: logger)
    } catch {
      throw Stop.usage(error.plain)
    }
    let gateway = try await Assembly(
      place: Premises(
        folder: place.data, storeURL: place.store, policies: policies, settings: box.settings),
      settings: box, sandbox: sandbox, logger: logger
    ).gateway()
    if box.settings.senders == nil {
      logger.warning("no senders in the settings: every sender is accepted, nothing is signed")
    }
    if gateway.keyIsInside {
      logger.warning("the key file lies inside the data folder: a copy of it opens everything")
    }
    Self.tell(of: gateway.packs, logger)
    try await serve(gateway, box, address, logger)
  }

  /// Says on standard error where others than the adopted or the newest packs rule.
  private static func tell(of packs: RulingPacks, _ logger: Logger) {
    let metadata: Logger.Metadata = [
      "adopted": "\(packs.adopted?.packs.digest ?? "")", "ruling": "\(packs.packs.digest)",
      "builtIn": "\(PackSet.builtIn.digest)",
    ]
    if packs.isGuest {
      logger.warning(
        "the packs of --policies rule and are not those adopted: see policy what-if and adopt",
        metadata: metadata)
    } else if packs.isWaiting {
      logger.warning(
        "this program brings other packs; the adopted ones go on ruling: see policy what-if",
        metadata: metadata)
    }
    if packs.contradiction != nil {
      logger.warning(
        "an example of the adopted packs no longer holds under this program: see policy check",
        metadata: metadata)
    }
  }

  private func serve(
    _ gateway: Assembly.Running, _ box: SettingsBox, _ address: ListenAddress, _ logger: Logger
  ) async throws {
    let responder = Gateway(
      routes: gateway.routes, authenticator: gateway.authenticator, folder: place.data,
      metrics: gateway.office.metrics, logger: logger)
    let listeningPath = gateway.listeningPath
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [BrokenRequests(), SlowBodies()], idleTimeout: .seconds(60))),
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port), backlog: 1024),
      onServerRunning: { channel in
        let port = channel.localAddress?.port ?? address.port
        let url = "http://\(address.shown):\(port)"
        gateway.listening.set(url)
        try? Data((url + "\n").utf8).write(to: URL(fileURLWithPath: listeningPath))
        // Most of what was read of the program has done its work.
        ProgramPages.giveBack()
        Output.line("listening on \(url)")
      },
      logger: logger)
    var services: [any Service] = gateway.rounds
    services.append(box)
    services.append(application)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    do {
      try await group.run()
    } catch {
      throw Stop.unavailable(
        Plain("网关停止：\(error)", "The gateway stopped: \(error)"))
    }
    try? FileManager.default.removeItem(atPath: listeningPath)
    logger.info("stopped")
  }
}

/// `HOST:PORT`, on loopback only: until there are accounts, whoever reaches the listener may read.
struct ListenAddress {
  let host: String
  let port: Int

  init(_ text: String) throws {
    guard let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...])
    else {
      throw Stop.usage(
        Plain("监听地址须为 HOST:PORT。", "The address to listen on is HOST:PORT."))
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard Self.isLoopback(host) else {
      throw Stop.usage(
        Plain(
          "在有账号之前，网关只在本机回环地址上监听（127.0.0.1、::1、localhost）；对外请用前置代理。",
          "Until there are accounts the gateway listens on loopback only (127.0.0.1, ::1,"
            + " localhost); put a front proxy before it."))
    }
    self.host = host == "localhost" ? "127.0.0.1" : host
    self.port = Int(port)
  }

  /// As it stands in a URL.
  var shown: String { host.contains(":") ? "[\(host)]" : host }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
      .compactMap { UInt8($0) }
    return octets.count == 4 && octets[0] == 127 && host.split(separator: ".").count == 4
  }
}
