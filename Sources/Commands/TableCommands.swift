import ArgumentParser
import Playbooks
import Reports
import VPCModel

struct LimitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits", abstract: "Max pods and addresses of instance types, every mode.")
  @Argument(help: "Instance types, m5.large.")
  var types: [String]
  @Option(name: .shortAndLong, help: "text or json.")
  var format = "text"

  func run() throws {
    var found: [InstanceTypeLimits] = []
    for type in types {
      guard let limits = InstanceTypeLimits.table[type] else {
        let known = InstanceTypeLimits.table.keys
        let near = suggestion(for: type, among: known)
        throw ProgramError(
          "\(type): not in the table of \(known.count) types"
            + (near.map { "; did you mean \($0)?" } ?? "; give describe-instance-types to analyze"),
          exitCode: 3)
      }
      found.append(limits)
    }
    let renderer = LimitsRenderer(RenderOptions(exitCode: 0, width: Terminal.columns))
    switch format {
    case "text": Output.print(renderer.text(found))
    case "json": Output.print(renderer.json(found))
    default: throw ProgramError("--format \"\(format)\": text or json")
    }
  }

}

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "JSON Schema of the report.")
  func run() throws {
    Output.print(ReportSchema.text.hasSuffix("\n") ? ReportSchema.text : ReportSchema.text + "\n")
  }
}
