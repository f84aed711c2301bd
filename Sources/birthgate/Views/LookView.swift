import Casework

extension Reader {
  /// Who it is, as a family is told it.
  func inWords(_ settings: Settings) -> Plain {
    switch self {
    case .parent: return Plain("家长（凭链接）", "A parent, by the link")
    case .asker: return Plain("填对证明编号和证件号码的人", "Somebody who entered both numbers")
    case .desk: return Plain("网关的工作人员（未签名）", "Staff at the gateway, not signed")
    case .sender(let code):
      let name = settings.senders?[code]?.name ?? code
      return Plain(name, name)
    case .claimed(let name):
      // The warning stands first: no name can take it back.
      let shown = Self.shown(name)
      return Plain("未经证实，自称“\(shown)”", "Not proven, gave the name “\(shown)”")
    }
  }

  /// A name that anybody may have chosen, without what changes how the words around it look.
  private static func shown(_ name: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator, .nonspacingMark, .enclosingMark:
        continue
      default: text.append(scalar)
      }
    }
    return String(String(text).prefix(32))
  }
}

extension AccessBook.Look {
  /// What was read, as a family is told it.
  var routeInWords: Plain {
    switch route {
    case "getParentPage": Plain("打开本页", "opened this page")
    case "getParentCode": Plain("出示医保码", "showed the code")
    case "getParentCopy": Plain("查看信息副本", "looked at the copy")
    case "getParentPrint": Plain("打印本页", "printed this page")
    case "getParentCalendar": Plain("下载日历", "fetched the calendar")
    case "findParentPage": Plain("要了一个新链接", "asked for the link")
    case "judgeEligibility": Plain("查询能否结算", "asked whether care settles")
    case "getTimeline": Plain("查看经过", "looked at what happened")
    case "listTasks": Plain("查看待办", "looked at what waits")
    case "listParentReports": Plain("查看家长反映", "looked at what parents reported")
    case "listInsuranceOrders":
      Plain("查看发给医保平台的业务", "looked at the orders to the insurance platform")
    default: Plain("查看办理情况", "looked at where the child stands")
    }
  }
}
