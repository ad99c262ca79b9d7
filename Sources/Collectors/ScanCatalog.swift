import Patterns

/// What a scan looks for, told by the playbooks: this module knows patterns and signals, and no cause.
package struct ScanCatalog: Sendable {
  package struct Entry: Sendable {
    package let source: PatternSource
    /// Who writes it; `any` when the text is enough by itself.
    package let writers: Set<String>
    /// What a routine line states (`started`, `pool-stats` …); nil for patterns of causes.
    package let signal: String?
    /// Messages it finds.
    package let examples: [String]
    let writerBits: UInt32
    package init(source: PatternSource, writers: Set<String>, signal: String?, examples: [String] = []) {
      self.source = source
      self.writers = writers
      self.signal = signal
      self.examples = examples
      writerBits = writers.contains("any") ? .max : ScanCatalog.writerBits(writers)
    }
  }

  /// A harmless message, known by a fixed part of its text.
  package struct Routine: Sendable {
    package let text: String
    package let isNoise: Bool
    package init(text: String, isNoise: Bool) {
      self.text = text
      self.isNoise = isNoise
    }
  }

  package let entries: [Entry]
  package let routine: [Routine]
  /// Made once and shared by all collectors: the literals of the patterns, and those of the routine messages.
  let filter: Prefilter
  /// By pattern: what its lines are when they come by the million.
  let routineFacts: [RoutineFact?]
  let routineFilter: Prefilter

  package init(entries: [Entry], routine: [Routine]) {
    self.entries = entries
    self.routine = routine
    routineFacts = entries.map { $0.signal == nil ? nil : RoutineFact(rawValue: $0.source.name) }
    filter = Prefilter(entries.map(\.source.literals), routine: routine.map(\.text))
    routineFilter = Prefilter(routine.map { [$0.text] })
  }
}

extension ScanCatalog {
  /// The names that `in:` of a pattern may say.
  private static let writerNames = [
    "ipamd", "aws-node", "plugin", "kubelet", "event", "init", "runtime", "controller", "agent", "cloudtrail",
    "metrics",
  ]

  /// One bit for each name; a name that nobody writes under has the highest.
  static func writerBits(_ names: Set<String>) -> UInt32 {
    names.reduce(0) { bits, name in bits | 1 << UInt32(writerNames.firstIndex(of: name) ?? 31) }
  }
}

/// Which lines and records take part.
package struct ScanOptions: Sendable {
  /// Only records from `since` to `until`, nanoseconds UTC; records without a time take part.
  package var since: Int64?
  package var until: Int64?
  /// For stamps without a zone; nil is UTC, marked as assumed.
  package var zoneOffsetSeconds: Int?
  /// For stamps without a year.
  package var year: Int?
  /// Bounds before the reference time, nanoseconds: `-2h` is 7,200,000,000,000. They become `since` and `until`
  /// when the newest time of the evidence is known.
  package var sinceBeforeReference: Int64?
  package var untilBeforeReference: Int64?
  /// Whose refusals are asked for.
  package var focus = ScanFocus()
  package var maxLine = 4 << 20
  /// Threads, one at least. The result does not depend on it.
  package var jobs = 1
  /// Times of state documents given by the user, by input name.
  package var snapshotTimes: [String: Int64] = [:]
  /// Decodes every line and tries every pattern on it: what the quick ways must equal. For tests.
  package var readsEveryLine = false
  package init() {}

  var takesAnyTime: Bool { since == nil && until == nil }

  /// No record is left out by its time or its pod.
  var takesAll: Bool { takesAnyTime && focus.takesAnyPod }

  /// The user's time for an input, named in full or by its last parts: `subnets.json` for `logs/subnets.json`.
  package func snapshotTime(of input: String) -> Int64? {
    snapshotTimes[input]
      ?? snapshotTimes.filter { input.hasSuffix("/" + $0.key) || input.hasSuffix("!" + $0.key) }
      .max { $0.key.utf8.count < $1.key.utf8.count }?.value
  }

  /// Turns bounds before the reference time into times; without a reference there is nothing to bound.
  package mutating func settle(reference: Int64?) {
    guard let reference else { return }
    if let span = sinceBeforeReference { since = reference.subtractingReportingOverflow(span).partialValue }
    if let span = untilBeforeReference { until = reference.subtractingReportingOverflow(span).partialValue }
  }
}
