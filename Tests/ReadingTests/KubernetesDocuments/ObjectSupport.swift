import Evidence
import VPCModel

@testable import Documents

/// Readers of this folder as plain functions: text in, statements out.
enum Scan {
  /// One JSON document, Kubernetes or node, as the document reader would hand it over.
  static func json(_ text: String, time: Instant? = nil) -> [Statement] {
    var reader = JSONReader(bytes: Array(text.utf8))
    guard let value = try? reader.value() else { return [] }
    var found: [Statement] = []
    let keep: StatementSink = { statement, _, _ in found.append(statement) }
    if let kind = NodeDocument.kind(of: value) {
      NodeDocument.read(value, kind: kind, time: time, line: 1, byte: 0, emit: keep)
    } else if KubernetesDocument.isOne(value) {
      KubernetesDocument.read(value, line: 1, byte: 0, emit: keep)
    }
    return found
  }

  static func kind(_ text: String) -> InputKind? {
    var reader = JSONReader(bytes: Array(text.utf8))
    return (try? reader.value()).flatMap { $0 }.flatMap { NodeDocument.kind(of: $0) }
  }

  /// Lines through `TextDocuments`; `left` are the lines it did not use.
  static func text(_ text: String) -> (found: [Statement], left: [String], kinds: Set<InputKind>) {
    var reader = TextDocuments()
    var found: [Statement] = []
    var left: [String] = []
    var byte = 0
    let keep: StatementSink = { statement, _, _ in found.append(statement) }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let bytes = Array(line.utf8)
      let isUsed = reader.consume(bytes.span, number: index + 1, byte: byte, emit: keep)
      if !isUsed, !line.isEmpty { left.append(String(line)) }
      byte += bytes.count + 1
    }
    reader.finish(emit: keep)
    return (found, left, reader.kinds)
  }

  static func yaml(_ text: String, firstLine: Int = 1) -> (
    found: [Statement], lines: [Int], problems: [InputProblem]
  ) {
    var found: [Statement] = []
    var lines: [Int] = []
    var problems: [InputProblem] = []
    KubernetesYAML.read(
      bytes: Array(text.utf8), firstLine: firstLine,
      emit: { statement, line, _ in
        found.append(statement)
        lines.append(line)
      }, problems: { problems.append($0) })
    return (found, lines, problems)
  }
}

extension [Statement] {
  var nodes: [ClusterNode] { compactMap { if case .node(let node) = $0 { node } else { nil } } }
  var pods: [ClusterPod] { compactMap { if case .pod(let pod) = $0 { pod } else { nil } } }
  var events: [ClusterEvent] { compactMap { if case .event(let event) = $0 { event } else { nil } } }
  var configurations: [CNIConfiguration] {
    compactMap { if case .configuration(let configuration) = $0 { configuration } else { nil } }
  }
  var pools: [PoolSnapshot] { compactMap { if case .pool(let pool) = $0 { pool } else { nil } } }
  var metrics: [MetricsSnapshot] { compactMap { if case .metrics(let page) = $0 { page } else { nil } } }
  var texts: [String] { compactMap { if case .text(let text, _, _, _) = $0 { text } else { nil } } }
}
