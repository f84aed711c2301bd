package import Casework

/// The slip of paper a hospital hands out: a link as a QR symbol, the same in letters, and what it
/// is for. It stands alone: its style is inside it, so it prints from a file without a gateway.
package enum LinkSlip {
  /// What a slip says. The name is masked on paper as on the page.
  package struct Model: Hashable, Sendable {
    package var childName: String?
    package var bornOn: CivilDate?
    /// The whole address, with its token.
    package var url: String
    package var qr: QRDrawing
    package var expiresAt: Instant?

    package init(
      childName: String?, bornOn: CivilDate?, url: String, qr: QRDrawing, expiresAt: Instant? = nil
    ) {
      self.childName = childName
      self.bornOn = bornOn
      self.url = url
      self.qr = qr
      self.expiresAt = expiresAt
    }
  }

  /// A complete document of one A6 page. Its language leads; the other one follows in small print,
  /// for whoever at home reads that.
  package static func render(_ model: Model, language: PageLanguage) -> String {
    let child = childLine(model, language)
    let page: HTML = """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width,initial-scale=1">\
      <meta name="referrer" content="no-referrer"><meta name="robots" content="noindex,nofollow">\
      <title>\(language.say("家长链接", "Parent’s link"))</title>
      <style>\(style)</style></head><body><main class="slip">
      <header>\(Icon.mark)<b>\(language.say("出生一件事", "Birthgate"))</b></header>
      <h1>\(title(language))</h1>\(child)
      <div class="qr" role="img" aria-label="\(language.say("链接的二维码", "QR symbol of the link"))">\
      \(HTML(model.qr))</div>
      <p class="url" translate="no">\(model.url)</p>
      <p>\(what(language))</p>\(expiry(model, language))
      <p class="small">\(language.say(
        "打开时要填母亲证件号码的后四位，请收好这张纸。本页不收钱，也没有广告。",
        "The page asks for the last four of the mother’s document: keep the slip safe. "
          + "It takes no money and carries no advertising."))</p>
      <p class="small other" lang="\(language.other.rawValue)">\(title(language.other))\
      \(language.other.say("。", ". "))\(what(language.other))</p>
      </main></body></html>

      """
    return page.source
  }

  private static func title(_ language: PageLanguage) -> String {
    language.say("扫一扫，看孩子的医保办到哪一步", "Scan to see where your child’s insurance stands")
  }

  private static func what(_ language: PageLanguage) -> String {
    language.say(
      "里面有孩子的医保码、缴费和落户的最晚日期。",
      "It shows the insurance code and the last days to pay and to register.")
  }

  private static func childLine(_ model: Model, _ language: PageLanguage) -> HTML {
    var facts: [HTML] = []
    if let initials = Masking.initials(model.childName) {
      facts.append(
        language == .en && initials.hasSuffix("＊")
          ? "<span lang=\"zh-CN\">\(initials)</span>" : "\(initials)")
    }
    if let born = model.bornOn {
      facts.append(
        "\(language.say("\(language.fullDay(born))出生", "born \(language.fullDay(born))"))")
    }
    guard let first = facts.first else { return .empty }
    return "<p class=\"child\">\(first)\(HTML(facts.dropFirst().map { " · \($0)" }))</p>"
  }

  private static func expiry(_ model: Model, _ language: PageLanguage) -> HTML {
    guard let end = model.expiresAt else { return .empty }
    return """
      <p>\(language.say(
        "链接可用到 \(language.moment(end))。", "The link works until \(language.moment(end))."))</p>
      """
  }

  private static let style: HTML = """
    @page{size:A6;margin:8mm}*{box-sizing:border-box}\
    body{margin:0;background:#fff;color:#18211F;font:400 12pt/1.5 "PingFang SC",\
    "Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif}\
    .slip{max-width:92mm;margin:0 auto;padding:4mm;text-align:center}\
    header{display:flex;gap:2mm;align-items:center;justify-content:center;font-size:11pt}\
    .logo{width:7mm;height:7mm}.s-accent{stroke:#0A625B}.f-act{fill:#C26A00}\
    h1{font-size:15pt;line-height:1.3;margin:2mm 0 1mm;text-wrap:balance;word-break:keep-all;\
    overflow-wrap:anywhere}:lang(en){font-family:"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}\
    p{margin:0 0 1.5mm;text-wrap:balance}.child{font-size:13pt}\
    .qr svg{display:block;width:46mm;height:46mm;\
    margin:1mm auto}.url{font:9pt/1.35 ui-monospace,"DejaVu Sans Mono",monospace;\
    overflow-wrap:anywhere}.small{font-size:9pt;line-height:1.45;color:#4B5653}\
    .other{border-top:.3mm solid #73807C;padding-top:1.5mm;margin-top:2mm}\
    @media print{.slip{padding:0}}
    """
}
