import ArgumentParser
import CaseStore
import Reports

/// Many bundles, one answer; what was read once is not read again.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Many nodes or bundles: one fleet report, resumable.",
    discussion: """
      Each archive, folder or log among PATHs is read by itself and its cases are stored. A run that was interrupted,
      or one more run over a folder that has grown, reads only what is new or has changed. `-` reads a list of paths
      from standard input, one a line.
      """)
  @Argument(
    help: "Folders of bundles, archives, logs, patterns such as 'b/*.tar.gz', or - for a list of them.")
  var paths: [String] = []
  @Option(help: "The store; $XDG_STATE_HOME/ipamtriage/cases.sqlite by default.")
  var store: String?
  @OptionGroup var scan: ScanFlags
  @OptionGroup var playbooks: PlaybookOptions
  @OptionGroup var report: ReportOptions
  @Option(help: "Say how far it is, on a terminal: auto or never.")
  var progress: ProgressChoice = .auto
  @Flag(name: .shortAndLong, help: "No messages about inputs on stderr.")
  var quiet = false

  func validate() throws {
    if paths.isEmpty { throw ValidationError("give folders, archives or -; see --help") }
  }

  func run() throws {
    let handbook = try playbooks.handbook()
    let options = try scan.options()
    if options.sinceBeforeReference != nil || options.untilBeforeReference != nil {
      throw ProgramError("a relative --since or --until needs --now: no scan sees the newest of all inputs")
    }
    let now = try scan.now.map { try ScanFlags.nanoseconds(of: $0, flag: "--now") }
    let format = try report.fleetFormat()
    let units = BatchUnits(paths: listed())
    if !quiet { for complaint in units.complaints { Terminal.complain(Escaping.terminal(complaint)) } }
    guard !units.units.isEmpty else {
      Terminal.complain("no usable input; see `ipamtriage collect` for what to gather")
      throw ExitCode(3)
    }
    do {
      let place = try StorePlace(store)
      let batch = Batch(
        units, store: place.store, handbook: handbook, options: options, intake: scan.intake,
        optionText: scan.optionText)
      let isShown = progress == .auto && !quiet && ProgressMeter.onTerminal() != nil
      let run = try batch.scan(jobs: scan.threads, isShown: isShown)
      let (fleet, names, isUsable) = try batch.fleet(now: now, jobs: scan.threads)
      if !quiet { for complaint in batch.complaints { Terminal.complain(Escaping.terminal(complaint)) } }
      try batch.finish(run, fleet)
      let code = isUsable ? report.exitCode(of: fleet.report) : 3
      try report.write(fleet, names: names, as: format, exitCode: code, handbook: handbook)
      throw ExitCode(code)
    } catch let error as StoreError { throw ProgramError("\(error)") }
  }

  /// The paths, with the lists of standard input in the place of `-`.
  private func listed() -> [String] {
    paths.flatMap { path in
      guard path == "-" else { return [path] }
      var lines: [String] = []
      while let line = readLine() { if !line.isEmpty { lines.append(line) } }
      return lines
    }
  }
}
