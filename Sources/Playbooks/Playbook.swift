import Evidence

/// The name of a root cause: kebab-case, never renamed, never reused. Causes are data; Swift does not list them.
package struct CauseID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let raw: String
  package init(_ raw: String) { self.raw = raw }
  package var description: String { raw }
  package static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }

  // Verdicts that are no causes; they have no playbook.
  package static let healthy = CauseID("healthy")
  package static let notIPProblem = CauseID("not-ip-problem")
  package static let unknown = CauseID("unknown")
}

/// All that is known of one root cause: one file of `Playbooks/causes`.
package struct Playbook: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Blocks pods by itself.
    case primary
    /// Explains a primary, never blocks pods by itself.
    case contributing
    /// Either, as its rules say.
    case both
  }

  package var id: CauseID
  package var kind: Kind
  /// The step of the walk that finds it, 0 to 5.
  package var step: Int
  package var title: String
  /// What it says, for `explain`: a short paragraph.
  package var says: String
  package var patterns: [LogPattern]
  /// Makes the finding `proved`, if nothing refutes it.
  package var proves: Rule?
  /// Makes it `likely`.
  package var likely: Rule?
  /// Makes it `suspected`: an alternative, never a primary.
  package var suspects: Rule?
  package var refutes: Rule?
  /// Makes it a contributing cause of another primary.
  package var contributes: Rule?
  /// Causes that lie deeper: where one of them is established in the same scope, this one is its consequence.
  package var yieldsTo: [CauseID]
  /// Signals that end it: seen in the same scope after its last sighting, the finding is `recovered`.
  package var healedBy: [String]
  package var confusedWith: [Confusion]
  /// What to run when its evidence is missing.
  package var next: [Command]
  package var remedies: [Remedy]
  package var versions: String
  package var sources: [String]
  package var place: Place
}

/// One way a log line, event, metric label or API answer shows something.
package struct LogPattern: Hashable, Sendable {
  /// Unique across all files, kebab-case.
  package var name: String
  /// Who writes it; `any` when the text is enough by itself.
  package var writers: [Writer]
  /// Occur in every match, one of them; no byte that JSON escapes, so that they stand in raw lines too.
  package var literals: [String]
  /// PCRE2. Named groups state ids: eni, subnet, pod, namespace, sandbox, instance, group, code, api, …
  package var regex: String
  package var matches: [String]
  package var ignores: [String]
  package var place: Place

  package enum Writer: String, Hashable, Sendable, CaseIterable {
    case ipamd, plugin, awsNode = "aws-node", initContainer = "init", kubelet, runtime, event, metrics
    case cloudtrail, agent, controller, any
  }
}

/// A condition and the kind of entity it is asked of, once for each.
package struct Rule: Hashable, Sendable {
  package var scope: Scope
  package var condition: Condition
}

package indirect enum Condition: Hashable, Sendable {
  case all([Condition])
  case any([Condition])
  /// Known not to be: what no log given could show leaves it open.
  case none([Condition])
  /// Holds until one of them is known to.
  case unless([Condition])
  case pattern(PatternTest)
  case fact(FactTest)
}

package struct PatternTest: Hashable, Sendable {
  package var pattern: String
  package var via: Join?
  /// Distinct incidents (request ids, sandboxes), at least 1.
  package var atLeast: Int
  /// Seconds from its first to its last sighting, when the rule asks for persistence.
  package var lasting: Double?
  /// Only what was seen in the window that counts now: not before the node's last start, nor more than ten minutes
  /// before its last refusal.
  package var isRecent = false
  package var place: Place
}

package struct FactTest: Hashable, Sendable {
  package enum Comparison: Hashable, Sendable {
    case isTrue, isFalse
    case equals(Double), atLeast(Double), atMost(Double), above(Double), below(Double)
  }
  package var fact: String
  package var via: Join?
  package var comparison: Comparison
  package var place: Place
}

package struct Confusion: Hashable, Sendable {
  package var cause: CauseID
  package var because: String
  package var decide: Command?
}

/// A command line with typed placeholders, `aws ec2 describe-subnets --subnet-ids {subnet}`.
package struct Command: Hashable, Sendable {
  package var template: String
  package var place: Place
  package init(template: String, place: Place) {
    self.template = template
    self.place = place
  }
}

package struct Remedy: Hashable, Sendable {
  /// What a remedy gives back that the evidence can count.
  package enum Release: String, Hashable, Sendable, CaseIterable {
    /// Nothing by itself: 0 addresses and 0 blocks.
    case nothing
    /// Idle addresses of the nodes above the `WARM_IP_TARGET` that its commands set.
    case idleAddresses = "idle-addresses"
    /// All addresses of the leaked interfaces.
    case leakedInterfaces = "leaked-interfaces"
    /// Addresses that a node's datastore holds for pods that are gone; they stay on the node.
    case leakedAllocations = "leaked-allocations"
    /// All addresses of the nodes that hold single addresses beside their primary ones.
    case scatteringNodes = "scattering-nodes"
    /// All addresses of the nodes concerned, until new ones take theirs.
    case nodes
  }

  package var title: String
  package var commands: [Command]
  package var precondition: String
  package var risk: String
  package var effect: String
  /// What `effect` is in numbers; nil where the evidence cannot count it.
  package var frees: Release?
  package var verify: String
  package var rollback: String
  /// Situations of `features.yaml` in which it is offered; empty: always.
  package var when: [FactTest]
}

/// A step of the documented order, from `Playbooks/triage.yaml`.
package struct TriageStep: Hashable, Sendable {
  package var number: Int
  package var title: String
  package var asks: String
  package var causes: [CauseID]
  /// Evidence that can settle the step.
  package var needs: [String]
  package var next: [Command]
}

/// When a feature helps, and what it does not fix: one entry of `Playbooks/features.yaml`.
package struct Feature: Hashable, Sendable {
  package var id: String
  package var title: String
  package var helps: [String]
  package var doesNotFix: [String]
  package var needs: [String]
  package var forCauses: [CauseID]
  package var notForCauses: [CauseID]
  package var commands: [Command]
  package var verify: String
  package var sources: [String]
}

/// A line that states a routine fact (a pool count, a start, an address given out): `Playbooks/signals.yaml`.
package struct Signal: Hashable, Sendable {
  package var pattern: LogPattern
  /// What Swift does with it, one of `SignalKind`'s raw values.
  package var states: String
}

/// A harmless message, `Playbooks/routine.yaml`: recognised, blamed on nothing.
package struct RoutineMessage: Hashable, Sendable {
  package var name: String
  package var text: String
  /// Looks worse than it is: counted in the report when it recurs.
  package var isNoise: Bool
  /// Stands around another error, which decides: known as a message, and unclassified where that error is not known.
  package var isWrapper: Bool
  package var place: Place
}

/// Everything the playbooks folder says.
package struct Handbook: Hashable, Sendable {
  package var playbooks: [Playbook]
  package var steps: [TriageStep]
  package var features: [Feature]
  package var signals: [Signal]
  package var routine: [RoutineMessage]
  /// SHA-256 over the sources, `sha256:…`.
  package var digest: String
}
