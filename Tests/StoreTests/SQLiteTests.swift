import Casework
import Foundation
import StoreSQLite
import Testing

/// What only a file can do: last, be shared, be full, be damaged.
@Suite struct SQLiteTests {
  /// GRDB turns `synchronous` down to NORMAL (1) by itself, under which a power cut takes back
  /// commits that were answered. FULL is 2 (sqlite.org/pragma.html#pragma_synchronous).
  @Test func commitsAreSyncedBeforeTheyAreAnswered() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      for _ in 0..<2 {
        let store = try SQLiteStore(path: path)
        try await store.put(group { $0.leaves = [] })
        #expect(try await store.pragma("synchronous") == 2)
        #expect(try await store.pragma("wal_autocheckpoint") == 0)
        #expect(try await store.pragma("temp_store") == 2)
        #expect(try await store.pragma("foreign_keys") == 0)
        try store.close()
      }
    }
  }

  @Test func everythingIsThereAfterReopening() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      let store = try SQLiteStore(path: path)
      _ = try await store.commit([step(amina, to: 1, message: 1, leaves: [leaf(1)])]) {
        entry("x", 1, $0)
      }
      try await store.put(group { $0.deliveries = [delivery("d")] })
      try store.close()

      let again = try SQLiteStore(path: path)
      #expect(try await again.histories(of: [amina]).first?.events == [event(amina, 1)])
      #expect(try await again.message([1])?.place?.height == 1)
      #expect(try await again.deliveries(of: [amina]) == [delivery("d")])
      #expect(try await again.put(step(amina, to: 1, message: 1)) == [.conflict])
      try again.close()
    }
  }

  @Test func asecondWriterIsRefusedAReaderIsNot() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      let store = try SQLiteStore(path: path)
      #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path) }
      try await store.put(step(amina, to: 1, message: 1))
      let reader = try SQLiteStore(path: path, mode: .readOnly)
      #expect(try await reader.histories(of: [amina]).count == 1)
      // A reader sees what is committed after it was opened.
      try await store.put(step(bolin, to: 1, message: 2))
      #expect(try await reader.histories(of: [amina, bolin]).count == 2)
      await #expect(throws: StoreError.self) {
        try await reader.put(step(bolin, to: 2, message: 3))
      }
      try reader.close()
      #expect(try await store.put(step(bolin, to: 2, message: 3)) == [.committed(nil)])
      try store.close()
    }
  }

  @Test func aReaderNeedsNoGateway() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      let store = try SQLiteStore(path: path)
      try await store.put(step(amina, to: 1, message: 1))
      try store.close()
      let reader = try SQLiteStore(path: path, mode: .readOnly)
      #expect(try await reader.histories(of: [amina]).count == 1)
      try reader.close()
    }
  }

  @Test func aFileThatIsNoDatabaseIsCorrupt() async throws {
    try await withFolder { folder in
      let path = folder + "/a.sqlite"
      try Data(repeating: 65, count: 8_192).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path) }
      guard case .corrupt = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }
}
