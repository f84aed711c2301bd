import Casework

extension AccessBook.Look {
  /// Who read, as a family is told it.
  func whoInWords(_ settings: Settings) -> Plain {
    switch who {
    case "parent": return Plain("家长（凭链接）", "A parent, by the link")
    case AccessBook.asker:
      return Plain("填对证明编号和证件号码的人", "Somebody who entered both numbers")
    case OrderDraft.desk: return Plain("网关的工作人员", "Staff at the gateway")
    default:
      let name = settings.senders?[who]?.name ?? who
      return Plain(name, name)
    }
  }

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
    default: Plain("查看办理情况", "looked at where the child stands")
    }
  }
}
