/// Reads JSON eight bytes at a time as long as nothing about it is odd.
///
/// The scan checks what it reads: strings (UTF-8, escapes, control characters), numbers, literals, brackets, commas and
/// keys that stand twice. It never explains: whatever it does not take for certain is `isOdd`, and the caller reads
/// the same bytes again with `JSONReader`, which knows what is wrong and where. Nothing is consumed meanwhile.
struct ByteScan {
  /// The next byte.
  var at = 0
  /// Behind the last place where everything the scan looks at in one step lies in the buffer.
  private var limit = 0
  /// Line ends passed since `begin`, and the byte behind the last one.
  private(set) var lineEnds = 0
  private(set) var lineStart = 0
  /// False at the end of the buffer: with more bytes the scan may go on.
  private(set) var isOdd = false
  private var keys = KeyLedger()

  /// The longest step: a key of 23 bytes, its quotes, and a word behind it.
  private static let margin = 48

  mutating func begin(at start: Int, end: Int) {
    at = start
    limit = end &- Self.margin
    lineEnds = 0
    isOdd = false
    keys.clear()
  }

  /// Gives up; always false.
  @inline(__always)
  mutating func odd() -> Bool {
    isOdd = true
    return false
  }

  @inline(__always) var isInside: Bool { at < limit }

