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

  private func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }

  func page(main: HTML, foot: HTML) -> String {
    let root: HTML = large ? " class=\"large\"" : ""
    let page: HTML = """
      <!doctype html>
      <html lang="\(language.rawValue)"\(root)><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width,initial-scale=1">\
      <meta name="referrer" content="no-referrer"><meta name="robots" content="noindex,nofollow">\
      <meta name="color-scheme" content="light dark">\
      <meta name="format-detection" content="telephone=no"><title>\(title)</title>\
      <link rel="stylesheet" href="\(styleSheet)"></head><body>
      <a class="skip" href="#main">\(say("跳到正文", "Skip to the content"))</a>
      <header class="top">\(Icon.mark)<b>\(say("出生一件事", "Birthgate"))</b>\(choices)</header>
      <main id="main"\(kindClass)>
      \(main)
      </main>
      <footer class="foot">\(foot)</footer>
      </body></html>

      """
    return page.source
  }

  private var kindClass: HTML { kind.isEmpty ? "" : " class=\"\(kind)\"" }

  /// Links to this same page by query alone: what a token is stays out of the markup.
  private var choices: HTML {
    guard offersChoices else { return .empty }
    let other = language.other
    let name = other.say("中文", "English")
    let size = large ? "&size=large" : ""
    let sizing = large ? say("标准字", "Standard text") : say("大字", "Large text")
    let sized = "?lang=\(language.rawValue)&size=\(large ? "normal" : "large")"
    return """
      <nav aria-label="\(say("显示", "Display"))"><a href="\("?lang=\(other.rawValue)\(size)")" \
      lang="\(other.rawValue)" hreflang="\(other.rawValue)">\(name)</a>\
      <a href="\(sized)">\(sizing)</a></nav>
      """
  }
}
