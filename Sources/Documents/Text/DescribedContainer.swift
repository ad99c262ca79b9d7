import Evidence
import VPCModel

/// One container of a description.
struct DescribedContainer {
  var isInit = false
  private(set) var image: String?
  private(set) var environment: [String: String] = [:]
  private(set) var restarts: Int?
  /// Reason of the state `Waiting`.
  private(set) var waiting: String?
  private(set) var wantsBranchENI = false
  private var state: String?
  /// Reason and exit code of `Last State`.
  private(set) var lastReason: String?
  private(set) var lastExitCode: Int?

  /// `path` are the keys between the container's name and the field.
  mutating func read(_ field: DescribeField, under path: [String]) {
    switch path.last {
    case nil:
      switch field.key {
      case "Image": image = field.value.isEmpty ? nil : field.value
      case "Restart Count": restarts = WordShape.count(field.value)
      case "State": state = field.value
      default: break
      }
    case "State": if field.key == "Reason", state == "Waiting" { waiting = field.value }
    case "Last State":
      if field.key == "Reason" { lastReason = field.value }
      if field.key == "Exit Code" { lastExitCode = WordShape.count(field.value) }
    case "Limits":
      if field.key == PodObject.branchResource { wantsBranchENI = (WordShape.count(field.value) ?? 0) > 0 }
    case "Environment": readVariable(field)
    default: break
    }
  }

  /// `(v1:spec.nodeName)` and `<set to the key …>` come from elsewhere: not known here.
  private mutating func readVariable(_ field: DescribeField) {
    guard environment.count < 1000, !field.key.contains(" "), !field.value.hasPrefix("(v1:"),
      !field.value.hasPrefix("<set to ")
    else { return }
    environment[field.key] = field.value
  }
}

/// A row of a Conditions table, with or without its header.
///
///     Ready   False   Tue, 09 Jun 2020 11:52:52 -0400   Tue, 09 Jun 2020 …   KubeletNotReady   container runtime …
///     PodScheduled   False
enum ConditionRow {
  static func parse(_ row: TextRow) -> ClusterNode.Condition? {
    let cells = row.cells
    guard cells.count >= 2, WordShape.isReason(cells[0]), ["True", "False", "Unknown"].contains(cells[1])
    else {
      return nil
    }
    // Two times, or one where the heartbeat was never seen; then reason and message.
    let times = cells.dropFirst(2).prefix { ObjectTime.parse($0) != nil }
    let words = Array(cells.dropFirst(2 + times.count))
    return ClusterNode.Condition(
      type: cells[0], status: cells[1], reason: words.first ?? "",
      message: words.dropFirst().joined(separator: "  "), since: times.last.flatMap { ObjectTime.parse($0) })
  }

  /// `KubeletNotReady   runtime network not ready: …`: the end of a row, pasted without its head.
  static func tail(_ row: TextRow) -> ClusterNode.Condition? {
    let reason = row.word(0)
    guard
      ["KubeletNotReady", "NetworkPluginNotReady", "NodeStatusUnknown", "IPAMDNoIPs", "IPAMDNotReady"]
        .contains(reason),
      row.words.count >= 3
    else { return nil }
    return ClusterNode.Condition(
      type: "Ready", status: "False", reason: reason, message: row.rest(from: 1), since: nil)
  }
}
