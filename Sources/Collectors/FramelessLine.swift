import Bytes
import Patterns

/// A line without a frame: no record, no row of a table, nothing but text. Tells what a program printed from what
/// somebody wrote about it.
///
///     Failed to CreateNetworkInterface UnauthorizedOperation: You are not authorized …     a message, copied
///     In ipamd.log: `Failed to CreateNetworkInterface UnauthorizedOperation: …`            the same behind a label
///     there is no UnauthorizedOperation in the logs                                        somebody's words
///     $ grep -c UnauthorizedOperation ipamd.log                                            a command
///
/// A program's text begins like one (`MessageHeads`, or an answer of AWS, gRPC, the container runtime), or has at
/// least nothing of speech in it. At most 4 KiB are looked at.
struct FramelessLine {
  let text: [UInt8]
  /// ASCII in lower case.
  let folded: [UInt8]
  private let count: Int
  private let heads: MessageHeads
  /// A part of it is known word by word.
  private let isKnown: Bool
  private static let most = 4_096

  init(_ line: Span<UInt8>, heads: MessageHeads, isKnown: Bool = false) {
    self.isKnown = isKnown
    text = copyBytes(line.extracting(0..<min(line.count, Self.most)))
    folded = text.map { $0 &- 65 < 26 ? $0 | 0x20 : $0 }
    count = line.count
    self.heads = heads
  }

  /// The part that a program printed; nil when all of it is somebody's words.
  var printed: Range<Int>? {
    guard let start = endOfMarks, start < text.count else { return nil }
    if isQuestion || isMention(at: start) || isCommand(at: start) || isTitle(at: start) || isQuery {
      return nil
    }
    // An object, broken or of no format.
    if text[start] == UInt8(ascii: "{") { return 0..<count }
    if begins(at: start) { return messageAlone(from: start) }
    if isKnown || !isSpoken(start..<text.count) { return 0..<count }
    return messageBehindLabel(from: start)
  }

  /// A message of a known beginning stands here, by itself or behind a label.
  var isSurelyPrinted: Bool {
    guard let start = endOfMarks, let printed else { return false }
    return begins(at: printed.lowerBound == 0 ? start : printed.lowerBound)
  }

  func begins(at start: Int) -> Bool { heads.begin(text.span, at: start) || isAnswer(at: start) }

  // MARK: what only people write

  /// The index after quote marks, bullets and back-ticks; nil for a ticked box or a heading.
  var endOfMarks: Int? {
    var index = 0
    while index < text.count {
      let byte = text[index]
      let next = index + 1 < text.count ? text[index + 1] : 32
      if byte == UInt8(ascii: "["), index + 2 < text.count, text[index + 2] == UInt8(ascii: "]"),
        next == 32 || next | 0x20 == UInt8(ascii: "x")
      {
        return nil
      }
      if byte == UInt8(ascii: "#") {
        let end = text[index...].firstIndex { $0 != UInt8(ascii: "#") } ?? text.count
        return end == text.count || text[end] == 32 ? nil : index
      }
      if byte == UInt8(ascii: "*"), next == UInt8(ascii: "*"), isBoldHeading(from: index) { return nil }
      if Self.marks.contains(byte) || byte <= 32 {
        index += 1
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), next <= 32 {
        index += 1
      } else if let end = endOfListNumber(at: index) {
        index = end
      } else if text[index...].starts(with: [0xE2, 0x80, 0xA2]) {
        index += 3
      } else {
        return index
      }
    }
    return index
  }

  private static let marks: Set<UInt8> = Set(">|`\"'*_".utf8)

