/// Keys that belong together, as sets that are united (union–find with path halving).
struct KeyUnion<Key: Hashable> {
  private var indexes: [Key: Int] = [:]
  private(set) var keys: [Key] = []
  private var parents: [Int] = []

  mutating func add(_ keys: [Key]) {
    guard let first = keys.first else { return }
    let one = root(of: first)
    for key in keys.dropFirst() { parents[root(of: key)] = root(at: one) }
  }

  func holds(_ key: Key) -> Bool { indexes[key] != nil }

  mutating func root(of key: Key) -> Int {
    if let index = indexes[key] { return root(at: index) }
    indexes[key] = keys.count
    keys.append(key)
    parents.append(parents.count)
    return keys.count - 1
  }

  private mutating func root(at index: Int) -> Int {
    var index = index
    while parents[index] != index {
      parents[index] = parents[parents[index]]
      index = parents[index]
    }
    return index
  }
}
