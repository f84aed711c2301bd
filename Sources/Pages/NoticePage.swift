import Casework

/// Pages that stand in for a parent's page: one sentence, and what to do now.
extension ParentPage {
  /// A link that is unknown, revoked or expired: one page for all three, so that it tells nobody
  /// which links there are (404).
  package static func notFound(
    language: PageLanguage, large: Bool = false, links: PageLinks = PageLinks()
  ) -> String {
    notice(
      language.say("这个链接打不开了", "This link no longer works"),
      language.say(
        "请用最近一条短信里的链接，或请医院、医保窗口重新发送。",
        "Use the link in your latest message, or ask the hospital or agency for a new one."),
      language, large, links,
      way: FormPage.Way(
        FormPage.findPath,
        Plain("用出生医学证明编号找回页面", "Find the page by the birth certificate")))
  }

  /// The same page as ``notFound(language:large:links:)``, under the name of the other occasion.
  package static func expired(
    language: PageLanguage, large: Bool = false, links: PageLinks = PageLinks()
  ) -> String {
    notFound(language: language, large: large, links: links)
  }

  /// The store cannot be reached (503).
  package static func unavailable(
    language: PageLanguage, large: Bool = false, links: PageLinks = PageLinks()
  ) -> String {
    notice(
      language.say("暂时看不了", "Not available just now"),
      language.say(
        "请几分钟后再来。期限不会因此改变。", "Please come back in a few minutes. Your dates do not change."),
      language, large, links)
  }

  /// Too many requests (429).
  package static func tooMany(
    language: PageLanguage, large: Bool = false, links: PageLinks = PageLinks()
  ) -> String {
    notice(
      language.say("请稍等一分钟", "Please wait a minute"),
      language.say("然后再打开这个页面。", "Then open this page again."),
      language, large, links)
  }

  private static func notice(
    _ title: String, _ text: String, _ language: PageLanguage, _ large: Bool, _ links: PageLinks,
    way: FormPage.Way? = nil
  ) -> String {
    let onward: HTML =
      way.map {
        """
        <p class="go"><a class="plainly" href="\($0.address)">\(language.say($0.words))</a></p>
        """
      } ?? .empty
    let house = language.say("出生一件事", "Birthgate")
    return Frame(
      title: "\(title) · \(house)", language: language, large: large,
      styleSheet: links.styleSheet, kind: "plain"
    ).page(
      main: """
        <div class="card"><h1 class="h1">\(title)</h1><p>\(text)</p>\(onward)</div>
        """,
      foot: "<p>\(language.say("本页没有广告，不推荐任何商业保险。", "No advertising here."))</p>")
  }
}
