import CCurl

/// libcurl's handles that have done their work, for the next requests: making one costs as much as
/// sending a short request with it. Lives on the lane only.
@safe
final class HandlePool {
  private static let most = 256

  /// As numbers.
  private var free: [Int] = []

  deinit {
    for number in free { unsafe curl_easy_cleanup(UnsafeMutableRawPointer(bitPattern: number)) }
  }

  /// Nil where memory is out.
  func take() -> UnsafeMutableRawPointer? {
    guard let number = free.popLast() else { return unsafe curl_easy_init() }
    return unsafe UnsafeMutableRawPointer(bitPattern: number)
  }

  /// Takes one back, which forgets all that it was set to.
  func give(_ handle: UnsafeMutableRawPointer) {
    guard free.count < Self.most else { return unsafe curl_easy_cleanup(handle) }
    unsafe curl_easy_reset(handle)
    free.append(Int(bitPattern: handle))
  }
}