  private func endOfListNumber(at start: Int) -> Int? {
    var index = start
    while index < text.count, index - start < 3, isDigit(text[index]) { index += 1 }
    guard index > start, index + 1 < text.count, text[index + 1] == 32,
      text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: ")")
    else { return nil }
    return index + 1
  }

  /// `**What happened**:`
  private func isBoldHeading(from start: Int) -> Bool {
    let line = text[start...].reversed().drop { $0 <= 32 || $0 == UInt8(ascii: ":") }
    return line.starts(with: "**".utf8) && line.count > 4
  }

  private var isQuestion: Bool {
    guard count <= Self.most else { return false }
    let end = text.last { $0 > 32 && !Self.marks.contains($0) && $0 != UInt8(ascii: ")") }
    return end == UInt8(ascii: "?")
  }

  /// `@ann: …`
  private func isMention(at start: Int) -> Bool {
    text[start] == UInt8(ascii: "@") && start + 1 < text.count && folded[start + 1] &- 97 < 26
  }

  /// Of Prometheus or of Logs Insights: what is asked for, not what was found.
  private var isQuery: Bool {
    ["rate(", "increase(", "filter @message", "@message like"].contains {
      folded.firstRange(of: $0.utf8) != nil
    }
  }

  private func isTitle(at start: Int) -> Bool {
    Self.titles.contains { folded[start...].starts(with: $0.utf8) }
  }
  private static let titles = ["title:", "subject:", "summary:", "re:", "fwd:", "fw:"]

  /// `$ grep …`, `[root@ip-10-0-1-23 ~]# …`, or a command without its prompt.
  private func isCommand(at start: Int) -> Bool {
    if text[start] == UInt8(ascii: "$") || text[start] == UInt8(ascii: "%") {
      return start + 1 < text.count && text[start + 1] == 32
    }
    let line = String(decoding: text[start..<min(text.count, start + 160)], as: UTF8.self)
    let words = line.split(separator: " ", maxSplits: 3)
    guard let first = words.first, words.count > 1 else { return false }
    if Self.commands.contains(first) { return true }
    // A prompt with a name in it, of one word or two.
    return first.contains("@")
      && words.prefix(2).contains { $0.hasSuffix("$") || $0.hasSuffix("#") || $0.hasSuffix("%") }
  }
  private static let commands: Set<Substring> = [
    "kubectl", "k", "oc", "aws", "eksctl", "helm", "sudo", "grep", "egrep", "fgrep", "zgrep", "zcat", "rg",
    "awk",
    "sed", "cat", "tail", "head", "journalctl", "curl", "docker", "crictl", "nerdctl", "ssh", "bash-4.2#",
    "sh-4.2$", "sh-4.2#", "sh-5.2$", "jq",
  ]

  // MARK: speech

  /// True when what stands around an answer has something of speech in it.
  private func isSpoken(_ range: Range<Int>) -> Bool {
    let answer = firstAnswer(in: range)
    let around = words(range.lowerBound..<(answer ?? range.upperBound))
    if Self.hasSpeech(around) || Self.denies(around) || Self.isSentence(around) {
      return true
    }
    guard let answer else { return false }
    if let last = around.last {
      // `excluded: …`, `the fix for …`
      if Self.takesBack.contains(last) || isQuoteInSentence(answer) { return true }
      let before = text[..<answer].last { $0 > 32 && !Self.marks.contains($0) }
      if before.map({ ($0 | 0x20) &- 97 < 26 }) == true, Self.smallWords.contains(last),
        around.suffix(2) != ["due", "to"]
      {
        return true
      }
    }
    return words(answer..<range.upperBound).contains(where: Self.firstPerson.contains)
  }

  static func hasSpeech(_ words: [String]) -> Bool {
    words.contains { firstPerson.contains($0) || speech.contains($0) }
      || words.contains {
        $0.contains("/issues/") || ($0.hasPrefix("#") && $0.dropFirst().allSatisfy(\.isNumber))
      }
  }

  /// `not seen`, `no sign of`, and not `not found`, `no such host`, which programs say.
  static func denies(_ words: some RandomAccessCollection<String>) -> Bool {
    for (word, next) in zip(words, words.dropFirst().map(Optional.some) + [nil]) where denials.contains(word)
    {
      guard let next, programDenials.contains(next) else { return true }
    }
    return false
  }

  /// `… "the answer" but it went away`
  private func isQuoteInSentence(_ answer: Int) -> Bool {
    guard let end = endOfQuote(from: answer) else { return false }
    let rest = words(end..<text.count)
    return rest.count >= 3 && rest.contains(where: Self.smallWords.contains)
  }

  /// Eight words, four of them small, and not one again and again.
  static func isSentence(_ words: [String]) -> Bool {
    guard words.count >= 8, words.count <= 200 else { return false }
    let small = words.filter(smallWords.contains)
    return small.count >= 4 && Set(small).count >= 3
  }

  func words(_ range: Range<Int>) -> [String] {
    folded[range].split { $0 <= 32 || ",;:()\"`*|".utf8.contains($0) }.prefix(256).map { word in
      let bare =
        word.last.map { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "!") } == true
        ? word.dropLast() : word
      return String(decoding: bare, as: UTF8.self).replacing("\u{2019}", with: "'")
    }
  }

  // MARK: messages inside

  /// A message from its first word to its end: the closing mark of a quote, or a sentence of somebody's behind it.
  private func messageAlone(from start: Int) -> Range<Int>? {
    guard let end = endOfQuote(from: start) else {
      let cut = startOfRemark(after: start) ?? count
      return (cut == count ? 0 : start)..<cut
    }
    let rest = words(end..<text.count)
    if Self.hasSpeech(rest) || Self.denies(rest) || rest.contains(where: Self.doubts.contains) { return nil }
    return start..<end
  }

  /// `In ipamd.log: …`, `The event says "…"`: a short label that asserts, and a message that ends the line.
  private func messageBehindLabel(from start: Int) -> Range<Int>? {
    var index = start + 1
    while index < min(text.count, start + 200) {
      defer { index += 1 }
      let isOpening = text[index - 1] <= 32 && "\"`'".utf8.contains(text[index])
      guard isOpening || (text[index] == UInt8(ascii: " ") && text[index - 1] == UInt8(ascii: ":")) else {
        continue
      }
      var place = index
      while place < text.count, text[place] <= 32 || Self.marks.contains(text[place]) { place += 1 }
      // Behind a code it is the text of that code that begins.
      guard place < text.count, endsCode(at: index) ? isAnswer(at: place) : begins(at: place) else {
        continue
      }
      let label = words(start..<index)
      if label.count > 10 || Self.denies(label) || label.contains(where: Self.doubts.contains) { return nil }
      if label.last.map(Self.takesBack.contains) == true { return nil }
      // `look for …`, not `looks like this: …`
      if label.contains("for"), label.contains(where: { $0.hasPrefix("look") }) { return nil }
      if let end = endOfQuote(from: place) { return words(end..<text.count).isEmpty ? place..<end : nil }
      let end = startOfRemark(after: place) ?? count
      let said = words(place..<min(end, text.count))
      return said.contains(where: Self.firstPerson.contains) || Self.denies(said.suffix(4))
        ? nil : place..<end
    }
    return nil
  }

  /// `Code:` ends before `index`.
  private func endsCode(at index: Int) -> Bool {
    let start = text[..<index].lastIndex { $0 <= 32 || "\"`'(".utf8.contains($0) }.map { $0 + 1 } ?? 0
    return endOfCode(at: start) == index - 1
  }

  /// Where the quote ends whose opening mark stands just before `start`; nil without one, or when it is not closed.
  private func endOfQuote(from start: Int) -> Int? {
    guard start > 0, "\"`'".utf8.contains(text[start - 1]), count <= Self.most else { return nil }
    let mark = text[start - 1]
    return text[start...].lastIndex(of: mark)
  }

  /// `…: The maximum has been reached. We asked for more.`
  private func startOfRemark(after start: Int) -> Int? {
    for index in start..<max(text.count - 2, start) where text[index + 1] == 32 {
      guard ".;!".utf8.contains(text[index]) else { continue }
      let next = words(index + 1..<min(text.count, index + 48)).prefix(4)
      if next.dropLast().contains(where: Self.firstPerson.contains) { return index + 1 }
    }
    return nil
  }

  // MARK: answers

  /// The first place inside where an answer begins; nil when none does.
  private func firstAnswer(in range: Range<Int>) -> Int? {
    var isStart = true
    for index in range {
      if isStart, text[index] > 32, isAnswer(at: index) { return index }
      isStart = text[index] <= 32 || "\"`'(".utf8.contains(text[index])
    }
    return nil
  }

  private func isAnswer(at start: Int) -> Bool {
    Self.openings.contains { folded[start...].starts(with: $0.utf8) } || isCodeWithText(at: start)
  }

  private static let openings = [
    "operation error ", "api error ", "rpc error:", "add cmd:", "del cmd:", "add command:", "failed (add)",
    "failed (delete)", "plugin type=", "networkplugin cni failed", "an error occurred (", "requesterror:",
    "requestcanceled:", "initialization failure:", "caused by:", "get \"http", "post \"http", "put \"http",
    "dial tcp", "dial unix", "panic:",
    "(combined from similar events)", "failed create pod sandbox", "failed to create pod sandbox",
  ]

  /// `Code: What EC2 says.`
  private func isCodeWithText(at start: Int) -> Bool {
    guard let end = endOfCode(at: start), end < text.count, text[end] == UInt8(ascii: ":") else {
      return false
    }
    return isText(at: end + 1, isKnown: true)
  }

  /// The text of an answer: a capital or a quote, two words, and no `none`, `not seen`, `0` in its place. `isKnown`
  /// asks for more: words that EC2 has said before, or the number of a request. Anyone can explain a code.
  func isText(at start: Int, isKnown: Bool) -> Bool {
    var index = start
    while index < text.count, text[index] <= 32 { index += 1 }
    guard index < text.count, index > start else { return false }
    let said = words(index..<min(text.count, index + 160))
    guard let first = said.first, said.count >= 2 else { return false }
    if Self.denials.contains(first), Self.ofSearches.contains(said[1]) { return false }
    if heads.begin(text.span, at: index) { return true }
    if isKnown, !folded[index...].starts(with: "rate exceeded".utf8), !said.contains(where: Self.isID),
      !["request id", "requestid", "status code"].contains(where: {
        folded[index...].firstRange(of: $0.utf8) != nil
      })
    {
      return false
    }
    guard text[index] &- 65 < 26 || "'\"".utf8.contains(text[index]) else { return false }
    return !Self.denials.contains(first) && !Self.speech.contains(first) && !Self.firstPerson.contains(first)
  }

  /// `'sg-0123456789abcdef0'`
  private static func isID(_ word: String) -> Bool {
    let bare = word.filter { $0 != "'" }
    guard let dash = bare.firstIndex(of: "-"), ["sg", "subnet", "eni", "i", "vpc"].contains(bare[..<dash])
    else {
      return false
    }
    let number = bare[bare.index(after: dash)...]
    return number.count >= 8 && number.allSatisfy(\.isHexDigit)
  }

  /// Behind `UnauthorizedOperation` or `Client.InvalidGroup.NotFound`; nil when no word of two humps stands there.
  func endOfCode(at start: Int) -> Int? {
    var index = start
    var humps = 0
    var wasSmall = true
    while index < text.count, index - start < 80 {
      let byte = text[index]
      if byte &- 65 < 26 {
        if wasSmall { humps += 1 }
        wasSmall = false
      } else if byte &- 97 < 26 || isDigit(byte) {
        wasSmall = true
      } else if byte != UInt8(ascii: ".") || index + 1 >= text.count || text[index + 1] &- 65 >= 26 {
        break
      }
      index += 1
    }
    guard start < text.count, text[start] &- 65 < 26, index - start >= 8 else { return nil }
    return humps >= 2 || text[start..<index].elementsEqual("Throttling".utf8) ? index : nil
  }
}
