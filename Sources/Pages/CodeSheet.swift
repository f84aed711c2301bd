import Casework

/// The section with the child's code, to be shown at a counter.
struct CodeSheet {
  var model: ParentPageModel
  var language: PageLanguage

  private func say(_ chinese: String, _ english: String) -> String {
    language.say(chinese, english)
  }

  /// Empty where no code stands: before it is issued a step says so, and after a death there is
  /// none to show.
  var section: HTML {
    let ruling = model.ruling
    guard ruling.child.diedOn == nil, let value = model.codeValue, let tag = standing(ruling.code)
    else { return .empty }
    return """
      <section class="card code o2" aria-labelledby="q"><h2 id="q">\
      \(say("孩子的医保码", "Your child’s insurance code"))</h2><p class="l">\(tag)</p>\
      \(symbol)<p class="v" translate="no">\(Self.grouped(value))</p><p class="small l hint">\
      \(say(
        "看病时出示本页。码里没有个人信息。",
        "Show this page at the counter. The code holds nothing personal."))\
      </p>\(ending)</section>
      """
  }

  /// A symbol that ends says when, and how to get the next.
  private var ending: HTML {
    guard let until = model.codeUntil, let base = model.links.base else { return .empty }
    let clock = language.clock(until)
    return """
      <p class="small l hint">\(say(
        "\(clock) 前有效，请出示本页，不要截图。", "Good until \(clock). Show the page, not a picture of it."))\
      </p><p class="go l hint"><a href="\(base)">\(say("换一张新的", "A new one"))</a> \
      <a href="\(base)/code">\(say("全屏出示", "Full screen"))</a></p>
      """
  }

  private var symbol: HTML {
    guard let qr = model.qr else { return .empty }
    return """
      <div class="qr" role="img" aria-label="\(say("医保码二维码", "QR symbol of the insurance code"))">\
      \(HTML(qr))</div>
      """
  }

  private func standing(_ code: Ruling.Code) -> HTML? {
    switch code.state {
    case .none, .retired: return nil
    case .issued where model.ruling.freeze != nil:
      return Look.wait.tag(say("证件信息核对中", "Papers are being looked into"))
    case .issued:
      return Look.act.tag(say("有保障后可直接结算", "Settles once there is cover"))
    case .active:
      guard let until = code.directSettlementUntil else {
        return Look.ok.tag(say("可直接结算", "Settles at the counter"))
      }
      let day = language.day(until, in: model.today.year)
      return Look.ok.tag(say("可直接结算，最晚到 \(day)", "Settles at the counter until \(day)"))
    case .suspended:
      return Look.miss.tag(say("暂时不能直接结算", "Does not settle for now"))
    }
  }

  /// The code in groups of four, as it is read aloud.
  static func grouped(_ value: String) -> HTML {
    HTML(groups(value).map { "<span>\($0)</span>" })
  }

  static func groups(_ value: String) -> [String] {
    var groups: [String] = []
    var group = ""
    for character in value where character != "-" {
      group.append(character)
      if group.count == 4 {
        groups.append(group)
        group = ""
      }
    }
    if !group.isEmpty { groups.append(group) }
    return groups
  }
}
