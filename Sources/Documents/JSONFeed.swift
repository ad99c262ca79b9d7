/// Bytes of a stream, one chunk in memory, with the place of the next byte.
///
/// The refill closure gets the chunk buffer (128 KiB long the first time), puts bytes at its front and returns how
/// many of its first bytes count; 0 is the end of the input. It may make the buffer longer or shorter.
package struct JSONFeed {
  package typealias Refill = (inout [UInt8]) -> Int
  static let chunkSize = 131_072

  private let refill: Refill
  private var spare: [UInt8] = []
  private(set) var buffer: [UInt8] = []
  private(set) var head = 0
  private(set) var tail = 0
  private var isOver = false
  /// Bytes of the stream before `buffer[0]`.
  private var base = 0
  /// Line of the next byte, from 1.
  private(set) var line = 1
  private var lineStart = 0

  // The bytes since the mark: those of chunks that are gone, and where the others start in the buffer.
  private var marked: [UInt8] = []
  private var markStart: Int?
  static let markLimit = 1_048_576

  package init(refill: @escaping Refill) { self.refill = refill }

  /// Bytes consumed so far: the place of the next byte.
  var byte: Int { base &+ head }
  var column: Int { byte &- lineStart &+ 1 }
  var isAtLineStart: Bool { byte == lineStart }

  /// The next byte without taking it; nil at the end of the input.
  mutating func peek() -> UInt8? {
    if head < tail { return buffer[head] }
    return load() ? buffer[head] : nil
  }

  /// Takes the byte that `peek` returned.
  mutating func take() {
    guard head < tail else { return }
    if buffer[head] == 0x0A {
      line &+= 1
      lineStart = base &+ head &+ 1
    }
    head &+= 1
  }

  /// Takes bytes up to `index` of the buffer with `lineEnds` line ends among them, the last one before `start`.
  mutating func take(upTo index: Int, lineEnds: Int, lastBefore start: Int) {
    if lineEnds > 0 {
      line &+= lineEnds
      lineStart = base &+ start
    }
    head = min(index, tail)
  }

  /// A mark at `index` of the buffer, which is taken already.
  mutating func mark(at index: Int) {
    marked.removeAll(keepingCapacity: true)
    markStart = index
  }

  /// Takes bytes up to `index` of the buffer; none of them may be a line end.
  mutating func take(upTo index: Int) { head = min(index, tail) }

  /// Blanks, tabs and line ends, and what Windows and browsers leave in front: a byte order mark.
  mutating func skipWhitespace() {
    repeat {
      var index = head
      while index < tail {
        let byte = buffer[index]
        if byte == 0x0A {
          line &+= 1
          lineStart = base &+ index &+ 1
          // The indent of the next line, eight blanks at a time.
          while index &+ 9 <= tail, ByteScan.word(buffer.span, index &+ 1) == 0x2020_2020_2020_2020 {
            index &+= 8
          }
        } else if byte != 0x20, byte != 0x09, byte != 0x0D {
          break
        }
        index &+= 1
      }
      head = index
      if head < tail {
        guard byte == 0, buffer[head] == 0xEF, starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        head &+= 3
      }
    } while head < tail || load()
  }

  /// Makes sure that `count` bytes are in the buffer, unless the input is over before; returns how many are.
  mutating func ensure(_ count: Int) -> Int {
    while tail &- head < count, !isOver {
      if head > 0 {
        saveMarked(upTo: head)
        buffer.removeSubrange(0..<head)
        base &+= head
        tail &-= head
        head = 0
      }
      buffer.removeLast(buffer.count &- tail)
      let loaded = loadSpare()
      buffer.append(contentsOf: spare.prefix(loaded))
      tail = buffer.count
    }
    return tail &- head
  }

  /// Whether the next bytes are these; takes nothing.
  mutating func starts(with text: [UInt8]) -> Bool {
    guard ensure(text.count) >= text.count else { return false }
    for index in text.indices where buffer[head &+ index] != text[index] { return false }
    return true
  }

  private mutating func load() -> Bool {
    guard !isOver else { return false }
    saveMarked(upTo: tail)
    base &+= tail
    head = 0
    if buffer.count < Self.chunkSize { buffer = [UInt8](repeating: 0, count: Self.chunkSize) }
    tail = min(max(refill(&buffer), 0), buffer.count)
    isOver = tail == 0
    return !isOver
  }

  private mutating func loadSpare() -> Int {
    if spare.count < Self.chunkSize { spare = [UInt8](repeating: 0, count: Self.chunkSize) }
    let loaded = min(max(refill(&spare), 0), spare.count)
    isOver = loaded == 0
    return loaded
  }

  // MARK: Looking back

  /// Remembers the bytes from `count` before the next one on, at most 1 MiB of them.
  mutating func mark(back count: Int) {
    marked.removeAll(keepingCapacity: true)
    markStart = max(head &- count, 0)
  }

  mutating func unmark() {
    marked.removeAll(keepingCapacity: true)
    markStart = nil
  }

  /// What was taken since the mark.
  func sinceMark() -> [UInt8] {
    guard let start = markStart, start <= head else { return marked }
    return marked + buffer[start..<head].prefix(Self.markLimit &- marked.count)
  }

  private mutating func saveMarked(upTo end: Int) {
    guard let start = markStart else { return }
    if start < end {
      marked.append(contentsOf: buffer[start..<end].prefix(Self.markLimit &- marked.count))
    }
    markStart = 0
  }
}
