import Foundation
import Testing

@testable import birthgate

/// When a file of a watched folder is whole, and what is put away: told by clocks that the test
/// holds, so that nothing depends on how fast anybody is.
@Suite("Files of a watched folder", .fewAtOnce)
struct InboxFolderTests {
  private let folder: Folder
  private let name = "births.ndjson"
  /// Milliseconds since 1970 at which the file was written.
  private let writtenAt: Int64 = 1_772_331_300_000

  init() throws { folder = try Folder() }

  private func write(_ text: String, at milliseconds: Int64) throws {
    let path = try folder.file(name, text)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(milliseconds) / 1000)],
      ofItemAtPath: path)
  }

  @Test("A file is whole when it has not changed for two seconds")
  func quiet() throws {
    var inbox = InboxFolder(path: folder.path)
    try write("a", at: writtenAt)
    #expect(try inbox.wholeFiles(now: writtenAt + 1_999) == [])
    #expect(try inbox.wholeFiles(now: writtenAt + 2_000) == [name])
    // One that is renamed into the folder was written long before.
    var later = InboxFolder(path: folder.path)
    #expect(try later.wholeFiles(now: writtenAt + 60_000) == [name])
  }

  @Test("A file that grows is not whole until it has rested for two seconds")
  func growing() throws {
    var inbox = InboxFolder(path: folder.path)
    for round in Int64(0)..<5 {
      let now = writtenAt + round * 1_500
      try write(String(repeating: "a", count: Int(round) + 1), at: now)
      #expect(try inbox.wholeFiles(now: now + 1_400) == [], "round \(round)")
    }
    #expect(try inbox.wholeFiles(now: writtenAt + 4 * 1_500 + 2_000) == [name])
  }

  @Test("A file from a machine whose clock runs ahead is whole two seconds after it was seen")
  func clockAhead() throws {
    var inbox = InboxFolder(path: folder.path)
    let ahead = writtenAt + 3_600_000
    try write("a", at: ahead)
    #expect(try inbox.wholeFiles(now: writtenAt) == [])
    #expect(try inbox.wholeFiles(now: writtenAt + 1_900) == [])
    // It grew, so the two seconds begin anew.
    try write("ab", at: ahead)
    #expect(try inbox.wholeFiles(now: writtenAt + 2_000) == [])
    #expect(try inbox.wholeFiles(now: writtenAt + 3_900) == [])
    #expect(try inbox.wholeFiles(now: writtenAt + 4_000) == [name])
  }

  @Test("Put away is the content that was taken: another in its place, or more of it, stays")
  func putAway() throws {
    let inbox = InboxFolder(path: folder.path)
    func has(_ path: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.path + "/" + path)
    }
    try write("a", at: writtenAt)
    let taken = try #require(InboxFolder.stamp(of: inbox.file(name)))
    try write("ab", at: writtenAt)
    try inbox.move(name, 1, of: taken, into: "done")
    #expect(has(name) && !has("done/" + name), "it grew")
    let grown = try #require(InboxFolder.stamp(of: inbox.file(name)))
    // As `mv` does it: another file of the same length and time.
    try folder.file("next", "cd")
    #expect(unsafe rename(folder.path + "/next", inbox.file(name)) == 0)
    try write("cd", at: writtenAt)
    try inbox.move(name, 1, of: grown, into: "done")
    #expect(has(name) && !has("done/" + name), "another came")
    let other = try #require(InboxFolder.stamp(of: inbox.file(name)))
    try inbox.move(name, 1, of: other, into: "done")
    #expect(!has(name) && has("done/" + name))
    // The next of the name has a number that neither answers nor files have yet.
    #expect(inbox.freeNumber(name) == 2)
    try folder.file(name + ".2.answers.ndjson", "")
    #expect(inbox.freeNumber(name) == 3)
  }
}
