import Casework
import GRDB

extension StoreError {
  /// Runs a piece of work on the database and gives its failure in the seam's words.
  static func caught<Value>(_ work: () throws -> Value) -> Result<Value, StoreError> {
    do {
      return .success(try work())
    } catch {
      return .failure(translated(error))
    }
  }

  static func translating<Value>(_ work: () throws -> Value) throws(StoreError) -> Value {
    try caught(work).get()
  }

  /// The one place where SQLite's result codes (sqlite.org/rescode.html) become ours. Its
  /// messages may name a table or column, never a value.
  private static func translated(_ error: any Error) -> StoreError {
    if let error = error as? StoreError { return error }
    guard let error = error as? DatabaseError else { return .unavailable("\(type(of: error))") }
    let text = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "")"
    return switch error.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_CANTOPEN,
      .SQLITE_READONLY, .SQLITE_NOMEM, .SQLITE_INTERRUPT, .SQLITE_ABORT, .SQLITE_PROTOCOL,
      .SQLITE_PERM, .SQLITE_MISUSE, .SQLITE_CONSTRAINT:
      .unavailable(text)
    default:
      .corrupt(text)
    }
  }
}
