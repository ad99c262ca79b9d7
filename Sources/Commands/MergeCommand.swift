import ArgumentParser
import Bytes
import Evidence
import Intake
import Playbooks
import Reports
import Triage

/// Folds the cases that `scan` printed into the report that `analyze` prints for the same inputs.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Fold the cases of `scan`, in any order and number, into one report.",
    discussion: """
      The report is the one `analyze` prints for all inputs that were scanned. With --cases the folded cases are
      printed again, a line for each node, for another merge.
      """)
  @Argument(help: "Files of `scan`, packed or not, folders of them, or - for standard input.")
  var files: [String] = []
  @OptionGroup var playbooks: PlaybookOptions
  @OptionGroup var report: ReportOptions
  @Flag(help: "Print the report of a fleet: causes by node, and what the affected nodes share.")
  var fleet = false
  @Flag(help: "Print the folded cases instead of a report.")
  var cases = false
  @Option(help: "The reference time, instead of the newest in the evidence.")
  var now: String?
  @Flag(name: .shortAndLong, help: "No messages about inputs on stderr.")
  var quiet = false

  func validate() throws {
    if files.isEmpty {
      throw ValidationError("give the files that `ipamtriage scan` wrote, or -; see --help")
    }
  }

  func run() throws {
    let handbook = try playbooks.handbook()
    let now = try now.map { try ScanFlags.nanoseconds(of: $0, flag: "--now") }
    let targets = cases || fleet ? [] : try report.targets()
    let fleetFormat = fleet ? try report.fleetFormat() : ""
    var folding = CaseFolding(playbooksDigest: handbook.digest, isFleet: fleet)
    folding.read(files)
    if !quiet { for complaint in folding.complaints { Terminal.complain(Escaping.terminal(complaint)) } }
    guard folding.lines > 0 else {
      Terminal.complain("no case in the input; `ipamtriage scan` writes them")
      throw ExitCode(3)
    }
    if cases {
      var evidence = folding.evidence
      evidence.thinInputs()
      for line in try CaseLines.split(evidence, handbook: handbook) {
        Output.print(try line.text() + "\n")
      }
      throw ExitCode(0)
    }
    if fleet {
      let evidence = (consume folding).settled()
      let fleet = Fleet(evidence, handbook: handbook, options: Analysis.fleetOptions(now: now))
      let code = Analysis.isUsable(evidence) ? report.exitCode(of: fleet.report) : 3
      try report.write(
        fleet, names: evidence.knownNames, as: fleetFormat, exitCode: code, handbook: handbook)
      throw ExitCode(code)
    }
    let outcome = Analysis.conclude(folding.evidence, handbook: handbook, now: now)
    try outcome.refuseUnbalanced()
    if outcome.isUnusable, !quiet {
      Terminal.complain("no usable input; see `ipamtriage collect` for what to gather")
    }
    let code = outcome.isUnusable ? 3 : report.exitCode(of: outcome.report)
    try report.write(
      outcome.report, names: outcome.evidence.knownNames, to: targets, exitCode: code, handbook: handbook)
    throw ExitCode(code)
  }
}

/// Reads lines of cases, one in memory at a time, and folds them.
package struct CaseFolding {
  let playbooksDigest: String
  package private(set) var evidence = Case()
  /// Cases folded.
  package private(set) var lines = 0
  package private(set) var complaints: [String] = []
  /// How many inputs there may be before those that say nothing are forgotten.
  private var mostInputs = 2 * Case.keptIdleInputs

  /// A case of a node is kilobytes; one with a whole account's interfaces may be hundreds of megabytes.
  static let mostBytes = 1 << 30

  /// More nodes than are kept in full: each case is condensed before it is merged.
  private var isOfManyNodes = false
  private let isFleet: Bool

  /// - Parameter isFleet: for the report of a fleet, which keeps less of each node when there are many.
  package init(playbooksDigest: String, isFleet: Bool = false) {
    self.playbooksDigest = playbooksDigest
    self.isFleet = isFleet
  }

  package mutating func read(_ paths: [String]) {
    var intake = Intake(paths: paths)
    let summary = intake.forEach { stream in read(stream) }
    for error in summary.unreadable + summary.problems { complain("\(error)") }
  }

  private mutating func read(_ stream: InputStream) {
    var splitter = LineSplitter(maxLine: Self.mostBytes)
    var buffer: [UInt8] = []
    while let count = try? stream.read(into: &buffer), count > 0 {
      splitter.feed(buffer.span.extracting(0..<count)) { line, place in take(line, place, of: stream.name) }
    }
    splitter.finish { line, place in take(line, place, of: stream.name) }
    for problem in stream.problems { complain("\(stream.name): \(problem.text)") }
  }

  private mutating func take(_ line: Span<UInt8>, _ place: Line, of name: String) {
    if line.isEmpty { return }
    if place.isCut { return complain("\(name):\(place.number): longer than \(Self.mostBytes >> 20) MiB") }
    fold(copyBytes(line), from: "\(name):\(place.number)")
  }

  /// Folds one line; `place` is where it stands, for what is said of one that cannot be read.
  package mutating func fold(_ line: [UInt8], from place: String) {
    do throws(CaseLineError) {
      add(try CaseLine(line, playbooksDigest: playbooksDigest).evidence)
      lines += 1
    } catch { complain("\(place): \(error)") }
  }

  /// What another folding of the same playbooks has read.
  package mutating func join(_ other: CaseFolding) {
    add(other.evidence)
    lines += other.lines
    complaints += other.complaints
  }

  /// All that was folded, in whatever order and grouping.
  package consuming func settled() -> Case {
    // Two parts of one log may together have more than is kept.
    if isOfManyNodes { evidence.condense() }
    evidence.settle()
    return evidence
  }

  private mutating func add(_ part: Case) {
    if isOfManyNodes {
      var part = part
      part.condense()
      evidence.add(part)
    } else {
      evidence.add(part)
      if isFleet, evidence.isOfManyNodes {
        isOfManyNodes = true
        evidence.condense()
      }
    }
    guard evidence.inputs.count > mostInputs else { return }
    evidence.thinInputs()
    // So that the looking takes a constant share of the time.
    mostInputs = 2 * evidence.inputs.count
  }

  /// What was not folded is missing in the report, which says so.
  private mutating func complain(_ text: String) {
    complaints.append(text)
    evidence.problems.insert(InputProblem(text))
  }
}
