import CCurl

/// One request under way: libcurl's handle and what has come back so far. Lives on the lane only.
@safe
final class Exchange {
  private static let headerBytesMax = 64 << 10

  let handle: UnsafeMutableRawPointer
  /// The handle as a number, to find the exchange by when libcurl names the handle.
  var key: Int { unsafe Int(bitPattern: handle) }
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let request: Request
  private let pool: HandlePool
  private var headers: [(name: String, value: String)] = []
  private var headerBytes = 0
  private var body: [UInt8] = []
  private var refused = false
  private var tooLarge = false
  /// Whether a connection stood and the request itself was begun.
  private var isBegun = false
  private var recipients: UnsafeMutablePointer<curl_slist>?
  /// How much of a letter libcurl has fetched to send.
  private var uploaded = 0

  /// Nil where the request cannot be written as one.
  init?(_ request: Request, authorities: String?, pool: HandlePool) {
    guard Self.isWellFormed(request), let handle = unsafe pool.take() else { return nil }
    unsafe self.handle = unsafe handle
    self.pool = pool
    self.request = request
    setOptions()
    if let mail = request.mail { setMail(mail) }
    if let authorities { set(CURLOPT_CAINFO, authorities) }
    if request.mail == nil {
      setMethod()
      setHeaders()
    }
    setCallbacks()
  }

  deinit {
    unsafe pool.give(handle)
    unsafe curl_slist_free_all(headerList)
    unsafe curl_slist_free_all(recipients)
  }

  /// The end of it, by libcurl's verdict.
  func result(_ code: CURLcode) -> Result<Reply, TransferError> {
    switch code {
    case CURLE_OK:
      let status = unsafe birthgate_status(handle)
      return .success(Reply(status: Int(status), headers: headers, body: body))
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: return .failure(.malformedRequest)
    case _ where isBegun && request.mail != nil && (400..<600).contains(statusNow):
      return .success(Reply(status: statusNow, headers: [], body: []))
    case _ where refused: return .failure(.addressRefused)
    case _ where tooLarge: return .failure(.replyTooLarge)
    case CURLE_COULDNT_RESOLVE_HOST: return .failure(.unresolvable)
    case CURLE_COULDNT_CONNECT: return .failure(.unreachable)
    case CURLE_OPERATION_TIMEDOUT: return .failure(isBegun ? .timedOut : .timedOutConnecting)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_USE_SSL_FAILED:
      return .failure(.insecure)
    case CURLE_LOGIN_DENIED: return .failure(.loginRefused)
    // A mail server that greets with a refusal, or leaves before the letter was read.
    case _ where request.mail.map { uploaded < $0.message.count } ?? false:
      return .failure(.unreachable)
    case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR,
      CURLE_WEIRD_SERVER_REPLY:
      return .failure(.cut)
    default: return .failure(.other(Int(code.rawValue)))
    }
  }

  private var statusNow: Int { unsafe Int(birthgate_status(handle)) }

  // MARK: What libcurl calls back

  /// Fills the buffer with what comes next of a letter; 0 at its end.
  fileprivate func upload(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let message = request.mail?.message else { return 0 }
    let piece = message[uploaded...].prefix(buffer.count)
    unsafe buffer.copyBytes(from: piece)
    uploaded += piece.count
    return piece.count
  }

  fileprivate func begin(_ address: [UInt8]) -> Bool {
    isBegun = true
    return allows(address)
  }

  fileprivate func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= request.replyBytesMax else {
      tooLarge = true
      return false
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  fileprivate func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= Self.headerBytesMax else {
      tooLarge = true
      return false
    }
    let line = unsafe String(decoding: bytes, as: UTF8.self)
    // Each status line begins anew: an interim reply (100, 103) has headers of its own.
    if line.hasPrefix("HTTP/") {
      headers = []
    } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
      headers.append((line[..<colon].lowercased(), trimmed(line[line.utf8.index(after: colon)...])))
    }
    return true
  }

  fileprivate func allows(_ address: [UInt8]) -> Bool {
    guard request.addresses.allow(Address(bytes: address)) else {
      refused = true
      return false
    }
    return true
  }

  private func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.unicodeScalars.last,
      last == " " || last == "\t" || last.value == 13
        || last.value == 10
    {
      text.unicodeScalars.removeLast()
    }
    while let first = text.unicodeScalars.first, first == " " || first == "\t" {
      text.unicodeScalars.removeFirst()
    }
    return String(text)
  }
}

// MARK: Setting up

extension Exchange {
  /// A line break in a header would begin another one; a NUL would end the C string.
  private static func isWellFormed(_ request: Request) -> Bool {
    var texts = [request.method, request.url] + request.headers.flatMap { [$0.name, $0.value] }
    if let mail = request.mail {
      guard !mail.message.isEmpty, isAddress(mail.from), isAddress(mail.to) else { return false }
      texts += [mail.login?.user ?? "", mail.login?.password ?? ""]
    }
    return texts.allSatisfy { $0.utf8.allSatisfy { $0 != 0 && $0 != 10 && $0 != 13 } }
      && !request.method.isEmpty && request.method.utf8.allSatisfy { (65...90).contains($0) }
      && request.headers.allSatisfy { !$0.name.isEmpty && !$0.name.utf8.contains(58) }
  }

