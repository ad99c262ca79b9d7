/// IPv6 addresses as text: `2600:1f14::1`, `::ffff:10.0.0.1` left to the caller.
enum IPv6Text {
  /// Eight groups, or nil for what is no address.
  static func groups(of text: ArraySlice<UInt8>) -> [UInt16]? {
    var head: [UInt16] = []
    var tail: [UInt16] = []
    var isBehindGap = false
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == UInt8(ascii: ":") {
        let next = text.index(after: index)
        if next < text.endIndex, text[next] == UInt8(ascii: ":") {
          if isBehindGap { return nil }
          isBehindGap = true
          index = text.index(after: next)
          continue
        }
        // One colon stands between two groups.
        if index == text.startIndex || next == text.endIndex { return nil }
        index = next
        continue
      }
      var value: UInt32 = 0
      var digits = 0
      while index < text.endIndex, let digit = hexValue(text[index]) {
        value = value << 4 | UInt32(digit)
        digits += 1
        if digits > 4 { return nil }
        index = text.index(after: index)
      }
      if digits == 0 { return nil }
      if index < text.endIndex, text[index] != UInt8(ascii: ":") { return nil }
      if isBehindGap { tail.append(UInt16(value)) } else { head.append(UInt16(value)) }
      if head.count + tail.count > 8 { return nil }
    }
    let count = head.count + tail.count
    if isBehindGap { return count > 7 ? nil : head + [UInt16](repeating: 0, count: 8 - count) + tail }
    return count == 8 ? head : nil
  }

  /// RFC 5952: lower case, the longest run of two zero groups or more is `::`.
  static func text(of groups: [UInt16]) -> String {
    var best = 0..<0
    var index = 0
    while index < groups.count {
      var end = index
      while end < groups.count, groups[end] == 0 { end += 1 }
      if end - index >= 2, end - index > best.count { best = index..<end }
      index = max(end, index + 1)
    }
    func words(_ range: Range<Int>) -> String {
      groups[range].map { String($0, radix: 16) }.joined(separator: ":")
    }
    if best.isEmpty { return words(0..<groups.count) }
    return words(0..<best.lowerBound) + "::" + words(best.upperBound..<groups.count)
  }
}

/// The value of a hex digit of either case.
func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 48...57: byte - 48
  case 97...102: byte - 87
  case 65...70: byte - 55
  default: nil
  }
}
