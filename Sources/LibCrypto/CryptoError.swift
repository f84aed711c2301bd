/// Why a box, a key or a signature from outside was not accepted.
package enum CryptoError: Error, Hashable, Sendable {
  /// The box is shorter than its frame, or bears a suite mark we do not know.
  case malformedBox
  /// The bytes are not those that were sealed, or the key or the associated bytes are others.
  case notAuthentic
  /// Not a PEM key, an encrypted one, or a key of another kind than SM2.
  case unusableKey
}
