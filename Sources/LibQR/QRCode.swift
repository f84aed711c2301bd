import CQREncode

/// The modules of a QR code (ISO/IEC 18004), for drawing: on a page as SVG, for printing as PNG.
package struct QRCode: Hashable, Sendable {
  /// How much of the symbol may be dirty or torn and it is still read.
  package enum Correction: Sendable {
    /// 15 %: for screens.
    case medium
    /// 25 %: for paper.
    case quartile
  }

  /// Modules along one side, without the quiet zone.
  package let size: Int
  private let dark: [Bool]

  /// The smallest symbol that holds the text; nil where none does, or where the text is empty or
  /// holds a NUL, at which C would cut it.
  package init?(_ text: String, correction: Correction) {
    guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
    let level =
      switch correction {
      case .medium: QR_ECLEVEL_M
      case .quartile: QR_ECLEVEL_Q
      }
    guard let code = unsafe QRcode_encodeString(text, 0, level, QR_MODE_8, 1) else { return nil }
    defer { unsafe QRcode_free(code) }
    let size = unsafe Int(code.pointee.width)
    let modules = unsafe UnsafeBufferPointer(start: code.pointee.data, count: size * size)
    self.size = size
    // The lowest bit is the colour; the others say what a module is for.
    dark = unsafe modules.map { $0 & 1 == 1 }
  }

  /// Whether the module in this column and row, counted from the upper left, is dark. Everything
  /// outside the symbol is light.
  package func isDark(_ x: Int, _ y: Int) -> Bool {
    (0..<size).contains(x) && (0..<size).contains(y) && dark[y * size + x]
  }

  /// Light modules around the symbol, as the standard demands for reading it.
  static let quiet = 4
}
