internal import Glibc

/// How many files and connections the process may have open.
package enum OpenFiles {
  /// Raises the limit to what the system allows: shells and service managers set it low for
  /// programs that cannot deal with more.
  package static func allowMost() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let wanted = min(limit.rlim_max, 65_536)
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = wanted
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
