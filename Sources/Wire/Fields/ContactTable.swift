package import Casework

/// The fields of an address for status messages, as certificates and guardians give one.
package enum ContactTable {
  package static let fields: [Field] = [
    Field("relation", .text, isPersonal: true, "与新生儿的关系", "relation to the child"),
    Field("name", .text, isPersonal: true, "联系人姓名", "name"),
    Field("channel", .code(channels), "通知方式", "channel"),
    Field("address", .text, isPersonal: true, "号码或地址", "number or address"),
    Field("language", .code(languages), "语言", "language"),
  ]

  private static let channels = [
    Code("sms", "短信", "text message"), Code("email", "电子邮件", "e-mail"),
    Code("webhook", "网络回调", "webhook"), Code("wechat", "微信", "WeChat"),
  ]

  private static let languages = [
    Code("zh-CN", "简体中文", "Simplified Chinese"), Code("en", "英文", "English"),
  ]
}

extension Fields {
  package func contacts(_ name: String) -> [Contact] {
    forEach(name) { contact in
      Contact(
        relation: contact.text("relation"), channel: contact.text("channel"),
        address: contact.text("address"), language: contact.text("language"))
    }
  }
}
