import Evidence
import Playbooks
import VPCModel

/// One check of whether a change of the CNI's configuration has taken hold.
package struct VerifyCheck: Hashable, Sendable {
  package enum Outcome: String, Hashable, Sendable {
    case passed, failed
    /// The evidence does not show it.
    case notShown = "not-shown"
    /// The cluster does not use the feature.
    case notAsked = "not-asked"
  }

  /// As JSON has it: `prefixes-on-enis`.
  package let key: String
  package let title: String
  package let outcome: Outcome
  package let because: String
  /// What would show it.
  package let command: String?
}

/// The checks one makes after turning a feature on: prefixes on the ENIs, pod addresses from the pod subnets, branch
/// ENIs with the right groups, and no new errors.
struct VerifyChecks {
  private let side: ComparisonSide
  private let world: World
  private(set) var all: [VerifyCheck] = []

  init(_ side: ComparisonSide, newer: [Change]) {
    self.side = side
    world = side.world
    all = [prefixes(), podAddresses(), branches(), errors(newer)]
  }

  private var nodes: [NodeEntity] { world.nodes.keys.sorted().compactMap { world.nodes[$0] } }

  private func list(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }

  // MARK: prefix delegation

  private func prefixes() -> VerifyCheck {
    func check(_ outcome: VerifyCheck.Outcome, _ because: String, _ command: String? = nil) -> VerifyCheck {
      VerifyCheck(
        key: "prefixes-on-enis", title: "prefixes on the ENIs", outcome: outcome, because: because,
        command: command)
    }
    let inMode = nodes.filter { $0.prefixMode == true }
    if inMode.isEmpty {
      return nodes.contains { $0.prefixMode == false }
        ? check(.notAsked, "prefix mode is off")
        : check(
          .notShown, "no input says whether prefix mode is on",
          "kubectl -n kube-system get daemonset aws-node -o json")
    }
    let shown = inMode.filter(hasInterfaces)
    if shown.isEmpty {
      return check(
        .notShown, "prefix mode is on, and no input lists the ENIs of its nodes",
        "curl -s http://localhost:61679/v1/enis")
    }
    let without = shown.filter { !hasPrefixes($0) }.map { $0.name ?? $0.id }
    if !without.isEmpty {
      return check(
        .failed, "\(without.count) of \(shown.count) nodes in prefix mode have none: \(list(without))")
    }
    return check(
      .passed,
      shown.count == 1 ? "its ENIs hold prefixes" : "the ENIs of all \(shown.count) nodes hold prefixes")
  }

  private func hasInterfaces(_ node: NodeEntity) -> Bool {
    !node.interfaces.isEmpty || node.pool?.value.enis.isEmpty == false
      || node.metrics?.value.values["awscni_total_ipv4_prefixes"] != nil
  }

  private func hasPrefixes(_ node: NodeEntity) -> Bool {
    node.interfaces.contains { $0.hasPrefixes }
      || node.pool?.value.enis.contains { $0.cidrs.contains(where: \.isPrefix) } == true
      || (node.metrics?.value.values["awscni_total_ipv4_prefixes"] ?? 0) > 0
  }

  // MARK: custom networking

  private func podAddresses() -> VerifyCheck {
    func check(_ outcome: VerifyCheck.Outcome, _ because: String, _ command: String? = nil) -> VerifyCheck {
      VerifyCheck(
        key: "pod-addresses-secondary-cidr", title: "pod addresses from the secondary CIDR", outcome: outcome,
        because: because, command: command)
    }
    let custom = nodes.filter { $0.customNetworking == true }
    if custom.isEmpty {
      return nodes.contains { $0.customNetworking == false }
        ? check(.notAsked, "custom networking is off")
        : check(
          .notShown, "no input says whether custom networking is on",
          "kubectl -n kube-system get daemonset aws-node -o json")
    }
    var good = 0
    var bad: [String] = []
    var isPlaced = false
    for node in custom {
      let blocks = podBlocks(of: node)
      let own = node.ec2?.subnet.flatMap { world.subnets[$0]?.value.cidr }
      isPlaced = isPlaced || !blocks.isEmpty || own != nil
      for pod in node.pods where takesAddress(pod) {
        guard let address = pod.address.flatMap({ IPv4Address($0) }) else { continue }
        if !blocks.isEmpty {
          if blocks.contains(where: { $0.contains(address) }) {
            good += 1
          } else {
            bad.append(pod.qualifiedName)
          }
        } else if let own {
          // Without the pod subnet: what lies in the node's own subnet is not from it.
          if own.contains(address) { bad.append(pod.qualifiedName) } else { good += 1 }
        }
      }
    }
    if !bad.isEmpty {
      return check(
        .failed,
        "\(bad.count) of \(good + bad.count) pods have addresses of other subnets: \(list(bad.sorted()))")
    }
    if good > 0 { return check(.passed, "all \(good) pods with an address have one of the pod subnets") }
    return isPlaced
      ? check(.notShown, "no pod with an address is listed on its nodes", "kubectl get pods -A -o json")
      : check(
        .notShown, "no input says which subnets the pods are to use",
        "kubectl get eniconfigs.crd.k8s.amazonaws.com -o json")
  }

