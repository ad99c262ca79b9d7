import Evidence
import VPCModel

/// A table of `kubectl get`, known by its header; rows are read by the header's columns.
struct KubectlTable {
  enum Kind {
    case events, nodes, pods, daemonSets, securityGroupPolicies, cniNodes, eniConfigs, custom, other
  }

  let kind: Kind
  /// Titles in upper case, `LAST SEEN` and `NODE SELECTOR` whole.
  let columns: [String]
  /// Byte where each title starts.
  private let offsets: [Int]
  /// From the prompt above the table: `-n shop`.
  private let namespace: String?

  init?(header row: TextRow, command: KubectlCommand?) {
    guard let first = row.words.first, row.words.count <= 40, Self.isTitle(row[first]) else { return nil }
    var columns: [String] = []
    var offsets: [Int] = []
    for (index, word) in row.words.enumerated() {
      guard Self.isTitle(row[word]) else { return nil }
      if index > 0, !row.gap(before: index), Self.isTwoWordTitle(columns.last ?? "", row[word]) {
        columns[columns.count - 1] += " " + row[word]
      } else {
        columns.append(row[word])
        offsets.append(word.lowerBound)
      }
    }
    columns = Self.named(columns, by: command)
    guard let kind = Self.kind(columns, command: command) else { return nil }
    self.kind = kind
    self.columns = columns
    self.offsets = offsets
    namespace = command?.namespace
  }

  /// States a row; false when it does not fit the table.
  func read(_ row: TextRow, emit: (Statement) -> Void) -> Bool {
    guard row.words.count >= 1 else { return false }
    if kind == .events {
      guard let event = alignedEvent(row) ?? EventRow.parse(row) else { return false }
      emit(.event(event))
      return true
    }
    let cells = cells(of: row)
    guard let name = cells["NAME"] ?? cells["NODE"], !name.isEmpty, row.words.count >= min(2, columns.count),
      isName(name)
    else { return false }
    switch kind {
    case .events, .other: break
    case .nodes: readNode(name, cells, emit: emit)
    case .pods: readPod(name, cells, emit: emit)
    case .daemonSets: readDaemonSet(name, cells, emit: emit)
    case .securityGroupPolicies: readPolicy(name, cells, emit: emit)
    case .cniNodes: readCNINode(name, cells, emit: emit)
    case .eniConfigs: emit(.eniConfig(eniConfig(name, cells)))
    case .custom: CustomColumns.read(name: name, cells: cells, namespace: namespace, emit: emit)
    }
    return true
  }

  // MARK: Header

  private static func isTitle(_ word: String) -> Bool {
    word.utf8.count <= 64 && word.utf8.contains { (65...90).contains($0) }
      && word.utf8.allSatisfy { byte in
        (65...90).contains(byte) || (48...57).contains(byte) || "-_()/%.:#".utf8.contains(byte)
          // `CPU(cores)`, `MEMORY(bytes)`: the only lower case kubectl prints.
          || ((97...122).contains(byte) && word.contains("("))
      }
  }

  /// Titles of custom columns are the user's: the command above the table says what they hold. `N` and `B` are those
  /// of the question for branch ENIs, known without it.
  private static func named(_ columns: [String], by command: KubectlCommand?) -> [String] {
    if columns == ["N", "B"], command?.titles.isEmpty != false { return ["NAME", "POD-ENI"] }
    guard let command, !command.titles.isEmpty else { return columns }
    return columns.map { command.titles[$0] ?? $0 }
  }

  private static func isTwoWordTitle(_ first: String, _ second: String) -> Bool {
    ["LAST SEEN", "FIRST SEEN", "NODE SELECTOR", "NOMINATED NODE", "READINESS GATES"].contains(
      "\(first) \(second)")
  }

