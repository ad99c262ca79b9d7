import Bytes
import Foundation
import Reports
import Testing

@Suite struct StylesheetTests {
  @Test func `the policy of a page names the style sheet by its hash`() {
    var hash = SHA256()
    hash.update(Array(HTMLRenderer.style.text.utf8))
    let digits = Array(hash.hexDigest)
    let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    #expect(HTMLRenderer.style.hash == "sha256-" + Data(bytes).base64EncodedString())
  }
}
