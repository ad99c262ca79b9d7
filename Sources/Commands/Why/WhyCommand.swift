import ArgumentParser
import Evidence
import Intake
import Playbooks
import Reports
import Triage

/// One pod's way to its address, or one node's story, hop by hop.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "One pod's way to its address, hop by hop, the broken hop marked; or one node's story.",
    subcommands: [WhyPodCommand.self, WhyNodeCommand.self])
}

/// What both stories are asked with.
struct WhyOptions: ParsableArguments {
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

  /// Before anything is read: nobody waits for an analysis to learn of a name.
  func check() throws {
    guard format == "text" || format == "json" else {
      throw ProgramError("--format \"\(format)\": text or json")
    }
    if let output { try Output.check(output, force: force) }
  }

  func complain(_ complaints: [String]) {
    if quiet { return }
    for complaint in complaints.prefix(100) { Terminal.complain(Escaping.terminal(complaint)) }
  }

  func write(_ story: Story) throws {
    let renderer = StoryRenderer(
      RenderOptions(
        exitCode: 0, width: Terminal.columns, usesColor: output == nil && Terminal.usesColor(color),
        usesASCII: ascii))
    let text = format == "json" ? renderer.json(story) : renderer.text(story)
    if let output { try Output.write(text, to: output, force: force) } else { Output.print(text) }
  }
}

struct WhyPodCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pod", abstract: "Why a pod has no address: each hop with time and file:line.",
    discussion: "Exit 0 when the pod is found, 2 when asked wrongly, 3 when no input names it.")
  @Argument(help: ArgumentHelp("NAMESPACE/NAME, or NAME.", valueName: "pod"))
  var pod: String
  @Argument(help: "Files, folders, archives.")
  var paths: [String] = []
  @OptionGroup var options: WhyOptions

  func run() throws {
    guard let name = PodName(pod) else {
      throw ProgramError("\"\(Escaping.terminal(pod))\": no pod; write NAMESPACE/NAME")
    }
    if paths.isEmpty { throw ProgramError("give a file, a folder or an archive after the pod; see --help") }
    try options.check()
    try Why.refuseStreams(paths)
    let bounds = try options.scan.options()
    if bounds.sinceBeforeReference != nil || bounds.untilBeforeReference != nil {
      throw ProgramError("a relative --since or --until needs --now here: the readings must agree on it")
    }
    let told = try Why.pod(name, paths: paths, options: options)
    if let flaw = told.flaw { throw ProgramError(flaw, exitCode: 70) }
    options.complain(told.complaints)
    guard let story = told.story else {
      Terminal.complain(Why.notFound("pod", pod, told))
      throw ExitCode(3)
    }
    try options.write(story)
  }
}

struct WhyNodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "node", abstract: "One node: start, settings, pool, EC2 errors, pauses, refusals, recovery.",
    discussion: "Exit 0 when the node is found, 2 when asked wrongly, 3 when no input names it.")
  @Argument(help: ArgumentHelp("Node name, or instance id.", valueName: "node"))
  var node: String
  @Argument(help: "Files, folders, archives, or - for standard input.")
  var paths: [String] = []
  @OptionGroup var options: WhyOptions

  func run() throws {
    if node.isEmpty { throw ProgramError("\"\": no node; write its name or instance id") }
    if paths.isEmpty { throw ProgramError("give a file, a folder or an archive after the node; see --help") }
    try options.check()
    let told = try Why.node(node, paths: paths, options: options)
    if let flaw = told.flaw { throw ProgramError(flaw, exitCode: 70) }
    options.complain(told.complaints)
    guard let story = told.story else {
      Terminal.complain(Why.notFound("node", node, told))
      throw ExitCode(3)
    }
    try options.write(story)
  }
}