  private static func kind(_ columns: [String], command: KubectlCommand?) -> Kind? {
    let titles = Set(columns)
    if titles.contains("REASON"), titles.contains("MESSAGE") { return .events }
    guard titles.contains("NAME") || titles.contains("NODE") else { return nil }
    if titles.isSuperset(of: ["DESIRED", "CURRENT", "READY"]) {
      return titles.contains("UP-TO-DATE") ? .daemonSets : .other
    }
    if titles.isSuperset(of: ["STATUS", "VERSION", "AGE"]) { return .nodes }
    if titles.isSuperset(of: ["READY", "STATUS", "RESTARTS"]) { return .pods }
    if titles.contains("SECURITY-GROUP-IDS") { return .securityGroupPolicies }
    if titles.contains("FEATURES") { return .cniNodes }
    if columns == ["NAME", "AGE"] {
      return command?.resource.hasPrefix("eniconfig") == true ? .eniConfigs : .other
    }
    // Two columns at least: one capital word alone on a line is anything.
    guard columns.count >= 2 else { return nil }
    return titles.contains("AGE") || titles.contains("CPU(cores)") ? .other : .custom
  }

  // MARK: Rows

  /// Cells by title: by offset where the row keeps to the header's columns, else cell by cell, else word by word.
  private func cells(of row: TextRow) -> [String: String] {
    if let aligned = aligned(row) { return aligned }
    var texts = row.cells
    if texts.count != columns.count { texts = row.words.map { row[$0] } }
    return Dictionary(zip(columns, texts), uniquingKeysWith: { first, _ in first })
  }

  /// Nil when a word runs across the start of a column.
  private func aligned(_ row: TextRow) -> [String: String]? {
    guard row.words.first?.lowerBound == offsets.first else { return nil }
    var cells: [String: String] = [:]
    for (index, start) in offsets.enumerated() where start < row.bytes.count {
      if start > 0, !TextRow.isBlank(row.bytes[start - 1]) { return nil }
      let end = index + 1 < offsets.count ? min(offsets[index + 1], row.bytes.count) : row.bytes.count
      guard start < end else { continue }
      let text = row[start..<end].split(separator: " ").joined(separator: " ")
      if cells[columns[index]] == nil { cells[columns[index]] = text }
    }
    return cells
  }

  /// Events by column, only where the table has columns that words alone cannot tell apart.
  private func alignedEvent(_ row: TextRow) -> ClusterEvent? {
    guard columns.contains("LAST SEEN") || columns.contains("LASTSEEN"), let cells = aligned(row),
      let message = cells["MESSAGE"],
      !message.isEmpty,
      let type = cells["TYPE"], type == "Normal" || type == "Warning",
      let reason = cells["REASON"], WordShape.isReason(reason)
    else { return nil }
    // The message is cut out whole: inner runs of blanks are part of it.
    var event = ClusterEvent(message: whole("MESSAGE", row) ?? message)
    event.type = type
    event.reason = reason
    event.objectNamespace = cells["NAMESPACE"] ?? namespace
    if let object = WordShape.object(cells["OBJECT"] ?? "") {
      event.objectKind = object.kind
      event.objectName = object.name
    }
    if event.objectName == nil, let kind = cells["KIND"], !kind.isEmpty {
      event.objectKind = kind
      event.objectName = EventRow.eventName(cells["NAME"] ?? "")
    }
    let source = (cells["SOURCE"] ?? "").split(whereSeparator: { ", {}".contains($0) })
    event.source = source.first.map(String.init)
    event.host = source.count > 1 ? String(source[1]) : nil
    event.count = WordShape.count(cells["COUNT"] ?? "") ?? repetition(cells["LAST SEEN"] ?? "")
    return event
  }

  private func repetition(_ age: String) -> Int? {
    guard let mark = age.firstRange(of: "(x") else { return nil }
    return WordShape.count(String(age[mark.upperBound...].prefix { ("0"..."9").contains($0) }))
  }