  /// Eight bytes from `index` on, the first one lowest.
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, _ index: Int) -> UInt64 {
    // One check of the range; the compiler makes one load of the rest.
    let eight = bytes.extracting(index..<(index &+ 8))
    let low =
      UInt64(eight[0]) | UInt64(eight[1]) << 8 | UInt64(eight[2]) << 16 | UInt64(eight[3]) << 24
    return low
      | UInt64(eight[4]) << 32 | UInt64(eight[5]) << 40 | UInt64(eight[6]) << 48 | UInt64(eight[7])
      << 56
  }

  /// The high bit of each byte that ends a plain run of a string: quote, backslash, control, above ASCII.
  /// The lowest bit set is exact, those above it may be more.
  @inline(__always)
  static func special(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let slash = word ^ (ones &* 0x5C)
    return ((quote &- ones) & ~quote | (slash &- ones) & ~slash | (word &- ones &* 0x20) | word)
      & 0x8080_8080_8080_8080
  }

  /// The next byte that is no white space, not taken; 0 when there is none, or one that is no JSON.
  @inline(__always)
  mutating func next(_ bytes: Span<UInt8>) -> UInt8 {
    guard at < limit else { return 0 }
    let byte = bytes[at]
    if byte > 0x20 { return byte }
    return nextBehindBlanks(bytes)
  }

  private mutating func nextBehindBlanks(_ bytes: Span<UInt8>) -> UInt8 {
    while at < limit {
      let byte = bytes[at]
      if byte > 0x20 { return byte }
      at &+= 1
      if byte == 0x0A {
        lineEnds &+= 1
        lineStart = at
        // The indent of the next line.
        while at < limit {
          let other = Self.word(bytes, at) ^ 0x2020_2020_2020_2020
          at &+= other.trailingZeroBitCount >> 3
          if other != 0 { break }
        }
      } else if byte != 0x20, byte != 0x09, byte != 0x0D {
        isOdd = true
        return 0
      }
    }
    return 0
  }

  /// Takes a string whose quote is next and gives where its text lies; nil when it is odd or goes on elsewhere.
  /// A text with escapes is odd, unless `isSkipped`: then nobody wants it.
  @inline(__always)
  mutating func string(_ bytes: Span<UInt8>, isSkipped: Bool = false) -> Range<Int>? {
    let start = at &+ 1
    var index = start
    while index < limit {
      let marks = Self.special(Self.word(bytes, index))
      guard marks != 0 else {
        index &+= 8
        continue
      }
      index &+= marks.trailingZeroBitCount >> 3
      if bytes[index] == UInt8(ascii: "\"") {
        at = index &+ 1
        return start..<index
      }
      let length = Self.lengthOfRare(bytes, index, isSkipped: isSkipped)
      if length == 0 {
        isOdd = true
        return nil
      }
      index &+= length
    }
    return nil
  }

  /// Bytes of a character above ASCII, or of a short escape in a text that is skipped; 0 for all else.
  @inline(never)
  private static func lengthOfRare(_ bytes: Span<UInt8>, _ index: Int, isSkipped: Bool) -> Int {
    let lead = bytes[index]
    if lead < 0x80 {
      guard isSkipped, lead == UInt8(ascii: "\\") else { return 0 }
      switch bytes[index &+ 1] {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "n"),
        UInt8(ascii: "t"),
        UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"):
        return 2
      default: return 0
      }
    }
    // Well-formed ranges after the Unicode Standard, table 3-7.
    func goesOn(_ offset: Int) -> Bool { bytes[index &+ offset] & 0xC0 == 0x80 }
    let second = bytes[index &+ 1]
    switch lead {
    case 0xC2...0xDF: return goesOn(1) ? 2 : 0
    case 0xE0...0xEF:
      if lead == 0xE0, second < 0xA0 { return 0 }
      if lead == 0xED, second > 0x9F { return 0 }
      return goesOn(1) && goesOn(2) ? 3 : 0
    case 0xF0...0xF4:
      if lead == 0xF0, second < 0x90 { return 0 }
      if lead == 0xF4, second > 0x8F { return 0 }
      return goesOn(1) && goesOn(2) && goesOn(3) ? 4 : 0
    default: return 0
    }
  }

  // MARK: Values nobody reads

  /// Takes `before`, 0 for nothing, and the value behind it.
  mutating func takeValue(_ bytes: Span<UInt8>, behind before: UInt8) -> Bool {
    if before != 0 {
      guard next(bytes) == before else { return false }
      at &+= 1
    }
    return skipValue(bytes)
  }

  /// Takes a whole value; false when it is odd or goes on elsewhere.
  mutating func skipValue(_ bytes: Span<UInt8>) -> Bool {
    // One bit a level, 1 for an object.
    var kinds: UInt64 = 0
    var depth = 0
    let before = keys.depth
    while true {
      var first = next(bytes)
      switch first {
      case UInt8(ascii: "\""): if string(bytes, isSkipped: true) == nil { return false }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < 60 else { return odd() }
        depth &+= 1
        let isObject = first == UInt8(ascii: "{")
        kinds = kinds << 1 | (isObject ? 1 : 0)
        at &+= 1
        first = next(bytes)
        if isObject {
          keys.open()
          if first != UInt8(ascii: "}") {
            guard skipKey(bytes) else { return false }
            continue
          }
        } else if first != UInt8(ascii: "]") {
          continue
        }
      case UInt8(ascii: "t"): if !literal(bytes, 0x6575_7274, 4) { return false }
      case UInt8(ascii: "f"): if !literal(bytes, 0x65_736C_6166, 5) { return false }
      case UInt8(ascii: "n"): if !literal(bytes, 0x6C6C_756E, 4) { return false }
      case 0: return false
      default: if !skipNumber(bytes) { return false }
      }
      // Behind a value: close what ends here, then a comma.
      closing: while true {
        if depth == 0 {
          keys.close(to: before)
          return true
        }
        let isObject = kinds & 1 == 1
        switch next(bytes) {
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
          at &+= 1
          if isObject { keys.close() }
          kinds >>= 1
          depth &-= 1
        case UInt8(ascii: ","):
          at &+= 1
          if isObject, !skipKey(bytes) { return false }
          break closing
        case 0: return false
        default: return odd()
        }
      }
    }
  }

  /// Takes a key and its colon.
  private mutating func skipKey(_ bytes: Span<UInt8>) -> Bool {
    let first = next(bytes)
    guard first == UInt8(ascii: "\"") else { return first == 0 ? false : odd() }
    guard let text = string(bytes) else { return false }
    guard keys.insert(text, of: bytes) else { return odd() }
    return colon(bytes)
  }

  /// Notes a key of the object that `openKeys` began; false when it was there.
  mutating func insertKey(_ text: Range<Int>, of bytes: Span<UInt8>) -> Bool {
    keys.insert(text, of: bytes) ? true : odd()
  }
  mutating func openKeys() { keys.open() }
  mutating func closeKeys() { keys.close() }

  @inline(__always)
  mutating func colon(_ bytes: Span<UInt8>) -> Bool {
    let byte = next(bytes)
    guard byte == UInt8(ascii: ":") else { return byte == 0 ? false : odd() }
    at &+= 1
    return true
  }

  /// Takes `true`, `false` or `null`, given as a word.
  @inline(__always)
  mutating func literal(_ bytes: Span<UInt8>, _ text: UInt64, _ count: Int) -> Bool {
    let mask: UInt64 = count == 4 ? 0xFFFF_FFFF : 0xFF_FFFF_FFFF
    guard Self.word(bytes, at) & mask == text else { return odd() }
    at &+= count
    return endOfScalar(bytes)
  }

  /// Only white space, a comma or a bracket may stand behind a number or a literal.
  @inline(__always)
  private mutating func endOfScalar(_ bytes: Span<UInt8>) -> Bool {
    switch bytes[at] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09:
      return true
    default: return odd()
    }
  }

  private mutating func digits(_ bytes: Span<UInt8>) -> Bool {
    let start = at
    while at < limit, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at &+= 1 }
    if at >= limit { return false }
    return at > start ? true : odd()
  }

  private mutating func skipNumber(_ bytes: Span<UInt8>) -> Bool {
    if bytes[at] == UInt8(ascii: "-") { at &+= 1 }
    if bytes[at] == UInt8(ascii: "0") { at &+= 1 } else if !digits(bytes) { return false }
    if bytes[at] == UInt8(ascii: ".") {
      at &+= 1
      guard digits(bytes) else { return false }
    }
    if bytes[at] | 0x20 == UInt8(ascii: "e") {
      at &+= 1
      if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at &+= 1 }
      guard digits(bytes) else { return false }
    }
    return endOfScalar(bytes)
  }
}

