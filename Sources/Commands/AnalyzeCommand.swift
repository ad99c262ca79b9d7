import ArgumentParser
import FoundationEssentials
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
  @Option(
    name: .shortAndLong, help: "text, json, jsonl or markdown; FORMAT=FILE writes to a file (repeatable).")
  var format: [String] = []
  @Option(name: .shortAndLong, help: "Write the report to a file, whole or not at all.")
  var output: String?
  @Flag(help: "Overwrite existing files.")
  var force = false
  @Flag(help: "Exit 5 when an input could be read only in part.")
  var strict = false
  @Option(help: "Lowest severity that makes the exit code 1: none, warning or error.")
  var failOn: FailOn = .error
  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto
  @Flag(help: "ASCII marks only.")
  var ascii = false
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
    let targets = try self.targets()
    let meter = progress == .auto && !quiet ? ProgressMeter.onTerminal() : nil
    let outcome = Analysis.run(
      paths: paths, handbook: handbook, scan: options, intake: scan.intake, now: now, meter: meter)
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
    let code = outcome.isUnusable ? 3 : outcome.report.exitCode(failOn: severity, isStrict: strict)
    for target in targets {
      let options = RenderOptions(
        exitCode: code, width: Terminal.columns, usesColor: target.file == nil && Terminal.usesColor(color),
        usesASCII: ascii)
      guard let type = Renderers.named(target.format) else { continue }
      let text = type.init(options).render(outcome.report)
      if let file = target.file { try Output.write(text, to: file, force: force) } else { Output.print(text) }
    }
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

  private var severity: Severity? {
    switch failOn {
    case .none: nil
    case .warning: .warning
    case .error: .error
    }
  }

  private struct Target {
    let format: String
    let file: String?
  }

  private func targets() throws -> [Target] {
    var targets: [Target] = []
    for text in format.isEmpty ? ["text"] : format {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts.first ?? ""
      if parts.count == 2, parts[1].isEmpty { throw ProgramError("--format \"\(text)\": write FORMAT=FILE") }
      guard Renderers.named(name) != nil else {
        let known = Renderers.all.map { $0.name }.joined(separator: ", ")
        throw ProgramError("--format \"\(name)\": not a format; one of \(known)")
      }
      targets.append(Target(format: name, file: parts.count == 2 ? parts[1] : output))
    }
    let files = targets.compactMap(\.file)
    if Set(files).count != files.count {
      throw ProgramError("--output: two formats for one file; use FORMAT=FILE")
    }
    // Before anything is read: nobody waits for an analysis to learn of a name.
    for file in files { try Output.check(file, force: force) }
    return targets
  }
}
