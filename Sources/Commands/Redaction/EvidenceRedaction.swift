import Bytes
import Collectors
import Intake
import Patterns
import Playbooks
import Redaction

/// Evidence as it can be handed on.
package enum EvidenceCopy {
  package struct Result {
    /// Files written.
    package var inputs: Int
    package let leftOut: [(name: String, why: String)]
    package let complaints: [String]
    package let isSurveyFull: Bool
    /// Original to alias; empty unless asked for.
    package let mapping: [String: String]
    /// What was left out on request.
    package var minimal: MinimalEvidence.Result?
  }

  /// Writes a redacted copy of what is in `paths` to the folder `place`, whole or not at all.
  ///
  /// - Parameter isMinimal: only the lines and records without which the verdict would be another.
  package static func write(
    _ paths: [String], to place: String, force: Bool = false, handbook: Handbook, key: RedactionKey? = nil,
    intake: IntakeOptions = IntakeOptions(), keepsMapping: Bool = false, isMinimal: Bool = false
  ) throws -> Result {
    try RedactedFolder.check(place, force: force, inputs: paths)
    var redaction = EvidenceRedaction(
      paths: paths, options: intake, key: key, vocabulary: WordSet(handbook), keepsMapping: keepsMapping)
    if redaction.isEmpty { return redaction.result }
    var folder = try RedactedFolder(place, force: force)
    do {
      try redaction.write(into: &folder)
      var result = redaction.result
      if result.inputs == 0 {
        folder.discard()
        return result
      }
      if isMinimal {
        let minimal = try folder.keepMinimum(handbook)
        result.inputs = minimal.files
        result.minimal = minimal
      }
      try folder.finish()
      return result
    } catch {
      folder.discard()
      throw error
    }
  }
}

/// Evidence to the same evidence without names: read once to learn what is a name, and again to write.
///
/// Memory: a line (at most 1 MiB of it at a time) and 16 bytes for each name, whatever the size of the logs.
struct EvidenceRedaction {
  private struct Summary {
    var inputs = 0
    var leftOut: [(name: String, why: String)] = []
    var complaints: [String] = []
    var isSurveyFull = false
  }

  /// Why an input is not written at all.
  private enum Refusal: String {
    case binary = "no text"
    case processes = "a list of processes, which holds command lines"
    case kubeconfig = "a kubeconfig, which holds credentials"
  }

  private let paths: [String]
  private let options: IntakeOptions
  private var redactor: TextRedactor
  private var summary = Summary()
  /// There was nothing to read.
  let isEmpty: Bool

  var result: EvidenceCopy.Result {
    EvidenceCopy.Result(
      inputs: summary.inputs, leftOut: summary.leftOut, complaints: summary.complaints,
      isSurveyFull: summary.isSurveyFull, mapping: redactor.mapping)
  }

  /// First reading. The key is drawn from what the inputs begin with, unless one is given.
  init(
    paths: [String], options: IntakeOptions, key: RedactionKey?, vocabulary: WordSet, keepsMapping: Bool
  ) {
    self.paths = paths
    self.options = options
    var surveyor = TextRedactor()
    var digests: [String] = []
    var reader = Intake(paths: paths, options: options)
    let read = reader.forEach { stream in
      var head: [UInt8] = []
      surveyor.beginText()
      Self.forEachPiece(of: stream, head: { head = $0 }) { piece, _ in
        _ = surveyor.redacted(piece)
      }
      var hash = SHA256()
      hash.update(head)
      hash.update(Array("\(stream.byteCount)".utf8))
      digests.append(hash.hexDigest)
      _ = surveyor.redacted(path: stream.name)
    }
    var hash = SHA256()
    for digest in digests.sorted() { hash.update(Array(digest.utf8)) }
    redactor = TextRedactor(
      RedactionPlan(key: key ?? RedactionKey(hash.digest), survey: surveyor.survey, vocabulary: vocabulary),
      keepsMapping: keepsMapping)
    isEmpty = digests.isEmpty
    summary.isSurveyFull = surveyor.survey.isFull
    summary.complaints = (read.unreadable + read.problems).map { "\($0)" }
  }

  /// Second reading: every input into the folder.
  mutating func write(into folder: inout RedactedFolder) throws {
    var reader = Intake(paths: paths, options: options)
    let shared = Self.sharedFolder(reader.files.map(\.name))
    let telling = Self.tellingFolders(of: shared)
    try withRedactor { redactor, summary in
      _ = try reader.forEach { (stream: InputStream) throws(ProgramError) in
        let below =
          stream.name.hasPrefix(shared) ? telling + stream.name.dropFirst(shared.count) : stream.name
        let name = redactor.redacted(path: Self.unpackedName(below))
        try Self.write(stream, as: name, into: &folder, &redactor, &summary)
      }
    }
  }

  private mutating func withRedactor(
    _ body: (inout TextRedactor, inout Summary) throws -> Void
  ) rethrows {
    try body(&redactor, &summary)
  }

