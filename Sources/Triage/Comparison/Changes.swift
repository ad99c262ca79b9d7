import Evidence
import Playbooks
import VPCModel

/// Pairs the findings of two reports: by fingerprint, then by cause.
struct Changes {
  private let before: ComparisonSide
  private let after: ComparisonSide
  private(set) var all: [Change] = []

  init(before: ComparisonSide, after: ComparisonSide, isSame: Bool) {
    self.before = before
    self.after = after
    if isSame {
      all = before.open.map {
        Change(kind: .same, before: $0, after: $0, because: "the same evidence shows the same")
      }
      return
    }
    var unmatched = after.open
    var open: [Finding] = []
    // Fingerprints first: a finding that is the same must not be taken for one that moved.
    for finding in before.open {
      guard
        let index = unmatched.firstIndex(where: {
          $0.fingerprint == finding.fingerprint && $0.id == finding.id
        })
      else {
        open.append(finding)
        continue
      }
      all.append(still(finding, unmatched.remove(at: index)))
    }
    for finding in open {
      if let index = unmatched.firstIndex(where: { $0.id == finding.id }) {
        let other = unmatched.remove(at: index)
        all.append(
          overlap(finding, other)
            ? still(finding, other)
            : Change(
              kind: .moved, before: finding, after: other,
              because: "the same cause, now \(scope(other)) instead of \(scope(finding))"))
      } else {
        all.append(gone(finding))
      }
    }
    all += unmatched.map { Change(kind: .new, before: nil, after: $0, because: $0.because) }
    all = all.sorted { (Self.order($0), $0.id.raw) < (Self.order($1), $1.id.raw) }
  }

  private static func order(_ change: Change) -> Int {
    switch change.kind {
    case .notFixed: 0
    case .moved: 1
    case .new: 2
    case .notShown: 3
    case .fixed: 4
    case .same: 5
    }
  }

  private func still(_ old: Finding, _ new: Finding) -> Change {
    var words = "still \(new.state?.rawValue ?? "open") \(scope(new))"
    if let one = old.count, let other = new.count { words += ": seen \(one) times before, \(other) after" }
    return Change(kind: .notFixed, before: old, after: new, because: words)
  }

  private func overlap(_ old: Finding, _ new: Finding) -> Bool {
    func meets(_ part: KeyPath<FindingScope, [String]>) -> Bool? {
      let (one, other) = (old.scope[keyPath: part], new.scope[keyPath: part])
      return one.isEmpty || other.isEmpty ? nil : !Set(one).isDisjoint(with: other)
    }
    // A cause of a subnet is where the subnet is, whichever nodes show it.
    return meets(\.subnets) ?? meets(\.enis) ?? meets(\.nodes) ?? true
  }

  private func scope(_ finding: Finding) -> String {
    let scope = finding.scope
    let names = !scope.subnets.isEmpty ? scope.subnets : !scope.nodes.isEmpty ? scope.nodes : scope.pods
    guard let first = names.first else { return "in the cluster" }
    return "in \(first)" + (names.count > 1 ? " and \(names.count - 1) more" : "")
  }

  // MARK: what is gone

  /// Absent afterwards: fixed where the later evidence would have shown it.
  private func gone(_ finding: Finding) -> Change {
    let report = after.report
    if let ended = ([report.primary] + report.contributing).first(where: {
      $0.id == finding.id && $0.state == .recovered
    }) {
      return Change(kind: .fixed, before: finding, after: ended, because: "it ended, and success followed")
    }
    if let ledger = healthySubnet(finding) {
      return Change(kind: .fixed, before: finding, after: nil, because: ledger)
    }
    switch report.status {
    case .insufficientEvidence:
      return Change(
        kind: .notShown, before: finding, after: nil,
        because: "the later evidence shows neither a failure nor a success")
    case .undecided:
      return Change(
        kind: .notShown, before: finding, after: nil,
        because: "pods still fail afterwards, and the later evidence does not say why")
    case .healthy, .notIPProblem:
      let given = report.nodes.compactMap(\.assignments).reduce(0) {
        $0.addingReportingOverflow($1).partialValue
      }
      let words =
        given > 0 ? "\(given) addresses were given out afterwards, none refused" : report.primary.because
      return Change(kind: .fixed, before: finding, after: nil, because: words)
    case .causeFound:
      return Change(
        kind: .fixed, before: finding, after: nil,
        because: "no sign of it any more; another cause stands in its place")
    }
  }

  /// Documents alone can show that the subnets have room again.
  private func healthySubnet(_ finding: Finding) -> String? {
    let ledgers = finding.scope.subnets.compactMap { id in after.report.subnets.first { $0.subnet.raw == id }
    }
    guard !ledgers.isEmpty, ledgers.count == finding.scope.subnets.count,
      ledgers.allSatisfy({ $0.verdict == .healthy }), finding.id.raw.hasPrefix("subnet-")
    else { return nil }
    let free = ledgers.compactMap(\.free).reduce(0, +)
    return "\(free) addresses are free afterwards in \(ledgers.count == 1 ? "its subnet" : "its subnets")"
  }
}
