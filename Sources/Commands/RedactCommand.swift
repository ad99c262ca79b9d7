import ArgumentParser
import FoundationEssentials
import Redaction
import Reports

/// `redact PATH... -o DIR`: evidence that can be handed on.
struct RedactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact",
    abstract: "The same evidence without names, ids and addresses, and the same verdict.",
    discussion: """
      Logs stay logs and JSON stays JSON; archives are unpacked into folders. Aliases keep what the verdict asks for:
      the shape of ids, prefixes and places of addresses, times. Process lists, kubeconfigs and binaries are left out.
      """)

  @Argument(help: "Files, folders or archives.")
  var paths: [String]
  @Option(name: .shortAndLong, help: "The folder to write, whole or not at all.")
  var output: String
  @Flag(help: "Replace a folder that is there.")
  var force = false
  @Flag(help: "Only the lines and records that the verdict rests on: without any one of them it is another.")
  var minimal = false
  @OptionGroup var aliases: AliasOptions
  @OptionGroup var playbooks: PlaybookOptions
  @Option(help: "Most bytes an archive may unpack to.")
  var maxUnpacked: Int64 = 20 << 30
  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: "Threads to use, 1 to 64; what is written is the same with every number of them.")
  var jobs: Int?
  @Flag(name: .shortAndLong, help: "No messages on stderr.")
  var quiet = false

  func validate() throws {
    if paths.contains("-") { throw ValidationError("-: evidence is read twice; save it to a file first") }
    if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs \"\(jobs)\": write 1 to 64") }
  }

  func run() throws {
    let handbook = try playbooks.handbook()
    try aliases.check(outputs: [], folder: output, force: force)
    var options = ScanFlags.intake(maxUnpacked: maxUnpacked)
    options.jobs = jobs ?? 1
    let result = try EvidenceCopy.write(
      paths, to: output, force: force, handbook: handbook, key: try aliases.key(), intake: options,
      keepsMapping: aliases.mapping != nil, isMinimal: minimal)
    if !quiet { complain(result) }
    if result.inputs == 0 { throw ProgramError("no text in the input; nothing was written", exitCode: 3) }
    try aliases.write(result.mapping, force: force)
    if !quiet { say(result) }
  }

  private func say(_ minimal: MinimalEvidence.Result) {
    let pieces =
      "\(Phrases.number(minimal.pieces)) of \(Phrases.number(minimal.piecesBefore)) lines and records"
    let bytes = "\(Phrases.number(minimal.bytes)) of \(Phrases.number(minimal.bytesBefore)) bytes"
    let least =
      minimal.isLeast
      ? "without any one of them the verdict is another"
      : "they are enough for the verdict; whether all of them are needed was too much to try"
    Terminal.complain("kept \(pieces), \(bytes): \(least)")
  }

  private func complain(_ result: EvidenceCopy.Result) {
    for complaint in result.complaints { Terminal.complain(Escaping.terminal(complaint)) }
    for (name, why) in result.leftOut { Terminal.complain(Escaping.terminal("\(name): left out, \(why)")) }
  }

  private func say(_ result: EvidenceCopy.Result) {
    if result.isSurveyFull {
      Terminal.complain(
        "more than \(Survey.mostNames) names: those that came late are replaced only where they are called names"
      )
    }
    if let minimal = result.minimal { say(minimal) }
    let files = result.inputs == 1 ? "1 file" : "\(result.inputs) files"
    Terminal.complain(
      "\(files) written to \(Escaping.terminal(output)); look through them before you hand them on")
  }
}
