import Casework
import Wire

extension TaxPaymentMessages {
  private static let name = FamilyName(rawValue: "taxPayment")

  /// The collection table of the insurance platform (STANDARDS 2.7), by itself or in the insurance
  /// envelope, with name and document as the platform's person records have them.
  ///
  /// Only premiums that were paid and stand are read: how a reversal shows in the table is nowhere
  /// written, so a sender's own table says so.
  static let collection = Dialect(
    name: "collection",
    title: Plain("医保平台居民征收明细", "collection table of the insurance platform"), family: name,
    frame: .insurance(
      records: [
        "input/data", "input/RSDT_PSN_CLCT_DETL_D", "RSDT_PSN_CLCT_DETL_D", "data", "row", "",
      ], isCarrier: false),
    columns: [
      Dialect.Column("action", "REVS_FLAG", as: .code(["Z": "pay"])),
      Dialect.Column("action", as: .fixed("pay")),
      Dialect.Column("ticketNumber", "ELEC_TAXRPT_NO"),
      Dialect.Column("premiumYear", "ACCRYM_BEGN", "CASHYM", as: .year),
      Dialect.Column("amount", "PSN_CLCT_AMT", as: .amount),
      Dialect.Column("paidAt", "CLCT_TIME", as: .dayOrInstant),
      Dialect.Column("treasuryAt", "INTSURY_TIME", as: .dayOrInstant),
      Dialect.Column("insured.name", "PSN_NAME"),
      Dialect.Column(
        "insured.idType", "PSN_CERT_TYPE", as: .code(CodeMaps.insuranceDocuments)),
      Dialect.Column("insured.idType", "CERTNO", as: .documentKind),
      Dialect.Column("insured.idNumber", "CERTNO"),
      Dialect.Column("taxOffice.code", "TAXDEPT_CODE"),
      Dialect.Column("division", "POOLAREA_NO"),
    ],
    known: [
      "RSDT_PSN_CLCT_DETL_ID", "EMP_NO", "PSN_NO", "PSN_INSU_RLTS_ID", "PSN_TYPE",
      "PSN_IDET_TYPE", "INSU_IDET", "ACCRYM_END", "FINSUBS_AMT", "OTH_CLCT_AMT", "CLCT_SUMAMT",
      "QUOT_CLCT_FLAG", "URSN_TIME", "DCLA_PRD", "INIT_RSDT_CLCT_DETL_ID", "PLAN_BCHNO",
      "SEND_FLAG", "CLCT_RULE_TYPE_CODG",
    ],
    demands: [
      Dialect.Demand("INSUTYPE", values: ["390"], "城乡居民基本医保", "residents' insurance"),
      Dialect.Demand("CLCT_FLAG", values: ["1"], "已缴费", "what was paid"),
      Dialect.Demand("CLCT_TYPE", values: ["10"], "正常缴费", "ordinary payments"),
    ])

  /// TAXBIZML (STANDARDS 2.7): the tax side's pinyin names, in rows of a repeated grid.
  ///
  /// Its known names lack the time of payment and the division; those are read by the names that
  /// the collection table has for them, and a sender's own table may name others.
  static let taxbizml = Dialect(
    name: "taxbizml", title: Plain("税务报文（TAXBIZML）", "tax documents (TAXBIZML)"),
    family: name,
    frame: Dialect.Frame(
      roots: ["TAXBIZML"], records: ["**/*GRIDLB", ""], embedded: "data", ignoresCase: true,
      known: ["FHM", "FHXX"]),
    columns: [
      Dialect.Column("action", as: .fixed("pay")),
      Dialect.Column("ticketNumber", "dzsphm"),
      Dialect.Column("premiumYear", "skssqq", as: .year),
      Dialect.Column("amount", "sjje", as: .amount),
      Dialect.Column("paidAt", "clct_time", as: .dayOrInstant),
      Dialect.Column("insured.name", "nsrmc"),
      Dialect.Column("insured.idType", "nsrsbh", as: .documentKind),
      Dialect.Column("insured.idNumber", "nsrsbh"),
      Dialect.Column("taxOffice.code", "zsswjgDm", "skssswjgDm"),
      Dialect.Column("division", "poolarea_no"),
    ],
    known: [
      "djxh", "zsxmDm", "zspmDm", "zszmDm", "skssqz", "ynse", "yjse", "ybtse", "skgkDm",
      "yskmDm", "pzzlDm", "pzzgDm", "pzhm", "jkqx",
    ],
    demands: [
      Dialect.Demand("/FHM", values: ["0"], "须为成功的结果", "the result must be a success")
    ])
}
