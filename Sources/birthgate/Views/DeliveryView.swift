import Casework
import Engine
import Foundation
import Wire

/// What waits in a lane, and how its receiver is doing as far as this process has seen.
struct LaneView: Sendable {
  var count: LaneCount
  /// Nil where nothing has been sent to it since the start, or no gateway runs here.
  var report: LaneReport?
  var now: Instant

  /// What kind of receiver it is: one of a few words, for metrics.
  var kind: String { LaneKind(lane: count.lane).rawValue }

  var json: JSONValue {
    var view = JSONValue.record([
      "lane": .string(count.lane), "kind": .string(kind), "waiting": .int(count.waiting),
      "failed": .int(count.failed),
      "earliestDue": count.earliestDue.map { .instant(Instant(milliseconds: $0)) } ?? .null,
      "overdueSeconds": .int(overdueSeconds),
      "breaker": .string((report?.breaker ?? .closed).rawValue),
    ])
    if let report {
      view = view.with("underWay", .int(report.underWay))
        .with("failuresInARow", .int(report.failures))
        .with("lastNote", .text(report.note))
        .with(
          "triedNext", report.probeAt.map { .instant(Instant(milliseconds: $0)) } ?? .null)
    }
    return view
  }

  private var overdueSeconds: Int {
    Int(max(0, now.milliseconds - (count.earliestDue ?? now.milliseconds)) / 1000)
  }
}

/// The few kinds of lanes there are.
enum LaneKind: String, CaseIterable {
  case sub, office, sms, email, wechat, push, insurance, file, request, other

  init(lane: String) {
    if lane.hasPrefix("sub_") {
      self = .sub
    } else {
      let name = lane.prefix { $0 != ":" }
      self = LaneKind(rawValue: String(name)) ?? .other
    }
  }
}

extension Office {
  /// Every lane in which something waits or has failed, or of which the courier knows something.
  func lanes() async throws(StoreError) -> [LaneView] {
    let reports = courier.reports
    let counts = try await store.lanes()
    let named = Set(counts.map(\.lane))
    let others = reports.filter { !named.contains($0.key) && $0.value.breaker != .closed }
      .map { LaneCount(lane: $0.key) }
    return (counts + others).sorted { $0.lane < $1.lane }
      .map { LaneView(count: $0, report: reports[$0.lane], now: world.now()) }
  }

  /// What waits, what has failed and which lanes are open, by kind of lane. Where the store is away
  /// there is nothing to tell.
  func laneGauges() async -> [GaugeFamily] {
    let lanes = (try? await lanes()) ?? []
    func family(_ name: String, _ help: String, _ value: (LaneView) -> Int) -> GaugeFamily {
      var values: [String: Int] = [:]
      for lane in lanes { values[lane.kind, default: 0] += value(lane) }
      return GaugeFamily(name: name, help: help, label: "lane", values: values)
    }
    return [
      family("birthgate_deliveries_waiting", "Deliveries queued or sent, by kind of lane.") {
        $0.count.waiting
      },
      family("birthgate_dead_letters", "Deliveries that failed for good, by kind of lane.") {
        $0.count.failed
      },
      family("birthgate_lanes_open", "Lanes whose receiver is taken to be away, by kind.") {
        $0.report.map { $0.breaker != .closed } ?? false ? 1 : 0
      },
    ]
  }
}

extension DeadLetter {
  var json: JSONValue {
    .record([
      "id": .string(id), "caseId": .string(caseID.rawValue), "lane": .string(lane),
      "channel": .text(channel), "kind": .text(kind), "at": at.map { .instant($0) } ?? .null,
      "attempts": .int(attempts), "note": .text(note),
      "noteText": note.map { .plain(NoteWords.plain($0)) } ?? .null,
    ])
  }
}

/// What the notes of deliveries mean, in words for people.
enum NoteWords {
  private static let words: [(note: String, chinese: String)] = [
    ("given up", "多次尝试后放弃"), ("timed out before anything was sent", "尚未发出即已超时"),
    ("timed out", "对方超时未应答"), ("not delivered, code", "未送达，代码"),
    ("private address not allowed", "私有地址，设置中未放行"), ("login refused", "对方拒绝登录"),
    ("no such office in the settings", "设置中没有这个对端"),
    ("no provider of text messages in the settings", "设置中没有短信服务商"),
    ("no mail relay in the settings", "设置中没有邮件服务器"),
    ("no WeChat account in the settings", "设置中没有微信公众号"),
    ("no insurance platform in the settings", "设置中没有医保平台"),
    ("no answer came, and the provider cannot be asked", "没有收到应答，也无法向服务商查询"),
    ("no answer came, and the platform cannot be asked", "没有收到应答，也无法向平台查询"),
    ("no provider says what became of it", "服务商未说明结果"),
    ("no template for", "没有相应的模板"), ("nothing fills", "没有内容可填"), ("no text", "没有文字"),
    ("no token", "未取得令牌"), ("the platform refuses every token", "平台不认新旧令牌"),
    ("no errcode in the answer", "平台的答复没有 errcode"), ("errcode", "平台答复码"),
    ("the answer's envelope does not hold", "答复的信封无法核验"),
    ("it had not been sent", "并未发出"),
    ("the channel did not say", "通道没有说明结果"), ("no e-mail address", "不是邮箱地址"),
    ("connection refused", "对方拒绝连接"), ("connection cut", "连接中断"),
    ("name not found", "域名无法解析"), ("TLS failed", "无法建立安全连接"),
    ("malformed address", "地址有误"), ("answer too large", "对方的应答过长"),
    ("address not on the public Internet", "地址不在公网上，设置中也未放行"),
    ("redirect refused", "对方要求转到别处，不予跟随"), ("the receiver is gone", "接收方已取消"),
    ("no channel is set up for it", "没有配置相应的通道"),
    ("what is stored cannot be read", "所存内容无法读出"),
    ("taken by the provider, and no receipt came", "服务商已受理，但一直没有回执"),
    ("taken by the provider, receipt awaited", "服务商已受理，等待回执"),
    ("a later order took its place", "后来的业务已取代它"),
    ("the code it issued is another case's", "平台所发的码已属于另一个案"), ("infcode", "平台答复码"),
    ("no infcode in the answer", "平台的答复没有 infcode"),
    ("the answer could not be kept", "答复未能保存"),
    ("no code in the answer", "答复中没有所需的码"),
    ("the platform has no operation", "设置中没有这项平台业务"),
    ("no secret", "未取得共享平台的密钥"), ("it cannot be opened", "无法解密"),
    ("the platform refuses every secret", "共享平台不认新旧密钥"),
    ("not known whether it arrived", "是否送达不明"), ("the store was away", "存储暂不可用"),
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
