import Bytes

extension LineDecoder {
  /// One or more objects from `start` on, where a brace stands. False when the first is of no format.
  mutating func readObjects(
    _ text: Span<UInt8>, from start: Int, _ envelope: Envelope, _ step: Step,
    _ emit: (LogRecord, Int, Int) -> Void
  ) -> Bool {
    var position = start
    var isFound = false
    while let brace = nextObject(text, from: position, isFirst: !isFound) {
      let object = ObjectScan(text, membersFrom: brace &+ 1)
      let opened = object.known > 0 ? open(object, text, envelope, step) : nil
      if !object.isClosed, step.mayHold, mayGoOn(object, opened, text.count &- brace) {
        hold(text.extracting(brace..<text.count), endsInString: object.endsInString, envelope, step, emit)
        isRecognised = true
        return true
      }
      if let opened {
        handle(opened, text.extracting(brace..<text.count), shifted: brace, text, envelope, step, emit)
        isFound = true
      } else if !isFound {
        return false
      }
      guard object.isClosed, object.end > position else { break }
      position = object.end
    }
    return isFound
  }

  /// `opened` was made from the whole text, so its ranges count from there; a document is read from its brace.
  private mutating func handle(
    _ opened: Opened, _ rest: Span<UInt8>, shifted: Int, _ text: Span<UInt8>, _ envelope: Envelope,
    _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) {
    if case .document = opened {
      handle(opened, rest, envelope, step, emit)
    } else {
      handle(opened, text, envelope, step, emit)
    }
  }

  private mutating func open(
    _ object: ObjectScan, _ text: Span<UInt8>, _ envelope: Envelope, _ step: Step
  ) -> Opened? {
    for format in Registry.objects {
      guard let opened = format.open(object, of: text, in: envelope, &context) else { continue }
      if case .record = opened { return opened }
      return step.depth < Self.maxDepth ? opened : nil
    }
    return nil
  }

  /// True when the rest of the object may stand on the next lines: a record cut in its text, or a pretty print.
  private func mayGoOn(_ object: ObjectScan, _ opened: Opened?, _ length: Int) -> Bool {
    guard length < Self.maxHeldBytes else { return false }
    if case .record = opened { return true }
    // A break inside a key leaves nothing that opens yet.
    return opened == nil && (object.known > 0 || length <= 2)
  }

  /// The next brace that a member follows. Between two objects on a line anything may stand.
  private func nextObject(_ text: Span<UInt8>, from start: Int, isFirst: Bool) -> Int? {
    if isFirst { return byte(text, start) == UInt8(ascii: "{") ? start : nil }
    var index = start
    while let brace = firstIndex(of: UInt8(ascii: "{"), in: text, from: index) {
      if byte(text, brace &+ 1) == UInt8(ascii: "\"") { return brace }
      index = brace &+ 1
    }
    return nil
  }

  /// A record inside what people paste: line numbers, quote marks, back-ticks, a lost brace, escapes left over.
  mutating func readPasted(
    _ text: Span<UInt8>, _ envelope: Envelope, _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) -> Bool {
    let start = endOfJunk(text)
    if start > 0, start < text.count, step.depth < Self.maxDepth {
      let rest = text.extracting(start..<text.count)
      if startsRecord(rest) {
        read(rest, envelope, step.inner, emit)
        return true
      }
    }
    if step.depth < Self.maxDepth, let straight = straightened(text) {
      return readPasted(straight.span, envelope, step.inner, emit)
        || readPlainObjects(straight, envelope, step, emit)
    }
    guard let key = firstRange(of: "msg", in: text) ?? firstRange(of: "\"level", in: text) else {
      return false
    }
    let brace = recordBrace(text, envelope, step)
    if let head = headlessStart(text), head < brace ?? text.count {
      return readHeadless(text, from: head, envelope, step, emit)
    }
    if let brace {
      if isSentence(text, upTo: brace) { return false }
      return readObjects(text, from: brace, envelope, step, emit)
    }
    // `\"msg\":`: the whole line was a string of something; undo as many levels as there are.
    if byte(text, key.upperBound) == UInt8(ascii: "\\"), step.depth < Self.maxDepth {
      let plain = unescapeJSON(text)
      guard plain.count < text.count else { return false }
      return readPasted(plain.span, envelope, step.inner, emit)
    }
    return false
  }

  private mutating func readPlainObjects(
    _ text: [UInt8], _ envelope: Envelope, _ step: Step, _ emit: (LogRecord, Int, Int) -> Void
  ) -> Bool {
    readObjects(text.span, from: 0, envelope, step.inner, emit)
  }

