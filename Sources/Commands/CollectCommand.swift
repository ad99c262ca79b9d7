import ArgumentParser
import Evidence
import Playbooks

/// Prints, and never runs, the read-only commands that gather a complete case.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Prints the read-only commands that gather a complete case, or what the case in PATH lacks.")

  @Argument(help: "What you have already: only what it lacks is printed.")
  var paths: [String] = []
  @Option(help: "Node name, or instance id.")
  var node: String?
  @Option(help: "Subnet id.")
  var subnet: String?
  @OptionGroup var scan: ScanFlags
  @OptionGroup var playbooks: PlaybookOptions

  func run() throws {
    var values: [Placeholder: String] = [:]
    if let node {
      if Placeholder.instance.accepts(node) { values[.instance] = node } else { values[.node] = node }
      guard Placeholder.instance.accepts(node) || Placeholder.node.accepts(node) else {
        throw ProgramError("--node \"\(node)\": not a node name or instance id")
      }
    }
    if let subnet {
      guard Placeholder.subnet.accepts(subnet) else {
        throw ProgramError("--subnet \"\(subnet)\": not a subnet id")
      }
      values[.subnet] = subnet
    }
    if !paths.isEmpty { return try printMissing(values) }
    var out = "# Read-only. Run what you can, put the files into one folder, then: ipamtriage FOLDER\n"
    for part in Self.parts {
      out += "\n# \(part.title)\n"
      for line in part.lines {
        let command = Command(template: line.command, place: Place(input: "collect", line: 1, byte: 1))
          .filled(values)
        out += "\(command) > \(line.file)\n"
      }
    }
    Output.print(out)
  }

  private func printMissing(_ values: [Placeholder: String]) throws {
    let handbook = try playbooks.handbook()
    let outcome = Analysis.run(
      paths: paths, handbook: handbook, scan: try scan.options(), intake: scan.intake)
    for complaint in outcome.complaints { Terminal.complain(complaint) }
    try outcome.refuseUnbalanced()
    let report = outcome.report
    var seen: Set<String> = []
    var out = ""
    func add(_ what: String, _ command: String) {
      if !command.isEmpty, seen.insert(command).inserted { out += "# \(what)\n\(command)\n" }
    }
    for missing in report.primary.missing { add(missing.what, missing.command) }
    for step in report.steps { if let next = step.next { add("step \(step.number): \(step.because)", next) } }
    for other in report.alternatives { add("to tell \(other.id.raw) apart", other.decide) }
    Output.print(out.isEmpty ? "# Nothing is missing that would change the verdict.\n" : out)
  }

  struct Part {
    let title: String
    let lines: [(command: String, file: String)]
  }

  static let parts: [Part] = [
    Part(
      title: "Cluster",
      lines: [
        ("kubectl get nodes -o json", "nodes.json"), ("kubectl get pods -A -o json", "pods.json"),
        ("kubectl get events -A -o json", "events.json"),
        ("kubectl -n kube-system get daemonset aws-node -o json", "aws-node-daemonset.json"),
        ("kubectl get eniconfigs.crd.k8s.amazonaws.com -o json", "eniconfigs.json"),
        ("kubectl get cninodes.vpcresources.k8s.aws -o json", "cninodes.json"),
        ("kubectl get securitygrouppolicies.vpcresources.k8s.aws -A -o json", "securitygrouppolicies.json"),
        (
          "kubectl -n kube-system logs -l k8s-app=aws-node -c aws-node --prefix --timestamps --tail=-1 --max-log-requests=50",
          "aws-node.log"
        ),
      ]),
    Part(
      title:
        "On the node that fails (SSM or a debug pod): ipamd writes to files, kubectl logs does not show it",
      lines: [
        ("sudo cat /var/log/aws-routed-eni/ipamd.log", "ipamd.log"),
        ("sudo cat /var/log/aws-routed-eni/plugin.log", "plugin.log"),
        ("curl -s http://localhost:61679/v1/enis", "enis.json"),
        ("curl -s http://localhost:61678/metrics", "metrics.txt"),
        ("sudo journalctl -u kubelet --since -2h --no-pager -o short-iso-precise", "kubelet.log"),
      ]),
    Part(
      title: "AWS",
      lines: [
        ("aws ec2 describe-subnets --filters Name=vpc-id,Values={vpc} --output json", "subnets.json"),
        (
          "aws ec2 describe-network-interfaces --filters Name=vpc-id,Values={vpc} --output json",
          "enis-ec2.json"
        ),
        ("aws ec2 describe-instances --filters Name=vpc-id,Values={vpc} --output json", "instances.json"),
        (
          "aws ec2 get-subnet-cidr-reservations --subnet-id {subnet} --output json",
          "cidr-reservations.json"
        ),
        (
          "aws service-quotas get-service-quota --service-code vpc --quota-code L-DF5E4CA3 --output json",
          "eni-quota.json"
        ),
      ]),
  ]
}
