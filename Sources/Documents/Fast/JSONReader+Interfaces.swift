import VPCModel

extension JSONReader {
  /// A record of more bytes goes the long way: in memory it might be larger than a record may be.
  private static let mostBuffered = 262_144

  /// Takes the next element of the open array as an interface, whatever chunks it lies in. Nil when it is none or odd
  /// in any way: nothing but white space is taken then, and `next` says what it is.
  mutating func interface(with scan: inout InterfaceScan) -> (line: Int, byte: Int)? {
    guard takesPlainValues, let last = frames.indices.last, !frames[last].isObject,
      expects == .separator || expects == .firstElement
    else { return nil }
    feed.skipWhitespace()
    let isLater = expects == .separator
    while !scan.read(feed.buffer.span, from: feed.head, end: feed.tail, isLater: isLater) {
      let held = feed.tail &- feed.head
      if scan.isOdd || held >= Self.mostBuffered { return nil }
      // Half as much again, so that bytes which trickle in are not scanned anew for each of them.
      if feed.ensure(held &+ held / 2 &+ 1) <= held { return nil }
    }
    let line = feed.line &+ scan.lineEndsBefore
    let byte = feed.byte &+ (scan.start &- feed.head)
    feed.take(upTo: scan.end, lineEnds: scan.lineEnds, lastBefore: scan.lineStart)
    feed.mark(at: scan.start)
    frames[last].count &+= 1
    expects = .separator
    return (line, byte)
  }
}
