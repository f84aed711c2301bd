import Foundation
import Testing

/// A small disk of a gateway's own: a tmpfs that only its process sees mounted, and that this test
/// reaches through that process.
final class SmallDisk {
  private static let mebibytes = 24
  /// Where the gateway sees it.
  let path: String
  let folder: Folder
  private var root = ""
  private var fillers = 0

  /// Whether a process may have mounts of its own here, as root or in a user namespace.
  static let isPossible: Bool = {
    let script = "mount -t tmpfs -o size=1m tmpfs /mnt && exec true"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["unshare", "-rm", "sh", "-c", script]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  init(in folder: Folder) throws {
    self.folder = folder
    path = folder.path + "/disk"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// A gateway whose data lie on the disk, and spools too.
  func gateway(_ settings: String) throws -> RunningGateway {
    let script = """
      mount -t tmpfs -o size=\(Self.mebibytes)m tmpfs "$1" && mkdir "$1/inbox" && shift && exec "$@"
      """
    let gateway = try RunningGateway(
      "--settings", settings, in: folder, data: path + "/data",
      launcher: ["/usr/bin/env", "unshare", "-rm", "sh", "-c", script, "sh", path])
    root = "/proc/\(gateway.pid)/root"
    return gateway
  }

  func file(_ name: String) -> String { root + path + "/" + name }
  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  func put(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
  }

  /// Fills it, but for so many bytes.
  func fill(leaving bytes: Int) throws {
    let found = try FileManager.default.attributesOfFileSystem(forPath: root + path)
    let free = try #require((found[.systemFreeSize] as? NSNumber)?.intValue)
    fillers += 1
    try Data(count: max(0, free - bytes))
      .write(to: URL(fileURLWithPath: file("filler\(fillers)")))
  }

  /// Gives back what filled it.
  func free() throws {
    for number in 1...fillers {
      try FileManager.default.removeItem(atPath: file("filler\(number)"))
    }
    fillers = 0
  }
}
