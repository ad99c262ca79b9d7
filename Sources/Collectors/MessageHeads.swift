import Bytes
import Patterns

/// How the messages begin that programs of this matter print: the first three words of every example in the
/// playbooks, and of what an example wraps. Numbers and ids are left out of account.
///
/// A message that was copied without the frame of its record is known by it.
struct MessageHeads {
  private var heads: Set<UInt64> = []
  private static let words = 3

  init(_ examples: some Sequence<String> = EmptyCollection<String>()) {
    for example in examples {
      let bytes = Array(example.utf8.prefix(512))
      var start: Int? = 0
      while let place = start {
        if let head = Self.head(of: bytes.span, at: place) { heads.insert(head) }
        // `wrapping: wrapped`
        start = findBytes(": ", in: bytes.span, from: place).map { $0 + 2 }
      }
    }
  }

  /// True when a message of a program begins at `start`.
  func begin(_ text: Span<UInt8>, at start: Int) -> Bool {
    Self.head(of: text, at: start).map(heads.contains) ?? false
  }

  /// Three words as one number; nil when there are fewer.
  private static func head(of text: Span<UInt8>, at start: Int) -> UInt64? {
    var hash = Hash64()
    var letter: [UInt8] = [0]
    func add(_ byte: UInt8) {
      letter[0] = byte
      hash.update(letter.span)
    }
    var index = start
    for _ in 0..<words {
      while index < text.count, text[index] <= 32 { index += 1 }
      let first = index
      while index < text.count, text[index] > 32 { index += 1 }
      guard index > first, index - first <= 64 else { return nil }
      let word = text.extracting(first..<index)
      if hasDigit(word) || isSetting(word) {
        add(UInt8(ascii: "#"))
      } else {
        // `failed`, `Failed` and `failed:` are one word; what stands in brackets or quotes is one with or without.
        for place in word.indices where isWordByte(word[place]) { add(word[place] | 0x20) }
      }
      add(32)
    }
    return hash.value
  }

  private static func hasDigit(_ word: Span<UInt8>) -> Bool {
    for index in word.indices where word[index] &- 48 < 10 { return true }
    return false
  }

  /// `WARM_IP_TARGET`: one stands for all.
  private static func isSetting(_ word: Span<UInt8>) -> Bool {
    var lines = 0
    for index in word.indices {
      if word[index] &- 97 < 26 { return false }
      if word[index] == UInt8(ascii: "_") { lines += 1 }
    }
    return lines > 0
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "-")
  }
}
