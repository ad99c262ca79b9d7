import ArgumentParser
import Intake
import Reports
import Triage

/// One incident: root-cause report.
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze", abstract: "One incident: root-cause report (the default command).")

  @Argument(help: "Files, folders, archives, or - for standard input.")
  var paths: [String] = []
  @OptionGroup var scan: ScanFlags
  @OptionGroup var focus: FocusFlags
  @OptionGroup var playbooks: PlaybookOptions
  @OptionGroup var report: ReportOptions
  @Option(help: "Say what is being read, on a terminal: auto or never.")
  var progress: ProgressChoice = .auto
  @Flag(name: .shortAndLong, help: "No messages about inputs on stderr.")
  var quiet = false
  @Flag(name: .shortAndLong, help: "Say of each input what it was taken for.")
  var verbose = false

  func validate() throws {
    // A script whose list of files came out empty must not take the help page for a healthy cluster.
    if paths.isEmpty { throw ValidationError("give a file, a folder, an archive or -; see --help") }
  }

  func run() throws {
    let handbook = try playbooks.handbook()
    var options = try scan.options()
    options.focus = focus.focus
    try scan.refuseStreams(among: paths, options)
    let now = try scan.now.map { try scan.time($0, of: "--now") }
    let targets = try report.targets()
    let meter = progress == .auto && !quiet ? ProgressMeter.onTerminal() : nil
    let outcome = Analysis.run(
      paths: paths, handbook: handbook, scan: options, intake: scan.intake, now: now, meter: meter)
    try outcome.refuseUnbalanced()
    if verbose { sayInputs(outcome.report) }
    if !quiet { complain(outcome.complaints) }
    if outcome.isUnusable, !quiet {
      if outcome.complaints.isEmpty {
        complain(
          outcome.report.inputs.map { "\($0.record.name): nothing in it is evidence this program knows" })
      }
      Terminal.complain("no usable input; see `ipamtriage collect` for what to gather")
    }
    // Nothing was read at all: there is nothing to report on.
    if outcome.report.inputs.isEmpty { throw ExitCode(3) }
    let code = outcome.isUnusable ? 3 : report.exitCode(of: outcome.report)
    try report.write(
      outcome.report, names: outcome.evidence.knownNames, to: targets, exitCode: code, handbook: handbook)
    throw ExitCode(code)
  }

  /// Nobody reads more than these on a terminal; the report has the others.
  private func complain(_ complaints: [String]) {
    let most = 100
    for complaint in complaints.prefix(most) { Terminal.complain(Escaping.terminal(complaint)) }
    if complaints.count > most {
      Terminal.complain("\(complaints.count - most) more; the JSON report lists them")
    }
  }

  private func sayInputs(_ report: Report) {
    for input in report.inputs {
      let record = input.record
      Terminal.complain(
        Escaping.terminal(
          "\(record.name): \(record.kind.rawValue), \(record.recognised) of \(record.lines) lines read"))
    }
  }
}
