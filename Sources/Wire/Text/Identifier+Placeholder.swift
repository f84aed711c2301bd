/// Names given until there is one.
extension Identifier {
  private static let noNames: Set<String> = [
    "无名", "无名氏", "未取名", "未命名", "未起名", "未定", "待定", "暂无", "暂未取名", "暂未命名", "不详",
    "新生儿", "婴儿", "男婴", "女婴", "无",
  ]

  private static let order: Set<Character> = [
    "长", "次", "大", "小", "双", "一", "二", "三", "四", "五", "甲", "乙", "丙", "幼", "胞",
  ]

  private static let kin: Set<String> = [
    "子", "女", "婴", "儿", "男", "男婴", "女婴", "婴儿", "儿子", "女儿", "子女",
  ]

  /// Whether a name stands for one not given yet: ×××之子, ×××之女, 无名 and the like.
  package static func isPlaceholderName(_ name: String) -> Bool {
    if isPlainName(name) { return false }
    var plain = folded(name)
    if plain.unicodeScalars.contains(where: isSpace) {
      plain = String(plain.unicodeScalars.filter { !isSpace($0) }.map(Character.init))
    }
    if noNames.contains(plain) || plain.hasSuffix("无名") { return true }
    if plain.allSatisfy({ "×xX*某?？".contains($0) }) { return true }
    guard let mark = plain.lastIndex(of: "之"), mark != plain.startIndex else { return false }
    let tail = plain[plain.index(after: mark)...].drop { order.contains($0) }
    return kin.contains(String(tail.prefix { !$0.isASCII && !"（）".contains($0) }))
  }

  // A name of common Chinese characters, none of which every placeholder has one of: 之 or 某, or one
  // of those in every word of `noNames`. These characters have no other spelling in Unicode.
  private static func isPlainName(_ name: String) -> Bool {
    for scalar in name.unicodeScalars {
      switch scalar {
      case "之", "某", "无", "未", "待", "暂", "不", "新", "婴", "男", "女": return false
      case "\u{4E00}"..."\u{9FFF}": continue
      default: return false
      }
    }
    return !name.isEmpty
  }
}
