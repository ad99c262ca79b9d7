import Evidence
import Playbooks
import VPCModel

@testable import Triage

/// A handbook of a few lines, and evidence written by hand.
struct TriageBench {
  var evidence = Case()
  static let node = "i-0a1b2c3d4e5f60718"
  static let start: Int64 = 1_788_228_000

  static func instant(_ second: Int64) -> Instant { Instant(nanoseconds: (start + second) * 1_000_000_000) }

  /// Causes by id: the rules as YAML, below the fields every file has.
  static func handbook(_ causes: [String: String]) throws -> Handbook {
    var files: [Handbook.File] = []
    for id in causes.keys.sorted() {
      let rules = causes[id] ?? ""
      var text = "id: \(id)\ntitle: Title of \(id)\nsays: It is so.\nversions: '>=1'\n"
      text +=
        "patterns:\n  - {name: says-\(id), in: [any], literal: said-\(id), regex: 'said-\(id)', matches: [said-\(id)], ignores: [no]}\n"
      if !rules.contains("kind:") { text += "kind: primary\n" }
      if !rules.contains("step:") { text += "step: 3\n" }
      text += rules
      files.append(Handbook.File(path: "causes/\(id).yaml", tree: try SourceTree.parse(text, file: id)))
    }
    let signals = """
      signals:
        - {name: signal-grown, states: pool-grown, in: [any], literal: pool grew, regex: 'pool grew', matches: [pool grew], ignores: [no]}
      """
    files.append(
      Handbook.File(path: "signals.yaml", tree: try SourceTree.parse(signals, file: "signals.yaml")))
    return try Handbook(files: files, digest: "sha256:test")
  }

  /// One more log of a node, so that silence means something.
  mutating func log(_ node: String = node, _ body: (inout NodeLog) -> Void = { _ in }) {
    var log = evidence.nodeLogs[node] ?? NodeLog()
    log.kinds.insert(.ipamdLog)
    log.see(Self.instant(0))
    body(&log)
    evidence.nodeLogs[node] = log
  }

  mutating func sight(_ cause: String, at seconds: [Int64], on node: String = node, subnet: String? = nil) {
    let key = SightingKey(pattern: "says-" + cause, node: node, subnet: subnet.map { SubnetID($0) }, eni: nil)
    for second in seconds {
      let place = Place(input: "ipamd.log", line: Int(second) + 1, byte: Int(second) * 100)
      let sample = Sample(time: Self.instant(second), place: place, text: "said-\(cause)", level: "error")
      evidence.sightings[key, default: Sighting()].add(
        sample, identity: UInt64(bitPattern: second) &* 7_919, captures: [:], pod: nil)
      evidence.see(Self.instant(second))
    }
  }

  mutating func happen(_ signal: String, at second: Int64, on node: String = node) {
    log(node) {
      $0.moments[signal, default: Moments()].add(Self.instant(second), identity: UInt64(bitPattern: second))
    }
  }

  func evaluator(_ handbook: Handbook) -> Evaluator {
    let world = World(evidence)
    let index = SightingIndex(evidence, world: world, signals: handbook.signals)
    return Evaluator(world, facts: FactBook(world, sightings: index), sightings: index)
  }

  func judge(_ handbook: Handbook) -> Judge { Judge(evaluator(handbook), handbook: handbook) }
  func weigh(_ handbook: Handbook) -> Weighing { Weigher(judge: judge(handbook)).weigh() }
}
