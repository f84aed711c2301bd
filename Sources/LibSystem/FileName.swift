internal import Glibc

/// Names of files, changed in one step: whoever looks sees the one file or the other, never none.
package enum FileName {
  /// Gives a file another name of the same disk; what had that name is gone.
  ///
  /// - Returns: whether it could be done; else all is as it was.
  package static func replace(_ path: String, with other: String) -> Bool {
    unsafe rename(other, path) == 0
  }
}
