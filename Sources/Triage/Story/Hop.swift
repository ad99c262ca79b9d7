import Evidence
import Playbooks
import VPCModel

/// A part of the way to an address, in the order a pod goes it.
package enum HopKind: String, Hashable, Sendable, CaseIterable {
  case scheduled, kubelet, plugin, request, pool
  case ec2 = "ec2-call"
  case error, retry, answer

  package var title: String {
    switch self {
    case .scheduled: "scheduled"
    case .kubelet: "kubelet"
    case .plugin: "plugin ADD"
    case .request: "ipamd request"
    case .pool: "pool"
    case .ec2: "EC2 call"
    case .error: "error"
    case .retry: "retry"
    case .answer: "answer"
    }
  }

  package var number: Int { (HopKind.allCases.firstIndex(of: self) ?? 0) + 1 }
}

package enum HopOutcome: String, Hashable, Sendable {
  /// It went well.
  case passed
  /// Here the way ends.
  case broken
  /// Trouble that follows from the broken hop, or that ended.
  case follows
  /// No input shows it.
  case notShown = "not-shown"
  /// Nothing asked for it.
  case notNeeded = "not-needed"
}

package struct Hop: Hashable, Sendable {
  /// As JSON has it: `ec2-call`.
  package let key: String
  package let title: String
  /// Its place on the way, from 1.
  package let number: Int
  package var outcome: HopOutcome
  package var because: String
  package var lines: [StoryLine] = []
  /// Lines of it in all; `lines` are the telling ones.
  package var count = 0
  /// What would show it.
  package var collect: MissingEvidence?
  package init(_ kind: HopKind, _ outcome: HopOutcome, _ because: String) {
    self.init(key: kind.rawValue, title: kind.title, number: kind.number, outcome, because)
  }

  package init(key: String, title: String, number: Int, _ outcome: HopOutcome, _ because: String) {
    self.key = key
    self.title = title
    self.number = number
    self.outcome = outcome
    self.because = because
  }
}

/// `shop/web-7d4b9`, or a name whose namespace nobody has said.
package struct PodName: Hashable, Sendable {
  package var namespace: String?
  package let name: String
  package init(namespace: String?, name: String) {
    self.namespace = namespace
    self.name = name
  }
  /// nil when nothing stands on one side of the slash, or there are two.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let name = parts.last, !name.isEmpty, parts.first?.isEmpty == false else {
      return nil
    }
    self.init(namespace: parts.count == 2 ? parts[0] : nil, name: name)
  }
  package var shown: String { namespace.map { "\($0)/\(name)" } ?? name }
}

/// What a story has of the cause behind it: the finding of the whole analysis that names its node.
package struct StoryCause: Hashable, Sendable {
  package let id: CauseID
  package let title: String
  package let basis: Basis?
  package let state: FindingState?
  package let because: String
  package let fingerprint: String

  package init(_ finding: Finding) {
    id = finding.id
    title = finding.title
    basis = finding.basis
    state = finding.state
    because = finding.because
    fingerprint = finding.fingerprint
  }

  /// The primary finding, or a contributing one, that speaks of this node or this pod; nil when none does.
  package init?(of report: Report, node: String?, pod: String?) {
    let findings = report.status == .causeFound ? [report.primary] + report.contributing : []
    let found = findings.first { finding in
      pod.map { finding.scope.pods.contains($0) } ?? false
        || node.map { finding.scope.nodes.contains($0) } ?? false
    }
    // A finding without nodes is about a subnet or the cluster; the primary of the only node is its own.
    let lone = findings.first { $0.scope.nodes.isEmpty || report.nodes.count == 1 }
    guard let finding = found ?? lone else { return nil }
    self.init(finding)
  }
}
