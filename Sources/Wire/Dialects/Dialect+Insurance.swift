package import Casework

/// The national insurance interface (定点医药机构接口 0.9.9, STANDARDS 2.5) as a frame.
extension Dialect.Frame {
  /// What the envelope holds beside its input.
  package static let insuranceMembers = [
    "infno", "msgid", "mdtrtarea_admvs", "insuplc_admdvs", "recer_sys_code", "dev_no",
    "dev_safe_info", "cainfo", "signtype", "infver", "opter_type", "opter", "opter_name",
    "inf_time", "fixmedins_code", "fixmedins_name", "sign_no",
  ]

  /// - Parameter records: where the records stand in it.
  package static func insurance(records: [String], isCarrier: Bool) -> Dialect.Frame {
    Dialect.Frame(
      records: records, id: ["/msgid"], sender: ["/fixmedins_code"], sentAt: ["/inf_time"],
      ignoresCase: !isCarrier, known: insuranceMembers, isCarrier: isCarrier)
  }
}

extension Dialect {
  /// The insurance envelope with the canonical members of a family in its input: `fsi-taxPayment`.
  package static func inInsuranceEnvelope(_ family: FamilyName, _ title: Plain) -> Dialect {
    let name = family.rawValue
    return Dialect(
      name: "fsi-\(name)",
      title: Plain(
        "医保接口报文（input.data 内为\(title.chinese)）",
        "national insurance envelope with \(title.english.lowercased()) in input.data"),
      family: family,
      frame: .insurance(
        records: ["input/data/\(name)", "input/\(name)", "input/data"], isCarrier: true))
  }
}