  private func podBlocks(of node: NodeEntity) -> [IPv4Block] {
    if let subnet = world.podSubnet(of: node) { return [world.subnets[subnet]?.value.cidr].compactMap { $0 } }
    return world.eniConfigs.values.compactMap(\.subnet).compactMap { world.subnets[$0]?.value.cidr }
  }

  private func takesAddress(_ pod: ClusterPod) -> Bool {
    pod.isHostNetwork != true && pod.phase != "Succeeded" && pod.phase != "Failed"
  }

  // MARK: security groups for pods

  private func branches() -> VerifyCheck {
    func check(_ outcome: VerifyCheck.Outcome, _ because: String, _ command: String? = nil) -> VerifyCheck {
      VerifyCheck(
        key: "branch-enis", title: "branch ENI with the right groups", outcome: outcome, because: because,
        command: command)
    }
    if world.pods.isEmpty {
      return check(.notShown, "no pod is listed", "kubectl get pods -A -o json")
    }
    let wanting = world.pods.filter { ($0.wantsBranchENI || $0.branchAnnotation != nil) && takesAddress($0) }
    if wanting.isEmpty { return check(.notAsked, "no pod listed asks for one") }
    let without = wanting.filter { $0.branchAnnotation == nil }.map(\.qualifiedName).sorted()
    if !without.isEmpty {
      return check(.failed, "\(without.count) of \(wanting.count) pods wait for one: \(list(without))")
    }
    var missing: [String] = []
    var wrong: [String] = []
    var compared = 0
    for pod in wanting {
      guard let eni = Self.eni(in: pod.branchAnnotation ?? "") else { continue }
      guard let interface = world.interfaces[eni] else {
        missing.append(eni.raw)
        continue
      }
      guard let policies = side.policies[pod.namespace] else { continue }
      compared += 1
      if !policies.contains(Set(interface.interface.groups)) { wrong.append(pod.qualifiedName) }
    }
    if !world.hasInterfaceList {
      return check(
        .notShown, "\(wanting.count) pods have one; no input lists the ENIs, so their groups are unknown",
        "aws ec2 describe-network-interfaces --filters Name=interface-type,Values=branch --output json")
    }
    if !missing.isEmpty, !world.isInterfaceListPartial {
      return check(.failed, "\(missing.count) of them are in no list of ENIs: \(list(missing.sorted()))")
    }
    if !wrong.isEmpty {
      return check(.failed, "the groups are those of no policy of the namespace: \(list(wrong.sorted()))")
    }
    return compared == wanting.count
      ? check(
        .passed, "\(compared == 1 ? "1 pod has" : "\(compared) pods have") one, with the groups of a policy")
      : check(
        .notShown,
        "\(wanting.count) pods have one; no SecurityGroupPolicy of \(wanting.count - compared) of them is given",
        "kubectl get securitygrouppolicies.vpcresources.k8s.aws -A -o json")
  }

  /// `eni-…` of the annotation `[{"eniId":"eni-…",…}]`.
  static func eni(in annotation: String) -> ENIID? {
    for word in annotation.split(whereSeparator: {
      !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-"))
    })
    where word.hasPrefix("eni-") {
      return ENIID(String(word))
    }
    return nil
  }

  // MARK: errors

  private func errors(_ newer: [Change]) -> VerifyCheck {
    func check(_ outcome: VerifyCheck.Outcome, _ because: String, _ command: String? = nil) -> VerifyCheck {
      VerifyCheck(
        key: "no-new-errors", title: "no new errors", outcome: outcome, because: because, command: command)
    }
    if !newer.isEmpty { return check(.failed, "new or moved: \(list(Set(newer.map(\.id.raw)).sorted()))") }
    let waiting = nodes.flatMap(\.podsStillWaiting)
    if !waiting.isEmpty {
      return check(.failed, "\(waiting.count) pods still wait for an address: \(list(Set(waiting).sorted()))")
    }
    guard nodes.contains(where: { $0.log.kinds.contains(.ipamdLog) || $0.log.count("address-assigned") > 0 })
    else {
      return check(.notShown, "no ipamd.log is given", "sudo cat /var/log/aws-routed-eni/ipamd.log")
    }
    let given = nodes.reduce(0) { $0 + $1.log.count("address-assigned") }
    if given == 0 {
      return check(
        .notShown, "ipamd.log shows no address given out and none refused", "kubectl get events -A -o json")
    }
    return check(
      .passed, "\(given == 1 ? "1 address" : "\(given) addresses") given out, nothing new went wrong")
  }
}
