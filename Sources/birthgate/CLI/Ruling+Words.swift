import Casework

// What the members of a ruling are called, in both languages, on a terminal.

extension PolicyPack.Status {
  /// Nil for what is in force.
  var word: Plain? {
    switch self {
    case .inForce: nil
    case .draft: Plain("征求意见稿，尚未生效", "draft, not in force")
    case .reported: Plain("据报道，未经核实", "reported, not verified")
    }
  }
}

extension Ruling.Identity {
  var word: Plain {
    switch self {
    case .conflict: Plain("材料互相矛盾", "sources differ")
    case .citizenId: Plain("凭身份证号", "known by citizen ID")
    case .placeholder: Plain("还没有姓名", "no name yet")
    case .certificate: Plain("凭出生医学证明", "known by birth certificate")
    case .none: Plain("没有有效证件", "no valid paper")
    }
  }
}

extension Ruling.PaymentState {
  var word: Plain {
    switch self {
    case .unpaid: Plain("待缴费", "premium to be paid")
    case .paidOnTime: Plain("按时缴费", "paid on time")
    case .paidLate: Plain("逾期缴费", "paid late")
    case .unpaidLate: Plain("逾期未缴，还可补缴", "window over, can still be paid late")
    case .missed: Plain("出生当年未参保", "birth year missed")
    case .notDue: Plain("出生当年不收费", "none due for the birth year")
    }
  }
}

extension Ruling.Cover.Basis {
  var word: Plain {
    switch self {
    case .onTime: Plain("按时", "on time")
    case .late: Plain("逾期", "late")
    case .annual: Plain("全年", "annual")
    }
  }
}

extension Ruling.Code.State {
  var word: Plain {
    switch self {
    case .none: Plain("未发放", "none yet")
    case .issued: Plain("已发放，只作识别", "issued, identifies only")
    case .active: Plain("可直接结算", "settles at the counter")
    case .suspended: Plain("暂停直接结算，保障仍在", "does not settle for now; cover stays")
    case .retired: Plain("已停用", "retired")
    }
  }
}

extension Ruling.Deadline.Kind {
  var word: Plain {
    switch self {
    case .pay: Plain("缴费", "pay")
    case .bindIdentity: Plain("落户", "register the household")
    }
  }
}

extension Ruling.Deadline.State {
  var word: Plain {
    switch self {
    case .open: Plain("未到", "open")
    case .met: Plain("已办", "met")
    case .missed: Plain("已过", "missed")
    }
  }
}

extension Ruling.Task.Kind {
  var word: Plain {
    switch self {
    case .updateIdentity: Plain("更新参保信息", "update the insurance record")
    case .matchRegistration: Plain("核对户口登记属于哪个孩子", "match the registration")
    case .parentNameEnrolment: Plain("更正以父母姓名的参保", "move what stands in a parent's name")
    case .duplicatePayment: Plain("处理重复缴费", "see to a second payment")
    case .refundReview: Plain("审核退费", "review a refund")
    case .voidCertificate: Plain("核对作废的证明", "look into the voided certificate")
    case .missingName: Plain("补上姓名", "add the name")
    case .identityConflict: Plain("核定互相矛盾的信息", "settle what sources say differently")
    case .unmatchedPayment: Plain("缴费未匹配", "payment without a birth")
    case .unmatchedRegistration: Plain("户口登记未匹配", "registration without a birth")
    case .duplicateEnrolment: Plain("处理重复参保", "see to the duplicate enrolment")
    case .investigation: Plain("核查证件信息", "look into the papers")
    case .placeReview: Plain("核对参保地", "review the place of enrolment")
    case .verifyCategory: Plain("核实资助资格", "verify the category")
    case .assistanceReview: Plain("核对资助缴费", "review a payment by assistance")
    case .guardianReview: Plain("核对监护人绑定", "review the guardians")
    case .checkTwins: Plain("核对双胞胎", "check the twins")
    case .checkCertificates: Plain("核对是否一孩两证", "check two certificates of one birth")
    case .insuranceOrderFailed:
      Plain("处理医保平台未办理的业务", "see to what the insurance platform did not do")
    }
  }
}

extension Plain {
  /// What an audience is called.
  init(office audience: String) {
    switch Notice.Audience(rawValue: audience) {
    case .guardian: self.init("监护人", "guardian")
    case .hospital: self.init("医院", "hospital")
    case .registrationOffice: self.init("公安户籍", "registration office")
    case .insuranceAgency: self.init("医保经办", "insurance agency")
    case .taxOffice: self.init("税务", "tax bureau")
    case .grassroots: self.init("村（社区）", "village or community")
    case nil: self.init(audience, audience)
    }
  }
}

extension Duplicates.Verdict {
  var word: Plain {
    switch self {
    case .stands: Plain("保留", "stands")
    case .terminate: Plain("终止", "ends")
    case .suspend: Plain("暂停", "is paused")
    case .person: Plain("待人工核定", "waits for a person")
    case .ended: Plain("已结束", "has ended")
    }
  }
}

extension OrderFact.Action {
  var word: Plain {
    switch self {
    case .link: Plain("认定同一人", "same child")
    case .different: Plain("认定不同人", "different children")
    case .undo: Plain("撤销", "undo")
    case .freeze: Plain("冻结医保码", "hold the code")
    case .release: Plain("解除冻结", "release the code")
    case .extend: Plain("延长期限", "extend")
    case .decide: Plain("核定信息", "decide")
    case .recordUpdated: Plain("参保信息已更新", "record updated")
    case .dismiss: Plain("办结待办", "dismiss a task")
    }
  }
}

extension Outlook.Year.State {
  var word: Plain {
    switch self {
    case .covered: Plain("有保障", "covered")
    case .paidInVain: Plain("缴了，没有保障期", "paid, without cover")
    case .open: Plain("可缴", "open")
    case .missed: Plain("没有保障", "not covered")
    }
  }
}

extension Refund.Verdict {
  var word: Plain {
    switch self {
    case .allowed: Plain("可退", "can be asked back")
    case .refused: Plain("不退", "not given back")
    case .province: Plain("由省里核定", "for the province")
    }
  }
}
