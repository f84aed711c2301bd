import Casework
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The settings in force, and the service that reads them again on SIGHUP and when they change.
///
/// A file that cannot be taken leaves the old settings in force and says so.
final class SettingsBox: Service {
  let path: String?
  private let logger: Logger
  private let current: Mutex<Settings>

  /// - Throws: ``SettingsReader/Trouble`` where the file is wrong at the start.
  init(path: String?, logger: Logger) throws(SettingsReader.Trouble) {
    self.path = path
    self.logger = logger
    if let path {
      current = Mutex(try Self.load(path))
    } else {
      current = Mutex(.standard)
    }
  }

  var settings: Settings { current.withLock { $0 } }

  func run() async throws {
    guard let path else {
      try? await gracefulShutdown()
      return
    }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.watch(path) }
      group.addTask { await self.listen(path) }
      try? await gracefulShutdown()
      group.cancelAll()
    }
  }

  private func watch(_ path: String) async {
    var seen = stamps(path)
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      let stamp = stamps(path)
      guard stamp != seen else { continue }
      seen = stamp
      reload(path)
    }
  }

  /// The settings file's, and those of the dialects and texts it names folders of.
  private func stamps(_ path: String) -> String {
    let tables = settings.dialectFolder.map(DialectShelf.files) ?? []
    let texts = settings.textFolder.map(TextShelf.files) ?? []
    return ([path] + tables + texts).map(Self.stamp).joined(separator: "\n")
  }

  private func listen(_ path: String) async {
    for await _ in await UnixSignalsSequence(trapping: .sighup) { reload(path) }
  }

  private func reload(_ path: String) {
    do throws(SettingsReader.Trouble) {
      let settings = try Self.load(path)
      current.withLock { $0 = settings }
      logger.notice(
        "settings read again", metadata: ["senders": "\(settings.senders?.count ?? 0)"])
    } catch {
      let places = error.faults.map { "\($0.code) \($0.path)" }.joined(separator: "; ")
      logger.error("settings not taken, the old ones stay", metadata: ["errors": "\(places)"])
    }
  }

  private static func load(_ path: String) throws(SettingsReader.Trouble) -> Settings {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SettingsReader.Trouble(faults: [
        Fault(
          .missing, at: "", Plain("设置文件无法读取。", "The settings file cannot be read."))
      ])
    }
    return try SettingsReader.read([UInt8](data))
  }

  /// What changes when a file is written or replaced.
  private static func stamp(_ path: String) -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let parts = [FileAttributeKey.modificationDate, .size, .systemFileNumber].map { key in
      attributes?[key].map { "\($0)" } ?? ""
    }
    return parts.joined(separator: " ")
  }
}
