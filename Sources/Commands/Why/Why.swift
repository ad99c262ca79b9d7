import Collectors
import Evidence
import FoundationEssentials
import Intake
import Playbooks
import Reports
import Triage

/// Paths to a story.
package enum Why {
  package struct Told {
    package var story: Story?
    /// Names that look like the one asked for, nearest first.
    package var near: [String] = []
    /// Pods of several namespaces bear the name: `near` names them.
    package var isAmbiguous = false
    package var isUnusable = false
    package var complaints: [String] = []
    /// A ledger that does not add up: nothing is told then.
    package var flaw: String?
  }

  static func pod(_ name: PodName, paths: [String], options: WhyOptions) throws -> Told {
    pod(
      name, paths: paths, handbook: try options.playbooks.handbook(), scan: try options.scan.options(),
      intake: options.scan.intake, now: try options.scan.now.map { try options.scan.time($0, of: "--now") })
  }

  package static func pod(
    _ name: PodName, paths: [String], handbook: Handbook, scan: ScanOptions = ScanOptions(),
    intake: IntakeOptions = IntakeOptions(), now: Int64? = nil
  ) -> Told {
    let outcome = Analysis.run(paths: paths, handbook: handbook, scan: scan, intake: intake, now: now)
    if let flaw = outcome.flaw { return Told(flaw: flaw) }
    var name = name
    let known = podNames(outcome.evidence)
    if name.namespace == nil {
      let matching = known.filter { $0.hasSuffix("/" + name.name) }
      if matching.count == 1, let only = matching.first.flatMap(PodName.init) { name = only }
    }
    var reading = PodReading(
      name, paths: paths, handbook: handbook, intake: intake, options: scan, of: outcome.evidence)
    let read = reading.read()
    if name.namespace == nil, reading.namespaces.count == 1, let only = reading.namespaces.first {
      // Known now: lines of a namesake elsewhere would not be taken.
      let named = PodName(namespace: only, name: name.name)
      var again = PodReading(
        named, paths: paths, handbook: handbook, intake: intake, options: scan, of: outcome.evidence)
      if let evidence = again.read() {
        return Told(
          story: Story(evidence, report: outcome.report), near: [], isUnusable: false,
          complaints: outcome.complaints)
      }
    }
    if name.namespace == nil, reading.namespaces.count > 1 {
      return Told(
        story: nil, near: reading.namespaces.sorted().map { "\($0)/\(name.name)" }, isAmbiguous: true,
        isUnusable: false, complaints: outcome.complaints)
    }
    guard let evidence = read else {
      return Told(
        story: nil, near: near(name.shown, among: known), isUnusable: outcome.isUnusable,
        complaints: outcome.complaints)
    }
    return Told(
      story: Story(evidence, report: outcome.report), near: [], isUnusable: false,
      complaints: outcome.complaints)
  }

  static func node(_ name: String, paths: [String], options: WhyOptions) throws -> Told {
    node(
      name, paths: paths, handbook: try options.playbooks.handbook(), scan: try options.scan.options(),
      intake: options.scan.intake, now: try options.scan.now.map { try options.scan.time($0, of: "--now") })
  }

  package static func node(
    _ name: String, paths: [String], handbook: Handbook, scan: ScanOptions = ScanOptions(),
    intake: IntakeOptions = IntakeOptions(), now: Int64? = nil
  ) -> Told {
    let outcome = Analysis.run(paths: paths, handbook: handbook, scan: scan, intake: intake, now: now)
    if let flaw = outcome.flaw { return Told(flaw: flaw) }
    let world = World(outcome.evidence)
    let id = nodeID(name, in: world)
    guard let id, let node = world.nodes[id] else {
      let names = Set(world.nodes.keys).union(world.nodes.values.compactMap(\.name))
      return Told(
        story: nil, near: near(name, among: names), isUnusable: outcome.isUnusable,
        complaints: outcome.complaints)
    }
    let index = SightingIndex(outcome.evidence, world: world, signals: handbook.signals)
    let pools = handbook.poolCauses
    let causes = handbook.causesByPattern.filter { !pools.isSuperset(of: $0.value) }
    let sightings = index.byPattern.keys.sorted().flatMap { index.byPattern[$0] ?? [] }
    return Told(
      story: Story(node, causes: causes, sightings: sightings, report: outcome.report), near: [],
      isUnusable: false, complaints: outcome.complaints)
  }

  // MARK: names

  /// By id, by any name of it, or by its host name with or without the domain, where that is one node's.
  private static func nodeID(_ name: String, in world: World) -> String? {
    if world.nodes[name] != nil { return name }
    if let id = world.nodeOfGroup[name] { return id }
    let host = name.prefix { $0 != "." }
    let alike = Set(
      world.nodeOfGroup.filter { group, _ in
        group.prefix { $0 != "." } == host && (group == host || name == host) && !group.contains(":")
      }.values)
    return alike.count == 1 ? alike.first : nil
  }

  /// Every pod the first reading has a name of.
  private static func podNames(_ evidence: Case) -> Set<String> {
    var names: Set<String> = []
    for stated in evidence.statements {
      switch stated.value {
      case .pod(let pod): names.insert(pod.qualifiedName)
      case .event(let event):
        guard event.objectKind?.lowercased() == "pod", let name = event.objectName else { continue }
        names.insert(event.objectNamespace.map { "\($0)/\(name)" } ?? name)
      default: break
      }
    }
    for log in evidence.nodeLogs.values { names.formUnion(log.podsRefused.keys) }
    for sighting in evidence.sightings.values { names.formUnion(sighting.pods) }
    return names
  }

  /// At most five names: those that share the longest beginning, the likeliest slip of the keyboard first.
  private static func near(_ name: String, among names: Set<String>) -> [String] {
    let slip = suggestion(for: name, among: names)
    let bare = name.split(separator: "/").last.map(String.init) ?? name
    let wanted = Array(bare.utf8)
    let ranked = names.map { candidate in
      let other = Array((candidate.split(separator: "/").last.map(String.init) ?? candidate).utf8)
      return (name: candidate, shared: zip(wanted, other).prefix { $0 == $1 }.count)
    }
    .filter { $0.shared >= min(4, max(1, wanted.count / 2)) && $0.name != slip }
    .sorted { ($1.shared, $0.name) < ($0.shared, $1.name) }
    return ([slip].compactMap { $0 } + ranked.map(\.name)).prefix(5).map { $0 }
  }

  static func notFound(_ what: String, _ name: String, _ told: Told) -> String {
    let shown = Escaping.terminal(name)
    let near = told.near
    if told.isAmbiguous {
      return "\(what) \"\(shown)\": in several namespaces; say which: "
        + near.map { Escaping.terminal($0) }.joined(separator: ", ")
    }
    if told.isUnusable { return "no usable input; see `ipamtriage collect` for what to gather" }
    let hint =
      near.isEmpty
      ? "check the name, and that the inputs are of its node and its hours"
      : "did you mean \(near.map { Escaping.terminal($0) }.joined(separator: ", "))?"
    return "\(what) \"\(shown)\": no input names it; \(hint)"
  }

  /// A story takes three readings, which a pipe does not give.
  static func refuseStreams(_ paths: [String]) throws {
    for path in paths {
      let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
      let isStream =
        path == "-"
        || (type.map { $0 != .typeRegular && $0 != .typeDirectory && $0 != .typeSymbolicLink } ?? false)
      if isStream {
        throw ProgramError(
          "\(path): a stream is read once, and a pod's story takes three readings; give a file")
      }
    }
  }
}
