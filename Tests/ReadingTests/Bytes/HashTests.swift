import Bytes
import Testing

@Suite struct HashTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `SHA-256 gives the digests of the NIST examples`(text: String, digest: String) {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    #expect(hash.hexDigest == digest)
  }

  @Test func `SHA-256 of a million letters in odd pieces is the NIST digest`() {
    var hash = SHA256()
    let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 997)
    var left = 1_000_000
    while left > 0 {
      hash.update(Array(piece.prefix(left)))
      left -= piece.count
    }
    #expect(hash.hexDigest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `Hash64 does not depend on how the bytes are cut`() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    var whole = Hash64()
    whole.update(bytes)
    for size in 1...40 {
      var pieces = Hash64()
      for start in stride(from: 0, to: bytes.count, by: size) {
        pieces.update(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(pieces.value == whole.value)
    }
  }

  @Test func `Hash64 tells lengths, orders and single bits apart`() {
    var seen: Set<UInt64> = []
    for length in 0...32 {
      var hash = Hash64()
      hash.update([UInt8](repeating: 0, count: length))
      seen.insert(hash.value)
    }
    for bit in 0..<256 {
      var bytes = [UInt8](repeating: 0, count: 32)
      bytes[bit / 8] = 1 << UInt8(bit % 8)
      var hash = Hash64()
      hash.update(bytes)
      seen.insert(hash.value)
    }
    #expect(seen.count == 33 + 256)
  }

  @Test func `Hash64 is the same number in every run`() {
    var hash = Hash64()
    hash.update(Array("ipamd.log".utf8))
    #expect(hash.value == HashTests.ipamdLog)
  }
  private static let ipamdLog: UInt64 = 12_621_920_581_176_452_616
}
