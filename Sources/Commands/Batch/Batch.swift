import Bytes
import CaseStore
import Collectors
import Dispatch
import Evidence
import FoundationEssentials
import Intake
import Playbooks
import Redaction
import Reports
import Synchronization
import Triage
import VPCModel

/// Reads units that the store does not know, on every thread, and folds all of them into a fleet.
package final class Batch: Sendable {
  private let units: [BatchUnit]
  private let store: CaseStore
  private let handbook: Handbook
  private let options: ScanOptions
  private let intake: IntakeOptions
  private let optionText: String
  private let allBytes: Int64
  private let state: Mutex<State>

  private struct State {
    /// The next unit to look at.
    var next = 0
    var done = 0
    var doneBytes: Int64 = 0
    /// Read in this run.
    var scanned = 0
    var complaints: [String] = []
    var failure: StoreError?
  }

  package init(
    _ units: BatchUnits, store: CaseStore, handbook: Handbook, options: ScanOptions = ScanOptions(),
    intake: IntakeOptions = IntakeOptions(), optionText: String = ""
  ) {
    self.units = units.units
    self.store = store
    self.handbook = handbook
    var options = options
    options.jobs = 1
    self.options = options
    var intake = intake
    intake.jobs = 1
    self.intake = intake
    self.optionText = optionText
    allBytes = units.units.reduce(0) { $0 &+ $1.bytes }
    var state = State()
    state.complaints = units.complaints
    self.state = Mutex(state)
  }

  /// What to say of inputs, by unit.
  package var complaints: [String] { state.withLock { $0.complaints.sorted() } }
  /// Units read in this run; the others were stored before.
  package var scanned: Int { state.withLock { $0.scanned } }

  private func stored(_ unit: BatchUnit) -> StoredUnit {
    StoredUnit(
      path: unit.path, stamp: unit.stamp, bytes: unit.bytes, playbooks: handbook.digest, options: optionText)
  }

  // MARK: reading

  /// Stores the cases of every unit that is not stored yet; says which run it was.
  package func scan(jobs: Int, isShown: Bool = false) throws(StoreError) -> Int64 {
    let run = try store.begin(at: Self.now, tool: ProgramVersion.number, units: units.count)
    let catalog = ScanCatalog(handbook)
    let start = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, units.count))) { _ in
      while let unit = take() {
        let wasScanned = scan(unit, catalog, run)
        note(unit, wasScanned: wasScanned, since: start, isShown: isShown)
      }
    }
    if isShown { StatusLine.erase() }
    if let failure = state.withLock({ $0.failure }) { throw failure }
    return run
  }

  private func take() -> BatchUnit? {
    state.withLock { state in
      guard state.failure == nil, state.next < units.count else { return nil }
      state.next += 1
      return units[state.next - 1]
    }
  }

  /// False when the store knew it already.
  private func scan(_ unit: BatchUnit, _ catalog: ScanCatalog, _ run: Int64) -> Bool {
    do throws(StoreError) {
      let stored = stored(unit)
      if try store.isStored(stored) { return false }
      let collector = Collector(catalog, options: options)
      var complaints = Analysis.read([unit.path], into: collector, options: intake)
      let evidence = collector.evidence
      var lines: [(node: String?, line: String)] = []
      do {
        for line in try CaseLines.split(evidence, handbook: handbook) {
          // What cannot be written is no case; nothing of ours is such.
          if let text = try? line.text() { lines.append((line.node, text)) }
        }
      } catch {
        // A ledger that does not add up: nothing of this unit could be believed.
        lines = []
        complaints.insert("\(unit.path): \(error)", at: 0)
      }
      try store.store(
        stored, contentHash: Self.contentHash(of: evidence), problem: complaints.first, cases: lines, run: run
      )
      state.withLock { $0.complaints += complaints }
    } catch {
      state.withLock { if $0.failure == nil { $0.failure = error } }
    }
    return true
  }

  /// Of what is in the inputs, not of their names: one bundle under two names has one.
  private static func contentHash(of evidence: Case) -> String {
    var hash = SHA256()
    let contents = evidence.inputs.values.map { ($0.contentHash, $0.bytes) }.sorted { $0 < $1 }
    for (content, bytes) in contents { hash.update(Array("\(content) \(bytes)\n".utf8)) }
    return hash.hexDigest
  }

  private func note(_ unit: BatchUnit, wasScanned: Bool, since start: ContinuousClock.Instant, isShown: Bool)
  {
    let (done, bytes) = state.withLock { state in
      state.done += 1
      state.doneBytes &+= unit.bytes
      if wasScanned { state.scanned += 1 }
      return (state.done, state.doneBytes)
    }
    guard isShown else { return }
    let seconds = Double(start.duration(to: .now).components.seconds)
    let left = bytes > 0 && seconds >= 2 ? Int(seconds * Double(allBytes - bytes) / Double(bytes)) : nil
    StatusLine.show(
      "reading bundle \(done) of \(units.count)"
        + (left.map { $0 < 120 ? "  \($0) s left" : "  \($0 / 60) min left" } ?? ""))
  }

  // MARK: folding

  /// All units together, those read in this run and before.
  ///
  /// - Returns: the fleet, what its documents call a name, and whether anything in it is usable.
  package func fleet(
    now: Int64? = nil, jobs: Int = 1
  ) throws(StoreError) -> (fleet: Fleet, names: [(String, NameKind)], isUsable: Bool) {
    let parts = Mutex([CaseFolding?](repeating: nil, count: max(1, min(jobs, units.count))))
    let count = parts.withLock(\.count)
    Analysis.perform(count, jobs: jobs) { part in
      var folding = CaseFolding(playbooksDigest: handbook.digest, isFleet: true)
      do throws(StoreError) {
        for number in stride(from: part, to: units.count, by: count) {
          try fold(units[number], into: &folding)
        }
      } catch {
        state.withLock { if $0.failure == nil { $0.failure = error } }
      }
      parts.withLock { $0[part] = folding }
    }
    if let failure = state.withLock({ $0.failure }) { throw failure }
    var folding = CaseFolding(playbooksDigest: handbook.digest, isFleet: true)
    for number in 0..<count {
      // Given away, so that nothing is in memory twice.
      let part = parts.withLock { $0[number].take() }
      if let part { folding.join(part) }
    }
    try noteTwins()
    let said = folding.complaints
    state.withLock { $0.complaints += said }
    let evidence = (consume folding).settled()
    let fleet = Fleet(evidence, handbook: handbook, options: Analysis.fleetOptions(now: now, jobs: jobs))
    return (fleet, evidence.knownNames, Analysis.isUsable(evidence))
  }

  private func fold(_ unit: BatchUnit, into folding: inout CaseFolding) throws(StoreError) {
    var lines: [String] = []
    try store.forEachCase(of: unit.path) { lines.append($0) }
    for (number, line) in lines.enumerated() {
      folding.fold(Array(line.utf8), from: "\(unit.path), case \(number + 1)")
    }
  }

  /// Units of this run with the same content count once; each is told by the first of them.
  private func noteTwins() throws(StoreError) {
    let hashes = try store.contentHashes()
    var first: [String: String] = [:]
    for unit in units {
      guard let hash = hashes[unit.path] else { continue }
      if let twin = first[hash] {
        state.withLock { $0.complaints.append("\(unit.path): the same content as \(twin); it counts once") }
      } else {
        first[hash] = unit.path
      }
    }
  }

  /// Remembers what the run found.
  package func finish(_ run: Int64, _ fleet: Fleet) throws(StoreError) {
    let findings = fleet.nodes.compactMap { node in
      node.cause.map { cause in
        StoredFinding(
          node: node.id, cause: cause.raw, first: node.first.map { RFC3339.text($0) }, failures: node.failures
        )
      }
    }
    try store.finish(run, at: Self.now, nodes: fleet.nodes.count, findings: findings)
  }

  /// The clock of the machine: of runs, never of evidence.
  private static var now: String {
    RFC3339.text(Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)))
  }
}
