import Evidence
import VPCModel

/// `kubectl describe` of a pod, a node, a DaemonSet or a CNI object, whole or a fragment without its head.
///
/// Driven by indentation: a line `Key:  value` belongs to the nearest line above it that is less deep. A line that
/// cannot be part of such a text ends the object.
struct DescribeText {
  private var object: DescribedObject?
  private var path: [(indent: Int, key: String)] = []
  /// A paste may be indented as a whole.
  private var baseIndent = 0
  private var line = 0
  private var byte = 0
  private var looseAllocatable: [(pods: Int, line: Int, byte: Int)] = []

  /// The object whose events or conditions follow.
  var subject: (kind: String, namespace: String?, name: String)? { object?.subject }
  var isOpen: Bool { object != nil }

  /// True when the line was part of a description.
  mutating func consume(_ row: TextRow, number: Int, byte: Int, emit: StatementSink) -> Bool {
    let field = DescribeField(row)
    if field?.key == "Name", row.indent == baseIndent, field?.value.isEmpty == false, row.gap(before: 1) {
      finishObject(emit: emit)
    }
    if let field, object != nil, row.indent <= baseIndent, !Self.isTop(field.key) {
      // `error: …` and its like are no fields of an object.
      finishObject(emit: emit)
      return false
    }
    if object == nil {
      guard let field, Self.isStart(field, row) else { return false }
      object = DescribedObject()
      path = []
      baseIndent = row.indent
      line = number
      self.byte = byte
    }
    while let last = path.last, last.indent >= row.indent { path.removeLast() }
    if let field {
      object?.read(field, under: path.map(\.key))
      path.append((row.indent, field.key))
      // What stands behind a key with a value may go on below, indented to the value's column.
      return true
    }
    if row.indent > baseIndent || row.word(0).hasPrefix("----") {
      object?.readLine(row, under: path.map(\.key))
      return true
    }
    finishObject(emit: emit)
    return false
  }

  /// States the object read so far.
  mutating func finishObject(emit: StatementSink) {
    guard let done = object else { return }
    for statement in done.statements { emit(statement, line, byte) }
    if let pods = done.looseAllocatable { looseAllocatable.append((pods, line, byte)) }
    object = nil
    path = []
    baseIndent = 0
  }

  /// States what fragments of unnamed nodes say: max pods, when all that were pasted agree.
  mutating func finish(emit: StatementSink) {
    finishObject(emit: emit)
    if let first = looseAllocatable.first, looseAllocatable.allSatisfy({ $0.pods == first.pods }) {
      emit(.kubeletMaxPods(first.pods), first.line, first.byte)
    }
    looseAllocatable = []
  }

  private static let starts: Set<String> = [
    "Containers", "Init Containers", "Conditions", "Allocatable", "Capacity", "Taints", "Non-terminated Pods",
    "Environment", "Restart Count", "Last State", "Unschedulable", "Pod Template", "Allocated resources",
    "Events",
    "System Info", "Desired Number of Nodes Scheduled", "CreationTimestamp", "ProviderID",
  ]

  private static let tops: Set<String> = starts.union([
    "Name", "Namespace", "Priority", "Priority Class Name", "PriorityClassName", "Service Account", "Node",
    "Start Time", "Labels", "Annotations", "Status", "Reason", "Message", "IP", "IPs", "Controlled By",
    "Volumes",
    "QoS Class", "Node-Selectors", "Node-Selector", "Tolerations", "Roles", "Role", "Lease", "Addresses",
    "PodCIDR",
    "PodCIDRs", "ExternalID", "Selector", "Pods Status", "API Version", "Kind", "Metadata", "Spec", "Image",
    "State",
    "Ready", "Port", "Host Port", "Liveness", "Readiness", "Startup", "Limits", "Requests", "Mounts",
    "Command",
    "Args", "Container ID", "Image ID", "Exit Code", "Started", "Finished", "Environment Variables from",
    "Termination Grace Period", "Nominated Node Name", "Conditions", "SeccompProfile", "Hostname", "Topology",
  ])

  /// Keys a description has at its outermost level; a container's too, for fragments.
  private static func isTop(_ key: String) -> Bool {
    tops.contains(key) || key.hasPrefix("Number of Nodes") || key.hasPrefix("Current Number of Nodes")
  }

  /// The first line of a description: a section's title, or `Name:` and `Image:` with their padded value.
  private static func isStart(_ field: DescribeField, _ row: TextRow) -> Bool {
    if starts.contains(field.key) {
      return field.value.isEmpty || row.gap(before: field.keyWords) || row.indent > 0
    }
    guard ["Name", "Node", "Image", "Namespace", "State"].contains(field.key), !field.value.isEmpty else {
      return false
    }
    return row.gap(before: field.keyWords)
  }
}

/// `Key:   value`; a key is at most nine words of letters, digits and `._/-()`.
struct DescribeField {
  var key: String
  var value: String
  var keyWords: Int

  init?(_ row: TextRow) {
    for index in 0..<min(row.words.count, 9) {
      let word = row.word(index)
      if word.hasSuffix(":"), word.utf8.count > 1 {
        let start = row.words[0].lowerBound
        key = String(row[start..<row.words[index].upperBound].dropLast())
        guard key.utf8.count <= 200, key.utf8.allSatisfy(Self.isKeyByte) else { return nil }
        value = row.rest(from: index + 1)
        keyWords = index + 1
        return
      }
      // A gap inside means columns, not a key.
      if index + 1 < row.words.count, row.gap(before: index + 1) { return nil }
    }
    return nil
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    WordShape.isLetter(byte) || (48...57).contains(byte) || " ._/-()".utf8.contains(byte)
  }
}
