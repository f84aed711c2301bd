import Foundation
import LibQR
import Testing

@Suite("QR codes are symbols that readers read")
struct QRTests {
  private static let code = "6101AB00000000000000"

  /// ISO/IEC 18004, 6.3.3 and 6.3.5: three finder patterns with light separators, and the timing
  /// patterns between them; sizes run in steps of four from 21.
  @Test(arguments: [code, "https://example.test/p/" + String(repeating: "a", count: 40), "出生"])
  func structureIsTheStandards(text: String) throws {
    for correction in [QRCode.Correction.medium, .quartile] {
      let symbol = try #require(QRCode(text, correction: correction))
      #expect(symbol.size >= 21 && symbol.size % 4 == 1)
      for (left, top) in [(0, 0), (symbol.size - 7, 0), (0, symbol.size - 7)] {
        for x in -1...7 {
          for y in -1...7 {
            // Rings about the centre: light at 4 and 2, dark at 3, 1 and 0.
            let ring = max(abs(x - 3), abs(y - 3))
            #expect(symbol.isDark(left + x, top + y) == (ring != 4 && ring != 2))
          }
        }
      }
      for at in 8..<symbol.size - 8 {
        #expect(symbol.isDark(at, 6) == (at % 2 == 0))
        #expect(symbol.isDark(6, at) == (at % 2 == 0))
      }
    }
  }

  @Test func nothingOutsideIsDark() throws {
    let symbol = try #require(QRCode(Self.code, correction: .quartile))
    for at in -5..<symbol.size + 5 {
      for edge in [-1, symbol.size] {
        #expect(!symbol.isDark(at, edge) && !symbol.isDark(edge, at))
      }
    }
  }

  @Test func textsThatNoSymbolHoldsGiveNone() {
    #expect(QRCode("", correction: .medium) == nil)
    #expect(QRCode("a\0b", correction: .medium) == nil)
    #expect(QRCode(String(repeating: "a", count: 3000), correction: .medium) == nil)
  }

  @Test func theDrawingCoversTheDarkModulesAndNoOther() throws {
    let symbol = try #require(QRCode(Self.code, correction: .quartile))
    let svg = symbol.svg(title: "<二维码> & \"code\"\u{1}")
    let side = symbol.size + 8
    #expect(svg.contains("viewBox=\"0 0 \(side) \(side)\""))
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("<title>&lt;二维码&gt; &amp; \"code\"</title>"))
    #expect(svg.components(separatedBy: "<path").count == 2)
    var drawn: Set<[Int]> = []
    for bar in svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
      let (x, y) = (try #require(Int(bar.1)), try #require(Int(bar.2)))
      let length = try #require(Int(bar.3))
      #expect(bar.3 == bar.4)
      for step in 0..<length { #expect(drawn.insert([x + step - 4, y - 4]).inserted) }
    }
    for x in 0..<symbol.size {
      for y in 0..<symbol.size { #expect(drawn.contains([x, y]) == symbol.isDark(x, y)) }
    }
  }

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zbarimg")),
    arguments: [(code, 3), (code, 8), ("https://example.test/p/Zk3-_9q?lang=zh-CN", 4)])
  func anotherProgramReadsThePicture(text: String, scale: Int) throws {
    for correction in [QRCode.Correction.medium, .quartile] {
      let png = try #require(QRCode(text, correction: correction)?.png(scale: scale))
      let file = FileManager.default.temporaryDirectory
        .appending(path: "birthgate-qr-\(UUID().uuidString).png")
      try Data(png).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      #expect(try run("/usr/bin/zbarimg", "--quiet", "--raw", file.path) == text + "\n")
    }
  }
}

/// What a program prints.
func run(_ program: String, _ arguments: String...) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return String(decoding: data, as: UTF8.self)
}
