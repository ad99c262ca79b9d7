import Evidence
import VPCModel

/// `-o custom-columns`: titles are the user's, so values decide where a title alone does not.
///
///     NAME                       PODS   IP
///     ip-10-0-1-23.ec2.internal  29     29
///
/// In the article's command the column titled `IP` holds `.status.capacity.pods`: a number there is no address.
enum CustomColumns {
  static func read(name: String, cells: [String: String], namespace: String?, emit: (Statement) -> Void) {
    let texts = cells.filter { $0.value != "<none>" }
    if let subnet = texts.values.first(where: { $0.hasPrefix("subnet-") }) {
      var config = ENIConfig(name: name)
      config.subnet = SubnetID(subnet)
      config.groups = texts.values.flatMap { list($0) }.filter { $0.hasPrefix("sg-") }.sorted()
      emit(.eniConfig(config))
      return
    }
    if isNode(name, texts) {
      emit(.node(node(name, texts)))
    } else if texts["NODE"] != nil || texts["STATUS"] != nil {
      emit(.pod(PodRow.pod(name: KubectlTable.bare(name), cells: texts, namespace: namespace)))
    }
  }

  /// A label column: the instance type and the zone are known by their shape, two others by their title.
  static func readLabel(title: String, text: String, into node: inout ClusterNode) {
    if isInstanceType(text) {
      node.labels["node.kubernetes.io/instance-type"] = text
    } else if isZone(text) {
      node.labels["topology.kubernetes.io/zone"] = text
    } else if title == "COMPUTE-TYPE", !text.isEmpty {
      node.labels["eks.amazonaws.com/compute-type"] = text
    } else if title == "HAS-TRUNK-ATTACHED", !text.isEmpty {
      node.labels["vpc.amazonaws.com/has-trunk-attached"] = text
    }
  }

  private static func isNode(_ name: String, _ cells: [String: String]) -> Bool {
    if name.hasPrefix("ip-") || name.hasPrefix("i-") { return cells["NAMESPACE"] == nil }
    return cells.keys.contains { podTitles.contains($0) || capacityTitles.contains($0) }
      && cells["NODE"] == nil
  }

  private static let podTitles: Set<String> = [
    "PODS", "MAXPODS", "MAX-PODS", "MAX_PODS", "ALLOCATABLE", "ALLOCATABLE_PODS",
  ]
  private static let capacityTitles: Set<String> = ["CAPACITY", "CAPACITY_PODS", "CAPACITY-PODS"]
  private static let branchTitles: Set<String> = [
    "POD-ENI", "POD_ENI", "PODENI", "BRANCH", "BRANCHES", "BRANCH-ENI",
  ]

  private static func node(_ name: String, _ cells: [String: String]) -> ClusterNode {
    var node = ClusterNode(name: name)
    for (title, text) in cells {
      if text.hasPrefix("aws:///") { node.providerID = text }
      readLabel(title: title, text: text, into: &node)
      if let number = WordShape.count(text) {
        if podTitles.contains(title) { node.podsAllocatable = number }
        if capacityTitles.contains(title) || title == "IP" { node.podCapacity = number }
        if branchTitles.contains(title) { node.branchAllocatable = number }
      } else if ["IP", "INTERNAL-IP", "ADDRESS"].contains(title), IPv4Address(text) != nil {
        node.internalAddress = text
      }
    }
    return node
  }

  private static func list(_ text: String) -> [String] {
    text.split { "[], \"".contains($0) }.map(String.init)
  }

  /// `m5.large`, `u-6tb1.metal`, `c6gn.16xlarge`.
  static func isInstanceType(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[0].first, ("a"..."z").contains(first) else { return false }
    let size = parts[1].drop { ("0"..."9").contains($0) }
    return ["nano", "micro", "small", "medium", "large", "xlarge", "metal"].contains { size == $0 }
      || size.hasPrefix("metal-")
  }

  private static func isZone(_ text: String) -> Bool {
    guard let letter = text.last, ("a"..."z").contains(letter) else { return false }
    return BundleState.isRegion(text.dropLast())
  }
}
