import Casework
import Policies
import Testing

/// The law these pages are read under: packs of made-up documents that say everything a pack may,
/// so that no page test depends on what a province decides.
enum TrialLaw {
  /// 61 is in force, 51 a draft, 50 and 14 are reported; all of them rule here.
  static let book: PolicyBook = {
    do throws(PackError) {
      return try PolicyBook.load(
        [province, draft, bothYears, freeBirthYear].map { Array($0.utf8) },
        trial: ["51", "50", "14"], runningExamples: false)
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  private static let later = """
    "collectionFrom": {"value": "09-01", "rule": "D01"},
    "collectionTo": {"value": "12-31", "rule": "D01"},
    "waitingMonths": {"value": 3, "rule": "F01"},
    "waitingPerMissedYear": {"value": 1, "rule": "F02"},
    "waitingRepairPerYear": {"value": 1, "rule": "F03"},
    "waitingCountsFrom": {"value": 2025, "rule": "F01", "assumed": true},
    "capYuan": {"value": 400000, "rule": "G01"},
    "capPenaltyYuan": {"value": 4000, "rule": "G05"},
    "capPenaltyPercent": {"value": 20, "rule": "G05"}
    """

  private static let province = """
    {"region": "61", "name": {"zh-CN": "陕西省", "en": "Shaanxi"}, "versions": [
      {"from": null, "document": "试医保发〔2024〕1号", "status": "inForce", \(later),
        "payWindowDays": {"value": 90, "rule": "A01"},
        "lateCover": {"value": "nextMonth", "rule": "A11"},
        "codeSettlesDays": {"value": 180, "rule": "A02"},
        "certificateEnrols": {"value": true, "rule": "A03"},
        "subsidyPercent": {"value": {"orphan": 100, "subsistence": 50}, "rule": "E01"},
        "subsidyStarts": {"value": "nextYear", "rule": "D17"},
        "assistedCategories": {
          "value": ["orphan", "subsistence", "subsistenceMargin"], "rule": "E03"},
        "categorySources": {"value": {"orphan": ["civilAffairs"]}, "rule": "E07"},
        "enrolmentPlaces": {"value": ["household", "residence", "school"], "rule": "C01"},
        "permitNeeded": {"value": true, "rule": "C01"},
        "duplicateOrder": {"value": ["student", "resident"], "rule": "H04"},
        "refundReasons": {"value": ["duplicatePayment"], "rule": "I01"},
        "citations": {
          "A01": {"document": "试医保发〔2024〕1号", "quote": "出生九十天内缴费，自出生之日起报销"},
          "E01": {"document": "试医保发〔2024〕1号", "quote": "孤儿全额资助参保"}}}]}
    """

  private static let draft = """
    {"region": "51", "name": {"zh-CN": "四川省", "en": "Sichuan"}, "versions": [
      {"from": null, "document": "试行办法（征求意见稿）", "status": "draft", \(later),
        "payWindowDays": {"value": 90, "rule": "A01"},
        "citations": {
          "A01": {"document": "试行办法（征求意见稿）", "quote": "出生九十天内缴费"}}}]}
    """

  private static let bothYears = """
    {"region": "50", "name": {"zh-CN": "重庆市", "en": "Chongqing"}, "versions": [
      {"from": null, "document": "公开网页资料", "status": "reported",
        "payWindowDays": {"value": 90, "rule": "1.2"},
        "crossYear": {"value": "bothRequired", "rule": "1.2"}}]}
    """

  private static let freeBirthYear = """
    {"region": "14", "name": {"zh-CN": "山西省", "en": "Shanxi"}, "versions": [
      {"from": null, "document": "公开网页资料", "status": "reported", \(later),
        "birthYearPremium": {"value": "notCharged", "rule": "1.2"}}]}
    """
}
