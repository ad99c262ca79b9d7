import Bytes

/// True when a new record or a wrapper begins here: the line cannot go on with the one before.
func startsRecord(_ text: Span<UInt8>) -> Bool {
  guard let first = byte(text, 0) else { return false }
  switch first {
  case UInt8(ascii: "{"): return byte(text, 1) == UInt8(ascii: "\"")
  case UInt8(ascii: "0")...UInt8(ascii: "9"): return scanTimestamp(text, from: 0) != nil
  case UInt8(ascii: "I"), UInt8(ascii: "W"), UInt8(ascii: "E"), UInt8(ascii: "F"):
    return scanKlogStamp(text, from: 1) != nil
  case UInt8(ascii: "t"): return hasBytes("time=\"", in: text)
  case UInt8(ascii: "l"): return hasBytes("level=", in: text)
  case UInt8(ascii: "["): return hasBytes("[pod/", in: text) || hasBytes("[{\"field\"", in: text)
  case UInt8(ascii: "s"): return CRIFormat.head(text, at: 0) != nil
  case UInt8(ascii: "p"), UInt8(ascii: "f"), UInt8(ascii: "r"): return GoPanicFormat.starts(text)
  case UInt8(ascii: "`"): return byte(text, 1) == UInt8(ascii: "{")
  default: return scanSyslogStamp(text, from: 0) != nil
  }
}

/// The number of blanks and TABs at the start.
func leadingBlanks(_ text: Span<UInt8>) -> Int {
  var index = 0
  while let next = byte(text, index), next <= 0x20 { index &+= 1 }
  return index
}

/// The first place of `wanted` in `bytes` at or after `start`.
func firstRange(of wanted: StaticString, in bytes: Span<UInt8>, from start: Int = 0) -> Range<Int>? {
  let length = wanted.utf8CodeUnitCount
  guard length > 0, let first = wanted.description.utf8.first else { return nil }
  var index = Swift.max(start, 0)
  while index <= bytes.count &- length {
    if bytes[index] == first, hasBytes(wanted, in: bytes, at: index) { return index..<(index &+ length) }
    index &+= 1
  }
  return nil
}
