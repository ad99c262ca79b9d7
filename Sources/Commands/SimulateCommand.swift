import ArgumentParser
import Evidence
import Playbooks
import Reports
import Triage
import VPCModel

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract:
      "What nodes would hold under other settings of the CNI; without PATH, a node or a cluster to be.",
    discussion: """
      With PATH every node in the evidence is simulated, as it is and with the settings to try.
      Without PATH give --instance-type and --pods for one node, and --nodes for the subnets of a cluster.
      """)
  @Argument(help: "Files, folders, archives, or -; none to plan.")
  var paths: [String] = []
  @Option(help: "A setting of aws-node to try: WARM_IP_TARGET=2; an empty value takes it away (repeatable).")
  var set: [String] = []
  @Flag(help: "Try prefix mode.")
  var prefix = false
  @Option(
    defaultAsFlag: CustomNetworking(subnet: nil),
    help: "Try custom networking, with subnet=ID for where the pods' addresses come from.")
  var customNetworking: CustomNetworking?
  @Flag(name: .customLong("pod-eni"), help: "Try security groups for pods.")
  var podENI = false
  @Option(help: "Instance type of the node; with PATH, of every node.")
  var instanceType: String?
  @Option(
    parsing: .unconditional,
    help: "Pods on each node that need an address; with PATH, of nodes whose pods are not known.")
  var pods: Int?
  @Option(parsing: .unconditional, help: "Max pods of the node.")
  var maxPods: Int?
  @Option(parsing: .unconditional, help: "ENIs of the node that ipamd leaves alone.")
  var unmanaged: Int?
  @Option(parsing: .unconditional, help: "Pods that come to each node at once.")
  var burst = 10
  @Flag(help: "Search the warm targets, and recommend some.")
  var sweep = false
  @Option(parsing: .unconditional, help: "Size subnets for so many nodes.")
  var nodes: Int?
  @Option(parsing: .unconditional, help: "Zones the nodes are spread over.")
  var zones = 3
  @Option(parsing: .unconditional, help: "How many times as many nodes there will be: 1.5.")
  var growth = "1"
  @OptionGroup var scan: ScanFlags
  @OptionGroup var playbooks: PlaybookOptions
  @Option(name: .shortAndLong, help: "text or json.")
  var format = "text"
  @Option(name: .shortAndLong, help: "Write to a file, whole or not at all.")
  var output: String?
  @Flag(help: "Overwrite an existing file.")
  var force = false

  func run() throws {
    guard format == "text" || format == "json" else {
      throw ProgramError("--format \"\(format)\": text or json")
    }
    try checkNumbers()
    if let output { try Output.check(output, force: force) }
    var report = SimulationReport()
    var wishes = try self.wishes()
    let paths = self.paths + [customNetworking?.path].compactMap { $0 }
    if paths.isEmpty { try plan(&wishes, &report) } else { try simulate(paths, &wishes, &report) }
    report.change = wishes.change.values
    report.refused = wishes.change.refused
    report.remarks = wishes.change.remarks
    if !report.refused.isEmpty {
      for refused in report.refused { Terminal.complain("\(refused.assignments): \(refused.reason)") }
      (report.fleet, report.plans, report.plan) = (FleetSimulation([], burst: burst), [], nil)
      if format == "json" { try print(report) }
      throw ExitCode(2)
    }
    try print(report)
  }

  private func print(_ report: SimulationReport) throws {
    let renderer = SimulationRenderer(
      RenderOptions(
        exitCode: 0, width: Terminal.columns, usesColor: output == nil && Terminal.usesColor(.auto)))
    let text = format == "json" ? renderer.json(report) : renderer.text(report)
    if let output { try Output.write(text, to: output, force: force) } else { Output.print(text) }
  }

  // MARK: What is asked for

  private func checkNumbers() throws {
    for (name, value, range) in [
      ("--pods", pods, 0...1_000_000), ("--max-pods", maxPods, 0...1_000_000),
      ("--unmanaged", unmanaged, 0...1_000), ("--burst", burst, 0...1_000_000),
      ("--nodes", nodes, 1...1_000_000), ("--zones", zones, 1...1_000),
    ] {
      guard let value, !range.contains(value) else { continue }
      throw ProgramError("\(name) \(value): write \(range.lowerBound) to \(range.upperBound)")
    }
    if nodes != nil, !paths.isEmpty {
      throw ProgramError(
        "--nodes sizes a plan and goes without PATH; the nodes of PATH are simulated as they are")
    }
  }

  private func wishes() throws -> SimulationWishes {
    var wishes = SimulationWishes()
    for entry in set {
      guard let equals = entry.firstIndex(of: "=") else {
        throw ProgramError("--set \"\(entry)\": write NAME=VALUE, WARM_IP_TARGET=2")
      }
      let name = String(entry[..<equals])
      if !SettingsChange.names.contains(name) {
        let near = suggestion(for: name, among: SettingsChange.names)
        throw ProgramError(
          "--set \"\(entry)\": no setting of the pool"
            + (near.map { "; did you mean \($0)?" }
              ?? "; known are \(SettingsChange.names.joined(separator: ", "))"))
      }
      wishes.change.set(name, String(entry[entry.index(after: equals)...]))
    }
    if prefix { wishes.change.set("ENABLE_PREFIX_DELEGATION", "true") }
    if podENI { wishes.change.set("ENABLE_POD_ENI", "true") }
    if let customNetworking {
      wishes.change.set("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "true")
      if let subnet = customNetworking.subnet, !subnet.hasPrefix("subnet-") {
        throw ProgramError("--custom-networking \"subnet=\(subnet)\": write subnet=subnet-0123456789abcdef0")
      }
      wishes.podSubnet = customNetworking.subnet.map { SubnetID($0) }
    }
    if let instanceType {
      guard let limits = InstanceTypeLimits.table[instanceType] else {
        let near = suggestion(for: instanceType, among: InstanceTypeLimits.table.keys)
        throw ProgramError(
          "\(instanceType): no such type in the table" + (near.map { "; did you mean \($0)?" } ?? ""),
          exitCode: 3)
      }
      wishes.limits = limits
    }
    wishes.maxPods = maxPods
    wishes.unmanagedENIs = unmanaged
    wishes.pods = pods
    return wishes
  }

  /// `1.5` as 150; at most 1,000 times.
  private func growthPercent() throws -> Int {
    let parts = growth.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    guard isPlain, parts.count <= 2, let whole = Int(parts[0]), whole <= 1_000 else {
      throw ProgramError("--growth \"\(growth)\": write a factor from 1 to 1000, 1.5")
    }
    let digits = parts.count == 2 ? Array(parts[1].prefix(2)) : []
    let hundredths = digits.enumerated().reduce(0) {
      $0 + ($1.1.wholeNumberValue ?? 0) * ($1.0 == 0 ? 10 : 1)
    }
    guard whole * 100 + hundredths >= 100 else {
      throw ProgramError("--growth \"\(growth)\": a factor below 1 is no growth")
    }
    return whole * 100 + hundredths
  }

  // MARK: Without evidence

  private func plan(_ wishes: inout SimulationWishes, _ report: inout SimulationReport) throws {
    guard let limits = wishes.limits else {
      throw ProgramError("name what to simulate: PATH, or --instance-type T with --pods N")
    }
    guard let pods else {
      throw ProgramError("--pods is missing: how many pods need an address on each node")
    }
    let growth = try growthPercent()
    let shipped = ["WARM_ENI_TARGET": "1", "WARM_PREFIX_TARGET": "1"]
    wishes.change.check(against: shipped)
    guard wishes.change.refused.isEmpty else { return }
    func shape(_ environment: [String: String]) -> NodeShape {
      let settings = CNISettings(environment: environment)
      return NodeShape(
        limits: limits, settings: settings, maxPods: maxPods ?? Self.maxPods(limits, settings),
        unmanagedENIs: unmanaged ?? 0)
    }
    var node = FleetSimulation.Node(id: limits.type)
    node.instanceType = limits.type
    node.pods = pods
    node.environment = shipped
    node.shape = shape(shipped)
    node.wantedShape = shape(wishes.change.applied(to: shipped))
    node.podSubnet = wishes.podSubnet
    if let most = node.wantedShape?.maxPods, pods > max(0, most - 2) {
      node.remarks.append(
        "max pods \(most), with 2 host-network pods, lets the scheduler send \(max(0, most - 2)) pods, not \(pods)"
      )
    }
    if maxPods == nil, let assumed = node.wantedShape?.maxPods {
      node.remarks.append(
        "max pods \(assumed): "
          + (node.wantedShape?.usesPrefixes == true
            ? "what the max-pods calculator recommends" : "the formula of the type")
          + "; --max-pods says otherwise")
    }
    report.fleet = FleetSimulation([node], burst: burst)
    if sweep { report.sweep = TargetSweep([node], change: wishes.change, burst: burst) }
    guard let nodes else { return }
    report.plan = SimulationReport.PlanWish(
      nodes: nodes, podsPerNode: pods, zones: zones, growthPercent: growth)
    for usesPrefixes in limits.isPrefixCapable == false ? [false] : [false, true] {
      var environment = wishes.change.applied(to: shipped)
      environment["ENABLE_PREFIX_DELEGATION"] = usesPrefixes ? "true" : "false"
      if CNISettings.isRefused(environment: environment) { continue }
      report.plans.append(
        SubnetPlan(
          shape(environment), nodes: nodes, podsPerNode: pods, zones: zones, growthPercent: growth))
    }
  }

  /// What a node has that nobody told otherwise: the plain formula, which no setting of the CNI changes; with prefixes
  /// the calculator's number, capped at 110 or 250.
  private static func maxPods(_ limits: InstanceTypeLimits, _ settings: CNISettings) -> Int {
    guard settings.usesPrefixes || settings.usesIPv6, limits.isPrefixCapable != false else {
      return limits.maxPods()
    }
    let mode = PoolMode(usesPrefixes: true, usesCustomNetworking: settings.usesCustomNetworking)
    return limits.recommendedMaxPods(mode) ?? limits.maxPods(mode)
  }

  // MARK: The nodes of the evidence

  private func simulate(
    _ paths: [String], _ wishes: inout SimulationWishes, _ report: inout SimulationReport
  ) throws {
    let outcome = Analysis.run(
      paths: paths, handbook: try playbooks.handbook(), scan: try scan.options(), intake: scan.intake)
    for complaint in outcome.complaints { Terminal.complain(complaint) }
    try outcome.refuseUnbalanced()
    var evidence = outcome.evidence
    evidence.settle()
    let nodes = World(evidence).fleet(&wishes)
    guard !nodes.isEmpty else {
      Terminal.complain(
        "no node in the input; give enis.json, node logs, or describe-instances and interfaces")
      throw ExitCode(3)
    }
    guard wishes.change.refused.isEmpty else { return }
    report.hasEvidence = true
    report.fleet = FleetSimulation(nodes, burst: burst)
    report.ledgers = outcome.report.subnets
    if sweep { report.sweep = TargetSweep(nodes, change: wishes.change, burst: burst) }
  }
}

/// The value of `--custom-networking`: nothing, `subnet=ID`, or a PATH that merely stands behind the bare flag.
struct CustomNetworking: ExpressibleByArgument, CustomStringConvertible {
  var subnet: String?
  var path: String?

  init(subnet: String?) { self.subnet = subnet }

  var description: String { subnet.map { "subnet=\($0)" } ?? "no subnet named" }

  init(argument: String) {
    if argument.hasPrefix("subnet=") {
      subnet = String(argument.dropFirst("subnet=".count))
    } else {
      path = argument
    }
  }
}
