import Casework
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Wire

/// Takes the files of watched folders, each folder in its own time, until the gateway stops.
///
/// The log names folders by their sender and counts; file names may be anybody's, so it names none.
struct InboxWatch: Service, CustomStringConvertible {
  let office: Office
  let logger: Logger
  /// Where the store, its keys and the like lie: taken for messages they would be put away.
  let ownPaths: [String]

  /// The group of services describes each at the start; of all an office holds that would be much.
  var description: String { "inboxes" }

  private static let pause = Duration.milliseconds(500)
  /// After trouble that time may heal: a full disk, a folder that is away.
  private static let pauseAfterTrouble = Duration.seconds(5)

  func run() async throws {
    let busy = BusyFolders()
    await withDiscardingTaskGroup { group in
      while !Task.isShuttingDownGracefully, !Task.isCancelled {
        for inbox in office.settings().inboxes {
          guard busy.begin(inbox.folder) else { continue }
          group.addTask {
            await watch(inbox)
            busy.end(inbox.folder)
          }
        }
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: Self.pause) }
      }
    }
  }

  /// Watches a folder for as long as the settings name it.
  private func watch(_ inbox: InboxSetting) async {
    var folder = InboxFolder(path: inbox.folder)
    var isMissing = false
    while !Task.isShuttingDownGracefully, !Task.isCancelled,
      office.settings().inboxes.contains(inbox)
    {
      do throws(InboxFolder.Missing) {
        guard !holdsOwnFiles(inbox) else {
          if !isMissing {
            complain(
              "watched folder holds the gateway's own files; it is not watched", "ownFiles", inbox,
              false)
          }
          isMissing = true
          await rest(Self.pauseAfterTrouble)
          continue
        }
        let names = try folder.wholeFiles(now: Assembly.wallClock().milliseconds)
        if isMissing { logger.notice("watched folder is back", metadata: Self.metadata(inbox)) }
        isMissing = false
        // A file that is held up holds up no other one.
        var isHeldUp = false
        for name in names where !Task.isShuttingDownGracefully {
          if await !take(name, folder, inbox, isQuiet: isHeldUp) { isHeldUp = true }
        }
        await rest(isHeldUp ? Self.pauseAfterTrouble : Self.pause)
      } catch {
        if !isMissing {
          logger.error("watched folder cannot be read", metadata: Self.metadata(inbox))
          count("folderMissing")
        }
        isMissing = true
        await rest(Self.pauseAfterTrouble)
      }
    }
  }

  /// - Parameter isQuiet: whether trouble with this folder has just been told of.
  /// - Returns: false where it is better to wait before the next try.
  private func take(
    _ name: String, _ folder: InboxFolder, _ inbox: InboxSetting, isQuiet: Bool
  ) async -> Bool {
    guard let sender = sender(inbox) else {
      complain("watched folder's sender is not registered", "unknownSender", inbox, isQuiet)
      return false
    }
    do {
      let file = try InboxFile(name, in: folder)
      var intake = BatchIntake(office: office, form: file.form, sender: sender)
      intake.manner = manner(inbox, sender)
      intake.isPatient = true
      let isRead = try await file.take(
        by: intake, BatchReader(isFile: true, as: intake.manner))
      await tell(file, inbox, isRead: isRead)
      return true
    } catch is InboxFile.Stopped {
      return true
    } catch is InboxFile.Unreadable {
      // Whoever put it there has taken it away, or may still give us leave to read it.
      complain("file of a watched folder cannot be read", "unreadable", inbox, isQuiet)
      return false
    } catch is CancellationError {
      return true
    } catch {
      complain(
        "file of a watched folder is held up: its answers cannot be written; will try again",
        "unwritable", inbox, isQuiet)
      return false
    }
  }

  private func tell(_ file: InboxFile, _ inbox: InboxSetting, isRead: Bool) async {
    let progress = await file.progress
    var metadata = Self.metadata(inbox)
    metadata["accepted"] = "\(progress.accepted)"
    metadata["repeated"] = "\(progress.repeated)"
    metadata["rejected"] = "\(progress.rejected)"
    logger.info(
      isRead ? "file of a watched folder taken" : "file of a watched folder refused",
      metadata: metadata)
    office.metrics.count("birthgate_inbox_files_total", ["result": isRead ? "done" : "refused"])
  }

  /// Where no senders are registered, the folder's sender may send everything in its own name.
  private func sender(_ inbox: InboxSetting) -> Sender? {
    guard let senders = office.settings().senders else {
      return Sender(
        code: inbox.sender, name: inbox.sender, families: [], divisions: [], keys: [])
    }
    return senders[inbox.sender]
  }

  /// As the folder's settings say, and else as its sender's do.
  private func manner(_ inbox: InboxSetting, _ sender: Sender) -> Manner {
    let settings = office.settings()
    var manner = settings.manner(of: sender)
    if let name = inbox.dialect {
      manner.dialects = settings.dialects.find(name).map { [$0] } ?? []
    }
    manner.charset = inbox.charset ?? manner.charset
    return manner
  }

  private func holdsOwnFiles(_ inbox: InboxSetting) -> Bool {
    let folder = Self.resolved(URL(fileURLWithPath: inbox.folder))
    return ownPaths.contains {
      Self.resolved(URL(fileURLWithPath: $0).deletingLastPathComponent()) == folder
    }
  }

  private static func resolved(_ url: URL) -> String {
    url.resolvingSymlinksInPath().standardizedFileURL.path
  }

  private func complain(
    _ text: Logger.Message, _ trouble: String, _ inbox: InboxSetting, _ isQuiet: Bool
  ) {
    count(trouble)
    if !isQuiet { logger.error(text, metadata: Self.metadata(inbox)) }
  }

  private func count(_ trouble: String) {
    office.metrics.count("birthgate_inbox_troubles_total", ["kind": trouble])
  }

  private func rest(_ pause: Duration) async {
    await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) }
  }

  private static func metadata(_ inbox: InboxSetting) -> Logger.Metadata {
    ["sender": "\(inbox.sender)", "folder": "\(inbox.folder)"]
  }
}

/// The folders that are being watched.
private final class BusyFolders: Sendable {
  private let folders = Mutex<Set<String>>([])

  /// False where the folder is watched already.
  func begin(_ folder: String) -> Bool { folders.withLock { $0.insert(folder).inserted } }
  func end(_ folder: String) { folders.withLock { _ = $0.remove(folder) } }
}
