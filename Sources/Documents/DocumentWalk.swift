import Evidence
import VPCModel

/// One pass over an input: finds the documents, reads them, notes what is wrong.
struct DocumentWalk {
  static let recordLimit = 16 * 1_048_576
  static let problemLimit = 100

  /// A list of one kind over the pages of one input.
  struct Run {
    var count = 0
    var isWhole = true
    let line: Int
    let byte: Int
  }

  let name: String
  /// When the documents were taken, as far as the caller knows.
  let time: Instant?
  var reader: JSONReader
  let emit: StatementSink
  let text: TextSink
  /// Takes interfaces as they come; without it they are statements.
  let interfaces: InterfaceSink?
  var scan = InterfaceScan()
  var summary = DocumentSummary()
  /// Lists of the document being read.
  var open: [InputKind: Run] = [:]
  /// Lists whose last page named a next one.
  var pending: [InputKind: Run] = [:]
  /// Whole numbers that stood alone on a line, while nothing else but prompts was there.
  var numbers: [(value: Int, line: Int, byte: Int)] = []
  var hasOtherText = false
  /// Text in a form of the AWS CLI that only looks like data: its lines are no evidence.
  var isInsideForeign = false
  /// The object being classified named a next page.
  var continues = false
  /// The command typed above the next document, when the shell's line was pasted too.
  var command: String?
  private var markLine = 1
  private var markByte = 0
  var toldForeign: Set<String> = []

  init(
    name: String, time: Instant?, reader: JSONReader, emit: @escaping StatementSink, text: @escaping TextSink,
    interfaces: InterfaceSink?
  ) {
    self.interfaces = interfaces
    self.name = name
    self.time = time
    self.reader = reader
    self.emit = emit
    self.text = text
    self.reader.toleratesBadText = true
  }

  mutating func run() {
    while findDocument() {
      do throws(DocumentError) {
        try document()
        summary.documents += 1
        command = nil
      } catch {
        problem(error)
        closeLists(continues: false, isBroken: true)
        resynchronize(after: error)
      }
      reader.feed.unmark()
      tellDefects()
    }
    finish()
  }

  /// Reads the value that starts here.
  private mutating func document() throws(DocumentError) {
    isInsideForeign = false
    let token = try reader.next()
    let (line, byte) = (reader.line, max(reader.byte &- 1, 0))
    mark(line, byte)
    switch token {
    case .beginObject: try object(line: line, byte: byte)
    case .beginArray: try array(depth: 0, line: line, byte: byte)
    default: break
    }
  }

  private mutating func resynchronize(after error: DocumentError) {
    let cut = reader.scratch.last
    reader.recover()
    switch error.reason {
    case .tooDeep: skipLine()
    case .unexpected(UInt8(ascii: "{"), _) where reader.startsValue(): handBack()
    case .unexpected(0x0A, _) where cut == UInt8(ascii: "{"):
      // `cat` of a broken file and a whole one: the brace of the second hangs on the last line of the first.
      handBack()
      reader.resumeInsideObject()
      do throws(DocumentError) {
        try object(line: reader.line, byte: max(reader.byte &- 1, 0))
        summary.documents += 1
      } catch {
        problem(error)
        closeLists(continues: false, isBroken: true)
        reader.recover()
        skipLine()
        handBack()
      }
    default:
      skipLine()
      handBack()
    }
  }

  // MARK: The text of what could not be read

  /// A document or a record starts at `byte`, one before the next byte.
  mutating func mark(_ line: Int, _ byte: Int, isTaken: Bool = false) {
    // A record that was taken whole has set its mark in the buffer itself.
    if !isTaken { reader.feed.mark(back: 1) }
    (markLine, markByte) = (line, byte)
  }

  /// Gives the text since the mark to the line reader: what is no document any more may still be evidence.
  mutating func handBack() {
    var (number, byte) = (markLine, markByte)
    for line in reader.feed.sinceMark().split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.contains(where: { $0 > 0x20 }) {
        summary.textLines += 1
        hasOtherText = true
        text(Array(line.last == 0x0D ? line.dropLast() : line), number, byte)
      }
      number += 1
      byte += line.count + 1
    }
    reader.feed.unmark()
  }

  private mutating func finish() {
    for (kind, run) in pending.sorted(by: { $0.value.byte < $1.value.byte }) {
      state(.partialList(kind), run.line, run.byte)
    }
    pending = [:]
    tellNumbers()
    summary.bytes = reader.byte
    summary.lines = reader.feed.isAtLineStart ? reader.line - 1 : reader.line
  }

  // MARK: Saying

  mutating func state(_ statement: Statement, _ line: Int, _ byte: Int) {
    summary.statements += 1
    emit(statement, line, byte)
  }

  mutating func count(_ kind: InputKind, _ records: Int = 1) {
    if let index = summary.kinds.firstIndex(where: { $0.kind == kind }) {
      summary.kinds[index].records += records
    } else {
      summary.kinds.append(.init(kind: kind, records: records))
    }
  }

  mutating func problem(_ error: DocumentError) {
    let what = error.reason.text(at: error.path)
    problem(
      InputProblem(line: error.line, byte: error.byte, "column \(error.column), byte \(error.byte): \(what)"))
  }

  mutating func problem(_ line: Int, _ byte: Int, _ what: String) {
    problem(InputProblem(line: line, byte: byte, what))
  }

  private mutating func problem(_ problem: InputProblem) {
    if summary.problems.count < Self.problemLimit {
      summary.problems.append(problem)
    } else {
      summary.omittedProblems += 1
    }
  }

  /// Problems that a record reader returned.
  mutating func problems(_ problems: [InputProblem], _ line: Int, _ byte: Int) {
    for one in problems { problem(one.line ?? line, one.byte ?? byte, one.text) }
  }

  private mutating func tellDefects() {
    for defect in reader.takeDefects() { problem(defect) }
  }

  // MARK: Lists and pages

  mutating func opened(_ kind: InputKind, _ line: Int, _ byte: Int) {
    if open[kind] == nil { open[kind] = Run(line: line, byte: byte) }
  }

  /// The end of a page. A page that names no next one ends the list, together with the pages before it.
  mutating func closeLists(continues: Bool, isBroken: Bool = false) {
    for (kind, page) in open.sorted(by: { $0.value.byte < $1.value.byte }) {
      var run = pending.removeValue(forKey: kind) ?? Run(line: page.line, byte: page.byte)
      run.count += page.count
      run.isWhole = run.isWhole && page.isWhole && !isBroken
      if continues {
        pending[kind] = run
      } else if kind != .awsDocument {
        state(run.isWhole ? .completeList(kind, count: run.count) : .partialList(kind), run.line, run.byte)
      }
    }
    open = [:]
  }
}
