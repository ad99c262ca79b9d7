import ArgumentParser
import Reports
import Triage
import VPCModel

struct SubnetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subnet", abstract: "Address ledger and free /28 of every subnet, from AWS documents alone.")
  @Argument(help: "Files, folders, archives, or -.")
  var paths: [String]
  @OptionGroup var scan: ScanFlags
  @OptionGroup var playbooks: PlaybookOptions
  @OptionGroup var picture: PictureOptions
  @OptionGroup var drains: DrainOptions
  @Option(name: .shortAndLong, help: "text or json.")
  var format = "text"
  @Option(name: .shortAndLong, help: "Write to a file, whole or not at all.")
  var output: String?
  @Flag(help: "Overwrite an existing file.")
  var force = false
  @Option(help: ArgumentHelp("Also write a proof of every verdict, for --verify-proof.", valueName: "file"))
  var proof: String?
  @Option(
    help: ArgumentHelp("Check a proof against the AWS documents instead; exit 0 or 1.", valueName: "file"))
  var verifyProof: String?
  @Option(help: "Lowest severity that makes the exit code 1: none, warning or error.")
  var failOn: FailOn = .error

  func run() throws {
    guard format == "text" || format == "json" else {
      throw ProgramError("--format \"\(format)\": text or json")
    }
    if let verifyProof {
      if proof != nil {
        throw ProgramError("--proof and --verify-proof: one writes, the other reads; give one")
      }
      throw ExitCode(try SubnetProof.verify(verifyProof, against: paths, options: scan.intake))
    }
    // Before anything is read: nobody waits for an analysis to learn of a name.
    let files = [output, proof, picture.svg].compactMap { $0 }
    for file in files { try Output.check(file, force: force) }
    if Set(files).count < files.count {
      throw ProgramError("--output, --proof and --svg: the same file for two things")
    }
    let outcome = Analysis.run(
      paths: paths, handbook: try playbooks.handbook(), scan: try scan.options(), intake: scan.intake)
    for complaint in outcome.complaints { Terminal.complain(complaint) }
    try outcome.refuseUnbalanced()
    let ledgers = outcome.report.subnets
    if ledgers.isEmpty {
      Terminal.complain("no subnet in the input; give the output of aws ec2 describe-subnets --output json")
      throw ExitCode(3)
    }
    let code = exitCode(ledgers)
    let renderer = SubnetRenderer(
      picture.options(exitCode: code, toFile: output != nil), map: picture.map, drains: drains.drains)
    // A subnet at a time: the holders of 64 full ones are 17 MB of JSON.
    let make: (@escaping Sink) -> Bool = { sink in
      format == "json" ? renderer.json(ledgers, to: sink) : renderer.text(ledgers, to: sink)
    }
    if proof != nil, !ledgers.contains(where: \.hasMap) {
      Terminal.complain("no interfaces listed, so there is no verdict to prove; see `ipamtriage collect`")
    }
    if let proof { try Output.write(to: proof, force: force) { ProofTree.write(ledgers, to: $0) } }
    if let svg = picture.svg { try Output.write(to: svg, force: force) { renderer.svg(ledgers, to: $0) } }
    if let output { try Output.write(to: output, force: force, make) } else { Output.print(make) }
    throw ExitCode(code)
  }

  /// As `analyze`, by verdict: a full or fragmented subnet is a warning, what cannot be told is undecided.
  private func exitCode(_ ledgers: [SubnetLedger]) -> Int32 {
    let isShort = ledgers.contains { $0.verdict == .exhausted || $0.verdict == .fragmented }
    if isShort { return failOn == .warning ? 1 : 0 }
    return ledgers.contains { $0.verdict == .inconsistent || $0.verdict == .unknown } ? 4 : 0
  }
}
