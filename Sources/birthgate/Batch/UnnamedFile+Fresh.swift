import Foundation
import LibSystem

extension UnnamedFile {
  /// A new one in a folder; nil where the folder takes no file.
  static func fresh(in folder: String) -> UnnamedFile? {
    UnnamedFile(in: folder, named: ".spool-\(UUID().uuidString)")
  }
}
