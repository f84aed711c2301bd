import Casework

/// Names for the divisions of which messages speak by number: a parent knows places, not codes.
struct Places {
  var model: ParentPageModel
  var language: PageLanguage

  /// The most exact name known of a division; nil where none is.
  func name(_ division: String?) -> String? {
    guard let division else { return nil }
    let named = [6, 4, 2].lazy.compactMap { model.advice.places[String(division.prefix($0))] }
    return (named.first ?? Self.provinces[String(division.prefix(2))]).map(language.say)
  }

  /// A sentence in which divisions that the ruling speaks of go by their names.
  func named(_ sentence: String) -> String {
    let further = model.ruling.further
    let divisions = further.enrolments.compactMap(\.record.region) + [further.place?.division]
    return divisions.compactMap { $0 }.reduce(sentence) { sentence, division in
      guard sentence.contains(division), let name = name(division) else { return sentence }
      return sentence.replacing(" \(division) ", with: language.say(name, " \(name) "))
    }
  }

  /// GB/T 2260, first two digits.
  private static let provinces: [String: Plain] = [
    "11": Plain("北京市", "Beijing"), "12": Plain("天津市", "Tianjin"),
    "13": Plain("河北省", "Hebei"), "14": Plain("山西省", "Shanxi"),
    "15": Plain("内蒙古自治区", "Inner Mongolia"), "21": Plain("辽宁省", "Liaoning"),
    "22": Plain("吉林省", "Jilin"), "23": Plain("黑龙江省", "Heilongjiang"),
    "31": Plain("上海市", "Shanghai"), "32": Plain("江苏省", "Jiangsu"),
    "33": Plain("浙江省", "Zhejiang"), "34": Plain("安徽省", "Anhui"),
    "35": Plain("福建省", "Fujian"), "36": Plain("江西省", "Jiangxi"),
    "37": Plain("山东省", "Shandong"), "41": Plain("河南省", "Henan"),
    "42": Plain("湖北省", "Hubei"), "43": Plain("湖南省", "Hunan"),
    "44": Plain("广东省", "Guangdong"), "45": Plain("广西壮族自治区", "Guangxi"),
    "46": Plain("海南省", "Hainan"), "50": Plain("重庆市", "Chongqing"),
    "51": Plain("四川省", "Sichuan"), "52": Plain("贵州省", "Guizhou"),
    "53": Plain("云南省", "Yunnan"), "54": Plain("西藏自治区", "Tibet"),
    "61": Plain("陕西省", "Shaanxi"), "62": Plain("甘肃省", "Gansu"),
    "63": Plain("青海省", "Qinghai"), "64": Plain("宁夏回族自治区", "Ningxia"),
    "65": Plain("新疆维吾尔自治区", "Xinjiang"), "71": Plain("台湾省", "Taiwan"),
    "81": Plain("香港特别行政区", "Hong Kong"), "82": Plain("澳门特别行政区", "Macao"),
  ]
}
