import Bytes
import Documents
import LogFormats
import Patterns

/// What a text is, by its first 64 KiB: a log, documents, YAML, prose.
enum TextSniffer {
  enum Shape { case lines, documents, cloud, yaml, prose, html, binary, ownReport }

  /// `heads`: how messages begin, asked for only where lines have no frame.
  static func shape(of head: [UInt8], heads: () -> MessageHeads = { MessageHeads() }) -> Shape {
    if isBinary(head) { return .binary }
    let start = head.prefix(2_048)
    let trimmed = start.drop { $0 <= 32 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    let beginning = String(decoding: trimmed.prefix(400), as: UTF8.self)
    let folded = beginning.lowercased()
    if folded.hasPrefix("<!doctype html") || folded.hasPrefix("<html") || folded.hasPrefix("<head")
      || folded.hasPrefix("<?xml")
    {
      return .html
    }
    if isOwnReport(beginning, head) { return .ownReport }
    if isCloudDocument(head) { return .cloud }
    let counts = count(head, heads)
    if counts.documentStarts > 0, counts.firstIsDocument { return .documents }
    // Before the others: YAML may hold JSON in an annotation and sentences in messages.
    if counts.logLines == 0, KubernetesYAML.isOne(bytes: head) { return .yaml }
    if counts.documentStarts > counts.logLines { return .documents }
    // `--query 'Subnets[].AvailableIpAddressCount'` saved as text: numbers, perhaps below the command.
    if counts.numbers > 0, counts.logLines == 0, counts.lines - counts.numbers <= 2 { return .documents }
    if counts.isProse { return .prose }
    return .lines
  }

  /// A report of this program in text or Markdown: its name and version first, or the walk it shows further down,
  /// below a prompt or the frame of a ticket. JSON reports are documents nobody knows.
  private static func isOwnReport(_ beginning: String, _ head: [UInt8]) -> Bool {
    let line = beginning.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
    if line.hasPrefix("ipamtriage "), let next = line.dropFirst(11).first,
      next.isNumber || line.hasPrefix("ipamtriage report")
    {
      return true
    }
    // The tables for spreadsheets, of a report and of a fleet.
    if line.hasPrefix("record,id,name,node,subnet,from,to,") { return true }
    if line.hasPrefix("node,status,cause,state,") { return true }
    return findBytes("The walk", in: head.span) != nil
      && findBytes("0 path to an address", in: head.span) != nil
  }

  private static func isBinary(_ head: [UInt8]) -> Bool {
    var odd = 0
    var nul = 0
    for byte in head {
      if byte == 0 { nul += 1 } else if byte < 7 || (14...26).contains(byte) || byte == 127 { odd += 1 }
    }
    // NUL blocks are no reason: text follows those of a crash, and those of a log truncated while its writer kept
    // its place.
    if nul == head.count { return false }
    let text = head.count - nul
    return odd * 20 > max(1, text) || (nul * 10 > head.count && odd * 100 > text)
  }

  /// An answer of CloudWatch Logs, whole, on one line or many.
  private static func isCloudDocument(_ head: [UInt8]) -> Bool {
    let text = head.span.extracting(0..<min(head.count, 16_384))
    func skipBlanks(_ start: Int) -> Int {
      var index = start
      while index < text.count, text[index] == 32 || (9...13).contains(text[index]) { index += 1 }
      return index
    }
    let start = skipBlanks(0)
    guard start < text.count, text[start] == UInt8(ascii: "{") else { return false }
    func has(_ key: StaticString) -> Bool { findBytes(key, in: text) != nil }
    if has("\"message\""), has("\"timestamp\""),
      hasText("\"events\"", in: text, at: skipBlanks(start + 1)) || has("\"searchedLogStreams\"")
    {
      return true
    }
    return has("@message") && has("\"results\"") && has("\"field\"")
  }

  struct Counts {
    var lines = 0
    var logLines = 0
    var documentStarts = 0
    var firstIsDocument = false
    var sentences = 0
    var numbers = 0
    var headings = 0
    /// Events, and messages without a frame.
    var messages = 0
    /// `we`, `our`, and `you`, `your`, in sentences.
    var ownWords = 0
    var readersWords = 0
    /// Headings of the forms that trackers give out, and mentions.
    var formMarks = 0

    /// Sentences and nothing a program printed, or a lesson.
    ///
    /// A ticket is not prose, however much it tells: its records are evidence, its sentences are not.
    var isProse: Bool {
      guard sentences >= 2, sentences + headings >= 3 else { return false }
      return (logLines == 0 && messages == 0) || isLesson
    }

    /// An article or a runbook: it has chapters, or goes on and on, and tells its reader, not of its writer's
    /// cluster. The records in it are examples.
    private var isLesson: Bool {
      guard formMarks < 2, readersWords > ownWords else { return false }
      return headings > 0 ? sentences > logLines : sentences >= 12 && sentences > 4 * logLines
    }
  }

  private static func count(_ head: [UInt8], _ heads: () -> MessageHeads) -> Counts {
    var counts = Counts()
    var decoder = LineDecoder(year: nil, zoneOffsetSeconds: 0)
    var splitter = LineSplitter(maxLine: 16_384)
    let bytes = head.span
    let mostLines = mostLines(in: head)
    var isDecided = false
    func look(_ line: Span<UInt8>, _ place: Line) {
      if isDecided { return }
      defer {
        // The lines that are left could not outweigh these, whatever they are.
        let most = max(counts.documentStarts, counts.sentences)
        if let mostLines, counts.logLines > 0, counts.logLines >= most + mostLines - place.number {
          isDecided = true
        }
      }
      var first = 0
      while first < line.count, line[first] == 32 || line[first] == 9 { first += 1 }
      guard first < line.count else { return }
      counts.lines += 1
      var isLog = false
      decoder.decode(line, number: place.number, byte: place.byte) { record, _, _ in
        if record.time != nil || record.level != nil || record.writer != .unknown { isLog = true }
      }
      // A record that may go on in the next line is held back, and is a log all the same; so is `{` of a document.
      if isLog || (decoder.isHolding && looksCut(line)) {
        counts.logLines += 1
        return
      }
      let byte = line[first]
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        // Only an opening at the left edge starts a document; inner lines of a cut one do not.
        var rest: [UInt8] = []
        for index in place.byte + first..<min(bytes.count, place.byte + first + 4_096) where index >= 0 {
          rest.append(bytes[index])
        }
        if DocumentReader.startsDocument(rest) {
          if counts.lines == 1 { counts.firstIsDocument = true }
          counts.documentStarts += 1
        }
        return
      }
      let text = String(decoding: (first..<line.count).map { line[$0] }, as: UTF8.self)
      if text.hasPrefix("# HELP") || text.hasPrefix("# TYPE") {
        counts.logLines += 1
        return
      }
      if text.allSatisfy({ $0.isNumber || $0.isWhitespace }), !text.contains("\t") { counts.numbers += 1 }
      counts.add(text, heads)
    }
    splitter.feed(bytes, look)
    splitter.finish(look)
    decoder.finish { _, _, _ in }
    return counts
  }

