import Bytes
import Evidence
import FoundationEssentials
import Reports
import Triage
import VPCModel

/// A case as one line of JSON: what `scan` prints, `merge` folds and any engine in between carries.
///
///     {"type":"case","schemaVersion":"1.0.0","node":"i-0abc…","alone":{"status":"cause-found",…},"case":{…}}
///
/// Everything but `case` is there for people and queries; `case` is the whole evidence of one node, or, without
/// `node`, what speaks of the cluster. Merging is associative and commutative, so lines may come in any order and number.
package struct CaseLine: Codable {
  package static let version = "1.0.0"

  var type = "case"
  var schemaVersion = CaseLine.version
  let tool: Tool
  /// Instance id, else node name, else the input; nil for what belongs to no single node.
  package let node: String?
  /// RFC 3339, of the node's own lines and documents.
  let first: String?
  let last: String?
  let inputs: Int
  let lines: Int
  /// What the node's own evidence says by itself. The merged case may know better.
  let alone: Alone?
  package let evidence: Case

  package struct Tool: Codable {
    var name = "ipamtriage"
    let version: String
    let playbooksDigest: String
  }

  package struct Alone: Codable {
    let status: String
    let cause: String
    let state: String?
    /// Failures of the cause; nil where nothing was counted.
    let failures: Int?
  }

  private enum CodingKeys: String, CodingKey {
    case type, schemaVersion, tool, node, first, last, inputs, lines, alone
    case evidence = "case"
  }

  init(_ evidence: Case, node: String?, playbooksDigest: String, alone: Report?) {
    tool = Tool(version: ProgramVersion.number, playbooksDigest: playbooksDigest)
    self.node = node
    first = evidence.first.map { RFC3339.text($0) }
    last = evidence.last.map { RFC3339.text($0) }
    inputs = evidence.inputs.count
    lines = evidence.inputs.values.reduce(0) { $0 &+ $1.lines }
    self.alone = alone.map { report in
      let finding = report.primary
      return Alone(
        status: report.status.rawValue, cause: finding.id.raw, state: finding.state?.rawValue,
        failures: finding.count)
    }
    self.evidence = evidence
  }

  /// One line without its end; the same case gives the same bytes.
  package func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "+Inf", negativeInfinity: "-Inf", nan: "NaN")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads a line; throws what is wrong with it in one sentence.
  init(_ line: [UInt8], playbooksDigest: String) throws(CaseLineError) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "+Inf", negativeInfinity: "-Inf", nan: "NaN")
    let data = Data(line)
    do {
      let read = try decoder.decode(CaseLine.self, from: data)
      try Self.check(read.type, read.schemaVersion, read.tool, playbooksDigest)
      self = read
    } catch let error as CaseLineError { throw error } catch {
      // A line of another kind or version deserves a better answer than a missing key.
      guard let head = try? decoder.decode(Head.self, from: data) else { throw Self.noCase }
      try Self.check(head.type, head.schemaVersion, head.tool, playbooksDigest)
      throw CaseLineError((error as? DecodingError).map(Self.sentence) ?? "no JSON of a case")
    }
  }

  private static let noCase = CaseLineError("no case; `ipamtriage scan` writes them")

  private static func check(
    _ type: String, _ schemaVersion: String, _ tool: Tool, _ playbooksDigest: String
  ) throws(CaseLineError) {
    guard type == "case" else { throw noCase }
    guard schemaVersion.prefix(while: { $0 != "." }) == version.prefix(while: { $0 != "." }) else {
      throw CaseLineError("a case of version \(schemaVersion); this program reads \(version)")
    }
    guard tool.playbooksDigest == playbooksDigest else {
      throw CaseLineError("scanned with other playbooks; scan again with those of this program")
    }
  }

  private struct Head: Codable {
    let type: String
    let schemaVersion: String
    let tool: Tool
  }

  private static func sentence(_ error: DecodingError) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? "." + $0.stringValue }.joined()
    }
    switch error {
    case .keyNotFound(let key, let context): return "\(path(context)).\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let place = path(context)
      return (place.isEmpty ? "" : place + ": ") + context.debugDescription
    @unknown default: return "no JSON of a case"
    }
  }
}

package struct CaseLineError: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
