import Evidence
import VPCModel

/// What one description says, gathered field by field; what kind of object it is shows on the way.
struct DescribedObject {
  private enum Kind { case unknown, pod, node, daemonSet, custom(String) }

  private var kind = Kind.unknown
  private var name: String?
  private var namespace: String?
  private var node = ClusterNode(name: "")
  private var pod = ClusterPod(namespace: "", name: "")
  private var podsOnNode: [ClusterPod] = []
  private var containers: [String: DescribedContainer] = [:]
  private var desired: Int?
  private var running: Int?
  private var reason: String?
  private var message: String?
  private var subnet: String?
  private var groups: [String] = []
  private var features: [String: String] = [:]
  private var lastFeature: String?
  private var lastAnnotation: String?
  private static let mostEntries = 10_000

  var subject: (kind: String, namespace: String?, name: String)? {
    guard let name else { return nil }
    switch kind {
    case .pod: return ("Pod", namespace, name)
    case .node: return ("Node", nil, name)
    case .daemonSet: return ("DaemonSet", namespace, name)
    case .custom(let kind): return (kind, namespace, name)
    case .unknown: return nil
    }
  }

  // MARK: Fields

  mutating func read(_ field: DescribeField, under path: [String]) {
    let value = field.value
    guard let parent = path.last else { return readTop(field.key, value) }
    switch path.first {
    case "Containers", "Init Containers", "Pod Template": readContainer(field, under: path)
    case "Capacity": readResource(field.key, value, isCapacity: true)
    case "Allocatable": readResource(field.key, value, isCapacity: false)
    case "Annotations": readAnnotation(field.key, value)
    case "Addresses": if field.key == "InternalIP" { node.internalAddress = value }
    case "System Info": if field.key == "OS Image" { node.osImage = value }
    case "Spec": readSpec(field.key, value, parent: parent)
    case "Metadata": if field.key == "Creation Timestamp" { node.created = ObjectTime.parse(value) }
    default:
      // A fragment of a container without the head of its section.
      if ["Environment", "Last State", "State", "Limits"].contains(parent) {
        readContainer(field, under: ["", ""] + path)
      }
    }
  }

  private mutating func readTop(_ key: String, _ value: String) {
    switch key {
    case "Name": name = value.isEmpty ? nil : value
    case "Namespace": namespace = value.isEmpty ? nil : value
    case "Node":
      become(.pod)
      pod.node = value.split(separator: "/").first.map(String.init).flatMap { $0 == "<none>" ? nil : $0 }
    case "Status": pod.phase = value.split(separator: " ").first.map(String.init)
    case "Reason": reason = value
    case "Message": message = value
    case "IP": pod.address = IPv4Address(value) != nil || value.contains(":") ? value : nil
    case "Containers", "Init Containers": become(.pod)
    case "Pod Template", "Desired Number of Nodes Scheduled":
      become(.daemonSet)
      if let count = WordShape.count(value) { desired = count }
    case "Pods Status": running = value.split(separator: " ").first.flatMap { WordShape.count(String($0)) }
    case "Roles", "Capacity", "Allocatable", "System Info", "Non-terminated Pods", "Addresses": become(.node)
    case "Unschedulable":
      become(.node)
      node.isUnschedulable = value == "true" ? true : value == "false" ? false : nil
    case "Taints": if !value.isEmpty, value != "<none>" { node.taints.append(value) }
    case "ProviderID": node.providerID = value
    case "CreationTimestamp": node.created = ObjectTime.parse(value)
    case "Labels": readLabel(value)
    case "Annotations":
      if let colon = value.firstRange(of: ":") {
        readAnnotation(
          String(value[..<colon.lowerBound]), String(value[colon.upperBound...].drop { $0 == " " }))
      }
    case "Kind": kind = .custom(value)
    case "Restart Count", "Image", "State", "Last State", "Environment":
      readContainer(DescribeField(key: key, value: value), under: ["", ""])
    default: break
    }
  }

