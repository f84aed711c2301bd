/// Base64 with padding (RFC 4648, section 4), as the signature header is written.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let three = bytes[start..<min(start + 3, bytes.count)]
    let bits = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
    for place in 0..<4 {
      let sixBits = bits >> (18 - 6 * place) & 63
      text.append(place <= three.count ? alphabet[sixBits] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
