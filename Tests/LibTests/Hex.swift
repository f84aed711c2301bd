/// Bytes as people write them in standards: two digits each, spaces where they like.
func hex(_ text: String) -> [UInt8] {
  let digits = text.filter { !$0.isWhitespace }.compactMap { $0.hexDigitValue.map { UInt8($0) } }
  precondition(digits.count % 2 == 0, "an odd number of digits")
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// Bytes without meaning that every run repeats.
func noise(_ count: Int, seed: UInt64 = 7) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}