  private mutating func readContainer(_ field: DescribeField, under path: [String]) {
    // `Pod Template:` puts one more level above.
    let levels = path.first == "Pod Template" ? Array(path.dropFirst()) : path
    guard ["Containers", "Init Containers", ""].contains(levels.first ?? "-") else { return }
    guard levels.count >= 2 else {
      if levels.count == 1, containers.count < Self.mostEntries {
        containers[field.key, default: DescribedContainer()].isInit = levels.first == "Init Containers"
      }
      return
    }
    guard containers.count < Self.mostEntries || containers[levels[1]] != nil else { return }
    containers[levels[1], default: DescribedContainer()].read(field, under: Array(levels.dropFirst(2)))
  }

  private mutating func readResource(_ key: String, _ value: String, isCapacity: Bool) {
    guard let count = WordShape.count(value) else { return }
    switch (key, isCapacity) {
    case ("pods", true): node.podCapacity = count
    case ("pods", false): node.podsAllocatable = count
    case (PodObject.branchResource, true): node.branchCapacity = count
    case (PodObject.branchResource, false): node.branchAllocatable = count
    default: break
    }
  }

  private mutating func readAnnotation(_ key: String, _ value: String) {
    guard node.annotations.count < Self.mostEntries else { return }
    node.annotations[key] = value
    lastAnnotation = key
    if key == PodObject.branchResource { pod.branchAnnotation = value.isEmpty ? nil : value }
  }

  private mutating func readSpec(_ key: String, _ value: String, parent: String) {
    switch key {
    case "Subnet": subnet = value.isEmpty ? nil : value
    case "Name" where parent == "Features":
      lastFeature = value
      features[value] = ""
    case "Value": if let lastFeature { features[lastFeature] = value }
    default: break
    }
  }

  // MARK: Lines without a key

  mutating func readLine(_ row: TextRow, under path: [String]) {
    switch path.first {
    case "Labels": readLabel(row.text)
    case "Annotations": readAnnotationTail(row.text)
    case "Taints": if node.taints.count < Self.mostEntries { node.taints.append(row.text) }
    case "Conditions": readCondition(row)
    case "Non-terminated Pods": readPodOfNode(row)
    case "Spec":
      if ["Security Groups", "Group Ids"].contains(path.last ?? ""), row.text.hasPrefix("sg-"),
        groups.count < 100
      {
        groups.append(row.text)
      }
    default: break
    }
  }

  private mutating func readLabel(_ text: String) {
    guard let equals = text.firstIndex(of: "="), !text.contains(" "), node.labels.count < Self.mostEntries
    else { return }
    node.labels[String(text[..<equals])] = String(text[text.index(after: equals)...])
  }

  /// Long annotations stand on a line of their own below the key.
  private mutating func readAnnotationTail(_ text: String) {
    if let key = lastAnnotation, node.annotations[key]?.isEmpty == true { readAnnotation(key, text) }
  }

  private mutating func readCondition(_ row: TextRow) {
    guard let condition = ConditionRow.parse(row), node.conditions.count < 100 else { return }
    node.conditions.append(condition)
  }

  /// `  shop   web-6d4b75cb6d-x2x9k   100m (5%)  …`
  private mutating func readPodOfNode(_ row: TextRow) {
    let cells = row.cells
    guard cells.count >= 3, podsOnNode.count < Self.mostEntries, WordShape.isDNSName(cells[0]),
      WordShape.isDNSName(cells[1])
    else { return }
    podsOnNode.append(ClusterPod(namespace: cells[0], name: cells[1]))
  }

  // MARK: Statements

  private mutating func become(_ new: Kind) {
    // A DaemonSet's template has containers as well; what was certain stays.
    if case .unknown = kind { kind = new }
  }

  /// Allocatable pods of a node nobody named.
  var looseAllocatable: Int? { name == nil ? node.podsAllocatable ?? node.podCapacity : nil }

  var statements: [Statement] {
    switch kind {
    case .node: return nodeStatements
    case .pod, .unknown: return podStatements
    case .daemonSet: return configuration(source: "daemonset").map { [.configuration($0)] } ?? []
    case .custom("ENIConfig"):
      guard let name else { return [] }
      var config = ENIConfig(name: name)
      config.subnet = subnet.map { SubnetID($0) }
      config.groups = groups
      return [.eniConfig(config)]
    case .custom("SecurityGroupPolicy"):
      guard let name else { return [] }
      return [.securityGroupPolicy(namespace: namespace ?? "default", name: name, groups: groups)]
    case .custom("CNINode"):
      guard let name else { return [] }
      var cniNode = CNINode(name: name)
      cniNode.features = features
      return [.cniNode(cniNode)]
    case .custom: return []
    }
  }

