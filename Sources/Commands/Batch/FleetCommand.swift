import ArgumentParser
import CaseStore
import Reports

/// What the store of `batch` remembers.
struct FleetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet", abstract: "What the store of batch remembers.", subcommands: [FleetRunsCommand.self]
  )
}

struct FleetRunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Runs, what came back and what changed since the run before.")
  @Option(help: "The store; $XDG_STATE_HOME/ipamtriage/cases.sqlite by default.")
  var store: String?
  @Option(name: .shortAndLong, help: "text or json.")
  var format = "text"

  func run() throws {
    guard format == "text" || format == "json" else {
      throw ProgramError("--format \"\(format)\": text or json")
    }
    do {
      let place = try StorePlace(store, mayCreate: false)
      let history = try RunHistory(place.store)
      let renderer = RunsRenderer(RenderOptions(exitCode: 0, width: Terminal.columns))
      Output.print(format == "json" ? renderer.json(history.entries) : renderer.text(history.entries))
    } catch let error as StoreError { throw ProgramError("\(error)") }
  }
}

/// Runs beside their forerunners: causes of nodes that are new, gone, and come back after they were gone.
package struct RunHistory {
  package private(set) var entries: [RunEntry] = []

  package init(_ store: CaseStore) throws(StoreError) {
    var ever: Set<String> = []
    var before: Set<String> = []
    for run in try store.runs() {
      let findings = try store.findings(of: run.id)
      let now = Set(findings.map { "\($0.cause) on \($0.node)" })
      let isFinished = run.finished != nil
      entries.append(
        RunEntry(
          number: Int(run.id), started: run.started, finished: run.finished, units: run.units,
          scanned: run.scanned, nodes: run.nodes, affected: run.affected,
          new: isFinished ? now.subtracting(ever).sorted() : [],
          gone: isFinished ? before.subtracting(now).sorted() : [],
          back: isFinished ? now.intersection(ever).subtracting(before).sorted() : []))
      if isFinished {
        ever.formUnion(now)
        before = now
      }
    }
  }
}
