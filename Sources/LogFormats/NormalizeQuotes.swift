import Bytes

/// The text as its first writer meant it, whatever it went through on the way.
///
/// Backslashes before quotes go, any number of them; `\n`, `\t`, `\r` spelled out become what they mean;
/// `\u003c` `\u003e` `\u0026` `\u0022` `\u0027` are decoded; colour codes and other terminal sequences go; curly
/// quotes become straight and non-breaking blanks plain. Everything else stays, byte for byte.
///
///     plugin type=\\\"aws-cni\\\" → plugin type="aws-cni"
package func normalizeQuotes(_ text: [UInt8]) -> [UInt8] {
  let span = text.span
  guard needsNormalizing(span) else { return text }
  var result: [UInt8] = []
  result.reserveCapacity(span.count)
  var index = 0
  // Backslashes wait until it is known what they stand before.
  var backslashes = 0
  func releaseBackslashes() {
    for _ in 0..<backslashes { result.append(UInt8(ascii: "\\")) }
    backslashes = 0
  }
  while index < span.count {
    let next = span[index]
    if next == UInt8(ascii: "\\") {
      backslashes &+= 1
      index &+= 1
    } else if next == 0x1B {
      index = endOfTerminalSequence(span, from: index)
    } else if let (plain, length) = plainQuote(span, at: index) {
      backslashes = 0
      result.append(plain)
      index &+= length
    } else if backslashes > 0, let (plain, length) = spelledOut(span, at: index) {
      backslashes = 0
      index &+= length
      if plain != 0x1B {
        result.append(plain)
      } else {
        index = endOfTerminalSequence(span, from: index &- 1)
      }
    } else if let length = oddBlank(span, at: index) {
      releaseBackslashes()
      result.append(UInt8(ascii: " "))
      index &+= length
    } else {
      releaseBackslashes()
      result.append(next)
      index &+= 1
    }
  }
  releaseBackslashes()
  return result
}

/// The text without colours and with plain blanks, so that its format shows; nil when it holds neither.
///
///     ESC[36m2020-04-06T03:34:56Z<NBSP>[ERROR]… → 2020-04-06T03:34:56Z [ERROR]…
func withoutOrnament(_ text: Span<UInt8>) -> [UInt8]? {
  guard text.indices.contains(where: { text[$0] == 0x1B || oddBlank(text, at: $0) != nil }) else {
    return nil
  }
  var result: [UInt8] = []
  result.reserveCapacity(text.count)
  var index = 0
  while index < text.count {
    if text[index] == 0x1B {
      index = endOfTerminalSequence(text, from: index)
    } else if let length = oddBlank(text, at: index) {
      result.append(UInt8(ascii: " "))
      index &+= length
    } else {
      result.append(text[index])
      index &+= 1
    }
  }
  return result
}

/// True when the text holds a byte that may have to change.
func needsNormalizing(_ text: Span<UInt8>) -> Bool {
  var start = 0
  // Eight bytes at once: all ASCII, no backslash, no ESC.
  while start &+ 8 <= text.count {
    let word = word(text, at: start)
    guard word & 0x8080_8080_8080_8080 == 0, !hasByte(word, UInt8(ascii: "\\")), !hasByte(word, 0x1B) else {
      break
    }
    start &+= 8
  }
  for index in start..<text.count {
    let next = text[index]
    if next == UInt8(ascii: "\\") || next == 0x1B || next == 0xC2 || next == 0xE2 { return true }
  }
  return false
}

/// True when one of the eight bytes is `byte`.
@inline(__always) func hasByte(_ word: UInt64, _ byte: UInt8) -> Bool {
  let difference = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
  return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080 != 0
}

/// A straight or curly quote at `index`, as the straight one.
private func plainQuote(_ text: Span<UInt8>, at index: Int) -> (UInt8, length: Int)? {
  switch text[index] {
  case UInt8(ascii: "\""): return (UInt8(ascii: "\""), 1)
  case UInt8(ascii: "'"): return (UInt8(ascii: "'"), 1)
  case 0xE2 where byte(text, index &+ 1) == 0x80:
    switch byte(text, index &+ 2) {
    case 0x9C, 0x9D, 0x9E, 0x9F: return (UInt8(ascii: "\""), 3)
    case 0x98, 0x99, 0x9A, 0x9B: return (UInt8(ascii: "'"), 3)
    default: return nil
    }
  default: return nil
  }
}

/// What follows a backslash: `n`, `t`, `r` or `u00XX` of a character that matters for matching.
private func spelledOut(_ text: Span<UInt8>, at index: Int) -> (UInt8, length: Int)? {
  switch text[index] {
  case UInt8(ascii: "n"): return (0x0A, 1)
  case UInt8(ascii: "t"): return (0x09, 1)
  case UInt8(ascii: "r"): return (0x0D, 1)
  case UInt8(ascii: "u"):
    guard byte(text, index &+ 1) == UInt8(ascii: "0"), byte(text, index &+ 2) == UInt8(ascii: "0"),
      let high = byte(text, index &+ 3), let low = byte(text, index &+ 4)
    else { return nil }
    switch (high, low | 0x20) {
    case (UInt8(ascii: "3"), UInt8(ascii: "c")): return (UInt8(ascii: "<"), 5)
    case (UInt8(ascii: "3"), UInt8(ascii: "e")): return (UInt8(ascii: ">"), 5)
    case (UInt8(ascii: "2"), UInt8(ascii: "6")): return (UInt8(ascii: "&"), 5)
    case (UInt8(ascii: "2"), UInt8(ascii: "2")): return (UInt8(ascii: "\""), 5)
    case (UInt8(ascii: "2"), UInt8(ascii: "7")): return (UInt8(ascii: "'"), 5)
    case (UInt8(ascii: "1"), UInt8(ascii: "b")): return (0x1B, 5)
    default: return nil
    }
  default: return nil
  }
}

/// NBSP and the narrow one.
private func oddBlank(_ text: Span<UInt8>, at index: Int) -> Int? {
  if text[index] == 0xC2, byte(text, index &+ 1) == 0xA0 { return 2 }
  if text[index] == 0xE2, byte(text, index &+ 1) == 0x80, byte(text, index &+ 2) == 0xAF { return 3 }
  return nil
}

/// The index after `ESC [ … m`, `ESC ] … BEL` or a lone ESC. `start` is the index of the ESC or its last escape byte.
private func endOfTerminalSequence(_ text: Span<UInt8>, from start: Int) -> Int {
  var index = start &+ 1
  switch byte(text, index) {
  case UInt8(ascii: "["):
    index &+= 1
    while let next = byte(text, index), index &- start < 64 {
      guard next >= 0x20, next < 0x7F else { return index }
      index &+= 1
      if next >= 0x40 { return index }
    }
    return index
  case UInt8(ascii: "]"):
    index &+= 1
    while let next = byte(text, index), index &- start < 2_048 {
      index &+= 1
      if next == 0x07 { return index }
      if next == 0x1B { return byte(text, index) == UInt8(ascii: "\\") ? index &+ 1 : index }
    }
    return index
  default: return index
  }
}
