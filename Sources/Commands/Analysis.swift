import Bytes
import Collectors
import Evidence
import Intake
import Playbooks
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
  }

  package static func run(
    paths: [String], handbook: Handbook, scan: ScanOptions = ScanOptions(), intake: IntakeOptions = IntakeOptions(),
    now: Int64? = nil
  ) -> Outcome {
    let collector = Collector(ScanCatalog(handbook), options: scan)
    let complaints = read(paths, into: collector, options: intake)
    return conclude(collector.evidence, handbook: handbook, now: now, complaints: complaints)
  }

  /// Reads every stream of the paths; returns what to say on stderr.
  package static func read(_ paths: [String], into collector: Collector, options: IntakeOptions) -> [String] {
    var complaints: [String] = []
    var reader = Intake(paths: paths, options: options)
    let summary = reader.forEach { stream in
      collector.read(name: stream.name, modified: stream.modified) { buffer in
        (try? stream.read(into: &buffer)) ?? 0
      }
      for problem in stream.problems {
        collector.note(InputProblem(line: problem.line, byte: problem.byte, problem.text), on: stream.name)
        complaints.append("\(stream.name): \(problem.text)")
      }
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

  package static func conclude(_ evidence: Case, handbook: Handbook, now: Int64? = nil, complaints: [String] = [])
    -> Outcome
  {
    var options = TriageOptions()
    options.toolVersion = ProgramVersion.number
    options.now = now.map { Instant(nanoseconds: $0) }
    options.fingerprint = { text in
      var hash = SHA256()
      hash.update(Array(text.utf8))
      return String(hash.hexDigest.prefix(32))
    }
    let report = Triage.diagnose(evidence, handbook: handbook, options: options)
    return Outcome(report: report, evidence: evidence, isUnusable: !isUsable(evidence), complaints: complaints)
  }

  /// Some input was understood as evidence. Prose, binaries and our own reports are understood as none.
  private static func isUsable(_ evidence: Case) -> Bool {
    if !evidence.sightings.isEmpty || !evidence.statements.isEmpty || !evidence.nodeStatements.isEmpty { return true }
    return evidence.inputs.values.contains { input in
      switch input.kind {
      case .unknown, .binary, .empty, .prose, .ownReport: false
      default: input.recognised > 0
      }
    }
  }
}
