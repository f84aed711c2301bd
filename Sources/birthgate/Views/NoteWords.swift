import Casework
import Foundation

/// What the notes of deliveries mean, in words for people.
enum NoteWords {
  private typealias Entry = (note: String, chinese: String)

  /// Notes by how they begin; of two that begin alike the longer one stands first.
  private static let words = lines + letters + channels

  /// What befalls any request.
  private static let lines: [Entry] = [
    ("timed out before anything was sent", "未及发送即超时"),
    ("private address not allowed", "内网地址未获放行"), ("login refused", "对方拒绝登录"),
    ("malformed address of tokens", "取令牌的地址有误"), ("cancelled", "已中止"), ("curl error", "传输错误"),
    ("given up", "多次尝试后放弃"), ("timed out", "对方超时未应答"), ("connection refused", "对方拒绝连接"),
    ("connection cut", "连接中断"), ("name not found", "域名无法解析"), ("TLS failed", "无法建立安全连接"),
    ("malformed address", "地址有误"), ("answer too large", "对方的应答过长"),
    ("address not on the public Internet", "地址不在公网上，设置中也未放行"),
    ("redirect refused", "对方要求转到别处，不予跟随"), ("not known whether it arrived", "是否送达不明"),
    ("the store was away", "存储暂不可用"),
  ]

  /// Why a notice is not told, or not now.
  private static let letters: [Entry] = [
    ("the receiver is gone", "接收方已取消"), ("no channel is set up for it", "没有配置相应的通道"),
    ("what is stored cannot be read", "所存内容无法读出"), ("outside the hours for letters", "不在发信时段"),
    ("its text lacks a value", "文字缺少取值"),
    ("no child is found for the case any more", "个案下已没有儿童"),
    ("nothing writes letters here", "这里不写信"), ("the address is no longer given", "联系方式已撤回"),
    ("the office is no longer in the settings", "设置中已没有该机构"),
    ("the subscription has ended", "订阅已结束"),
    ("asked for too long ago to be an answer", "索取已久，不再答复"),
    ("the family asked for no letters", "家长要求不再发送"),
    ("enough reminders to this address in seven days", "七天内发往此处的提醒已够"),
    ("nothing that proves wrong had been sent", "先前没有发出过有误的通知"),
    ("the child has died; the family is left in peace", "儿童已去世，不再打扰家属"),
    ("paid meanwhile", "其间已缴费"), ("the payment window has closed meanwhile", "其间缴费期已过"),
    ("the payment window is not missed", "缴费期并未错过"),
    ("the cover is another one meanwhile", "其间保障有变"),
    ("the household registration has arrived meanwhile", "其间已登记户口"),
    ("the code stands otherwise meanwhile", "其间医保码状态有变"), ("seen to meanwhile", "其间已办妥"),
    ("no valid certificate meanwhile", "其间已没有有效证明"),
    ("a later notice takes its place", "已由后来的通知代替"),
  ]

  /// What providers and platforms answer.
  private static let channels: [Entry] = [
    ("taken by the provider, and no receipt came", "服务商已受理，但一直没有回执"),
    ("taken by the provider, receipt awaited", "服务商已受理，等待回执"),
    ("a later order took its place", "后来的业务已取代它"),
    ("the code it issued is another case's", "平台所发的码已属于另一个案"), ("infcode", "平台答复码"),
    ("no infcode in the answer", "平台的答复没有 infcode"), ("the answer could not be kept", "答复未能保存"),
    ("no code in the answer", "答复中没有所需的码"), ("the platform has no operation", "设置中没有这项平台业务"),
    ("no secret", "未取得共享平台的密钥"), ("it cannot be opened", "无法解密"),
    ("the platform refuses every secret", "共享平台不认新旧密钥"), ("no template for", "没有这种通知的模板"),
    ("nothing fills", "占位符没有取值"), ("not delivered, code", "未送达，状态码"), ("no text", "没有文字"),
    ("no e-mail address", "没有可用的邮箱地址"), ("not tried", "没有尝试"),
    ("no answer came, and the platform cannot be asked", "没有应答，平台也无从查询"),
    ("no answer came, and the provider cannot be asked", "没有应答，服务商也无从查询"),
    ("the provider is no longer in the settings and cannot be asked", "设置中已没有这个服务商，无从查询"),
    ("it could not be written down that it is sent", "未能事先登记，故未发送"),
    ("no provider says what became of it", "服务商都说不出结果"),
    ("the channel did not say", "通道没有说明结果"),
    ("no provider of text messages in the settings", "设置中没有短信服务商"),
    ("no mail relay in the settings", "设置中没有邮件服务器"),
    ("no WeChat account in the settings", "设置中没有公众号"),
    ("no insurance platform in the settings", "设置中没有医保平台"),
    ("no such office in the settings", "设置中没有这个推送对端"),
    ("no errcode in the answer", "答复中没有 errcode"), ("errcode", "平台答复码"),
    ("it had not been sent", "并未发出"), ("no token", "未取得平台的令牌"),
    ("the platform refuses every token", "平台不认新旧令牌"),
    ("the answer's envelope does not hold", "答复的签名或密文不符"), ("body is no order", "内容不是平台业务"),
    ("body is not JSON", "内容不是 JSON"), ("body is not one line of JSON", "内容不是一行 JSON"),
    ("file cannot be opened, errno", "文件无法打开，errno"),
    ("file cannot be written, errno", "文件无法写入，errno"),
    ("file has no size, errno", "文件大小无法读出，errno"),
    ("folder cannot be synced, errno", "文件夹无法同步，errno"),
  ]

  /// Part by part; a part that has no words here stands as it is, as `HTTP 500` does.
  static func plain(_ note: String) -> Plain {
    let parts = note.components(separatedBy: ": ").map { part in
      words.first { part.hasPrefix($0.note) }.map {
        $0.chinese + part.dropFirst($0.note.count).replacing(", ", with: "，")
      } ?? part
    }
    return Plain(parts.joined(separator: "："), note)
  }
}