  /// An object whose quotes a chat program made curly, or a web page wrote as `&quot;`, with straight ones; nil when
  /// there is nothing to do.
  private func straightened(_ text: Span<UInt8>) -> [UInt8]? {
    guard firstIndex(of: UInt8(ascii: "{"), in: text) != nil else { return nil }
    let isOfPage = firstRange(of: "{&quot;", in: text) != nil || firstRange(of: "{&#34;", in: text) != nil
    guard
      isOfPage || firstRange(of: "\u{201C}", in: text) != nil || firstRange(of: "\u{201D}", in: text) != nil
    else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if isOfPage, text[index] == UInt8(ascii: "&"), let entity = Self.entity(in: text, at: index) {
        result.append(entity.byte)
        index &+= entity.length
        continue
      }
      let isCurly =
        text[index] == 0xE2 && byte(text, index &+ 1) == 0x80
        && (byte(text, index &+ 2) == 0x9C || byte(text, index &+ 2) == 0x9D)
      result.append(isCurly ? UInt8(ascii: "\"") : text[index])
      index &+= isCurly ? 3 : 1
    }
    return result
  }

  private static func entity(in text: Span<UInt8>, at start: Int) -> (byte: UInt8, length: Int)? {
    for (name, byte) in entities where hasBytes(name, in: text, at: start) {
      return (byte, name.utf8CodeUnitCount)
    }
    return nil
  }

  private static let entities: [(StaticString, UInt8)] = [
    ("&quot;", UInt8(ascii: "\"")), ("&#34;", UInt8(ascii: "\"")), ("&#39;", UInt8(ascii: "'")),
    ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
  ]

  /// The index after marks that carry no meaning: `> `, back-ticks, ` 12`, `- `, `| `, `12: `.
  private func endOfJunk(_ text: Span<UInt8>) -> Int {
    var index = 0
    while let next = byte(text, index), index < 24 {
      if startsRecord(text.extracting(index..<text.count)) { return index }
      let isMark =
        next <= 0x20 || isDigit(next) || next == UInt8(ascii: ">") || next == UInt8(ascii: "`")
        || next == UInt8(ascii: "|") || next == UInt8(ascii: "-") || next == UInt8(ascii: ":")
        || next == UInt8(ascii: "*") || next == UInt8(ascii: "'") || next == UInt8(ascii: "\"")
        || next == UInt8(ascii: ".") || next == UInt8(ascii: ")") || next == UInt8(ascii: ",")
        || next == 0xC2 || next == 0xA0 || next == UInt8(ascii: "+") || next == UInt8(ascii: "[")
      guard isMark else { return 0 }
      index &+= 1
    }
    return 0
  }

  /// The first brace that opens an object of a known format. At most 16 are tried: each try may read the whole
  /// line.
  private mutating func recordBrace(_ text: Span<UInt8>, _ envelope: Envelope, _ step: Step) -> Int? {
    var index = 0
    var tries = 0
    while tries < 16, let brace = firstIndex(of: UInt8(ascii: "{"), in: text, from: index) {
      index = brace &+ 1
      guard byte(text, index) == UInt8(ascii: "\"") else { continue }
      tries &+= 1
      let object = ObjectScan(text, membersFrom: index)
      if object.known > 0, open(object, text, envelope, step) != nil { return brace }
    }
    return nil
  }

  /// `Liveness probe failed: {…}`: the object belongs to a sentence, which would lose its meaning without it.
  private func isSentence(_ text: Span<UInt8>, upTo end: Int) -> Bool {
    end >= 2 && text[end &- 1] == UInt8(ascii: " ") && text[end &- 2] == UInt8(ascii: ":")
  }

  /// Where the first whole member stands when the brace, and maybe more, was lost: `"level":"error","ts":…` or
  /// `rror","ts":"…","msg":"…"}`.
  private func headlessStart(_ text: Span<UInt8>) -> Int? {
    let keys: [StaticString] = ["\"level\":", "\"ts\":", "\"caller\":", "\"msg\":"]
    let starts = keys.compactMap { firstRange(of: $0, in: text)?.lowerBound }
    guard let first = starts.min(), first < 64, !isSentence(text, upTo: first) else { return nil }
    return first
  }

  private mutating func readHeadless(
    _ text: Span<UInt8>, from start: Int, _ envelope: Envelope, _ step: Step,
    _ emit: (LogRecord, Int, Int) -> Void
  ) -> Bool {
    let object = ObjectScan(text, membersFrom: start)
    guard object.string(.msg) != nil, let opened = open(object, text, envelope, step) else { return false }
    handle(opened, text, envelope, step, emit)
    if object.isClosed, let next = nextObject(text, from: object.end, isFirst: false) {
      _ = readObjects(text, from: next, envelope, step, emit)
    }
    return true
  }
}