  private var nodeStatements: [Statement] {
    var statements: [Statement] = []
    if let name {
      var node = node
      node.name = name
      node.hasStatus = node.podCapacity != nil && node.podsAllocatable != nil && node.osImage != nil
      statements.append(.node(node))
      statements += podsOnNode.map { pod in
        var pod = pod
        pod.node = name
        return .pod(pod)
      }
    }
    statements += Platforms.of(labels: node.labels, node: name).map { .platform($0) }
    statements += conditionTexts
    return statements
  }

  private var conditionTexts: [Statement] {
    node.conditions.filter { NodeCondition.isTrouble($0) && !$0.message.isEmpty }
      .map { NodeCondition.text($0, node: name) }
  }

  private var podStatements: [Statement] {
    var statements: [Statement] = []
    let configuration = configuration(source: "container")
    let isCNI = configuration != nil
    let trouble = containers.values.contains { $0.waiting != nil || $0.restarts != nil }
    if let name = name ?? (isCNI && trouble ? "aws-node" : nil), !containers.isEmpty || pod.node != nil {
      var pod = ClusterPod(
        namespace: namespace ?? (isCNI ? "kube-system" : PodRow.namespace(ofPod: name)), name: name)
      pod.node = self.pod.node
      pod.phase = self.pod.phase
      pod.address = self.pod.address
      pod.isTerminating = self.pod.phase == "Terminating"
      pod.labels = node.labels
      pod.branchAnnotation = self.pod.branchAnnotation
      pod.waiting = Set(containers.values.compactMap(\.waiting)).sorted()
      let restarts = containers.values.compactMap(\.restarts)
      pod.restarts = restarts.isEmpty ? nil : restarts.reduce(0, &+)
      pod.images = containers.sorted { $0.key < $1.key }.filter { !$0.value.isInit }.compactMap(\.value.image)
      pod.wantsBranchENI = containers.values.contains { $0.wantsBranchENI }
      pod.isReady = node.conditions.first { $0.type == "Ready" }.map { $0.status == "True" }
      if node.conditions.contains(where: { $0.type == "PodScheduled" && $0.status == "False" }) {
        pod.unschedulable = "Unschedulable"
      }
      statements.append(.pod(pod))
    }
    if var configuration {
      configuration.node = pod.node
      statements.append(.configuration(configuration))
    }
    if let message, !message.isEmpty {
      let text = reason.map { "\($0): \(message)" } ?? message
      statements.append(.text(text, origin: "status of pod \(name ?? "?")", time: nil, node: pod.node))
    }
    for (name, container) in containers.sorted(by: { $0.key < $1.key }) where CNIContainer.isOurs(name) {
      let ending = CNIContainer.ending(
        name, reason: container.lastReason, exitCode: container.lastExitCode, message: nil)
      if let ending {
        statements.append(.text(ending, origin: "container \(name) terminated", time: nil, node: pod.node))
      }
    }
    if name == nil, containers.isEmpty { statements += conditionTexts }
    return statements
  }

  /// What container aws-node shows; nil without one.
  private func configuration(source: String) -> CNIConfiguration? {
    guard let main = containers["aws-node"] ?? unnamedCNIContainer else { return nil }
    guard main.image != nil || !main.environment.isEmpty else { return nil }
    var configuration = CNIConfiguration(source: source)
    configuration.version = CNIContainer.version(image: main.image)
    configuration.environment = main.environment
    if let initial = containers["aws-vpc-cni-init"] {
      configuration.environment.merge(initial.environment) { main, _ in main }
    }
    configuration.desired = desired
    configuration.ready = running
    return configuration
  }

  private var unnamedCNIContainer: DescribedContainer? {
    guard let container = containers[""] else { return nil }
    if container.image?.contains("amazon-k8s-cni:") == true { return container }
    return container.environment.keys.contains { $0.hasPrefix("AWS_VPC_") || $0.hasPrefix("WARM_") }
      ? container : nil
  }
}

extension DescribeField {
  init(key: String, value: String) {
    self.key = key
    self.value = value
    keyWords = 1
  }
}
