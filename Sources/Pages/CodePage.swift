package import Casework

/// The code alone, white and as large as the screen lets it be, for the scanner at a counter. The
/// answer that carries it asks to be fetched again before the code ends.
package enum CodePage {
  package static func render(
    _ model: ParentPageModel, language: PageLanguage, large: Bool = false
  ) -> String? {
    guard let base = model.links.base, let value = model.codeValue, let qr = model.qr,
      let until = model.codeUntil, model.ruling.child.diedOn == nil
    else { return nil }
    let house = language.say("出生一件事", "Birthgate")
    let title = language.say("孩子的医保码", "Your child’s insurance code")
    var frame = Frame(
      title: "\(title) · \(house)", language: language, large: large,
      styleSheet: model.links.styleSheet, kind: "plain show")
    frame.ground = "white"
    frame.script = model.links.script
    frame.staysAwake = true
    let clock = language.clock(until)
    return frame.page(
      main: """
        <h1>\(title)</h1><div class="qr" role="img" \
        aria-label="\(language.say("医保码二维码", "QR symbol of the insurance code"))">\(HTML(qr))</div>\
        <p class="v" translate="no">\(CodeSheet.grouped(value))</p>\
        <p>\(language.say(
          "\(clock) 前有效，到时自动换新。请出示本页，不要截图。",
          "Good until \(clock); a new one follows. Show the page, not a picture of it."))</p>\
        <p class="go"><a href="\(base)/code">\(language.say("换一张新的", "A new one"))</a> \
        <a href="\(base)">\(language.say("返回", "Back"))</a></p>
        """,
      foot: "<p>\(language.say("码里没有个人信息。", "The code holds nothing personal."))</p>")
  }
}

/// The page laid out for one sheet of paper: without the symbol, which would be stale before it is
/// dry, and without what only a screen can do.
package enum PaperPage {
  package static func render(
    _ model: ParentPageModel, printedAt now: Instant, language: PageLanguage
  ) -> String {
    var model = model
    let back = model.links.base ?? ""
    model.qr = nil
    model.codeUntil = nil
    model.links = PageLinks(styleSheet: "/p/print.css")
    let moment = language.moment(now)
    let note: HTML = """
      <p>\(language.say("打印于 \(moment)，以网页为准。", "Printed \(moment); the page itself holds."))</p>
      """
    return ParentPage.render(
      model, language: language, note: note,
      back: back.isEmpty ? nil : FormPage.Way(back, Plain("回到页面", "Back to the page")))
  }
}
