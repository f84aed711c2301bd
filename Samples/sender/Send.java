import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.SecureRandom;
import java.util.*;

/**
 * Sends a message file, signed, and again under the same id until it is known how it went.
 * 发送一个报文文件：签名、发送，遇到 429、503 或断线时原样重发。  java Send.java FILE   (JDK 17)
 * BIRTHGATE_URL, BIRTHGATE_SENDER, BIRTHGATE_SECRET (base64) come from the environment.
 */
class Send {
  public static void main(String[] arguments) throws Exception {
    var env = System.getenv();
    byte[] body = Files.readAllBytes(Path.of(arguments[0]));
    byte[] key = Base64.getDecoder().decode(env.get("BIRTHGATE_SECRET"));
    String start = new String(body, StandardCharsets.ISO_8859_1), target = "/v1/messages";
    boolean isXML = start.replaceFirst("^[\u00ef\u00bb\u00bf\\s]+", "").startsWith("<");
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int attempt = 0; attempt < 6; attempt++) {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random); // a new nonce and ts for every try
      String ts = String.valueOf(System.currentTimeMillis() / 1000), nonce = hex(random);
      String signed = String.join("\n", "POST", target, ts, nonce, hex(sm3(body)));
      String sig = hex(hmac(key, signed.getBytes(StandardCharsets.UTF_8)));
      var request = HttpRequest.newBuilder(URI.create(env.get("BIRTHGATE_URL") + target))
          .header("Content-Type", isXML ? "application/xml" : "application/json")
          .header("Authorization", "Birthgate-HMAC-SM3 sender=" + env.get("BIRTHGATE_SENDER")
              + ", ts=" + ts + ", nonce=" + nonce + ", sig=" + sig)
          .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
      long pause = 1L << attempt;
      try {
        var text = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
        var answer = client.send(request, text);
        int status = answer.statusCode();
        if (status != 429 && status != 503) {
          String verdict = status < 300 ? "receipt " : "refused ";
          System.out.println(verdict + status + " " + answer.body());
          System.exit(status < 300 ? 0 : 1);
        }
        pause = answer.headers().firstValueAsLong("Retry-After").orElse(pause);
      } catch (java.io.IOException trouble) {
        System.err.println(trouble + "; trying again"); // nobody there, or the line was cut
      }
      if (attempt < 5) Thread.sleep(1000 * Math.min(pause, 60));
    }
    System.exit(3);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] hmac(byte[] key, byte[] data) { // RFC 2104
    byte[] block = Arrays.copyOf(key.length > 64 ? sm3(key) : key, 64);
    byte[] inner = new byte[64 + data.length], outer = new byte[96];
    for (int i = 0; i < 64; i++) {
      inner[i] = (byte) (block[i] ^ 0x36);
      outer[i] = (byte) (block[i] ^ 0x5c);
    }
    System.arraycopy(data, 0, inner, 64, data.length);
    System.arraycopy(sm3(inner), 0, outer, 64, 32);
    return sm3(outer);
  }

  static int turn(int x, int n) {
    return Integer.rotateLeft(x, n);
  }

  static byte[] sm3(byte[] data) { // GB/T 32905-2016, as the JDK has none
    int length = (data.length + 9 + 63) / 64 * 64;
    var padded = java.nio.ByteBuffer.wrap(Arrays.copyOf(data, length));
    padded.put(data.length, (byte) 0x80).putLong(length - 8, 8L * data.length);
    int[] w = new int[68], v = {0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
        0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e};
    for (int at = 0; at < length; at += 64) {
      for (int j = 0; j < 16; j++) w[j] = padded.getInt(at + 4 * j);
      for (int j = 16; j < 68; j++) {
        int x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15);
        w[j] = x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6];
      }
      int a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5], g = v[6], h = v[7];
      for (int j = 0; j < 64; j++) {
        int s = turn(turn(a, 12) + e + turn(j < 16 ? 0x79cc4519 : 0x7a879d8a, j), 7);
        int t = (j < 16 ? a ^ b ^ c : a & b | a & c | b & c) + d
            + (s ^ turn(a, 12)) + (w[j] ^ w[j + 4]);
        int u = (j < 16 ? e ^ f ^ g : e & f | ~e & g) + h + s + w[j];
        d = c; c = turn(b, 9); b = a; a = t;
        h = g; g = turn(f, 19); f = e; e = u ^ turn(u, 9) ^ turn(u, 17);
      }
      int[] sums = {a, b, c, d, e, f, g, h};
      for (int j = 0; j < 8; j++) v[j] ^= sums[j];
    }
    var digest = java.nio.ByteBuffer.allocate(32);
    for (int word : v) digest.putInt(word);
    return digest.array();
  }
}
