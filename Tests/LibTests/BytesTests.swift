import LibBytes
import Testing

/// The safe face over memory: what is asked for is what stands there, and nothing beside it is
/// ever touched.
struct BytesTests {
  static let bytes: [UInt8] = Array("0123456789".utf8)

  @Test("A view reads what stands at a place, in a part as in the whole")
  func reading() {
    Self.bytes.withBytes { bytes in
      #expect(bytes.count == 10)
      #expect(bytes[3] == UInt8(ascii: "3"))
      #expect(bytes[2..<5].text == "234")
      #expect(bytes[2..<5][2] == UInt8(ascii: "4"))
      #expect(bytes[4..<4].isEmpty && bytes[4..<4].first == nil)
      #expect(bytes[2..<5].isSame(as: "234"))
      #expect(!bytes[2..<5].isSame(as: "235") && !bytes[2..<5].isSame(as: "2345"))
    }
  }

  @Test("Words have their first byte lowest, and the last word ends with the bytes")
  func words() {
    Self.bytes.withBytes { bytes in
      // "6789" is 0x36, 0x37, 0x38, 0x39, and the first of them is the lowest.
      #expect(bytes.four(at: 6) == 0x3938_3736)
      #expect(bytes.eight(at: 2) == 0x3938_3736_3534_3332)
    }
  }

  @Test("A byte behind the end stops the program")
  func behindTheEnd() async {
    await #expect(processExitsWith: .failure) {
      let bytes: [UInt8] = [1, 2, 3, 4]
      bytes.withBytes { bytes in _ = bytes[0..<2][2] }
    }
  }

  @Test("A part that reaches beyond the end stops the program")
  func partBehindTheEnd() async {
    await #expect(processExitsWith: .failure) {
      let bytes: [UInt8] = [1, 2, 3, 4]
      bytes.withBytes { bytes in _ = bytes[0..<2][0..<3].count }
    }
  }

  @Test("A word that would reach beyond the end, or begin before it, stops the program")
  func wordBehindTheEnd() async {
    await #expect(processExitsWith: .failure) {
      let bytes = [UInt8](repeating: 1, count: 16)
      bytes.withBytes { bytes in _ = bytes[4..<12].eight(at: 1) }
    }
    await #expect(processExitsWith: .failure) {
      let bytes = [UInt8](repeating: 1, count: 16)
      bytes.withBytes { bytes in _ = bytes[4..<12].eight(at: -1) }
    }
  }

  @Test("An element behind the end stops the program")
  func elementBehindTheEnd() async {
    await #expect(processExitsWith: .failure) {
      [1, 2, 3].withElements { elements in _ = elements[3] }
    }
  }

  @Test("A place of the scratch behind the end stops the program")
  func scratchBehindTheEnd() async {
    await #expect(processExitsWith: .failure) {
      Scratch<Int>.with(2, of: 0) { scratch in scratch[2] = 1 }
    }
  }

  @Test("Scratch holds the filler, then what is put there")
  func scratch() {
    Scratch<[String]?>.with(3, of: nil) { scratch in
      #expect(scratch[1] == nil)
      scratch[1] = ["a"]
      #expect(scratch[1] == ["a"])
      #expect(scratch[0] == nil && scratch[2] == nil)
    }
  }

  @Test("What is written comes out whole and in order, however often the memory grew")
  func writing() {
    var writer = ByteWriter(room: 1)
    for index in 0..<300 { writer.append(UInt8(index % 251)) }
    writer.append("新生儿")
    Self.bytes.withBytes { writer.append($0[8..<10]) }
    let expected = (0..<300).map { UInt8($0 % 251) } + Array("新生儿89".utf8)
    #expect(writer.written == expected)
  }
}
