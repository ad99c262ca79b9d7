import Collectors
import Evidence
import FoundationEssentials
import Playbooks
import Triage

/// The part of a folder of evidence on which its verdict rests.
///
/// Pieces are left out as long as the verdict stays, in halves first and one by one in the end (Zeller, Hildebrandt:
/// "Simplifying and isolating failure-inducing input"), so that each piece that is kept is needed beside the others.
package struct MinimalEvidence {
  /// What must stay. Pods, interfaces, counts and times are not asked for: one refusal says what a thousand say.
  struct Verdict: Hashable {
    let status: Status
    let cause: CauseID
    let basis: Basis?
    let state: FindingState?
    let severity: Severity
    let subnetRole: String?
    let nodes: [String]
    let subnets: [String]
    let contributing: [CauseID]
    /// Of a verdict that is none.
    let suspects: [CauseID]
    /// Free addresses, free blocks and verdict of each subnet in its scope.
    let ledgers: [String]
  }

  /// What is left, and whether it is the least.
  package struct Result {
    package internal(set) var files = 0
    /// Lines and records.
    package internal(set) var pieces = 0
    package internal(set) var piecesBefore = 0
    package internal(set) var bytes = 0
    package internal(set) var bytesBefore = 0
    /// Every piece was tried alone; false when there were too many of them.
    package internal(set) var isLeast = true
  }

  /// Analyses at most: some thousand interfaces of a ledger, each of them needed, take as many.
  static let mostTries = 6_000

  private let folder: String
  private let files: [EvidenceUnits]
  /// Index of each file's first unit among all.
  private let starts: [Int]
  private let catalog: ScanCatalog
  private let handbook: Handbook
  private let options: ScanOptions
  private var tries = 0

  /// - Parameter names: files below the folder, which are plain text.
  init(folder: String, names: [String], snapshotTimes: [String: Int64], handbook: Handbook) throws {
    self.folder = folder
    self.handbook = handbook
    catalog = ScanCatalog(handbook)
    var options = ScanOptions()
    options.snapshotTimes = snapshotTimes
    self.options = options
    files = try names.sorted().map { name in
      EvidenceUnits(
        name: name,
        content: try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name), options: .mappedIfSafe))
    }
    var count = 0
    starts = files.map { file in
      defer { count += file.units.count }
      return count
    }
  }

  /// Leaves out of the folder what its verdict does not need.
  mutating func reduce() throws -> Result {
    let all = Array(0..<(starts.last.map { $0 + (files.last?.units.count ?? 0) } ?? 0))
    var result = Result()
    result.piecesBefore = all.count
    result.bytesBefore = files.reduce(0) { $0 + $1.byteCount }
    let (wanted, quoted) = diagnosis(of: all)
    var kept = all
    // What the report quotes is nearly all that is needed; where it is not, everything is looked through.
    if let wanted {
      if let start = quoted, start.count < all.count, verdict(of: start) == wanted { kept = start }
      kept = withoutFiles(kept, wanted)
      kept = withoutPieces(kept, wanted, &result)
    } else {
      // Nothing in it says anything: there is no verdict to rest on it.
      result.isLeast = false
    }
    result.pieces = kept.count
    result.files = slices(of: kept).count
    result.bytes = try write(kept)
    return result
  }

  // MARK: leaving out

  /// Whole files first: most of a bundle says nothing.
  private mutating func withoutFiles(_ start: [Int], _ wanted: Verdict) -> [Int] {
    var kept = start
    // From the last file on, so that a file's units still begin where they began.
    var end = start.count
    for (_, units) in slices(of: start).reversed() {
      let begin = end - units.count
      if kept.count > units.count {
        let rest = Array(kept[..<begin] + kept[end...])
        if verdict(of: rest) == wanted { kept = rest }
      }
      end = begin
    }
    return kept
  }

  private mutating func withoutPieces(_ start: [Int], _ wanted: Verdict, _ result: inout Result) -> [Int] {
    var kept = start
    var size = max(1, kept.count / 2)
    while true {
      var isSmaller = false
      var end = kept.count
      // From the end: what was said last is repeated most often.
      while end > 0 {
        let begin = max(0, end - size)
        if kept.count > end - begin {
          let rest = Array(kept[..<begin] + kept[end...])
          if verdict(of: rest) == wanted {
            kept = rest
            isSmaller = true
          }
        }
        end = begin
        if tries > Self.mostTries {
          result.isLeast = false
          return kept
        }
      }
      if size == 1, !isSmaller { return kept }
      if size > 1 { size = max(1, min(size, kept.count) / 2) }
    }
  }

  // MARK: trying

  private mutating func verdict(of kept: [Int]) -> Verdict? { diagnosis(of: kept).verdict }

  /// The verdict of a selection, and the units that its report quotes, with all documents.
  private mutating func diagnosis(of kept: [Int]) -> (verdict: Verdict?, quoted: [Int]?) {
    tries += 1
    let collector = Collector(catalog, options: options)
    for (file, units) in slices(of: kept) {
      var rest = files[file].bytes(keeping: units)[...]
      collector.read(name: folder + "/" + files[file].name) { buffer in
        if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 64 << 10) }
        let piece = rest.prefix(buffer.count)
        buffer.replaceSubrange(0..<piece.count, with: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
      }
    }
    let outcome = Analysis.conclude(collector.evidence, handbook: handbook)
    if outcome.isUnusable { return (nil, nil) }
    let report = outcome.report
    return (Verdict(report), tries == 1 ? quoted(in: report) : nil)
  }

  private func quoted(in report: Report) -> [Int] {
    let places = Dictionary(files.indices.map { (folder + "/" + files[$0].name, $0) }) { first, _ in first }
    var found: Set<Int> = []
    for item in report.evidence {
      guard let file = places[item.place.input], let unit = files[file].unit(ofLine: item.place.line)
      else { continue }
      found.insert(starts[file] + unit)
    }
    for (index, file) in files.enumerated() where file.isDocument {
      found.formUnion(starts[index]..<starts[index] + file.units.count)
    }
    return found.sorted()
  }

  /// The units of a selection by file.
  private func slices(of kept: [Int]) -> [(file: Int, units: [Int])] {
    var slices: [(file: Int, units: [Int])] = []
    var file = 0
    for unit in kept {
      while file + 1 < starts.count, starts[file + 1] <= unit { file += 1 }
      if slices.last?.file == file {
        slices[slices.count - 1].units.append(unit - starts[file])
      } else {
        slices.append((file, [unit - starts[file]]))
      }
    }
    return slices
  }

  // MARK: writing

  private func write(_ kept: [Int]) throws -> Int {
    var bytes = 0
    var untouched = Set(files.indices)
    for (file, units) in slices(of: kept) {
      untouched.remove(file)
      let text = files[file].bytes(keeping: units)
      bytes += text.count
      guard units.count < files[file].units.count else { continue }
      try replace(files[file].name, with: text)
    }
    for file in untouched { try FileManager.default.removeItem(atPath: folder + "/" + files[file].name) }
    return bytes
  }

  private func replace(_ name: String, with text: [UInt8]) throws {
    try Data(text).write(to: URL(fileURLWithPath: folder + "/" + name), options: .atomic)
  }
}

extension MinimalEvidence.Verdict {
  init(_ report: Report) {
    let primary = report.primary
    // `input:i3` is another input once some are left out.
    let inputs = Dictionary(report.inputs.map { ($0.id, $0.record.name) }) { first, _ in first }
    func node(_ id: String) -> String {
      guard id.hasPrefix("input:") else { return id }
      let parts = id.dropFirst(6).split(separator: "/", maxSplits: 1).map(String.init)
      return (parts.first.flatMap { inputs[$0] } ?? "?") + "/" + (parts.count > 1 ? parts[1] : "")
    }
    status = report.status
    cause = primary.id
    basis = primary.basis
    state = primary.state
    severity = primary.severity
    subnetRole = primary.scope.subnetRole
    nodes = primary.scope.nodes.map(node).sorted()
    subnets = primary.scope.subnets
    contributing = report.contributing.map(\.id).sorted()
    suspects = report.status == .undecided ? report.alternatives.map(\.id).sorted() : []
    ledgers = report.subnets.filter { primary.scope.subnets.contains($0.subnet.raw) }.map {
      [$0.subnet.raw, $0.verdict.rawValue, "\($0.free ?? -1)", "\($0.freeAligned28 ?? -1)"].joined(
        separator: " ")
    }
  }
}
