import Casework
import Foundation
import Pages
import Testing

/// What a parent is told of the further families, of later years and of law that is not in force.
@Suite("The law in full, in words") struct LawWordingTests {
  private func page(_ name: String, _ language: PageLanguage = .zhCN) -> String {
    guard let situation = Situation.all.first(where: { $0.name == name }) else {
      Issue.record("no situation \(name)")
      return ""
    }
    return Reading.plain(ParentPage.render(situation.model, language: language))
  }

  private func expect(_ name: String, says chinese: [String], _ english: [String]) {
    for (language, sentences) in [(PageLanguage.zhCN, chinese), (.en, english)] {
      let page = page(name, language)
      for sentence in sentences {
        #expect(page.contains(sentence), "\(name), \(language.rawValue): \(sentence)")
      }
    }
  }

  private func expect(_ name: String, neverSays words: String...) {
    for language in PageLanguage.allCases {
      let page = page(name, language)
      for word in words { #expect(!page.contains(word), "\(name): \(word)") }
    }
  }

  // MARK: What people ruled

  @Test("A held code is no code past its 180 days: papers are looked into, cover goes on")
  func held() {
    expect(
      "held",
      says: [
        "医保还在，证件信息正在核对", "医保经办机构从 5月2日起核对，其间不能刷码直接结算。", "保障照常计算，不会因此中断。",
        "开始核对证件信息",
      ],
      [
        "Still covered; the papers are being looked into", "since 2 May; the code does not settle",
        "Cover goes on being counted and does not break.", "Papers began to be looked into",
      ])
    // Day 180 has passed, too, but that is not why.
    expect("held-past-180", says: ["证件信息正在核对"], ["the papers are being looked into"])
    for name in ["held", "held-past-180"] {
      expect(
        name, neverSays: "只是暂时不能刷码结算", "only settling by code is paused", "伪造", "刘敏", "孙伟")
    }
    expect("released", says: ["孩子有医保了", "证件信息核对完毕"], ["Your child is covered"])
  }

  @Test("Before there is cover a held code leaves the payment in the lead, with its date")
  func heldUnpaid() {
    expect(
      "held-unpaid",
      says: ["最晚 5月29日（周五）缴费", "证件信息正在核对", "缴费期限不变，保障照常计算。"],
      ["Pay by Friday 29 May", "Papers are being looked into", "Dates to pay stay"])
    expect("held-unpaid", neverSays: "有保障后可直接结算", "Settles once there is cover")
  }

  /// The order moves the last day to 30 June; 10 June is 20 days before.
  @Test("An extended window is counted to its new last day, and the page says who moved it")
  func extended() {
    expect(
      "window-extended",
      says: ["<strong>20</strong>", "最晚 6月30日（周二）缴费", "医保经办机构把缴费期限延长到了 6月30日（周二）。"],
      ["<strong>20</strong>", "Pay by Tuesday 30 June", "has extended the time to pay to Tuesday"])
    expect(
      "window-extended-over", says: ["延长后的期限也已在 6月30日（周二）结束。"],
      ["The extended time ended on Tuesday 30 June."])
    expect(
      "settlement-extended", says: ["没落户也可以刷码直接结算到 10月31日。"],
      ["Without household registration the code settles until 31 October."])
  }

  @Test("Of a conflict the page says what each source says, and of a decision that it is made")
  func conflict() {
    expect(
      "conflict-sides",
      says: [
        "出生日期：出生医学证明写的是2026年2月28日，户口登记写的是2026年3月1日", "性别：出生医学证明写的是女，户口登记写的是男",
        "由公安户籍窗口核实",
      ],
      [
        "Birth day: the birth certificate says 28 February 2026, the register says 1 March 2026",
        "Sex: the birth certificate says girl, the register says boy",
      ])
    expect(
      "conflict-decided", says: ["孩子有医保了", "已由工作人员核定出生日期"],
      ["Your child is covered", "An officer has settled the birth day"])
    expect("conflict-decided", neverSays: "正在核对", "are being checked")
  }

  // MARK: Further families

  @Test("Help says who pays what from which year on, and never why")
  func help() {
    expect(
      "helped-fully",
      says: ["从 2027 年度起，保费由政府全额资助。", "2026 年度的保费不在资助范围", "由政府全额资助"],
      ["From the premium of 2027 on the government pays all of it."])
    expect(
      "helped-in-part", says: ["从 2027 年度起，政府资助保费的 50%，其余由您缴。"],
      ["From the premium of 2027 on the government pays 50% and you pay the rest."])
    expect(
      "helped-somehow", says: ["资助多少由当地规定，请问医保经办窗口。"], ["how much is for the city to say"])
    // The region does not count this category: an office looks at it, and nothing is promised.
    expect("help-not-counted", says: ["保费资助正在核对"], ["Help with the premium is being checked"])
    expect("help-not-counted", neverSays: "保费有资助", "the government pays")
    for name in ["helped-fully", "helped-in-part", "helped-somehow", "help-not-counted"] {
      expect(name, neverSays: "孤儿，", "低保", "返贫", "orphan", "subsistence", "poverty")
    }
  }

  @Test("Of two enrolments the page names the places and which one stays")
  func duplicate() {
    expect(
      "duplicate",
      says: ["孩子有 2 处参保", "宝鸡市，居民医保，4月5日起：保留", "西安市，居民医保，4月20日起：终止", "不用您办"],
      [
        "Enrolled in 2 places", "Baoji, resident insurance, since 5 April: stays",
        "Xi’an, resident insurance, since 20 April: ends",
      ])
    expect("duplicate", says: ["保留参保地宝鸡市的一条"], ["the one in Baoji stays"])
    expect(
      "duplicate-open", says: ["广东省，居民医保，4月20日起：等待核定"],
      ["Guangdong, resident insurance, since 20 April: waits for a decision"])
    for name in ["duplicate", "duplicate-open"] { expect(name, neverSays: "R-1", "610302") }
  }

  @Test("A12: paid in a parent's name, the child is not covered; do not pay twice")
  func parentName() {
    expect(
      "parent-name",
      says: ["缴在父母名下了", "最晚 5月29日（周五），请让孩子名下有一笔保费。", "不要重复缴"],
      [
        "Paid in a parent’s name",
        "By Friday 29 May make sure that a premium stands in the child’s",
      ])
    expect("parent-name", neverSays: "class=\"btn\"", "王芳")
  }

  @Test("Whatever the family has to do is never called nothing")
  func somethingIsLeftToDo() {
    expect(
      "place-review", says: ["另有一件事请您办，见下面“还有这些事”。", "请把孩子或家长的居住证交参保地医保经办窗口查看"],
      ["One more thing is for you to do", "Please show the family’s permit"])
    expect("place-review", neverSays: "现在不用办别的", "Nothing else to do now")
    expect("paid-twice", says: ["同一年度缴了不止一次"], ["One year was paid more than once"])
  }

  // MARK: Later years

  /// 31 December is 21 days after 10 December; missing 2027 alone makes 3 + 1 months.
  @Test("The end of the collection leads, and says what missing it costs")
  func renewal() {
    expect(
      "collection-open", says: ["孩子有医保了", "2027 年的保费现在可以缴了，最晚 12月31日。"],
      ["The premium for 2027 can be paid now, until 31 December."])
    expect(
      "renew",
      says: [
        "<strong>21</strong>", "最晚 12月31日（周四）缴，2027 年全年有医保。",
        "错过了，2027 年就没有保障，以后再缴还要等 4 个月。",
      ],
      ["<strong>21</strong>", "Pay by Thursday 31 December and all of 2027 is covered."])
    expect("renew-last-day", says: ["今天是最后一天"], ["Today is the last day"])
  }

  /// Paid on 5 March 2027: three months, then the first of the next month by the late start of the
  /// region: 1 April and three months is 1 July. Paid on 5 October: 1 November and three months is
  /// February, after the end of the year.
  @Test("Year two without a premium: what paying today brings, or that it brings nothing")
  func yearTwo() {
    expect(
      "year-two-open", says: ["今天缴费，7月1日起有医保", "过了集中缴费期，缴费后要等 3 个月。"],
      ["Pay today and cover starts on 1 July", "cover waits 3 months after the payment"])
    expect(
      "year-two-closed",
      says: ["现在缴 2027 年的保费，已经没有保障期了", "请缴 2028 年的保费，2028年1月1日起有医保。"],
      ["The 2027 premium would no longer bring any cover", "Pay for 2028 instead"])
  }

  /// 2027 missed: 3 + 1 months after 1 March 2028 is 1 July; repaired it would be 1 June.
  @Test("Year three after a gap: the wait, and that it can be shortened")
  func yearThree() {
    expect(
      "year-three-open", says: ["今天缴费，7月1日起有医保", "先补缴 2027 年断保的保费，可以少等"],
      ["Paying for the missed 2027 first shortens the wait"])
    expect(
      "year-three-waiting", says: ["7月1日起有医保", "这份保费缴在集中缴费期以后，要等 4 个月。"],
      ["so cover waits 4 months"])
    expect("year-three-covered", says: ["所以等了 4 个月"], ["so cover waited 4 months"])
  }

  @Test("The years ahead: when to pay, and what a year left out costs")
  func ahead() {
    expect(
      "held",
      says: [
        "往后几年", "9月1日到 12月31日集中缴费", "如果 2027 年不缴", "2027 年全年没有保障",
        "2028 年过了集中缴费期再缴，要等 4 个月才有保障", "等待可缩短到 3 个月", "大病保险的最高支付额少 4000 元",
        "今年最高支付 40 万元。",
      ],
      [
        "The years ahead", "Collected 1 September to 31 December", "If 2027 is not paid for",
        "4,000 yuan less", "up to 400,000 yuan",
      ])
    expect("after-death", neverSays: "往后几年", "The years ahead")
  }

  // MARK: Law that is not in force

  @Test("A page by a draft or a report says so on top and at every reason drawn from it")
  func notInForce() {
    expect(
      "draft-law", says: ["征求意见稿，尚未生效", "本页按上面的文件试算，不是正式规定"],
      ["Draft, not in force", "It is not law in force"])
    expect(
      "reported-law", says: ["据报道，未经核实", "出生当年不用您缴费。", "当年不用缴"],
      ["Reported, not verified", "You pay nothing for the birth year here."])
    for name in ["draft-law", "reported-law"] {
      let grounds = page(name).components(separatedBy: "id=\"w\"").last ?? ""
      let word = name == "draft-law" ? "征求意见稿，尚未生效" : "据报道，未经核实"
      #expect(grounds.contains(word))
      // Said once, beside the sentence and not within it.
      #expect(!grounds.contains("（依据为征求意见稿，尚未生效）") && !grounds.contains("（据报道，未经核实）</p>"))
    }
    expect("held", neverSays: "尚未生效", "not in force", "未经核实", "not verified")
  }

  @Test("What no document says is called assumed")
  func assumed() {
    expect("second-premium-missing", says: ["文件没有写明，暂按此办"], ["Documents are silent: assumed"])
  }

  @Test("Every reason can be unfolded to its document and quotation without a script")
  func documents() {
    let page = page("held")
    #expect(page.contains("<summary><span>试医保发〔2024〕1号</span></summary>"))
    #expect(page.contains("<blockquote>“出生九十天内缴费，自出生之日起报销”</blockquote>"))
  }

  // MARK: Two premiums in one window

  /// 20 November + 90 is 18 February: 10 + 31 + 31 + 18; 20 December is 60 days before.
  @Test("Where both years must be paid, the missing one leads with its last day")
  func bothRequired() {
    expect(
      "second-premium-missing",
      says: [
        "<strong>60</strong>", "最晚 2027年2月18日（周四）再缴 2027 年的，从出生那天起就有医保。",
        "不再缴的话，2026 年的保障只从 12月5日算起。", "还差 2027 年的",
      ],
      ["Pay for 2027 as well by Thursday 18 February 2027", "begins only on 5 December"])
    expect("second-premium-missing", neverSays: "缴费已过期限", "after the window")
    expect(
      "first-premium-missing", says: ["再缴 2026 年的，从出生那天起就有医保。", "2027 年的保费已收到。"],
      ["Pay for 2026 as well"])
    expect("second-premium-never", neverSays: "还差一份保费", "One premium still missing")
  }

  @Test("History names every further message; none is just a message")
  func history() {
    let said: [(String, String, String)] = [
      ("assistance.recognise", "收到保费资助的认定", "Help with the premium was granted"),
      ("assistance.withdraw", "收到保费资助取消的消息", "Help with the premium has ended"),
      ("enrolment.report", "收到医保平台的参保记录", "Record of enrolment received"),
      ("enrolment.withdraw", "医保平台撤回一条参保记录", "A record of enrolment was withdrawn"),
      ("residence.issue", "收到居住证或学籍信息", "Residence permit or school record received"),
      ("residence.cancel", "收到居住证或学籍注销的消息", "Residence permit or school record cancelled"),
      ("guardian.appoint", "绑定了一位监护人", "A guardian was bound"),
      ("guardian.revoke", "解除了一位监护人", "A guardian was unbound"),
      ("order.link", "材料属于同一个孩子", "the papers are one child’s"),
      ("order.different", "材料不是同一个孩子的", "the papers are not one child’s"),
      ("order.undo", "之前的一项核定已撤销", "An earlier decision was taken back"),
      ("order.release", "证件信息核对完毕", "Papers have been looked into"),
      ("order.extend", "期限延长了", "A last day was moved"),
      ("order.decide", "材料不一致的地方已核定", "What differed was settled"),
      ("order.recordUpdated", "参保信息已更新为身份证号", "The enrolment now carries the ID number"),
      ("order.dismiss", "一件待办已处理", "An open matter was settled"),
      ("vitalEvent.withdraw", "之前的消息撤回", "an earlier message was withdrawn"),
    ]
    for (kind, chinese, english) in said {
      let model = model(
        ruling(on: "2026-05-10"),
        timeline: [TimelineLine(at: instant("2026-05-09T10:00:00+08:00"), kind: kind)])
      #expect(ParentPage.render(model, language: .zhCN).contains(chinese), "\(kind)")
      #expect(ParentPage.render(model, language: .en).contains(english), "\(kind)")
    }
  }
}

/// A page as it is read: where a line may break is no part of a sentence.
enum Reading {
  static func plain(_ page: String) -> String {
    let open = "<span class=\"clause\">"
    return page.components(separatedBy: open).enumerated().map { index, piece in
      guard index > 0, let end = piece.range(of: "</span>") else { return piece }
      return piece.replacingCharacters(in: end, with: "")
    }.joined().replacingOccurrences(of: "\u{A0}", with: " ")
  }
}
