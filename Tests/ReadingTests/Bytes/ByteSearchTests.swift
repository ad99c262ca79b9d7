import Bytes
import Testing

@Suite struct ByteSearchTests {
  @Test func `a byte is found at every distance and from every start`() {
    for length in 0..<100 {
      let bytes = [UInt8](repeating: 0x61, count: length) + [0x3D] + [UInt8](repeating: 0x61, count: 40)
      let found = firstIndex(of: 0x3D, in: bytes.span)
      let fromThere = firstIndex(of: 0x3D, in: bytes.span, from: length)
      let after = firstIndex(of: 0x3D, in: bytes.span, from: length + 1)
      let outside = firstIndex(of: 0x3D, in: bytes.span, from: bytes.count + 5)
      #expect(found == length)
      #expect(fromThere == length)
      #expect(after == nil)
      #expect(outside == nil)
    }
  }

  @Test func `a decimal that does not fit is refused`() {
    let fits = Array("9223372036854775807x".utf8)
    let tooLarge = Array("9223372036854775808".utf8)
    let none = Array("x1".utf8)
    let number = scanDecimal(fits.span, from: 0)
    #expect(number?.value == Int.max)
    #expect(number?.end == 19)
    #expect(scanDecimal(tooLarge.span, from: 0) == nil)
    #expect(scanDecimal(none.span, from: 0) == nil)
    #expect(scanDecimal(none.span, from: 9) == nil)
  }

  @Test func `a prefix is found only where it stands whole`() {
    let bytes = Array("[pod/x]".utf8)
    let here = hasBytes("pod/", in: bytes.span, at: 1)
    let cut = hasBytes("x]y", in: bytes.span, at: 5)
    let outside = hasBytes("x", in: bytes.span, at: -1)
    #expect(here)
    #expect(!cut)
    #expect(!outside)
  }
}
