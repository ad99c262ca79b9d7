import ArgumentParser
import PlaybookData
import Reports

/// Render a saved report again.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Render a saved JSON report again, in any format.",
    discussion: "Ends with the exit code of the report, unless --fail-on or --strict ask for another.")

  @Argument(help: "What --format json wrote; also compressed, or - for standard input.")
  var path: String
  @OptionGroup var report: ReportOptions

  func run() throws {
    let targets = try report.targets()
    let saved: SavedReport
    do { saved = try SavedReport.read(path: path) } catch {
      throw ProgramError(Escaping.terminal(error.description), exitCode: error.isUnusableInput ? 3 : 2)
    }
    let code = report.exitCode(of: saved)
    try report.write(
      saved.report, names: [], to: targets, exitCode: code, handbook: PlaybookData.handbook)
    throw ExitCode(code)
  }
}
