import LibCrypto
import Testing

@Suite("SM2 signs and checks")
struct SM2Tests {
  private let message = Array("出生医学证明".utf8)

  @Test func aSignatureHoldsForItsMessageAndKeyOnly() {
    let key = SM2.PrivateKey()
    let signature = key.sign(message)
    #expect(signature.count == 64)
    #expect(key.publicKey.verifies(signature, of: message))
    #expect(!key.publicKey.verifies(signature, of: message + [0]))
    #expect(!SM2.PrivateKey().publicKey.verifies(signature, of: message))
    for index in signature.indices {
      var changed = signature
      changed[index] ^= 1
      #expect(!key.publicKey.verifies(changed, of: message), "byte \(index)")
    }
    for wrong in [
      [], Array(signature.dropLast()), signature + [0], [UInt8](repeating: 0, count: 64),
    ] {
      #expect(!key.publicKey.verifies(wrong, of: message))
    }
    #expect(key.publicKey.verifies(key.sign([]), of: []))
  }

  @Test func keysLiveInPEM() throws {
    let key = SM2.PrivateKey()
    let signature = try SM2.PrivateKey(pem: key.pem).sign(message)
    #expect(try SM2.PublicKey(pem: key.publicKey.pem).verifies(signature, of: message))
    #expect(key.pem.hasPrefix("-----BEGIN PRIVATE KEY-----"))
    #expect(key.publicKey.pem.hasPrefix("-----BEGIN PUBLIC KEY-----"))
    #expect(!key.publicKey.pem.contains("PRIVATE"))
  }

  /// Made by `openssl pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:1234567812345678`, its DER
  /// written out as r ‖ s: another program's word that id and form are the usual ones.
  @Test func acceptsAnotherProgramsSignature() throws {
    let key = try SM2.PublicKey(
      pem: """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEGLZHS9CcEumoag6JmmiHSpesUIjJ
        f5RBuOVYr3oYFwvyODvRRPahwi/wEq4RotdkWF+QYaGMs2w9968jnNsm6g==
        -----END PUBLIC KEY-----
        """)
    let signature = hex(
      """
      0c7c1a33fe177cc2df378feee8811b18f48fbbe5f9ea81989ea61b6076c8fb70
      c4f427a4e15d587e336e4dd3f476ced43c91b8ba590288823f07c97ef4abda37
      """)
    #expect(key.verifies(signature, of: Array("birthgate".utf8)))
    #expect(!key.verifies(signature, of: Array("Birthgate".utf8)))
  }

  /// P-256 keys, an encrypted key and no key; all made for this test alone.
  @Test(arguments: [
    """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAErw2Xh52BwXcjSrtXsIr/RYtvDdw+
    zTWcjuAI3q0ufQDE3P5BVWPoOi83Yi1oTJKy85ls83zKAzLk0s/GWqP/Xg==
    -----END PUBLIC KEY-----
    """,
    """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgllyu2zvkPjX11Fhc
    BfJjM7IwhiUX54WkEiYBoflwynyhRANCAASvDZeHnYHBdyNKu1ewiv9Fi28N3D7N
    NZyO4AjerS59AMTc/kFVY+g6LzdiLWhMkrLzmWzzfMoDMuTSz8Zao/9e
    -----END PRIVATE KEY-----
    """,
    """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiOOLj+AjXyEgICCAAw
    DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEEMXXZ0gV7ElmyxjIVJt9A4EgZAC
    tUX/m/EEQ3eJN6FHB2lVgefzfQ+y+6REhSZ/oBJ3aoZBQjuJoGeRdn10EFS56Usp
    HzxWuO35zs2wQju5/Tfkbii/iAGbIMEoVSQmf/Rb6V1bczei4v4bUwmDhoYKOVxB
    N07BluQx85W0RqKU8MqfHPDQREWMhR51E2NIRb6UB/r8+jhHmmDusWVLbXzgdGc=
    -----END ENCRYPTED PRIVATE KEY-----
    """,
    "", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
  ])
  func otherKeysAreRefused(pem: String) {
    #expect(throws: CryptoError.unusableKey) { try SM2.PublicKey(pem: pem) }
    #expect(throws: CryptoError.unusableKey) { try SM2.PrivateKey(pem: pem) }
  }
}
