/// UTF-16 to UTF-8 while it is read: what PowerShell's `>` writes.
///
///     if var transcoder = UTF16Transcoder(head: firstChunk) { transcoder.feed(firstChunk.span, into: &text) }
///
/// The byte order mark says the order and is dropped; half a surrogate pair becomes U+FFFD. Holds at most three
/// bytes between two calls.
package struct UTF16Transcoder: Sendable {
  package enum ByteOrder: Hashable, Sendable { case little, big }

  private let order: ByteOrder
  private var half: UInt8?
  private var highSurrogate: UInt32?
  private var isAtStart = true

  package init(order: ByteOrder) { self.order = order }

  /// Nil when `head`, the first bytes of a stream, has no UTF-16 byte order mark.
  package init?(head: [UInt8]) {
    guard head.count >= 2 else { return nil }
    switch (head[0], head[1]) {
    // FF FE 00 00 would be UTF-32, which nothing in this field writes.
    case (0xFF, 0xFE): self.init(order: .little)
    case (0xFE, 0xFF): self.init(order: .big)
    default: return nil
    }
  }

  /// Appends the UTF-8 of `chunk`, the mark included when it is the first one.
  package mutating func feed(_ chunk: Span<UInt8>, into output: inout [UInt8]) {
    var index = 0
    while index < chunk.count {
      let second = chunk[index]
      index &+= 1
      guard let first = half else {
        half = second
        continue
      }
      half = nil
      switch order {
      case .little: take(UInt32(second) << 8 | UInt32(first), into: &output)
      case .big: take(UInt32(first) << 8 | UInt32(second), into: &output)
      }
    }
  }

  /// The stream is over: what was half is marked as lost.
  package mutating func finish(into output: inout [UInt8]) {
    if highSurrogate != nil || half != nil { output.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
    highSurrogate = nil
    half = nil
  }

  private mutating func take(_ unit: UInt32, into output: inout [UInt8]) {
    let isMark = isAtStart && unit == 0xFEFF
    isAtStart = false
    if isMark { return }
    let high = highSurrogate
    highSurrogate = nil
    if let high, (0xDC00...0xDFFF).contains(unit) {
      append(0x10000 &+ (high &- 0xD800) << 10 &+ (unit &- 0xDC00), to: &output)
      return
    }
    if high != nil { append(0xFFFD, to: &output) }
    if (0xD800...0xDBFF).contains(unit) {
      highSurrogate = unit
    } else {
      append((0xDC00...0xDFFF).contains(unit) ? 0xFFFD : unit, to: &output)
    }
  }

  private func append(_ scalar: UInt32, to output: inout [UInt8]) {
    guard scalar >= 0x80 else {
      output.append(UInt8(truncatingIfNeeded: scalar))
      return
    }
    if scalar < 0x800 {
      output.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
    } else {
      if scalar < 0x10000 {
        output.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
      } else {
        output.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
        output.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12 & 0x3F))
      }
      output.append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6 & 0x3F))
    }
    output.append(0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F))
  }
}
