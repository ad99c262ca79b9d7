import ArgumentParser
import Playbooks
import Redaction
import Reports
import Triage

/// How a report is printed, and what it makes of the exit code: the same for every command that ends in one.
struct ReportOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help:
      "text, json, jsonl, markdown, html, csv, junit, jira or textile; FORMAT=FILE writes to a file (repeatable)."
  )
  var format: [String] = []
  @Option(name: .shortAndLong, help: "Write the report to a file, whole or not at all.")
  var output: String?
  @Flag(help: "Overwrite existing files.")
  var force = false
  @Flag(help: "Exit 5 when an input could be read only in part.")
  var strict = false
  @Option(help: "Lowest severity that makes the exit code 1: none, warning or error (error by default).")
  var failOn: FailOn?
  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto
  @Flag(help: "ASCII marks only.")
  var ascii = false
  @OptionGroup var redaction: RedactionOptions

  func exitCode(of report: Report) -> Int32 { report.exitCode(failOn: severity, isStrict: strict) }

  /// The exit code of a report that was saved with one: that, unless another was asked for.
  func exitCode(of saved: SavedReport) -> Int32 {
    failOn == nil && !strict ? saved.exitCode : exitCode(of: saved.report)
  }

  /// Every format of one report. Formats for others get the redacted one, unless `--redact` says otherwise.
  ///
  /// - Parameter names: what the documents behind the report call a name.
  func write(
    _ report: Report, names: [(String, NameKind)], to targets: [Target], exitCode code: Int32,
    handbook: Handbook
  ) throws {
    let isShared = !report.isRedacted && targets.contains { redaction.isOn(for: $0.format) }
    let shared =
      isShared ? try redaction.redacted(report, names: names, handbook: handbook, force: force) : report
    for target in targets {
      let options = renderOptions(exitCode: code, isFile: target.file != nil)
      guard let type = Renderers.named(target.format) else { continue }
      let text = type.init(options).render(redaction.isOn(for: target.format) ? shared : report)
      if let file = target.file { try Output.write(text, to: file, force: force) } else { Output.print(text) }
    }
  }

  func renderOptions(exitCode code: Int32, isFile: Bool) -> RenderOptions {
    RenderOptions(
      exitCode: code, width: Terminal.columns, usesColor: !isFile && Terminal.usesColor(color),
      usesASCII: ascii)
  }

  private var severity: Severity? {
    switch failOn ?? .error {
    case .none: nil
    case .warning: .warning
    case .error: .error
    }
  }

  /// A format and the file it goes to; nil is standard output.
  struct Target {
    let format: String
    let file: String?
  }

  /// Where the report goes; throws before anything is read, since nobody waits for an analysis to learn of a name.
  func targets() throws -> [Target] {
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
    for file in files { try Output.check(file, force: force) }
    try redaction.check(outputs: files, force: force)
    return targets
  }

  /// The one format of a fleet's report; throws before anything is read.
  func fleetFormat() throws -> String {
    let name = self.format.first ?? "text"
    guard self.format.count <= 1, FleetRenderer.formats.contains(name) else {
      let known = FleetRenderer.formats.joined(separator: ", ")
      throw ProgramError("--format \"\(self.format.joined(separator: " "))\": of a fleet one of \(known)")
    }
    if let output = output { try Output.check(output, force: force) }
    try redaction.check(outputs: output.map { [$0] } ?? [], force: force)
    return name
  }

  /// - Parameter names: what the documents behind the fleet call a name.
  func write(
    _ fleet: Fleet, names: [(String, NameKind)], as format: String, exitCode code: Int32, handbook: Handbook
  ) throws {
    try Conservation.check(fleet.report.subnets)
    let shown =
      redaction.isOn(for: format)
      ? try redaction.redacted(fleet, names: names, handbook: handbook, force: force) : fleet
    let text = FleetRenderer(renderOptions(exitCode: code, isFile: output != nil)).render(shown, as: format)
    if let output { try Output.write(text, to: output, force: force) } else { Output.print(text) }
  }
}
