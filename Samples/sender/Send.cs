using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

/// Sends a message file, signed, and again under the same id until it is known how it went.
/// 发送一个报文文件：签名、发送，遇到 429、503 或断线时原样重发。
/// mcs -r:System.Net.Http Send.cs; mono Send.exe FILE
/// BIRTHGATE_URL, BIRTHGATE_SENDER, BIRTHGATE_SECRET (base64) come from the environment.
static class Send {
  static int Main(string[] arguments) {
    Func<string, string> env = Environment.GetEnvironmentVariable;
    byte[] body = File.ReadAllBytes(arguments[0]);
    byte[] key = Convert.FromBase64String(env("BIRTHGATE_SECRET"));
    byte first = body.FirstOrDefault(b => b > 32 && b != 0xEF && b != 0xBB && b != 0xBF);
    string type = first == '<' ? "application/xml" : "application/json";
    string target = "/v1/messages";
    var client = new HttpClient();
    for (int attempt = 0; attempt < 6; attempt++) {
      var random = new byte[16];
      // A new nonce and ts for every try.
      using (var source = RandomNumberGenerator.Create()) source.GetBytes(random);
      string ts = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(), nonce = Hex(random);
      string signed = string.Join("\n", "POST", target, ts, nonce, Hex(Sm3(body)));
      string sig = Hex(Hmac(key, Encoding.UTF8.GetBytes(signed)));
      var request = new HttpRequestMessage(HttpMethod.Post, env("BIRTHGATE_URL") + target);
      request.Content = new ByteArrayContent(body);
      request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
      request.Headers.TryAddWithoutValidation("Authorization",
        "Birthgate-HMAC-SM3 sender=" + env("BIRTHGATE_SENDER") + ", ts=" + ts + ", nonce=" + nonce
        + ", sig=" + sig);
      var pause = TimeSpan.FromSeconds(1 << attempt);
      try {
        var answer = client.SendAsync(request).Result;
        int status = (int)answer.StatusCode;
        if (status != 429 && status != 503) {
          string verdict = status < 300 ? "receipt " : "refused ";
          Console.WriteLine(verdict + status + " " + answer.Content.ReadAsStringAsync().Result);
          return status < 300 ? 0 : 1;
        }
        var wish = answer.Headers.RetryAfter;
        if (wish != null && wish.Delta.HasValue) pause = wish.Delta.Value;
      } catch (AggregateException trouble) { // nobody there, or the line was cut
        Console.Error.WriteLine(trouble.InnerException.Message + "; trying again");
      }
      if (attempt < 5) Thread.Sleep(pause);
    }
    return 3;
  }

  static string Hex(byte[] bytes) { return string.Concat(bytes.Select(b => b.ToString("x2"))); }

  static byte[] Hmac(byte[] key, byte[] data) { // RFC 2104
    var block = (key.Length > 64 ? Sm3(key) : key).Concat(new byte[64]).Take(64).ToArray();
    var inner = Sm3(block.Select(b => (byte)(b ^ 0x36)).Concat(data).ToArray());
    return Sm3(block.Select(b => (byte)(b ^ 0x5c)).Concat(inner).ToArray());
  }

  static uint Turn(uint x, int n) { n &= 31; return n == 0 ? x : x << n | x >> (32 - n); }

  static byte[] Sm3(byte[] data) { // GB/T 32905-2016, as .NET has none
    var padded = new byte[(data.Length + 9 + 63) / 64 * 64];
    data.CopyTo(padded, 0);
    padded[data.Length] = 0x80;
    ulong bits = (ulong)data.Length * 8;
    for (int i = 0; i < 8; i++) padded[padded.Length - 1 - i] = (byte)(bits >> 8 * i);
    uint[] w = new uint[68], v = { 0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
      0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e };
    for (int at = 0; at < padded.Length; at += 64) {
      for (int j = 0; j < 16; j++) {
        w[j] = 0;
        for (int i = 0; i < 4; i++) w[j] = w[j] << 8 | padded[at + 4 * j + i];
      }
      for (int j = 16; j < 68; j++) {
        uint x = w[j - 16] ^ w[j - 9] ^ Turn(w[j - 3], 15);
        w[j] = x ^ Turn(x, 15) ^ Turn(x, 23) ^ Turn(w[j - 13], 7) ^ w[j - 6];
      }
      uint a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
      for (int j = 0; j < 64; j++) {
        uint s = Turn(Turn(a, 12) + e + Turn(j < 16 ? 0x79cc4519u : 0x7a879d8au, j), 7);
        uint t = (j < 16 ? a ^ b ^ c : a & b | a & c | b & c) + d
          + (s ^ Turn(a, 12)) + (w[j] ^ w[j + 4]);
        uint u = (j < 16 ? e ^ f ^ g : e & f | ~e & g) + h + s + w[j];
        d = c; c = Turn(b, 9); b = a; a = t;
        h = g; g = Turn(f, 19); f = e; e = u ^ Turn(u, 9) ^ Turn(u, 17);
      }
      v[0] ^= a; v[1] ^= b; v[2] ^= c; v[3] ^= d; v[4] ^= e; v[5] ^= f; v[6] ^= g; v[7] ^= h;
    }
    var shifts = new[] { 24, 16, 8, 0 };
    return v.SelectMany(word => shifts.Select(shift => (byte)(word >> shift))).ToArray();
  }
}
