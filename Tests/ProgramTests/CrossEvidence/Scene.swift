import Collectors
import Commands
import Evidence
import PlaybookData
import Testing
import Triage
import VPCModel

/// A handful of inputs, handed to the program without a disk.
struct Scene {
  private var inputs: [(name: String, text: String, second: Int?)] = []

  init(_ inputs: [String: String] = [:]) {
    for name in inputs.keys.sorted() { add(name, inputs[name] ?? "") }
  }

  /// `second`: when the document was taken, counted like the lines of a `Pen`.
  mutating func add(_ name: String, _ text: String, at second: Int? = nil) {
    inputs.append(("case/" + name, text, second))
  }
  mutating func add(_ name: String, _ pen: Pen) { add(name, pen.text) }

  func with(_ name: String, _ text: String, at second: Int? = nil) -> Scene {
    var copy = self
    copy.add(name, text, at: second)
    return copy
  }

  var report: Report { Analysis.conclude(evidence, handbook: PlaybookData.handbook).report }

  var fleet: Fleet {
    var evidence = evidence
    evidence.settle()
    return Fleet(evidence, handbook: PlaybookData.handbook)
  }

  var evidence: Case {
    let collector = Collector(ScanCatalog(PlaybookData.handbook), options: ScanOptions())
    for input in inputs {
      var rest = Array(input.text.utf8)[...]
      let modified = input.second.map { 1_788_228_000_000_000_000 + Int64($0) * 1_000_000_000 }
      collector.read(name: input.name, modified: modified) { buffer in
        if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 65_536) }
        let part = rest.prefix(buffer.count)
        buffer.replaceSubrange(0..<part.count, with: part)
        rest = rest.dropFirst(part.count)
        return part.count
      }
    }
    return collector.evidence
  }
}

/// What a report must say; what is nil is not asked.
struct Wanted {
  var status: Status? = .causeFound
  var state: FindingState?
  var basis: Basis?
  var nodes: [String]?
  var subnets: [String]?
  var role: String?
  var contributing: [String] = []
  var notContributing: [String] = []
  var alternatives: [String] = []
  var excluded: [String] = []
}

extension Report {
  /// Everything a failed expectation needs to be understood.
  var gist: String {
    let p = primary
    return [
      "\(p.id.raw) \(status.rawValue) \(p.basis?.rawValue ?? "-") \(p.state?.rawValue ?? "-") exit \(exitCode(failOn: .error, isStrict: false))",
      "nodes \(p.scope.nodes) subnets \(p.scope.subnets) role \(p.scope.subnetRole ?? "-")",
      "contributing \(contributing.map(\.id.raw)) alternatives \(alternatives.map(\.id.raw)) excluded \(excluded.map(\.id.raw))",
      p.because,
    ].joined(separator: " | ")
  }
}

/// Runs a scene and holds the report against what is wanted; returns it for more questions.
@discardableResult
func expect(
  _ scene: Scene, _ cause: String, _ wanted: Wanted = Wanted(), at location: SourceLocation = #_sourceLocation
) -> Report {
  let report = scene.report
  let gist = Comment(rawValue: report.gist)
  #expect(report.primary.id.raw == cause, gist, sourceLocation: location)
  guard report.primary.id.raw == cause else { return report }
  let found = report.primary
  let isVerdict = ["unknown", "healthy", "not-ip-problem"].contains(cause)
  if let status = wanted.status, !(isVerdict && status == .causeFound) {
    #expect(report.status == status, gist, sourceLocation: location)
  }
  if let state = wanted.state { #expect(found.state == state, gist, sourceLocation: location) }
  if let basis = wanted.basis { #expect(found.basis == basis, gist, sourceLocation: location) }
  if let nodes = wanted.nodes {
    #expect(found.scope.nodes.sorted() == nodes.sorted(), gist, sourceLocation: location)
  }
  if let subnets = wanted.subnets {
    #expect(found.scope.subnets.sorted() == subnets.sorted(), gist, sourceLocation: location)
  }
  if let role = wanted.role { #expect(found.scope.subnetRole == role, gist, sourceLocation: location) }
  let contributing = report.contributing.map(\.id.raw)
  for id in wanted.contributing { #expect(contributing.contains(id), gist, sourceLocation: location) }
  for id in wanted.notContributing { #expect(!contributing.contains(id), gist, sourceLocation: location) }
  let alternatives = report.alternatives.map(\.id.raw)
  for id in wanted.alternatives { #expect(alternatives.contains(id), gist, sourceLocation: location) }
  for id in wanted.excluded {
    #expect(report.excluded.map(\.id.raw).contains(id), gist, sourceLocation: location)
  }
  // The contract ties these together in every report.
  let worst = report.status == .causeFound && found.state == .active ? 1 : 0
  let exit = report.status == .undecided || report.status == .insufficientEvidence ? 4 : worst
  #expect(report.exitCode(failOn: .error, isStrict: false) == Int32(exit), gist, sourceLocation: location)
  return report
}