  private static func write(
    _ stream: InputStream, as name: String, into folder: inout RedactedFolder, _ redactor: inout TextRedactor,
    _ summary: inout Summary
  ) throws(ProgramError) {
    var refusal: Refusal?
    var output: PieceFile?
    var failure: ProgramError?
    redactor.beginText()
    let begin = { (head: [UInt8]) in refusal = Self.refusal(of: stream.name, head) }
    forEachPiece(of: stream, head: begin) { piece, end in
      guard refusal == nil, failure == nil else { return }
      if output == nil {
        do { output = try folder.file(named: name, from: stream.path, modified: stream.modified) } catch {
          failure = error as? ProgramError ?? folder.failure
          return
        }
      }
      output?.append(redactor.redacted(masked(piece)) + end)
    }
    if let failure { throw failure }
    if let refusal {
      summary.leftOut.append((name, refusal.rawValue))
      return
    }
    if output == nil {
      // Empty is evidence, too: ipamd did not answer.
      do { output = try folder.file(named: name, from: stream.path, modified: stream.modified) } catch {
        throw error as? ProgramError ?? folder.failure
      }
    }
    if output?.close() == false { throw folder.failure }
    summary.inputs += 1
  }

  /// Credentials in any dress. Private keys are the redactor's: one may end on another line.
  private static func masked(_ piece: [UInt8]) -> [UInt8] {
    findBytes("PRIVATE KEY", in: piece.span) == nil ? Secrets.masked(piece) : piece
  }

  private static func refusal(of name: String, _ head: [UInt8]) -> Refusal? {
    let file = (name.split { $0 == "/" || $0 == "!" }.last.map(String.init) ?? name).lowercased()
    if ["ps.txt", "ps-threads.txt", "top.txt", "ps.out", "pstree.txt"].contains(file) { return .processes }
    if file.contains("kubeconfig") { return .kubeconfig }
    let text = head.prefix(16_384)
    func has(_ word: String) -> Bool { text.firstRange(of: Array(word.utf8)) != nil }
    if has("current-context"), has("clusters") || has("contexts") { return .kubeconfig }
    let odd = head.reduce(0) { $0 + ($1 < 7 || (14...26).contains($1) ? 1 : 0) }
    let nul = head.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return nil }
    return (odd - nul) * 20 > max(1, head.count) || (nul * 10 > head.count && nul < head.count)
      ? .binary : nil
  }

  // MARK: names

  /// A compressed log is written as text: its name loses what says otherwise.
  private static func unpackedName(_ name: String) -> String {
    for ending in [".gz", ".zst", ".xz", ".bz2"]
    where name.hasSuffix(ending) && !name.hasSuffix(".tar" + ending) {
      return String(name.dropLast(ending.count))
    }
    return name
  }

  private static func sharedFolder(_ names: [String]) -> String {
    guard var shared = names.first else { return "" }
    for name in names.dropFirst() { shared = String(zip(shared, name).prefix { $0 == $1 }.map(\.0)) }
    return shared.lastIndex(of: "/").map { String(shared[...$0]) } ?? ""
  }

  /// Of the folders that all inputs share, those that say whose node it is and when: `eks_i-…_2026-09-01_0233-UTC/`.
  private static func tellingFolders(of shared: String) -> String {
    shared.split(separator: "/").filter { folder in
      let name = InputName(String(folder))
      return !name.aliases.isEmpty || name.year != nil
    }.map { $0 + "/" }.joined()
  }

  // MARK: pieces

  /// Longest piece of a line that is looked at in one go; documents on one line are cut at commas and blanks.
  private static let longest = 1 << 20

  /// Calls `body` with each line, or piece of a long one, and the bytes that end it.
  private static func forEachPiece(
    of stream: InputStream, head: ([UInt8]) -> Void, _ body: ([UInt8], [UInt8]) -> Void
  ) {
    var buffer: [UInt8] = []
    var rest: [UInt8] = []
    var transcoder: UTF16Transcoder?
    var isFirst = true
    while let count = try? stream.read(into: &buffer), count > 0 {
      var chunk = Array(buffer[..<count])
      if isFirst {
        isFirst = false
        head(Array(chunk.prefix(65_536)))
        transcoder = UTF16Transcoder(head: chunk)
      }
      if transcoder != nil {
        var text: [UInt8] = []
        transcoder?.feed(chunk.span, into: &text)
        chunk = text
      }
      rest += chunk
      var start = 0
      while let end = rest[start...].firstIndex(of: 10) {
        pieces(Array(rest[start..<end]), body)
        body([], [10])
        start = end + 1
      }
      rest.removeFirst(start)
      if rest.count > longest * 2 {
        let cut = lastBorder(rest, before: longest)
        body(Array(rest[..<cut]), [])
        rest.removeFirst(cut)
      }
    }
    if isFirst { head([]) }
    if !rest.isEmpty { pieces(rest, body) }
  }

  private static func pieces(_ line: [UInt8], _ body: ([UInt8], [UInt8]) -> Void) {
    var line = line
    while line.count > longest {
      let cut = lastBorder(line, before: longest)
      body(Array(line[..<cut]), [])
      line.removeFirst(cut)
    }
    body(line, [])
  }

  /// Behind the last comma, bracket or blank: no name goes across.
  private static func lastBorder(_ text: [UInt8], before limit: Int) -> Int {
    for borders in [[UInt8(ascii: ","), UInt8(ascii: "}")], [32, 9, UInt8(ascii: ";")]] {
      if let found = text[(limit / 2)..<limit].lastIndex(where: { borders.contains($0) }) { return found + 1 }
    }
    return limit
  }
}
