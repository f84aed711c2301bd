import Casework
import Pages
import Testing

/// Rules L07 and L08 on the pages.
@Suite("What pages may not speak of") struct RulePageTests {
  @Test(
    "L07, L08: a page speaks of commercial insurance only to say that it recommends none",
    arguments: [
      (PageLanguage.zhCN, "不推荐任何商业保险"), (.en, "no commercial insurance"),
    ])
  func noCommercialInsurance(language: PageLanguage, disclaimer: String) {
    for situation in Situation.all {
      let page = ParentPage.render(situation.model, language: language, large: false).lowercased()
      #expect(page.contains(disclaimer), "\(situation)")
      let rest = page.replacing(disclaimer, with: "")
      let words = ["商业", "投保", "保险产品", "commercial", "private insur", "insurer"]
      #expect(words.filter(rest.contains) == [], "\(situation)")
    }
  }
}
