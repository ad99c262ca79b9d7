import ArgumentParser
import Bytes
import Evidence
import FoundationEssentials
import Intake
import Playbooks
import Redaction
import Reports
import Triage
import VPCModel

enum RedactionChoice: String, ExpressibleByArgument, CaseIterable { case auto, on, off }

/// What aliases are drawn with, and who may lead them back.
struct AliasOptions: ParsableArguments {
  @Option(help: "Write every original with its alias to a file that only you can read (mode 0600).")
  var mapping: String?
  @Option(
    name: .customLong("key"),
    help: "A file of 16 bytes or more: the same aliases for every input redacted with it.")
  var keyFile: String?

  /// The key of the file, or nil to draw one from the input.
  func key() throws -> RedactionKey? {
    guard let keyFile else { return nil }
    guard let data = FileManager.default.contents(atPath: keyFile) else {
      throw ProgramError("\(keyFile): cannot be read; check --key")
    }
    guard (16...65_536).contains(data.count) else {
      throw ProgramError("\(keyFile): \(data.count) bytes; a key has 16 to 65,536")
    }
    var hash = SHA256()
    hash.update([UInt8](data))
    return RedactionKey(hash.digest)
  }

  /// The mapping undoes what redaction does: it stays away from what is handed on.
  ///
  /// - Parameters:
  ///   - outputs: files that are written, beside which it must not lie.
  ///   - folder: a folder that is written, in which it must not lie.
  func check(outputs: [String], folder: String? = nil, force: Bool) throws {
    guard let mapping else { return }
    let home = Self.folder(of: mapping)
    let isInside = folder.map { (home + "/").hasPrefix(Self.real($0) + "/") } ?? false
    if isInside || outputs.contains(where: { Self.folder(of: $0) == home }) {
      throw ProgramError("\(mapping): lies where the redacted output goes; keep the mapping elsewhere")
    }
    try Output.check(mapping, force: force)
  }

  func write(_ mapping: [String: String], force: Bool) throws {
    guard let file = self.mapping else { return }
    var text = "{\n"
    for (number, entry) in mapping.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }).enumerated() {
      text += (number == 0 ? "" : ",\n") + "  \(Self.quoted(entry.value)): \(Self.quoted(entry.key))"
    }
    text += "\n}\n"
    try Output.check(file, force: force)
    guard PrivateFile.write(text, to: file) else {
      throw ProgramError("\(file): cannot be written; check the folder and its permissions")
    }
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    Escaping.json(text, into: &bytes)
    return String(decoding: bytes, as: UTF8.self) + "\""
  }

  static func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  private static func folder(of path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
  }
}

/// Whether a report is for others to read.
struct RedactionOptions: ParsableArguments {
  @Option(
    help: "Aliases for names, ids and addresses: auto (all but text, JSON and JUnit), on or off.")
  var redact: RedactionChoice = .auto
  @OptionGroup var aliases: AliasOptions

  /// Formats that leave the house by default.
  private static let shared: Set<String> = ["markdown", "html", "csv", "jira", "textile"]

  func isOn(for format: String) -> Bool {
    switch redact {
    case .on: true
    case .off: false
    case .auto: Self.shared.contains(format)
    }
  }

  func check(outputs: [String], force: Bool) throws { try aliases.check(outputs: outputs, force: force) }

  /// The report with aliases. Without a key of its own, that of the report as it was: same input, same aliases.
  func redacted(
    _ report: Report, names: [(String, NameKind)], handbook: Handbook, force: Bool
  ) throws -> Report {
    var redactor = try redactor(report, names: names, handbook: handbook)
    let redacted = redactor.redacted(report)
    try aliases.write(redactor.mapping, force: force)
    return redacted
  }

  func redacted(
    _ fleet: Fleet, names: [(String, NameKind)], handbook: Handbook, force: Bool
  ) throws -> Fleet {
    var redactor = try redactor(
      fleet.report, names: names + ReportRedactor.names(in: fleet), handbook: handbook)
    let redacted = redactor.redacted(fleet)
    try aliases.write(redactor.mapping, force: force)
    return redacted
  }

  private func redactor(
    _ report: Report, names: [(String, NameKind)], handbook: Handbook
  ) throws -> ReportRedactor {
    ReportRedactor(
      report, key: try aliases.key() ?? Self.key(of: report), vocabulary: WordSet(handbook), names: names,
      ranges: handbook.adviceRanges, keepsMapping: aliases.mapping != nil)
  }

  static func key(of report: Report) -> RedactionKey {
    var hash = SHA256()
    // Where the evidence lies, and how wide a terminal is, are not of it.
    hash.update(Array(JSONRenderer(RenderOptions(exitCode: 0)).render(report).utf8))
    return RedactionKey(hash.digest)
  }
}

extension Case {
  /// What the documents call a name.
  package var knownNames: [(String, NameKind)] {
    var names: [(String, NameKind)] = []
    for statement in statements { names += Self.names(in: statement.value) }
    for list in nodeStatements.values { for statement in list { names += Self.names(in: statement.value) } }
    for sighting in sightings.values { names += sighting.pods.map { ($0, .pod) } }
    return names
  }

  private static func names(in statement: Statement) -> [(String, NameKind)] {
    func allocations(_ list: [Allocation]) -> [(String, NameKind)] {
      list.flatMap { one in
        (one.pod.map { [($0, NameKind.pod)] } ?? [])
          + (one.namespace.map { [($0, NameKind.namespace)] } ?? [])
      }
    }
    switch statement {
    case .node(let node): return [(node.name, .node)]
    case .pod(let pod):
      return [(pod.name, .pod), (pod.namespace, .namespace)] + (pod.node.map { [($0, .node)] } ?? [])
    case .eniConfig(let config): return [(config.name, .name)]
    case .cniNode(let node): return [(node.name, .node)]
    case .securityGroupPolicy(let namespace, let name, _): return [(namespace, .namespace), (name, .name)]
    case .event(let event):
      let kind: NameKind = event.objectKind == "Pod" ? .pod : event.objectKind == "Node" ? .node : .name
      return (event.objectName.map { [($0, kind)] } ?? [])
        + (event.objectNamespace.map { [($0, .namespace)] } ?? []) + (event.host.map { [($0, .node)] } ?? [])
    case .pool(let pool): return pool.enis.flatMap { $0.cidrs.flatMap { allocations($0.assigned) } }
    case .checkpoint(let list): return allocations(list)
    default: return []
    }
  }
}
