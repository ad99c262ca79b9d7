import Bytes
import Collectors
import Dispatch
import Evidence
import Intake
import Playbooks
import Synchronization
import Triage
import VPCModel

/// Paths to a report: the one way every command that analyses takes.
package enum Analysis {
  package struct Outcome {
    package let report: Report
    package let evidence: Case
    /// Nothing could be read or recognised: exit 3.
    package let isUnusable: Bool
    package let complaints: [String]

    /// Ends the command with exit code 70 when a ledger does not add up.
    package func refuseUnbalanced() throws { try Conservation.check(report.subnets) }

    /// The mistake of a ledger for those who say it later.
    package var flaw: String? { Conservation.flaw(in: report.subnets) }
  }

  package static func run(
    paths: [String], handbook: Handbook, scan: ScanOptions = ScanOptions(),
    intake: IntakeOptions = IntakeOptions(),
    now: Int64? = nil, meter: ProgressMeter? = nil
  ) -> Outcome {
    var scan = scan
    let catalog = ScanCatalog(handbook)
    scan.snapshotTimes.merge(RedactedFolder.snapshotTimes(of: paths)) { given, _ in given }
    if scan.sinceBeforeReference != nil || scan.untilBeforeReference != nil {
      scan.settle(reference: now ?? newestTime(of: paths, catalog, scan, intake, meter))
    }
    let collector = Collector(catalog, options: scan)
    var complaints = read(paths, into: collector, options: intake, meter: meter)
    for name in scan.focus.unknownNames(in: collector.evidence) {
      complaints.append("\(name): no input names it; check --node and --subnet")
    }
    let evidence = scan.focus.narrow(collector.evidence)
    return conclude(evidence, handbook: handbook, now: now, complaints: complaints)
  }

  /// Bounds before the newest time of the evidence need that time first: the inputs are read twice.
  private static func newestTime(
    of paths: [String], _ catalog: ScanCatalog, _ scan: ScanOptions, _ intake: IntakeOptions,
    _ meter: ProgressMeter?
  ) -> Int64? {
    var whole = scan
    (whole.since, whole.until) = (nil, nil)
    let collector = Collector(catalog, options: whole)
    _ = read(paths, into: collector, options: intake, meter: meter)
    return collector.evidence.last?.nanoseconds
  }

  /// Reads every stream of the paths; returns what to say on stderr.
  package static func read(
    _ paths: [String], into collector: Collector, options: IntakeOptions,
    meter: ProgressMeter? = nil
  ) -> [String] {
    var complaints: [String] = []
    var reader = Intake(paths: paths, options: options)
    meter?.begin(total: reader.byteCount)
    var count = 0
    let summary = reader.forEach { stream in
      // Not evidence, but what `redact` says of it.
      if stream.name.hasSuffix("/" + RedactedFolder.manifest) { return }
      count += 1
      if count % 1_024 == 0 { collector.thinInputs() }
      collector.read(name: stream.name, modified: stream.modified) { buffer in
        let count = (try? stream.read(into: &buffer)) ?? 0
        meter?.advance(to: stream.precedingBytes + stream.packedCount, of: stream.name)
        return count
      }
      for problem in stream.problems {
        collector.note(InputProblem(line: problem.line, byte: problem.byte, problem.text), on: stream.name)
      }
    }
    meter?.end()
    for input in collector.evidence.inputs.values.sorted(by: { $0.name < $1.name }) {
      complaints += Analysis.complaints(of: input)
    }
    for error in summary.unreadable + summary.problems {
      collector.note(InputProblem("\(error)"), on: nil)
      complaints.append("\(error)")
    }
    collector.skip("links, which are not followed inside folders", count: summary.skipped.links)
    collector.skip("FIFOs", count: summary.skipped.fifos)
    collector.skip("sockets", count: summary.skipped.sockets)
    collector.skip("devices", count: summary.skipped.devices)
    collector.skip("links and devices in archives", count: summary.skippedMembers.total)
    return complaints
  }

  /// `subnets.json:16: column 153, byte 11295: document ends inside an object …`; the first few of one input.
  private static func complaints(of input: InputRecord) -> [String] {
    let most = 5
    var complaints = input.problems.sorted().prefix(most).map { problem in
      "\(input.name)\(problem.line.map { ":\($0)" } ?? ""): \(problem.text)"
    }
    if input.problems.count > most {
      complaints.append(
        "\(input.name): \(input.problems.count - most) more problems; the JSON report lists them")
    }
    return complaints
  }

  package static func conclude(
    _ evidence: Case, handbook: Handbook, now: Int64? = nil, complaints: [String] = []
  )
    -> Outcome
  {
    let options = triageOptions(now: now)
    var evidence = evidence
    evidence.settle()
    let report = Triage.diagnose(evidence, handbook: handbook, options: options)
    return Outcome(
      report: report, evidence: evidence, isUnusable: !isUsable(evidence), complaints: complaints)
  }

  /// For many nodes: as many at once as there are threads.
  package static func fleetOptions(now: Int64?, jobs: Int = ScanFlags.processors) -> TriageOptions {
    var options = triageOptions(now: now)
    options.perform = { count, body in Analysis.perform(count, jobs: jobs, body) }
    return options
  }

  /// Calls `body` with every number below `count`, on so many threads.
  static func perform(_ count: Int, jobs: Int, _ body: @Sendable (Int) -> Void) {
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, count))) { _ in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        body(number)
      }
    }
  }

  package static func triageOptions(now: Int64?) -> TriageOptions {
    var options = TriageOptions()
    options.toolVersion = ProgramVersion.number
    options.now = now.map { Instant(nanoseconds: $0) }
    options.fingerprint = { text in
      var hash = SHA256()
      hash.update(Array(text.utf8))
      return String(hash.hexDigest.prefix(32))
    }
    return options
  }

  /// Some input was understood as evidence. Prose, binaries and our own reports are understood as none.
  static func isUsable(_ evidence: Case) -> Bool {
    if !evidence.sightings.isEmpty || !evidence.statements.isEmpty || !evidence.interfaces.isEmpty
      || !evidence.nodeStatements.isEmpty
    {
      return true
    }
    return evidence.inputs.values.contains { input in
      switch input.kind {
      case .unknown, .binary, .empty, .prose, .ownReport: false
      default: input.recognised > 0
      }
    }
  }
}