  /// An address that can stand in a command of SMTP without ending it.
  private static func isAddress(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 != 127 && $0 != 60 && $0 != 62 }
  }

  private func setOptions() {
    set(CURLOPT_URL, request.url)
    set(CURLOPT_PROTOCOLS_STR, request.mail == nil ? "http,https" : "smtp,smtps")
    set(CURLOPT_USERAGENT, "birthgate")
    // No proxy from the environment: behind one, nobody could say which address is asked.
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_TIMEOUT_MS, milliseconds(request.timeoutSeconds))
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connectTimeoutSeconds))
    if request.mustNotRepeat {
      set(CURLOPT_FRESH_CONNECT, 1)
      set(CURLOPT_FORBID_REUSE, 1)
    }
    // Else a name server that is silent would hold up every transfer of the lane: the handle's
    // end would wait for the thread that still asks.
    set(CURLOPT_QUICK_EXIT, 1)
  }

  private func setMail(_ mail: Mail) {
    set(CURLOPT_MAIL_FROM, "<\(mail.from)>")
    guard let list = unsafe curl_slist_append(recipients, "<\(mail.to)>") else {
      preconditionFailure("out of memory")
    }
    unsafe recipients = unsafe list
    unsafe birthgate_set_recipients(handle, list)
    // libcurl waits for the answer to a letter, and then to its QUIT, on the thread of all
    // transfers; a server that is silent there would hold them up for two minutes.
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, Int(min(20, max(1, request.timeoutSeconds))))
    if mail.security != .none {
      let result = unsafe birthgate_require_tls(handle)
      precondition(result == CURLE_OK, "libcurl lacks an option")
    }
    if let login = mail.login {
      set(CURLOPT_USERNAME, login.user)
      set(CURLOPT_PASSWORD, login.password)
    }
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe birthgate_set_upload(
      handle, context,
      { bytes, size, count, context in
        let buffer = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
        return unsafe exchange(context)?.upload(buffer) ?? 0
      }, curl_off_t(mail.message.count))
  }

  private func setMethod() {
    switch request.method {
    case "GET" where request.body.isEmpty: set(CURLOPT_HTTPGET, 1)
    case "HEAD": set(CURLOPT_NOBODY, 1)
    default:
      if request.method == "POST" || !request.body.isEmpty {
        set(CURLOPT_POST, 1)
        let copied = unsafe birthgate_copy_body(
          handle, request.body, curl_off_t(request.body.count))
        precondition(copied == CURLE_OK, "out of memory")
      }
      if request.method != "POST" { set(CURLOPT_CUSTOMREQUEST, request.method) }
    }
  }

  private func setHeaders() {
    // No pause for "100 Continue", and no form's content type that nobody meant.
    var lines = ["Expect:"]
    if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      lines.append("Content-Type:")
    }
    // To curl "name:" means to leave the header out; an empty one is written with a semicolon.
    lines += request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    for line in lines {
      guard let longer = unsafe curl_slist_append(headerList, line) else {
        preconditionFailure("out of memory")
      }
      unsafe headerList = unsafe longer
    }
    unsafe birthgate_set_headers(handle, headerList)
  }

  private func setCallbacks() {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe birthgate_set_callbacks(
      handle, context,
      { bytes, size, count, context in
        let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return unsafe exchange(context)?.receiveBody(buffer) == true ? size * count : 0
      },
      { bytes, size, count, context in
        let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return unsafe exchange(context)?.receiveHeader(buffer) == true ? size * count : 0
      },
      { context, _, address in
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe birthgate_address(address, &bytes)
        guard unsafe exchange(context)?.allows(Array(bytes.prefix(Int(count)))) == true else {
          return -1  // CURL_SOCKET_BAD
        }
        return unsafe birthgate_socket(address)
      },
      // A kept connection may have been opened for a request that allowed more.
      { context, remote, _, _, _ in
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe birthgate_parse_address(remote, &bytes)
        let allowed = unsafe exchange(context)?.begin(Array(bytes.prefix(Int(count)))) == true
        return allowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
      })
  }

  private func set(_ option: CURLoption, _ value: Int) {
    let result = unsafe birthgate_set_long(handle, option, value)
    precondition(result == CURLE_OK, "libcurl lacks an option")
  }

  private func set(_ option: CURLoption, _ value: String) {
    let result = unsafe birthgate_set_text(handle, option, value)
    precondition(result == CURLE_OK, "libcurl lacks an option")
  }

  private func milliseconds(_ seconds: Double) -> Int {
    // 0 would mean no limit.
    max(1, Int(min(seconds, 86_400) * 1000))
  }
}

private func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange? {
  unsafe context.map { unsafe Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
}
