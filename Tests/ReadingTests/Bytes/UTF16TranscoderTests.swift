import Bytes
import Testing

@Suite struct UTF16TranscoderTests {
  private func bytes(_ text: String, _ order: UTF16Transcoder.ByteOrder) -> [UInt8] {
    Array("\u{FEFF}\(text)".utf16).flatMap { unit in
      let low = UInt8(truncatingIfNeeded: unit)
      let high = UInt8(truncatingIfNeeded: unit >> 8)
      return order == .little ? [low, high] : [high, low]
    }
  }

  private func decoded(_ bytes: [UInt8], chunk: Int) -> String? {
    guard var transcoder = UTF16Transcoder(head: bytes) else { return nil }
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      let piece = Array(bytes[start..<min(start + chunk, bytes.count)])
      transcoder.feed(piece.span, into: &text)
    }
    transcoder.finish(into: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @Test(arguments: [UTF16Transcoder.ByteOrder.little, .big], [1, 2, 3, 5, 1_000])
  func `both byte orders become UTF-8 in any chunking`(order: UTF16Transcoder.ByteOrder, chunk: Int) {
    let text = "{\"level\":\"error\"}\r\né€😀\n"
    #expect(decoded(bytes(text, order), chunk: chunk) == text)
  }

  @Test func `half pairs and a half unit become replacement characters`() {
    #expect(
      decoded([0xFF, 0xFE, 0x3D, 0xD8, 0x41, 0x00, 0x00, 0xDE, 0x42], chunk: 1) == "\u{FFFD}A\u{FFFD}\u{FFFD}"
    )
    #expect(decoded([0xFF, 0xFE, 0x3D, 0xD8], chunk: 2) == "\u{FFFD}")
  }

  @Test func `text without a mark is not taken for UTF-16`() {
    #expect(UTF16Transcoder(head: Array("{}".utf8)) == nil)
    #expect(UTF16Transcoder(head: []) == nil)
    #expect(UTF16Transcoder(head: [0xFF]) == nil)
  }
}