  /// How many lines a text has at most; nil when NUL bytes may cut it further.
  private static func mostLines(in head: [UInt8]) -> Int? {
    var ends = 0
    for byte in head {
      if byte == 0 { return nil }
      if byte == 10 { ends += 1 }
    }
    return ends + 1
  }

  /// A log record without its end on this line: it has a level or a message.
  private static func looksCut(_ line: Span<UInt8>) -> Bool {
    let text = line.extracting(0..<min(line.count, 512))
    let marks: [StaticString] = [
      "\"level\"", "\"msg\"", "\"log\":", "[DEBUG]", "[INFO]", "[WARN]", "[ERROR]", "panic:",
    ]
    for mark in marks where findBytes(mark, in: text) != nil { return true }
    return false
  }

  /// A line someone wrote for people, or one line of it where prose is wrapped: eight words, three of them small,
  /// and none of the marks that programs leave.
  static func isSentence(_ text: String) -> Bool {
    for mark in [
      "rpc error:", "level=", "plugin type=", "add cmd:", "request id:", "RequestID:", "status code:",
      "eni-0", "%!",
    ]
    where text.contains(mark) { return false }
    let words = text.lowercased().split { $0 == " " || $0 == "," || $0 == "." || $0 == ":" || $0 == "\"" }
    guard words.count >= 8, words.count <= 200 else { return false }
    let small = words.filter { FramelessLine.smallWords.contains(String($0)) }.count
    return small >= 4
      || (small == 3 && text.last(where: { !$0.isWhitespace }).map { ".!?".contains($0) } == true)
  }
}

extension TextSniffer.Counts {
  /// Counts a line that is no record and no document.
  fileprivate mutating func add(_ text: String, _ heads: () -> MessageHeads) {
    let isHeading = text.hasPrefix("# ") || text.hasPrefix("## ") || text.hasPrefix("### ")
    if isHeading || text.hasPrefix("```") { headings += 1 }
    let folded = text.lowercased()
    if isHeading || text.hasPrefix("**") || text.hasPrefix("@") {
      let title = folded.drop { "#* ".contains($0) }
      if text.hasPrefix("@") || Self.formHeadings.contains(where: title.hasPrefix) { formMarks += 1 }
      return
    }
    if text.contains("Warning") || text.contains("Normal"), TextDocuments.classifyLine(text) == .events {
      messages += 1
      return
    }
    let bytes = Array(text.utf8)
    if FramelessLine(bytes.span, heads: heads()).isSurelyPrinted {
      messages += 1
      return
    }
    guard TextSniffer.isSentence(text) else { return }
    sentences += 1
    for word in folded.split(whereSeparator: { !$0.isLetter && $0 != "'" && $0 != "\u{2019}" }) {
      if FramelessLine.firstPerson.contains(String(word).replacing("\u{2019}", with: "'")) { ownWords += 1 }
      if word == "you" || word == "your" || word == "yours" { readersWords += 1 }
    }
  }

  private static let formHeadings = [
    "what happened", "what you expected", "expected behav", "actual behav", "how to reproduce",
    "steps to reproduce", "to reproduce", "attach logs", "describe the bug", "additional context",
    "anything else we need", "environment", "current behav",
  ]
}
