/// The document around a page: head, top bar, main and foot, the same for all of them.
struct Frame {
  var title: String
  var language: PageLanguage
  var large: Bool
  var styleSheet: String
  /// Says for readers which page of the house it is.
  var kind: String = ""
  /// Whether the page offers its other language and size.
  var offersChoices = true
  /// What of the query makes the page what it is, with a `&` behind it.
  var query = ""
  /// A sheet of its own for the whole document, as the white one a scanner wants.
  var ground: String = ""
  var script: String?
  /// Where the page is told of what is new; nil where it need not be.
  var events: String?
  /// Whether the screen is to stay awake.
  var staysAwake = false

  private func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }

  func page(main: HTML, foot: HTML) -> String {
    let classes = [large ? "large" : "", ground].filter { !$0.isEmpty }
    let root: HTML = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    let page: HTML = """
      <!doctype html>
      <html lang="\(language.rawValue)"\(root)><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width,initial-scale=1">\
      <meta name="referrer" content="no-referrer"><meta name="robots" content="noindex,nofollow">\
      <meta name="color-scheme" content="light dark">\
      <meta name="format-detection" content="telephone=no"><title>\(title)</title>\
      <link rel="stylesheet" href="\(styleSheet)">\(scriptTag)</head><body\(told)>
      <a class="skip" href="#main">\(say("跳到正文", "Skip to the content"))</a>
      <header class="top">\(Icon.mark)<b>\(say("出生一件事", "Birthgate"))</b>\(choices)</header>\(live)
      <main id="main"\(kindClass)>
      \(main)
      </main>
      <footer class="foot">\(foot)</footer>
      </body></html>

      """
    return page.source
  }

  private var scriptTag: HTML {
    script.map { "<script src=\"\($0)\" defer=\"defer\"></script>" } ?? .empty
  }

  private var told: HTML {
    let events: HTML = events.map { " data-events=\"\($0)\"" } ?? .empty
    let awake: HTML = staysAwake ? " data-wake=\"yes\"" : .empty
    return "\(events)\(awake)"
  }

  /// What a screen reader says when something is new; nothing moves and no focus is taken.
  private var live: HTML {
    guard events != nil else { return .empty }
    return """
      <p class="live" id="live" role="status" data-updated="\(say("已更新。", "Updated."))" \
      data-waiting="\(say("有新消息，刷新本页可见。", "There is news: reload the page to see it."))" \
      data-ended="\(say("为安全起见已退出，刷新本页再确认一次。", """
        Closed for safety: reload the page to confirm again.
        """))"></p>
      """
  }

  private var kindClass: HTML { kind.isEmpty ? "" : " class=\"\(kind)\"" }

  /// Links to this same page by query alone: what a token is stays out of the markup.
  private var choices: HTML {
    guard offersChoices else { return .empty }
    let other = language.other
    let name = other.say("中文", "English")
    let size = large ? "&size=large" : ""
    let sizing = large ? say("标准字", "Standard text") : say("大字", "Large text")
    let spoken = "?\(query)lang=\(other.rawValue)\(size)"
    let sized = "?\(query)lang=\(language.rawValue)&size=\(large ? "normal" : "large")"
    return """
      <nav aria-label="\(say("显示", "Display"))"><a href="\(spoken)" \
      lang="\(other.rawValue)" hreflang="\(other.rawValue)">\(name)</a>\
      <a href="\(sized)">\(sizing)</a></nav>
      """
  }
}
