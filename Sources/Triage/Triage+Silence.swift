import Evidence
import VPCModel

// What the evidence is silent about: absence of a line proves nothing where nobody was listening.
extension Triage {
  /// A quarter of an hour: ipamd counts its pool every 5 s, so silence that long means that lines are missing.
  private static let silence: Int64 = 15 * 60

  /// Stretches of a node without its log, at most 100.
  func gaps() -> [GapReport] {
    var result: [GapReport] = []
    let logs = InputsOfGroups(evidence)
    for id in world.nodes.keys.sorted() {
      guard let node = world.nodes[id] else { continue }
      let inside = uncounted(node)
      let spans = ipamdSpans(of: node, logs)
      result += inside + between(spans, of: id, besides: inside) + ends(spans, of: node)
      result += setBacks(node, logs)
    }
    let ordered = result.sorted {
      ($0.node, $0.from, $0.to, $0.reason) < ($1.node, $1.from, $1.to, $1.reason)
    }
    return Array(ordered.prefix(100))
  }

  /// Inside the log, where the pool was not counted.
  private func uncounted(_ node: NodeEntity) -> [GapReport] {
    let minutes = node.log.minutes.keys.sorted()
    return zip(minutes, minutes.dropFirst()).filter { $1 - $0 > 15 }.map { from, to in
      let start = Instant(nanoseconds: (from + 1) * 60_000_000_000)
      let end = Instant(nanoseconds: to * 60_000_000_000)
      let restarted = (node.log.moments["started"]?.times ?? []).contains { $0 > start && $0 <= end }
      return GapReport(
        node: node.id, from: start, to: end,
        reason: restarted ? "ipamd was not running" : "no lines of ipamd: rotated away or cut out")
    }
  }

  /// From the first to the last line of each of the node's ipamd logs, joined where they meet.
  private func ipamdSpans(of node: NodeEntity, _ logs: InputsOfGroups) -> [(first: Instant, last: Instant)] {
    let spans = logs.inputs(of: node.groups).compactMap { input -> (first: Instant, last: Instant)? in
      guard input.kind == .ipamdLog, let first = input.first, let last = input.last else { return nil }
      return (first, last)
    }.sorted { ($0.first, $0.last) < ($1.first, $1.last) }
    return spans.reduce(into: []) { joined, span in
      if let end = joined.last?.last, Self.seconds(from: end, to: span.first) <= Self.silence {
        joined[joined.count - 1].last = max(end, span.last)
      } else {
        joined.append(span)
      }
    }
  }

  /// Hours of which no file is there, though there are files from before and after.
  private func between(
    _ spans: [(first: Instant, last: Instant)], of id: String, besides known: [GapReport]
  ) -> [GapReport] {
    zip(spans, spans.dropFirst()).map { (from: $0.last, to: $1.first) }
      .filter { hole in !known.contains { $0.from < hole.to && hole.from < $0.to } }
      .map { hole in
        GapReport(
          node: id, from: hole.from, to: hole.to,
          reason: "no ipamd log of these hours: rotated away or not collected")
      }
  }

  /// Pods were refused, or the node's other logs speak, before the ipamd log begins or after it ends.
  private func ends(_ spans: [(first: Instant, last: Instant)], of node: NodeEntity) -> [GapReport] {
    guard let first = spans.first?.first, let last = spans.last?.last else { return [] }
    var gaps: [GapReport] = []
    if let other = node.log.first, Self.seconds(from: other, to: first) > Self.silence {
      gaps.append(
        GapReport(
          node: node.id, from: other, to: first,
          reason:
            "the ipamd log begins only then, other logs of the node before: rotated away or not collected"))
    }
    if let other = node.log.last, Self.seconds(from: last, to: other) > Self.silence {
      gaps.append(
        GapReport(
          node: node.id, from: last, to: other,
          reason: "the ipamd log ends there, other logs of the node do not: cut, or ipamd wrote nothing more")
      )
    }
    return gaps
  }

  /// Where times run backwards: what lies between is told twice, or not in its order.
  private func setBacks(_ node: NodeEntity, _ logs: InputsOfGroups) -> [GapReport] {
    logs.inputs(of: node.groups).sorted { $0.name < $1.name }.compactMap { input in
      guard let step = input.setBack else { return nil }
      let log = input.kind == .pluginLog ? "plugin" : "ipamd"
      return GapReport(
        node: node.id, from: step.to, to: step.from,
        reason:
          "times run backwards at line \(step.line) of its \(log) log: the clock was set, or the file is not in order"
      )
    }
  }

  private static func seconds(from: Instant, to: Instant) -> Int64 {
    let seconds = to.seconds(since: from)
    return seconds > 1e15 ? .max : Int64(seconds)
  }

  /// Silences that are no stretch of time.
  func silences() -> [String] {
    var notes: [String] = []
    let logs = InputsOfGroups(evidence)
    let hidden = world.nodes.values.filter { node in
      guard let level = node.setting("AWS_VPC_K8S_CNI_LOGLEVEL")?.lowercased() else { return false }
      return !level.isEmpty && level != "debug" && level != "trace" && !ipamdSpans(of: node, logs).isEmpty
    }.map(\.id).sorted()
    if !hidden.isEmpty {
      notes.append(
        "AWS_VPC_K8S_CNI_LOGLEVEL hides DEBUG lines on \(words.list(hidden, most: 3, noun: "nodes")): "
          + "counts of the pool and the reasons of waits are not in their logs, so their absence proves nothing"
      )
    }
    let empty = evidence.statements.compactMap { stated in
      stated.value == .completeList(.describeInterfaces, count: 0) ? stated.place.input : nil
    }.sorted()
    if !empty.isEmpty, evidence.interfaces.isEmpty {
      notes.append(
        "\(words.list(empty, most: 3, noun: "inputs")): no network interface in it; filtered to nothing, another "
          + "region, or a failed command: who holds the addresses is not known")
    }
    return notes
  }
}

/// Inputs by the group they are filed under: a fleet asks for those of each of its nodes.
private struct InputsOfGroups {
  private var names: [String: [String]] = [:]
  private let records: [String: InputRecord]

  init(_ evidence: Case) {
    records = evidence.inputs
    for (name, input) in evidence.inputs {
      // The others tell neither a stretch of time nor a step back.
      guard let group = input.group, input.kind == .ipamdLog || input.setBack != nil else { continue }
      names[group, default: []].append(name)
    }
  }

  func inputs(of groups: Set<String>) -> [InputRecord] {
    groups.flatMap { names[$0] ?? [] }.compactMap { records[$0] }
  }
}
