/// Keeps the token, or the secret, by which a platform knows us; whoever needs a new one waits for
/// the same one.
actor TokenKeeper {
  /// Why there is no token.
  struct Lack: Error {
    var reason: String
  }

  /// A token and until which second it is good.
  struct Token: Sendable {
    var text: String
    var until: Int64
  }

  private var token: Token?
  private var owner = ""
  private var fetching: Task<Result<Token, Lack>, Never>?

  /// - Parameters:
  ///   - refused: a token that the platform would not have; it is not given out again.
  ///   - owner: whose token it is, so that settings that change make a new one.
  func token(
    for owner: String, refused: String?, seconds: Int64,
    fetch: @escaping @Sendable () async -> Result<Token, Lack>
  ) async -> Result<Token, Lack> {
    if let token, self.owner == owner, token.until > seconds, token.text != refused {
      return .success(token)
    }
    if let fetching, self.owner == owner { return await fetching.value }
    self.owner = owner
    let task = Task { await fetch() }
    fetching = task
    let result = await task.value
    if self.owner == owner {
      fetching = nil
      if case .success(let new) = result { token = new } else { token = nil }
    }
    return result
  }
}
