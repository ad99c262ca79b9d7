import Triage
import VPCModel

/// The JSON of a comparison.
///
///     {"schemaVersion": "1.0.0", "verdict": "fixed", "exitCode": 0, "changes": [{"kind": "fixed",
///      "id": "subnet-exhausted", "before": {"fingerprint": "…", "state": "active", …}, "after": null}],
///      "checks": [{"check": "prefixes-on-enis", "outcome": "passed", …}]}
enum ComparisonTree {
  static func node(_ comparison: Comparison) -> JSONNode {
    .object([
      ("schemaVersion", .string(schemaVersion)),
      (
        "tool",
        .object([("name", .string("ipamtriage")), ("version", .string(comparison.after.report.toolVersion))])
      ),
      ("verdict", .string(comparison.verdict.rawValue)),
      ("exitCode", .integer(Int(comparison.verdict.exitCode))),
      ("because", .string(comparison.because)),
      ("before", side(comparison.before)), ("after", side(comparison.after)),
      ("changes", .array(comparison.changes.map(change))),
      ("checks", .array(comparison.checks.map(check))),
      ("notes", JSONNode(comparison.notes)),
    ])
  }

  private static func side(_ side: ComparisonSide) -> JSONNode {
    .object([
      ("name", .string(side.name)), ("status", .string(side.report.status.rawValue)),
      ("primary", .string(side.report.primary.id.raw)),
      ("window", .object([("from", JSONNode(side.report.from)), ("to", JSONNode(side.report.to))])),
    ])
  }

  private static func change(_ change: Change) -> JSONNode {
    .object([
      ("kind", .string(change.kind.rawValue)), ("id", .string(change.id.raw)),
      ("because", .string(change.because)), ("before", change.before.map(finding) ?? .null),
      ("after", change.after.map(finding) ?? .null),
    ])
  }

  private static func finding(_ finding: Finding) -> JSONNode {
    .object([
      ("title", .string(finding.title)), ("fingerprint", .string(finding.fingerprint)),
      ("basis", JSONNode(finding.basis?.rawValue)), ("severity", .string(finding.severity.rawValue)),
      ("state", JSONNode(finding.state?.rawValue)), ("count", JSONNode(finding.count)),
      ("nodes", JSONNode(finding.scope.nodes)), ("subnets", JSONNode(finding.scope.subnets)),
      ("first", JSONNode(finding.first)), ("last", JSONNode(finding.last)),
      ("because", .string(finding.because)),
    ])
  }

  private static func check(_ check: VerifyCheck) -> JSONNode {
    .object([
      ("check", .string(check.key)), ("title", .string(check.title)),
      ("outcome", .string(check.outcome.rawValue)), ("because", .string(check.because)),
      ("command", JSONNode(check.command)),
    ])
  }
}
