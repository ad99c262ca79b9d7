import VPCModel

/// One input as the report lists it.
package struct InputRecord: Hashable, Sendable {
  package var name: String
  package var kind: InputKind = .unknown
  package var bytes = 0
  package var lines = 0
  package var recognised = 0
  /// What its sightings are filed under when no line names a node; nil for cluster and AWS documents.
  package var group: String?
  /// The folder or archive it lies in, and what its name tells apart from its neighbours: `node-a`, or nothing.
  package var root = ""
  package var residue = ""
  package var problems: Set<InputProblem> = []
  /// Hash of the whole decompressed content: the same log twice counts once.
  package var contentHash: UInt64 = 0
  /// The input this one repeats byte for byte.
  package var duplicateOf: String?
  package var first: Instant?
  package var last: Instant?
  /// Where its times run backwards, the farthest step.
  package var setBack: SetBack?
  /// Seconds. Goroutines and shippers mix lines of a few seconds.
  package static let leastSetBack = 300.0
  package init(name: String) { self.name = name }
}

/// A line of a log that is older than the one before it.
package struct SetBack: Hashable, Sendable, Codable {
  package let line: Int
  package let from: Instant
  package let to: Instant
  package init(line: Int, from: Instant, to: Instant) {
    self.line = line
    self.from = from
    self.to = to
  }

  package var seconds: Double { from.seconds(since: to) }
}

/// A kind of line that no pattern knows: ids and numbers replaced by `<*>`.
package struct UnclassifiedTemplate: Hashable, Sendable, Codable {
  package var distinct = DistinctCount()
  package var example: Sample
  package var level: String
  package init(example: Sample, level: String) {
    self.example = example
    self.level = level
  }
}

/// Everything the inputs said, and nothing concluded. Cases merge in any order to the same value.
package struct Case: Hashable, Sendable {
  package var inputs: [String: InputRecord] = [:]
  /// Inputs that are counted only, because nothing in them says anything: kind → how many.
  package internal(set) var moreInputs: [InputKind: InputCount] = [:]
  /// Inputs of merged nodes that are counted only.
  package internal(set) var mergedInputs = InputCount()
  /// Unnamed groups filed under `mergedNode`.
  package internal(set) var mergedNodes = DistinctCount()
  package var nodeLogs: [String: NodeLog] = [:]
  package var sightings: [SightingKey: Sighting] = [:]
  /// Statements of documents, in a set: the same record twice counts once.
  package var statements: [Stated<Statement>] = []
  /// Interfaces, which come by the ten thousand, packed: no `Statement.interface` is among `statements`.
  package var interfaces = InterfaceStore()
  /// Statements tied to a node group (introspection, metrics, checkpoint of a bundle).
  package var nodeStatements: [String: [Stated<Statement>]] = [:]
  /// EC2's answers by node group, to hold the node's clock against EC2's.
  package var requests: [String: SharedRequests] = [:]
  package var unclassified: [String: UnclassifiedTemplate] = [:]
  package static let keptTemplates = 64
  /// Noise that looks worse than it is: name → how often, and what it says.
  package var noise: [String: DistinctCount] = [:]
  /// Patterns that reached a budget, by name: lines skipped.
  package var overBudget: [String: Int] = [:]
  /// Paths, members and links that were passed over: what → how many.
  package var skipped: [String: Int] = [:]
  package var problems: Set<InputProblem> = []
  /// Recognised lines of any log or document: zero means "nothing usable".
  package var first: Instant?
  package var last: Instant?
  package var hasAssumedTimes = false

  package init() {}

  package mutating func see(_ time: Instant?) {
    guard let time else { return }
    first = first.map { min($0, time) } ?? time
    last = last.map { max($0, time) } ?? time
  }

  package mutating func note(template: String, _ sample: Sample, level: String, distinct: DistinctCount) {
    if unclassified[template] == nil {
      if unclassified.count >= Case.keptTemplates * 2 { thinTemplates() }
      unclassified[template] = UnclassifiedTemplate(example: sample, level: level)
    }
    unclassified[template]?.distinct.merge(distinct)
    if let known = unclassified[template]?.example, sample < known {
      unclassified[template]?.example = sample
    }
  }

  package mutating func note(template: String, _ sample: Sample, level: String, identity: UInt64) {
    var distinct = DistinctCount()
    distinct.insert(identity)
    note(template: template, sample, level: level, distinct: distinct)
  }

  /// Keeps the templates that come first by text: the same ones whatever the order of inputs.
  private mutating func thinTemplates() {
    for name in unclassified.keys.sorted().dropFirst(Case.keptTemplates) { unclassified[name] = nil }
  }

  /// What only the whole case can tell, once all is read: which input repeats another, and what is kept of much.
  /// After it the order of lines, inputs and merges has left no trace.
  package mutating func settle() {
    thinTemplates()
    thinInputs()
    for name in nodeLogs.keys { nodeLogs[name]?.settle() }
    struct Content: Hashable {
      let hash: UInt64
      let bytes: Int
    }
    var originals: [Content: String] = [:]
    for name in inputs.keys.sorted() {
      guard let input = inputs[name], input.bytes > 0 else { continue }
      let content = Content(hash: input.contentHash, bytes: input.bytes)
      inputs[name]?.duplicateOf = originals[content]
      if originals[content] == nil { originals[content] = name }
    }
  }

  package mutating func merge(_ other: Case) {
    add(other)
    thinInputs()
  }

  /// Merges without looking at which inputs may be forgotten, which takes as long as there are inputs: who merges
  /// thousands of cases calls `thinInputs` now and then.
  package mutating func add(_ other: Case) {
    inputs.merge(other.inputs) { first, _ in first }
    moreInputs.merge(other.moreInputs, uniquingKeysWith: +)
    mergedInputs = mergedInputs + other.mergedInputs
    mergedNodes.merge(other.mergedNodes)
    // What is new is taken as it is: merged into something empty it would be in memory twice.
    for (name, log) in other.nodeLogs {
      if nodeLogs[name]?.merge(log) == nil { nodeLogs[name] = log }
    }
    for (key, sighting) in other.sightings {
      if sightings[key]?.merge(sighting) == nil { sightings[key] = sighting }
    }
    statements.append(contentsOf: other.statements)
    interfaces.merge(other.interfaces)
    for (name, list) in other.nodeStatements { nodeStatements[name, default: []].append(contentsOf: list) }
    for (name, some) in other.requests { requests[name, default: SharedRequests()].merge(some) }
    for (name, template) in other.unclassified {
      if var known = unclassified[name] {
        known.distinct.merge(template.distinct)
        if template.example < known.example { known.example = template.example }
        unclassified[name] = known
      } else {
        unclassified[name] = template
      }
    }
    thinTemplates()
    for (name, count) in other.noise { noise[name, default: DistinctCount()].merge(count) }
    overBudget.merge(other.overBudget) { $0 + $1 }
    skipped.merge(other.skipped) { $0 + $1 }
    problems.formUnion(other.problems)
    see(other.first)
    see(other.last)
    hasAssumedTimes = hasAssumedTimes || other.hasAssumedTimes
  }
}
