import ArgumentParser
import Collectors
import Evidence
import Intake
import Playbooks
import Reports
import Triage

/// One mergeable case per node, as JSON Lines: the part of the work that is worth spreading over machines.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "One mergeable case per node, as JSON Lines; `merge` folds them.",
    discussion: """
      Reads each PATH by itself and prints a line for each node in it, and one for what speaks of the cluster.
      Lines may be split, shuffled and merged in any grouping; `merge` prints what `analyze` prints for the same
      inputs. The exit code is 0 also when incidents are found.
      """)
  @Argument(help: "Files, folders, archives, or - for standard input.")
  var paths: [String] = []
  @OptionGroup var scan: ScanFlags
  @OptionGroup var playbooks: PlaybookOptions
  @Flag(name: .shortAndLong, help: "No messages about inputs on stderr.")
  var quiet = false

  func validate() throws {
    if paths.isEmpty { throw ValidationError("give a file, a folder, an archive or -; see --help") }
  }

  func run() throws {
    let handbook = try playbooks.handbook()
    let options = try scan.options()
    if options.sinceBeforeReference != nil || options.untilBeforeReference != nil {
      throw ProgramError("a relative --since or --until needs --now: no scan sees the newest of all inputs")
    }
    let catalog = ScanCatalog(handbook)
    var isUsable = false
    for path in paths {
      let collector = Collector(catalog, options: options)
      let complaints = Analysis.read([path], into: collector, options: scan.intake)
      if !quiet { for complaint in complaints { Terminal.complain(Escaping.terminal(complaint)) } }
      isUsable = isUsable || Analysis.isUsable(collector.evidence)
      for line in try CaseLines.split(collector.evidence, handbook: handbook) {
        Output.print(try line.text() + "\n")
      }
    }
    if !isUsable {
      Terminal.complain("no usable input; see `ipamtriage collect` for what to gather")
      throw ExitCode(3)
    }
  }
}

package enum CaseLines {
  /// A line for each node by id, then one for what belongs to none.
  ///
  /// Throws when the ledgers of a node's own evidence do not add up.
  package static func split(_ evidence: Case, handbook: Handbook) throws -> [CaseLine] {
    let (nodes, cluster) = World(evidence).parts(of: evidence)
    var lines: [CaseLine] = []
    for (node, part) in nodes.sorted(by: { $0.key < $1.key }) {
      let alone = Analysis.conclude(part, handbook: handbook)
      try alone.refuseUnbalanced()
      lines.append(CaseLine(part, node: node, playbooksDigest: handbook.digest, alone: alone.report))
    }
    if cluster != Case() {
      lines.append(CaseLine(cluster, node: nil, playbooksDigest: handbook.digest, alone: nil))
    }
    return lines
  }
}
