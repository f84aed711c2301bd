import Casework

extension Finding.Code {
  /// What this code means and what cures it.
  var remedy: Remedy {
    switch self {
    case .notWellFormed: .notWellFormed
    case .duplicateName: .duplicateName
    case .doctype: .doctype
    case .namespace: .namespace
    case .encoding: .encoding
    case .tooDeep: .tooDeep
    case .tooManyParts: .tooManyParts
    case .missing: .missing
    case .notAllowed: .notAllowed
    case .format: .format
    case .checkDigit: .checkDigit
    case .unknownCode: .unknownCode
    case .range: .range
    case .notADate: .notADate
    case .identifierNotString: .identifierNotString
    case .future: .future
    case .unknownField: .unknownField
    case .provinceMismatch: .provinceMismatch
    case .placeholderName: .placeholderName
    case .identityMismatch: .identityMismatch
    case .bom: .bom
    }
  }
}

/// What keeps a text from being read at all.
extension Remedy {
  static let notWellFormed =
    Remedy(
      Plain(
        "内容不是完整正确的 JSON 或 XML，无法读取。",
        "The content is not whole and correct JSON or XML and cannot be read."),
      cure: Plain(
        "到所指行列处核对括号、引号、标签和转义；常见原因是文件被截断或拼接。",
        "Look at the line and column for brackets, quotes, tags and escapes; often a"
          + " file was cut short or joined."))

  static let duplicateName =
    Remedy(
      Plain(
        "同一个对象里有两个同名成员，无法判断以哪个为准。",
        "One object has two members of one name; nobody can tell which counts."),
      cure: Plain(
        "删去多余的成员；需要多项时用数组。",
        "Remove one of them; where several are meant, use an array."))

  static let doctype =
    Remedy(
      Plain(
        "XML 里有 DOCTYPE 声明。为防实体攻击，一律不接收。",
        "The XML has a DOCTYPE. It is never taken, because entities can be used to"
          + " attack."),
      cure: Plain(
        "关闭生成器的 DOCTYPE 输出，去掉 <!DOCTYPE …> 及自定义实体。",
        "Switch it off where the XML is made; send no <!DOCTYPE …> and no entities of"
          + " your own."))

  static let namespace =
    Remedy(
      Plain(
        "元素不在命名空间 urn:birthgate:message:1 内。",
        "An element is not in the namespace urn:birthgate:message:1."),
      cure: Plain(
        "在根元素写 xmlns=\"urn:birthgate:message:1\"；使用前缀的，子元素也要带前缀。",
        "Write xmlns=\"urn:birthgate:message:1\" on the root; with a prefix, prefix"
          + " the children too."))

  static let encoding =
    Remedy(
      Plain(
        "字节与声明或约定的字符编码不符。",
        "The bytes are not in the encoding that was declared or agreed."),
      cure: Plain(
        "按 UTF-8 保存并发送；GB 18030 须在 XML 声明或发送方设置中写明，且与实际一致。",
        "Save and send as UTF-8; GB 18030 has to be named in the XML declaration or"
          + " the sender's settings, and be true."))

  static let tooDeep =
    Remedy(
      Plain("嵌套超过 32 层。", "It is nested deeper than 32 levels."),
      cure: Plain(
        "照字段表的层级组装报文，检查生成程序是否在循环套用。",
        "Build the message by the table of fields; look for a loop that wraps again"
          + " and again."))

  static let tooManyParts =
    Remedy(
      Plain(
        "一条报文的元素、属性或成员过多，或超过 1 MiB。",
        "One message has too many elements, attributes or members, or is over 1 MiB."),
      cure: Plain(
        "一条报文只写一件事；许多条报文用批次发送。",
        "Say one thing in one message; send many messages as a batch."))
}

/// What is wrong with a field.
extension Remedy {
  static let missing =
    Remedy(
      Plain("缺少必填内容。", "Something that is needed is not given."),
      cure: Plain(
        "在所指位置补上该字段；空白、“/”、“—”都算未填。",
        "Give the field where the path says; blanks, \"/\" and \"—\" count as not"
          + " given."))

  static let notAllowed =
    Remedy(
      Plain("此处不允许出现该内容。", "What stands here may not stand here."),
      cure: Plain(
        "删去它，或移到字段表所示的位置；一条报文只含一类业务、一个报文头。",
        "Remove it or move it to where the table of fields has it; one message has one"
          + " family and one header."))

