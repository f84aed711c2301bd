import CPNG

extension QRCode {
  /// An 8-bit grey PNG with `scale` pixels per module and side; nil only where libpng finds no
  /// memory. Through libpng's simplified face, which reports errors without `longjmp`.
  package func png(scale: Int) -> [UInt8]? {
    precondition((1...64).contains(scale))
    let side = (size + 2 * Self.quiet) * scale
    let pixels = pixels(side: side, scale: scale)
    var image = unsafe png_image()
    unsafe image.version = png_uint_32(PNG_IMAGE_VERSION)
    unsafe image.width = png_uint_32(side)
    unsafe image.height = png_uint_32(side)
    unsafe image.format = 0  // PNG_FORMAT_GRAY: no flag set
    defer { unsafe png_image_free(&image) }
    var count = 0
    guard unsafe png_image_write_to_memory(&image, nil, &count, 0, pixels, 0, nil) != 0 else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: count)
    guard unsafe png_image_write_to_memory(&image, &bytes, &count, 0, pixels, 0, nil) != 0 else {
      return nil
    }
    return Array(bytes.prefix(count))
  }

  private func pixels(side: Int, scale: Int) -> [UInt8] {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(side * side)
    for y in 0..<side {
      for x in 0..<side {
        pixels.append(isDark(x / scale - Self.quiet, y / scale - Self.quiet) ? 0 : 255)
      }
    }
    return pixels
  }
}