/// The keys of the objects that are open, to see one that stands twice. Exact, and without an allocation a key.
struct KeyLedger {
  private struct Key {
    let hash: UInt64
    let start: Int32
    let count: Int32
  }

  // An object with more keys is read by somebody else.
  private static let mostKeys = 64

  private var keys: [Key] = []
  private var starts: [Int] = []

  var depth: Int { starts.count }

  mutating func clear() {
    keys.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
  }

  mutating func open() { starts.append(keys.count) }

  mutating func close() {
    guard let start = starts.popLast() else { return }
    keys.removeLast(keys.count &- start)
  }

  mutating func close(to depth: Int) { while starts.count > depth { close() } }

  /// False when the innermost object has the key already, or too many.
  mutating func insert(_ text: Range<Int>, of bytes: Span<UInt8>) -> Bool {
    let start = starts.last ?? 0
    guard keys.count &- start < Self.mostKeys else { return false }
    // The first and the last bytes tell most keys apart; equal ones are compared.
    var hash = ByteScan.word(bytes, text.lowerBound)
    if text.count < 8 {
      hash &= (1 << UInt64(8 &* text.count)) &- 1
    } else {
      hash ^= ByteScan.word(bytes, text.upperBound &- 8) &* 0x9E37_79B9_7F4A_7C15
    }
    for index in start..<keys.count where keys[index].hash == hash {
      if keys[index].count == Int32(truncatingIfNeeded: text.count),
        Self.isSame(bytes, Int(keys[index].start), text)
      {
        return false
      }
    }
    keys.append(
      Key(
        hash: hash, start: Int32(truncatingIfNeeded: text.lowerBound),
        count: Int32(truncatingIfNeeded: text.count)))
    return true
  }

  private static func isSame(_ bytes: Span<UInt8>, _ start: Int, _ text: Range<Int>) -> Bool {
    for offset in 0..<text.count where bytes[start &+ offset] != bytes[text.lowerBound &+ offset] {
      return false
    }
    return true
  }
}
