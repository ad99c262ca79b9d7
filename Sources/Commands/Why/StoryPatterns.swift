import Bytes
import Collectors
import Evidence
import Patterns
import Playbooks
import Triage
import VPCModel

/// The patterns of the handbook on single lines: what a line states, which causes it speaks for, its numbers.
///
/// A class because compiled patterns grow while it is used. Not shared between threads.
final class StoryPatterns {
  struct Reading {
    var signals: Set<String> = []
    var causes: Set<CauseID> = []
    var pool: PoolCount?
    /// Addresses an answer names.
    var address: String?
  }

  private let patterns: PatternSet
  private let signals: [String?]
  private let causes: [Set<CauseID>]
  private let writers: [Set<String>]

  init(_ handbook: Handbook) {
    let catalog = ScanCatalog(handbook)
    patterns = PatternSet(catalog.entries.map(\.source))
    signals = catalog.entries.map(\.signal)
    let owners = handbook.causesByPattern
    writers = catalog.entries.map(\.writers)
    causes = catalog.entries.map { Set(owners[$0.source.name] ?? []) }
  }

  func read(_ message: [UInt8], of writer: InputKind?) -> Reading {
    var reading = Reading()
    let names = writer.flatMap(Self.names)
    for match in patterns.matches(in: message) {
      let wanted = writers[match.pattern]
      if let names, !wanted.contains("any"), wanted.isDisjoint(with: names) { continue }
      if let signal = signals[match.pattern] {
        reading.signals.insert(signal)
        if signal == "pool-stats" || signal == "pool-at-request" { reading.pool = pool(match.captures) }
      } else {
        reading.causes.formUnion(causes[match.pattern])
      }
    }
    if !reading.signals.isDisjoint(with: ["address-assigned", "address-given"]) {
      reading.address = Self.address(in: message)
    }
    return reading
  }

  /// What `in:` of a pattern calls a writer; nil when it may be anybody.
  private static func names(_ writer: InputKind) -> Set<String>? {
    switch writer {
    case .ipamdLog: ["ipamd", "aws-node", "plugin"]
    case .pluginLog: ["plugin", "kubelet", "event", "ipamd"]
    case .awsNodeLog, .initLog: ["aws-node", "init", "ipamd"]
    case .kubeletLog, .runtimeLog, .events: ["kubelet", "runtime", "event", "plugin", "controller"]
    case .controllerLog: ["controller", "event"]
    default: nil
    }
  }

  /// Other network cards have pools of their own; pods use the first.
  private func pool(_ captures: [String: String]) -> PoolCount? {
    if let card = captures["card"], card != "0" { return nil }
    guard let total = captures["total"].flatMap({ Int($0) }),
      let assigned = captures["assigned"].flatMap({ Int($0) })
    else { return nil }
    return PoolCount(total: total, assigned: assigned, cooling: captures["cooling"].flatMap { Int($0) })
  }

  /// The first IPv4 address of a message that hands one out.
  static func address(in message: [UInt8]) -> String? {
    let words = message.split { !($0 &- 48 < 10 || $0 == UInt8(ascii: ".")) }
    for word in words where word.count >= 7 {
      if let address = IPv4Address(String(decoding: word, as: UTF8.self)) { return address.description }
    }
    return nil
  }
}

extension Handbook {
  /// Pattern → the causes it speaks for, sorted. What refutes a cause or heals it speaks for none.
  var causesByPattern: [String: [CauseID]] {
    var owners: [String: Set<CauseID>] = [:]
    for playbook in playbooks {
      let rules = [playbook.proves, playbook.likely, playbook.suspects, playbook.contributes].compactMap {
        $0
      }
      for pattern in playbook.patterns where rules.contains(where: { $0.condition.names(pattern.name) }) {
        owners[pattern.name, default: []].insert(playbook.id)
      }
    }
    return owners.mapValues { $0.sorted { $0.raw < $1.raw } }
  }

  /// Causes that lie in the node's own pool: its arithmetic shows them, and no call to EC2.
  var poolCauses: Set<CauseID> { Set(playbooks.filter { $0.step == 1 || $0.step == 2 }.map(\.id)) }
}
