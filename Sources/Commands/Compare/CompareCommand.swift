import ArgumentParser
import Collectors
import FoundationEssentials
import Intake
import Playbooks
import Reports
import Triage

/// Two collections of evidence of one cluster: what was fixed between them.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Before and after a change: fixed, not fixed, moved, new.",
    discussion: """
      Both are analysed and their findings paired, by fingerprint and by cause. The later evidence is checked for what \
      a change of the CNI should show: prefixes on the ENIs, pod addresses from the secondary CIDR, branch ENIs with \
      the right groups, no new errors. Either side may be a report that `--format json` saved. Exit 0 fixed or same, 1 not fixed, moved or new, 4 not comparable or nothing \
      usable.
      """)
  @Argument(help: "File, folder or archive of the evidence before, or its JSON report.")
  var before: String
  @Argument(help: "The same of the evidence after.")
  var after: String
  @Flag(help: "Both sides are one cluster, whatever their ids say.")
  var sameCluster = false
  @OptionGroup var scan: ScanFlags
  @OptionGroup var playbooks: PlaybookOptions
  @Option(name: .shortAndLong, help: "text or json.")
  var format = "text"
  @Option(name: .shortAndLong, help: "Write to a file, whole or not at all.")
  var output: String?
  @Flag(help: "Overwrite an existing file.")
  var force = false
  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto
  @Flag(help: "ASCII marks only.")
  var ascii = false
  @Flag(name: .shortAndLong, help: "No messages about inputs on stderr.")
  var quiet = false

  func run() throws {
    guard format == "text" || format == "json" else {
      throw ProgramError("--format \"\(format)\": text or json")
    }
    if before == "-", after == "-" { throw ProgramError("-: standard input is one side only") }
    if let output { try Output.check(output, force: force) }
    let handbook = try playbooks.handbook()
    let options = try scan.options()
    let now = try scan.now.map { try scan.time($0, of: "--now") }
    for side in [before, after] where Compare.saved(side)?.isRedacted == true {
      throw ProgramError(
        "\(side): a redacted report, whose ids are aliases; give the evidence, or its own report")
    }
    let (comparison, complaints, flaw) = Compare.run(
      before: before, after: after, handbook: handbook, scan: options, intake: scan.intake, now: now,
      isSameCluster: sameCluster)
    if let flaw { throw ProgramError(flaw, exitCode: 70) }
    if !quiet { for complaint in complaints.prefix(100) { Terminal.complain(Escaping.terminal(complaint)) } }
    let code = comparison.verdict.exitCode
    let renderer = ComparisonRenderer(
      RenderOptions(
        exitCode: code, width: Terminal.columns, usesColor: output == nil && Terminal.usesColor(color),
        usesASCII: ascii))
    let text = format == "json" ? renderer.json(comparison) : renderer.text(comparison)
    if let output { try Output.write(text, to: output, force: force) } else { Output.print(text) }
    throw ExitCode(code)
  }
}

package enum Compare {
  package static func run(
    before: String, after: String, handbook: Handbook, scan: ScanOptions = ScanOptions(),
    intake: IntakeOptions = IntakeOptions(), now: Int64? = nil, isSameCluster: Bool = false
  ) -> (comparison: Comparison, complaints: [String], flaw: String?) {
    var complaints: [String] = []
    var flaw: String?
    func side(_ path: String) -> ComparisonSide {
      if let report = saved(path) { return ComparisonSide(name: path, saved: report) }
      let outcome = Analysis.run(paths: [path], handbook: handbook, scan: scan, intake: intake, now: now)
      flaw = flaw ?? outcome.flaw
      complaints += outcome.complaints
      return ComparisonSide(
        name: path, evidence: outcome.evidence, report: outcome.report, isUsable: !outcome.isUnusable)
    }
    let sides = (side(before), side(after))
    return (Comparison(before: sides.0, after: sides.1, isSameCluster: isSameCluster), complaints, flaw)
  }

  /// The report in a file that `--format json` wrote; nil for anything else, which is evidence.
  static func saved(_ path: String) -> Report? {
    let kind = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    guard kind == .typeRegular,
      let file = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe),
      file.first == UInt8(ascii: "{"),
      String(decoding: file.prefix(400), as: UTF8.self).contains("\"ipamtriage\"")
    else { return nil }
    return try? SavedReport.read(path: path).report
  }
}