  private func whole(_ column: String, _ row: TextRow) -> String? {
    guard let index = columns.firstIndex(of: column), offsets[index] < row.bytes.count else { return nil }
    var end = index + 1 < offsets.count ? min(offsets[index + 1], row.bytes.count) : row.bytes.count
    while end > offsets[index], TextRow.isBlank(row.bytes[end - 1]) { end -= 1 }
    return row[offsets[index]..<end]
  }

  private func isName(_ name: String) -> Bool {
    name.split(separator: "/").allSatisfy { WordShape.isDNSName(String($0)) }
  }

  private func readNode(_ name: String, _ cells: [String: String], emit: (Statement) -> Void) {
    var node = ClusterNode(name: Self.bare(name))
    let status = (cells["STATUS"] ?? "").split(separator: ",").map(String.init)
    let ready = ["Ready": "True", "NotReady": "False", "Unknown": "Unknown"][status.first ?? ""]
    if let ready {
      node.conditions = [.init(type: "Ready", status: ready, reason: "", message: "", since: nil)]
    }
    node.isUnschedulable = status.isEmpty ? nil : status.contains("SchedulingDisabled")
    if let address = cells["INTERNAL-IP"], IPv4Address(address) != nil { node.internalAddress = address }
    node.osImage = cells["OS-IMAGE"]
    for (title, text) in cells {
      // Columns asked for with `-L`: known by the shape of their values.
      CustomColumns.readLabel(title: title, text: text, into: &node)
    }
    emit(.node(node))
    for platform in Platforms.of(labels: node.labels, node: node.name) { emit(.platform(platform)) }
    if cells["OS-IMAGE"]?.hasPrefix("Windows") == true { emit(.platform(.windows)) }
  }

  private func readPod(_ name: String, _ cells: [String: String], emit: (Statement) -> Void) {
    let pod = PodRow.pod(name: Self.bare(name), cells: cells, namespace: namespace)
    emit(.pod(pod))
    // The kubelet refused it for lack of a pod slot; the table has no message.
    if cells["STATUS"] == "OutOfpods" {
      emit(.text("OutOfpods", origin: "status of pod \(pod.qualifiedName)", time: nil, node: pod.node))
    }
    if Platforms.isFargate(node: pod.node) { emit(.platform(.fargate)) }
  }

  private func readDaemonSet(_ name: String, _ cells: [String: String], emit: (Statement) -> Void) {
    guard Self.bare(name) == "aws-node" else { return }
    var configuration = CNIConfiguration(source: "daemonset")
    configuration.desired = WordShape.count(cells["DESIRED"] ?? "")
    configuration.ready = WordShape.count(cells["READY"] ?? "")
    let images = (cells["IMAGES"] ?? "").split(separator: ",").map(String.init)
    configuration.version = images.first { $0.contains("amazon-k8s-cni:") }.flatMap {
      CNIContainer.version(image: $0)
    }
    emit(.configuration(configuration))
  }

  private func readPolicy(_ name: String, _ cells: [String: String], emit: (Statement) -> Void) {
    let groups = (cells["SECURITY-GROUP-IDS"] ?? "").split {
      !("a"..."z").contains($0) && !("0"..."9").contains($0) && $0 != "-"
    }
    emit(
      .securityGroupPolicy(
        namespace: cells["NAMESPACE"] ?? namespace ?? "default", name: Self.bare(name),
        groups: groups.map(String.init).filter { $0.hasPrefix("sg-") }))
  }

  private func readCNINode(_ name: String, _ cells: [String: String], emit: (Statement) -> Void) {
    var node = CNINode(name: Self.bare(name))
    for feature in ["SecurityGroupsForPods", "CustomNetworking"]
    where cells["FEATURES"]?.contains(feature) == true {
      node.features[feature] = ""
    }
    emit(.cniNode(node))
  }

  private func eniConfig(_ name: String, _ cells: [String: String]) -> ENIConfig {
    ENIConfig(name: Self.bare(name))
  }

  /// `web-1` out of `pod/web-1`, as `kubectl get all` prints it.
  static func bare(_ name: String) -> String { name.split(separator: "/").last.map(String.init) ?? name }
}
