import Bytes
import Documents
import Evidence
import LogFormats
import Patterns
import VPCModel

/// Reads one input after another and states what they say, as a `Case`; concludes nothing.
///
/// A class because the compiled patterns and the read buffer are reused from input to input. Not shared between
/// threads: each task has its own, and cases merge.
package final class Collector {
  let catalog: ScanCatalog
  let patterns: PatternSet
  // By pattern, out of the catalog: an entry is not copied for each line.
  let writerBits: [UInt32]
  let signals: [String?]
  let routineFacts: [RoutineFact?]
  let routine: Prefilter
  let options: ScanOptions
  /// Made when the first line without a frame needs them.
  private(set) lazy var heads = MessageHeads(
    catalog.entries.flatMap(\.examples) + catalog.routine.map(\.text))
  /// Sees every record instead of the patterns: a reading for one pod's story, not for a case.
  package var witness: ((WitnessedRecord) -> Void)?
  package var evidence: Case { mutableEvidence }
  var mutableEvidence = Case()

  // Of the input being read.
  var record = InputRecord(name: "")
  var inputName = InputName("")
  var snapshotTime: Instant?
  /// Nodes that this input has named so far; the first is its own group.
  var nodes: [NodeInHand] = []
  var nodePlaces: [String: Int] = [:]
  var groupNode = 0
  var book: TallyBook
  /// Changes of a request in hand, by any line.
  var requestsAsked = 0
  var countedKind: InputKind?
  var countedLines = 0
  var unknown = UnknownBook()
  var scratchCandidates: [Int] = []
  var scratchFound: [Int] = []
  var kinds: [InputKind: Int] = [:]
  /// Its first bytes, for logs whose lines do not name their writer (seelog).
  private var firstBytes: [UInt8] = []
  /// Hosts and aws-node pods its lines name.
  var inputHosts: Set<String> = []
  var hasOwnSightings = false
  /// ipamd is a unit of the host here, as on nodes of EKS Auto Mode.
  var hasUnitOfIPAMD = false
  private var buffer: [UInt8] = []
  /// What heads are read with; each input's own bytes are copied from it.
  private var headBuffer: [UInt8] = []
  private static let headSize = 64 << 10

  package init(_ catalog: ScanCatalog, options: ScanOptions = ScanOptions()) {
    self.catalog = catalog
    self.options = options
    patterns = PatternSet(catalog.entries.map(\.source), prefilter: catalog.filter)
    routine = catalog.routineFilter
    writerBits = catalog.entries.map(\.writerBits)
    signals = catalog.entries.map(\.signal)
    routineFacts = catalog.routineFacts
    book = TallyBook(patternCount: catalog.entries.count)
  }

  /// Reads a whole input. `next` fills its buffer from the front and says how many bytes there are, 0 at the end.
  package func read(name: String, modified: Int64? = nil, next: @escaping (inout [UInt8]) -> Int) {
    begin(name: name, modified: modified)
    var hash = Hash64()
    var total = 0
    let fill = { (buffer: inout [UInt8]) -> Int in
      let count = min(next(&buffer), buffer.count)
      hash.update(buffer.span.extracting(0..<count))
      total += count
      return count
    }
    let head = readHead(fill)
    let rest = Replay(head: head, fill: fill)
    if head.isEmpty { readEmpty() } else { dispatch(head, rest) }
    // Whatever the reader left is drained, so that the hash and the size are of the whole input.
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 64 << 10) }
    while rest.read(into: &buffer) > 0 {}
    record.bytes = total
    record.contentHash = hash.value
    finish()
  }

  /// Adds what the caller knows of an input (a truncated archive, a wrong CRC) or of a path without one.
  package func note(_ problem: InputProblem, on input: String?) {
    if let input, evidence.inputs[input] != nil {
      mutableEvidence.inputs[input]?.problems.insert(problem)
    } else {
      mutableEvidence.problems.insert(problem)
    }
  }

  package func skip(_ what: String, count: Int) {
    if count > 0 { mutableEvidence.skipped[what, default: 0] += count }
  }

  // MARK: one input

  private func begin(name: String, modified: Int64?) {
    record = InputRecord(name: name)
    inputName = InputName(name)
    groupNode = nodeIndex(inputName.group)
    kinds = [:]
    inputHosts = []
    hasOwnSightings = false
    hasUnitOfIPAMD = false
    snapshotTime = (options.snapshotTime(of: name) ?? modified).map { Instant(nanoseconds: $0) }
  }

  func readHead(_ fill: (inout [UInt8]) -> Int) -> [UInt8] {
    var head: [UInt8] = []
    var chunk: [UInt8] = []
    swap(&chunk, &headBuffer)
    defer { swap(&chunk, &headBuffer) }
    if chunk.count < Self.headSize { chunk = [UInt8](repeating: 0, count: Self.headSize) }
    while head.count < Self.headSize {
      let count = fill(&chunk)
      if count == 0 { break }
      head.append(contentsOf: chunk.prefix(count))
    }
    return head
  }

  private func readEmpty() {
    record.kind = .empty
    if NodeDocument.isSilence(path: record.name, byteCount: 0) {
      record.kind = .introspection
      state(.introspectionSilent, line: 1, byte: 0)
    } else {
      record.problems.insert(InputProblem("the input is empty"))
    }
  }

  func dispatch(_ head: [UInt8], _ rest: Replay) {
    if let transcoder = UTF16Transcoder(head: head) {
      readUTF16(transcoder, rest)
      return
    }
    if let paste = PastedDocument(head: head) {
      readPaste(paste, rest)
      return
    }
    if BundleState.read(path: record.name, bytes: head, emit: { self.state($0, line: $1, byte: $2) }) {
      record.kind = .hostState
      record.lines = 1
      record.recognised = 1
      return
    }
    firstBytes = head
    switch TextSniffer.shape(of: head, heads: { self.heads }) {
    case .binary:
      record.kind = .binary
      record.problems.insert(InputProblem(byte: 0, "binary data; give the log or JSON it was made from"))
    case .html:
      record.kind = .prose
      record.problems.insert(
        InputProblem(line: 1, byte: 0, "an HTML page, not a log or JSON; save the raw output"))
    case .ownReport: record.kind = .ownReport
    case .prose:
      record.kind = .prose
      record.problems.insert(
        InputProblem(line: 1, byte: 0, "prose: what it quotes is no evidence of this cluster"))
    case .cloud: readCloud(rest)
    case .yaml: readYAML(rest)
    case .documents: readDocuments(rest)
    case .lines: readLines(rest)
    }
  }

  // MARK: shapes

  private func readYAML(_ rest: Replay) {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= KubernetesYAML.mostBytes {
      let count = rest.read(into: &chunk)
      if count == 0 { break }
      bytes.append(contentsOf: chunk.prefix(count))
    }
    record.lines = bytes.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
    record.kind = .kubernetes
    KubernetesYAML.read(bytes: bytes, emit: { self.state($0, line: $1, byte: $2) }) { problem in
      self.record.problems.insert(problem)
    }
    record.recognised = record.lines
  }

  private func readDocuments(_ rest: Replay) {
    var reader = DocumentReader(name: record.name, time: snapshotTime)
    var decoder = makeDecoder()
    var texts = TextDocuments()
    var fragment: [UInt8] = []
    let summary = reader.read(
      next: { (buffer: inout [UInt8]) in rest.read(into: &buffer) },
      emit: { self.state($0, line: $1, byte: $2) },
      text: { line, number, byte in
        if fragment.count < 1 << 20 { fragment += line + [10] }
        self.readText(line, number: number, byte: byte, &decoder, &texts)
      },
      interfaces: { draft, bytes, line, byte in
        self.mutableEvidence.interfaces.add(
          draft, of: bytes, input: self.record.name, line: line, byte: byte, time: self.snapshotTime)
      })
    decoder.finish { self.take($0, line: $1, byte: $2) }
    texts.finish { self.state($0, line: $1, byte: $2) }
    record.lines += summary.lines
    record.recognised += max(0, summary.lines - summary.textLines)
    for share in summary.kinds where share.kind != .unknown {
      kinds[share.kind, default: 0] += share.records * 1_000
    }
    for problem in summary.problems { record.problems.insert(problem) }
    if summary.kinds.isEmpty, !fragment.isEmpty { salvage(fragment) }
  }

  private func readText(
    _ line: [UInt8], number: Int, byte: Int, _ decoder: inout LineDecoder, _ texts: inout TextDocuments
  ) {
    let used = texts.consume(line.span, number: number, byte: byte) { self.state($0, line: $1, byte: $2) }
    if used {
      for kind in texts.kinds { kinds[kind, default: 0] += 1 }
      return
    }
    decoder.decode(line.span, number: number, byte: byte) { self.take($0, line: $1, byte: $2) }
  }

  /// Introspection shortened by hand or cut in the middle: no JSON any more, and still telling.
  private func salvage(_ fragment: [UInt8]) {
    guard let pool = NodeDocument.salvageIntrospection(text: String(decoding: fragment, as: UTF8.self)) else {
      return
    }
    kinds[.introspection, default: 0] += 1_000
    state(.pool(pool), line: 1, byte: 0)
  }

  private func readLines(_ rest: Replay) {
    let scan = LineScan(self, maxLine: options.maxLine)
    var fragment: [UInt8] = []
    if buffer.count < Self.chunkSize { buffer = [UInt8](repeating: 0, count: Self.chunkSize) }
    var count = rest.read(into: &buffer)
    while count > 0 {
      // The same bytes, however many come at once.
      if fragment.count < Self.chunkSize {
        fragment += buffer.prefix(min(count, Self.chunkSize - fragment.count))
      }
      // A log that fills a chunk goes on, as a rule: worth a second thread.
      if options.jobs > 1, count == buffer.count, readAhead(rest, count, scan) { break }
      scan.feed(buffer.span.extracting(0..<count))
      count = rest.read(into: &buffer)
    }
    scan.finish()
    record.lines += scan.lineCount
    record.recognised += scan.recognised
    if scan.lineCount == 0 { record.kind = .binary }
    for problem in scan.problems { record.problems.insert(problem) }
    if scan.recognised * 2 < scan.lineCount, kinds[.introspection] == nil, looksLikeIntrospection(fragment) {
      salvage(fragment)
    }
  }

  private static let chunkSize = 256 << 10

  /// Reads to the end with a second thread, which looks for literals one chunk ahead; false when there is none.
  private func readAhead(_ rest: Replay, _ count: Int, _ scan: LineScan) -> Bool {
    guard let ahead = SearchAhead(patterns.prefilter) else { return false }
    var spare = [UInt8](repeating: 0, count: Self.chunkSize)
    var hits: [LiteralHit] = []
    var chunk: [UInt8] = []
    swap(&chunk, &buffer)
    var count = count
    ahead.search(chunk, count: count)
    chunk = []
    while count > 0 {
      let next = rest.read(into: &spare)
      chunk = ahead.take(&hits)
      if next > 0 {
        ahead.search(spare, count: next)
        spare = []
      }
      scan.feed(chunk.span.extracting(0..<count), found: hits)
      swap(&chunk, &spare)
      count = next
    }
    buffer = spare
    return true
  }

  private func looksLikeIntrospection(_ text: [UInt8]) -> Bool {
    ["\"TotalIPs\"", "IPAMKey", "AvailableIPv4Cidrs", "ENIIPPools"].contains {
      LineFacts.find(Array($0.utf8), in: text) != nil
    }
  }

  func makeDecoder() -> LineDecoder {
    LineDecoder(year: options.year ?? inputName.year, zoneOffsetSeconds: options.zoneOffsetSeconds ?? 0)
  }

  // MARK: the end of an input

  private func finish() {
    settleAccounts()
    if record.kind == .unknown { record.kind = mostFrequentKind() }
    if record.kind == .unknown, let kind = sniff(firstBytes, name: record.name) {
      record.kind = InputKind(rawValue: kind.rawValue) ?? .unknown
    }
    firstBytes = []
    record.root = inputName.root
    record.residue = inputName.residue
    let isNodeKind = Collector.nodeKinds.contains(record.kind)
    let hasFacts =
      evidence.nodeLogs[inputName.group] != nil || evidence.nodeStatements[inputName.group] != nil
    if isNodeKind || hasFacts || hasOwnSightings || !inputHosts.isEmpty { record.group = inputName.group }
    if record.group != nil {
      change(inputName.group) { log in
        log.aliases.formUnion(inputName.aliases)
        if isNodeKind, inputHosts.count < 2 { log.kinds.insert(record.kind) }
        for host in inputHosts.sorted().prefix(16) { log.hosts.insert(host) }
      }
    }
    mutableEvidence.inputs[record.name] = record
    for (name, count) in patterns.overBudget { mutableEvidence.overBudget[name] = count }
  }

  static let nodeKinds: Set<InputKind> = [
    .ipamdLog, .pluginLog, .awsNodeLog, .initLog, .agentLog, .introspection, .metrics, .checkpoint,
    .containerInfo,
    .kubeletConfig, .kubeletLog, .runtimeLog, .mixedLog, .hostState,
  ]

  private func mostFrequentKind() -> InputKind {
    var best: (InputKind, Int)?
    for kind in InputKind.allCases {
      if let count = kinds[kind], count > best?.1 ?? 0 { best = (kind, count) }
    }
    return best?.0 ?? .unknown
  }
}

/// The head of an input, then the rest: so that sniffing costs no second read.
final class Replay {
  private let head: [UInt8]
  private var position = 0
  private let fill: (inout [UInt8]) -> Int

  init(head: [UInt8], fill: @escaping (inout [UInt8]) -> Int) {
    self.head = head
    self.fill = fill
  }

  /// Puts bytes at the front of `buffer` and says how many; 0 at the end.
  func read(into buffer: inout [UInt8]) -> Int {
    guard position < head.count else { return fill(&buffer) }
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 64 << 10) }
    let count = min(buffer.count, head.count - position)
    buffer.replaceSubrange(0..<count, with: head[position..<position + count])
    position += count
    return count
  }
}
