import Channels

/// The ways out besides webhooks, as the operator names them.
struct ChannelSettings: Sendable {
  /// Providers of text messages, in the order in which they are tried.
  var sms: [SMSProvider] = []
  var email: MailAccount?
  var wechat: WeChatAccount?
  /// Systems of offices to which events are pushed.
  var peers: [Peer] = []
  var insurance: InsurancePlatform?
}
