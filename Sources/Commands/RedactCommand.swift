import ArgumentParser
import FoundationEssentials
import Redaction
import Reports

/// `redact PATH... -o DIR`: evidence that can be handed on.
struct RedactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redact", abstract: "The same evidence without names, ids and addresses, and the same verdict.",
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
    try RedactedFolder.check(output, force: force, inputs: paths)
    try aliases.check(outputs: [output, output + "/x"], force: force)
    var options = ScanFlags.intake(maxUnpacked: maxUnpacked)
    options.jobs = jobs ?? 1
    var redaction = EvidenceRedaction(
      paths: paths, options: options, key: try aliases.key(), vocabulary: WordSet(handbook),
      keepsMapping: aliases.mapping != nil)
    var folder = try RedactedFolder(output, force: force)
    do {
      try redaction.write(into: &folder)
      if redaction.summary.inputs == 0 { throw ProgramError("no text in the input; nothing was written", exitCode: 3) }
      try folder.finish()
    } catch {
      folder.discard()
      throw error
    }
    try aliases.write(redaction.redactor.mapping, force: force)
    if !quiet { say(redaction.summary) }
  }

  private func say(_ summary: EvidenceRedaction.Summary) {
    for complaint in summary.complaints { Terminal.complain(Escaping.terminal(complaint)) }
    for (name, why) in summary.leftOut { Terminal.complain(Escaping.terminal("\(name): left out, \(why)")) }
    if summary.isSurveyFull {
      Terminal.complain(
        "more than \(Survey.mostNames) names: those that came late are replaced only where they are called names")
    }
    let files = summary.inputs == 1 ? "1 file" : "\(summary.inputs) files"
    Terminal.complain("\(files) written to \(Escaping.terminal(output)); look through them before you hand them on")
  }
}
