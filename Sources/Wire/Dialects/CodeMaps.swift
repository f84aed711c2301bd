/// How systems write the codes of national standards: names, numbers without their leading zero,
/// and the codes themselves.
///
/// Codes that mean different things in two offices are not here; settings add those of a sender.
package enum CodeMaps {
  /// GB/T 2261.1. The values 5 and 6 of older systems are none of it.
  package static let sexes = [
    "0": "0", "1": "1", "2": "2", "9": "9", "未知的性别": "0", "未知": "0", "男性": "1", "男": "1",
    "女性": "2", "女": "2", "未说明的性别": "9", "未说明": "9",
  ]

  /// GB/T 3304: two digits, one without its zero, or the name. 57 and 58 circulate for 97 and 98.
  package static let ethnicities: [String: String] = {
    var map = [
      "57": "97", "58": "98", "97": "97", "98": "98", "其他": "97", "外国血统中国籍人士": "98",
      "外国血统": "98",
    ]
    for (place, name) in ethnicNames.enumerated() {
      let number = String(place + 1)
      let code = (number.count < 2 ? "0" : "") + number
      map[number] = code
      map[code] = code
      map[name] = code
      map[name + "族"] = code
    }
    return map
  }()

  private static let ethnicNames = [
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家",
    "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜",
    "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒",
    "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴",
    "珞巴", "基诺",
  ]

  /// GB/T 4761-2008: two digits, one without its zero, or the name.
  package static let relations: [String: String] = {
    var map: [String: String] = [:]
    for code in 1...99 {
      let text = (code < 10 ? "0" : "") + String(code)
      map[text] = text
      if code < 10 { map[String(code)] = text }
    }
    for (code, name) in relationNames { map[name] = code }
    return map
  }()

  private static let relationNames = [
    ("01", "本人"), ("02", "户主"), ("10", "配偶"), ("11", "夫"), ("12", "妻"), ("20", "子"),
    ("21", "独生子"), ("22", "长子"), ("23", "次子"), ("24", "三子"), ("25", "四子"), ("26", "五子"),
    ("27", "养子或继子"), ("28", "女婿"), ("29", "其他儿子"), ("30", "女"), ("31", "独生女"), ("32", "长女"),
    ("33", "次女"), ("34", "三女"), ("35", "四女"), ("36", "五女"), ("37", "养女或继女"), ("38", "儿媳"),
    ("39", "其他女儿"), ("40", "孙辈"), ("41", "孙子"), ("42", "孙女"), ("43", "外孙子"), ("44", "外孙女"),
    ("50", "父母"), ("51", "父亲"), ("52", "母亲"), ("57", "继父或养父"), ("58", "继母或养母"),
  ]

  /// GB/T 2659: numbers and letters of the places parents of newborns mostly come from, and the
  /// words hospitals write. Other letters are read as they stand.
  package static let nationalities: [String: String] = {
    var map = [
      "中国": "CHN", "中华人民共和国": "CHN", "中国（香港）": "HKG", "中国(香港)": "HKG",
      "中国（澳门）": "MAC", "中国(澳门)": "MAC", "中国（台湾）": "TWN", "中国(台湾)": "TWN",
    ]
    for (number, letters) in countries { map[number] = letters }
    return map
  }()

  private static let countries = [
    ("156", "CHN"), ("344", "HKG"), ("446", "MAC"), ("158", "TWN"), ("036", "AUS"),
    ("104", "MMR"), ("116", "KHM"), ("124", "CAN"), ("250", "FRA"), ("276", "DEU"),
    ("356", "IND"), ("360", "IDN"), ("380", "ITA"), ("392", "JPN"), ("398", "KAZ"),
    ("408", "PRK"), ("410", "KOR"), ("417", "KGZ"), ("418", "LAO"), ("458", "MYS"),
    ("496", "MNG"), ("524", "NPL"), ("554", "NZL"), ("566", "NGA"), ("586", "PAK"),
    ("608", "PHL"), ("643", "RUS"), ("702", "SGP"), ("704", "VNM"), ("710", "ZAF"),
    ("724", "ESP"), ("762", "TJK"), ("764", "THA"), ("804", "UKR"), ("818", "EGY"),
    ("826", "GBR"), ("840", "USA"), ("860", "UZB"),
  ]

  /// Kinds of documents as names say them, and as the e-certificate systems number holders. 117 and
  /// 118 mean different documents in two offices and are left to the sender's own table.
  package static let holderDocuments = [
    "111": "citizenId", "113": "householdBook", "414": "passport", "511": "taiwanPermit",
    "516": "hkMacaoPermit", "999": "other", "居民身份证": "citizenId", "身份证": "citizenId",
    "出生医学证明": "birthCertificate", "户口簿": "householdBook", "居民户口簿": "householdBook",
    "护照": "passport", "普通护照": "passport", "外国人护照": "passport",
    "港澳居民来往内地通行证": "hkMacaoPermit", "港澳通行证": "hkMacaoPermit",
    "台湾居民来往大陆通行证": "taiwanPermit", "台胞证": "taiwanPermit",
    "外国人永久居留证": "foreignPermanentResident", "外国人永久居留身份证": "foreignPermanentResident",
    "其他": "other",
  ]

  /// `psn_cert_type` of the national insurance platform. It has no code for birth certificates,
  /// which go under 99: that says nothing, and the form of the number has to.
  package static let insuranceDocuments = [
    "01": "citizenId", "1": "citizenId", "04": "hkMacaoPermit", "4": "hkMacaoPermit",
    "06": "taiwanPermit", "6": "taiwanPermit", "07": "foreignPermanentResident",
    "7": "foreignPermanentResident", "08": "passport", "8": "passport", "02": "other",
    "03": "other", "05": "other", "09": "other", "10": "other", "11": "other", "12": "other",
    "13": "other", "14": "other", "15": "other", "90": "other", "99": "",
  ]
}
