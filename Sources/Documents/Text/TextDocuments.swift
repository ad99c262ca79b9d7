import Evidence

/// What people paste beside logs: describe output, kubectl tables, events, metrics pages; in any order and mixture.
///
/// Line-driven: `consume` takes each line of a text and says whether it used it. Lines it does not use belong to
/// somebody else (a log reader, patterns). Statements come at the line that completes them; `finish` gives the
/// rest. Times in such texts are ages, relative to a moment nobody wrote down: no event has a time.
package struct TextDocuments {
  private var describe = DescribeText()
  private var metrics = MetricsPage()
  private var environment = EnvironmentLines()
  private var table: KubectlTable?
  private var command: KubectlCommand?
  /// Kinds of text met so far.
  package private(set) var kinds: Set<InputKind> = []
  // An event message of a kubelet has some hundred bytes; longer lines are no kubectl output.
  private static let longestLine = 64 << 10

  package init() {}

  /// True when the line belonged to a table, a description or a metrics page and was used.
  package mutating func consume(_ line: Span<UInt8>, number: Int, byte: Int, emit: StatementSink) -> Bool {
    guard line.count <= Self.longestLine else { return false }
    if !isInside, Self.isSurelyALog(line) { return false }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    for index in line.indices { bytes.append(line[index]) }
    return consume(TextRow(bytes), number: number, byte: byte, emit: emit)
  }

  /// The same for a line that is a `String` already.
  package mutating func consume(_ line: String, number: Int, byte: Int, emit: StatementSink) -> Bool {
    guard line.utf8.count <= Self.longestLine else { return false }
    return consume(TextRow(Array(line.utf8)), number: number, byte: byte, emit: emit)
  }

  /// States what is still open; call once after the last line.
  package mutating func finish(emit: StatementSink) {
    metrics.flush(emit: emit)
    environment.flush(emit: emit)
    describe.finish(emit: emit)
    table = nil
    command = nil
  }

  /// What a line alone looks like; nil for a line that needs its neighbours or is none of ours.
  package static func classifyLine(_ line: String) -> InputKind? {
    var reader = TextDocuments()
    guard reader.consume(line, number: 1, byte: 0, emit: { _, _, _ in }) else { return nil }
    return reader.kinds.first
  }

  private var isInside: Bool { describe.isOpen || table != nil }

  /// Log lines begin with a brace, a date, klog's letter or syslog's month; none of our texts does outside a table.
  private static func isSurelyALog(_ line: Span<UInt8>) -> Bool {
    guard line.count > 20 else { return false }
    func isDigit(_ index: Int) -> Bool { (48...57).contains(line[index]) }
    switch line[0] {
    case UInt8(ascii: "{"): return line[1] == UInt8(ascii: "\"")
    case 48...57: return line[4] == UInt8(ascii: "-") && line[7] == UInt8(ascii: "-")
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      // `I0502 09:14:21.105` and `May  2 09:14:21 host`.
      if isDigit(1), isDigit(2), isDigit(3), isDigit(4), line[5] == 32, line[8] == UInt8(ascii: ":") {
        return true
      }
      return line[3] == 32 && line[6] == 32 && line[9] == UInt8(ascii: ":") && line[12] == UInt8(ascii: ":")
    default: return false
    }
  }

  private mutating func consume(_ row: TextRow, number: Int, byte: Int, emit: StatementSink) -> Bool {
    if row.isBlank {
      table = nil
      return describe.isOpen
    }
    if row.bytes.starts(with: "```".utf8) { return true }
    if metrics.consume(row, number: number, byte: byte, emit: emit) { return used(.metrics) }
    metrics.flush(emit: emit)
    if let text = LabelFragment.text(row) {
      emit(.text(text, origin: "metrics label", time: nil, node: nil), number, byte)
      return used(.metrics)
    }
    if !describe.isOpen {
      if environment.consume(row, number: number, byte: byte, emit: emit) { return used(.describeText) }
      // `grep -A` puts `--` between its finds.
      if row.text != "--" { environment.flush(emit: emit) }
    }
    if let prompt = KubectlCommand(row) {
      describe.finishObject(emit: emit)
      command = prompt
      table = nil
      return true
    }
    return consumeTable(row, number: number, byte: byte, emit: emit)
      || consumeEvent(row, number: number, byte: byte, emit: emit)
      || consumeDescription(row, number: number, byte: byte, emit: emit)
  }

  private mutating func consumeTable(_ row: TextRow, number: Int, byte: Int, emit: StatementSink) -> Bool {
    if row.indent == 0 || table != nil, let opened = KubectlTable(header: row, command: command) {
      describe.finishObject(emit: emit)
      table = opened
      return used(opened.kind == .events ? .events : .kubectlTable)
    }
    guard let table else { return false }
    let isRow = table.read(row) { emit($0, number, byte) }
    guard isRow else {
      self.table = nil
      return false
    }
    return used(table.kind == .events ? .events : .kubectlTable)
  }

  private mutating func consumeEvent(_ row: TextRow, number: Int, byte: Int, emit: StatementSink) -> Bool {
    // `Type  Reason  Age  From  Message` and the dashes below it.
    let hasTitles = row.word(0) == "Type" || row.word(0) == "FirstSeen"
    if hasTitles, row.words.count <= 8, row.text.hasSuffix("Message") {
      return used(.events)
    }
    if row.words.count >= 2, row.bytes.allSatisfy({ $0 == UInt8(ascii: "-") || TextRow.isBlank($0) }) {
      return true
    }
    guard var event = EventRow.parse(row) else { return false }
    if event.objectName == nil, let subject = describe.subject {
      event.objectKind = subject.kind
      event.objectNamespace = subject.namespace
      event.objectName = subject.name
    }
    emit(.event(event), number, byte)
    return used(.events)
  }

  private mutating func consumeDescription(_ row: TextRow, number: Int, byte: Int, emit: StatementSink)
    -> Bool
  {
    if describe.consume(row, number: number, byte: byte, emit: emit) { return used(.describeText) }
    let condition =
      ConditionRow.tail(row) ?? ConditionRow.parse(row).flatMap { $0.message.isEmpty ? nil : $0 }
    guard let condition else { return false }
    if NodeCondition.isTrouble(condition) {
      emit(NodeCondition.text(condition, node: nil), number, byte)
    }
    return used(.describeText)
  }

  private mutating func used(_ kind: InputKind) -> Bool {
    kinds.insert(kind)
    return true
  }
}
