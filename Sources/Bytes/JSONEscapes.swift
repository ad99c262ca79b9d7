/// The inside of a JSON string, without its quotes, as the bytes it stands for.
///
/// `\n` `\t` `\"` `\\` `\/` `\b` `\f` `\r` and `\uXXXX` are decoded, surrogate pairs joined. What is no escape
/// of JSON (`\x`, `\u12`, half a surrogate pair, a backslash at the end) is kept as it is: log text is cut and
/// pasted, and a wrong byte more is better than a lost line. The result is never longer than the input.
package func unescapeJSON(_ bytes: Span<UInt8>) -> [UInt8] {
  var result: [UInt8] = []
  unescapeJSON(bytes, into: &result)
  return result
}

/// The same into a buffer that is used again and again.
package func unescapeJSON(_ bytes: Span<UInt8>, into result: inout [UInt8]) {
  let count = bytes.count
  if result.count < count {
    result = [UInt8](repeating: 0, count: count)
  } else {
    result.removeLast(result.count - count)
  }
  // Never longer than the input: written in place, cut to length at the end.
  var target = result.mutableSpan
  var index = 0
  var end = 0
  while index < count {
    let current = bytes[index]
    guard current == UInt8(ascii: "\\"), index &+ 1 < count else {
      target[end] = current
      index &+= 1
      end &+= 1
      continue
    }
    if let plain = simpleEscape(bytes[index &+ 1]) {
      target[end] = plain
      index &+= 2
      end &+= 1
    } else if let (scalar, length) = unicodeEscape(bytes, at: index) {
      for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        target[end] = unit
        end &+= 1
      }
      index &+= length
    } else {
      target[end] = current
      index &+= 1
      end &+= 1
    }
  }
  result.removeLast(count - end)
}

/// The text of bytes that should be UTF-8; every broken part becomes U+FFFD.
package func decodeUTF8Lossy(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func simpleEscape(_ letter: UInt8) -> UInt8? {
  switch letter {
  case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
  case UInt8(ascii: "n"): 0x0A
  case UInt8(ascii: "t"): 0x09
  case UInt8(ascii: "r"): 0x0D
  case UInt8(ascii: "b"): 0x08
  case UInt8(ascii: "f"): 0x0C
  default: nil
  }
}

/// `\uXXXX` or a pair of them at `start`, with the bytes it takes: 6 or 12.
private func unicodeEscape(_ bytes: Span<UInt8>, at start: Int) -> (Unicode.Scalar, length: Int)? {
  guard let first = codeUnit(bytes, at: start) else { return nil }
  if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
  guard first < 0xDC00, let second = codeUnit(bytes, at: start &+ 6), (0xDC00...0xDFFF).contains(second),
    let scalar = Unicode.Scalar(0x10000 &+ (first &- 0xD800) << 10 &+ (second &- 0xDC00))
  else { return nil }
  return (scalar, 12)
}

private func codeUnit(_ bytes: Span<UInt8>, at start: Int) -> UInt32? {
  guard byte(bytes, start) == UInt8(ascii: "\\"), byte(bytes, start &+ 1) == UInt8(ascii: "u"),
    start <= bytes.count &- 6
  else { return nil }
  var value: UInt32 = 0
  for index in (start &+ 2)..<(start &+ 6) {
    let digit: UInt8
    switch bytes[index] {
    case let byte where byte &- UInt8(ascii: "0") < 10: digit = byte &- UInt8(ascii: "0")
    case let byte where byte &- UInt8(ascii: "a") < 6: digit = byte &- UInt8(ascii: "a") &+ 10
    case let byte where byte &- UInt8(ascii: "A") < 6: digit = byte &- UInt8(ascii: "A") &+ 10
    default: return nil
    }
    value = value << 4 | UInt32(digit)
  }
  return value
}