  static let format =
    Remedy(
      Plain(
        "写法不符合该字段的格式。",
        "What is written does not have the form of this field."),
      cure: Plain(
        "照消息里说明的格式改写；`birthgate schema 类别` 列出全部字段格式。",
        "Write it in the form the message names; `birthgate schema FAMILY` lists the"
          + " form of every field."))

  static let checkDigit =
    Remedy(
      Plain(
        "身份号码的校验码或其中的出生日期不对。",
        "The check digit of an identifier, or the birth day in it, is wrong."),
      cure: Plain(
        "对照证件原件重新录入，末位 X 用大写；不要自行改校验码。",
        "Type it again from the document itself, a final X in upper case; never adjust"
          + " the digit."))

  static let unknownCode =
    Remedy(
      Plain("代码不在该字段的代码表内。", "The code is not in the list of this field."),
      cure: Plain(
        "换成所列代码之一；本系统代码不同的，请在发送前对照转换或登记方言。",
        "Use one of the codes that are listed; where your system has others, map them"
          + " or have a dialect registered."))

  static let range =
    Remedy(
      Plain(
        "数值超出允许范围，或与其他字段矛盾。",
        "A number is out of range or contradicts another field."),
      cure: Plain(
        "核对数值和单位（如体重为克、身长为厘米），再看消息里给出的上下限。",
        "Check number and unit (weight in grams, length in centimetres) against the"
          + " bounds that are named."))

  static let notADate =
    Remedy(
      Plain(
        "日期或时刻写法不对，或历法上没有这一天。",
        "A day or an instant is written wrongly, or no calendar has it."),
      cure: Plain(
        "日期写 2026-03-01；时刻带时区，写 2026-03-01T10:15:00+08:00。",
        "Write a day as 2026-03-01 and an instant with its offset,"
          + " 2026-03-01T10:15:00+08:00."))

  static let identifierNotString =
    Remedy(
      Plain(
        "标识或代码写成了数字，前导 0 和长号码会失真。",
        "An identifier or code came as a number, which loses leading zeros and long"
          + " digits."),
      cure: Plain("加上双引号，作为字符串发送。", "Put it in double quotes, as a string."))

  static let future =
    Remedy(
      Plain("所述时间晚于报文的发送时间。", "It speaks of a time after the message was sent."),
      cure: Plain(
        "核对业务时间与 sentAt，校准服务器时钟，勿预先发送尚未发生的事。",
        "Check this time and sentAt, set the server's clock, and send nothing before"
          + " it has happened."))
}

/// What is taken all the same.
extension Remedy {
  static let unknownField =
    Remedy(
      Plain(
        "有不认识的字段，已留作证据，但不参与判断。",
        "A field is not known here; it is kept as evidence and not used."),
      cure: Plain(
        "核对拼写、大小写和层级；确属多余的可以不发。",
        "Check spelling, case and nesting; leave it out where it serves nothing."))

  static let provinceMismatch =
    Remedy(
      Plain(
        "证件编号中的省份与出生地的省份不同。报文已接收。",
        "The province in the number is not that of the birth place. The message is"
          + " taken."),
      cure: Plain(
        "核对编号与出生地；确属跨省补发的，不必处理。",
        "Check number and birth place; where another province really issued it, do"
          + " nothing."))

  static let placeholderName =
    Remedy(
      Plain(
        "姓名是占位写法（如“王芳之女”“无名”）。报文已接收，并生成补名任务。",
        "The name is a placeholder. The message is taken and a task to name the child"
          + " is opened."),
      cure: Plain(
        "取名后以更正报文补报真实姓名。",
        "Once there is a name, send a correction that has it."))

  static let identityMismatch =
    Remedy(
      Plain(
        "身份号码中的出生日期或性别与本报文所填不同。报文已接收。",
        "Birth day or sex in the ID differ from what this message says. The message is"
          + " taken."),
      cure: Plain(
        "对照原件，错的一方用更正报文改正。",
        "Compare with the document and correct the wrong one by a correction."))

  static let bom =
    Remedy(
      Plain(
        "内容以字节顺序标记（BOM）开头，已略过。",
        "The content begins with a byte order mark, which was skipped."),
      cure: Plain("保存时选“UTF-8 无 BOM”。", "Save as UTF-8 without BOM."))
}
