import Evidence
import Yams

/// Kubernetes YAML: one object, a `---` stream, a List, whole or pasted.
///
/// A paste may be indented, quoted (`> `), fenced, led by a shell prompt or cut off. The text is taken apart into
/// documents and list items before the parser sees it, so that one broken object costs only itself, line numbers
/// stay true, and memory is bounded by the largest object. At most 64 MiB are read.
package enum KubernetesYAML {
  package static let mostBytes = 64 << 20

  /// True when the text has lines `apiVersion:` and `kind:` of one indentation, as YAML writes them, and most of
  /// its lines are YAML: an article that shows a manifest is none.
  ///
  /// Reads the first 256 KiB. A cut paste may have lost one of the two: `kind: DaemonSet` alone is enough when
  /// `metadata:` or `spec:` stands at the same indentation.
  package static func isOne(bytes: [UInt8]) -> Bool {
    var keys: [Int: Set<String>] = [:]
    var isKubernetes = false
    var fitting = 0
    var others = 0
    for line in YAMLText.lines(of: bytes.prefix(256 << 10)) where !line.isBlank {
      if YAMLText.isKeyOrItem(line) || line.indent > 0 || line.bytes.first == UInt8(ascii: ">") || line.isMark
      {
        fitting += 1
      } else {
        others += 1
      }
      for key in ["apiVersion", "kind", "metadata", "spec", "items", "status"] where !isKubernetes {
        guard let indent = YAMLText.indent(ofKey: key, in: line) else { continue }
        keys[indent, default: []].insert(key)
        let found = keys[indent] ?? []
        isKubernetes = found.count >= 2 && (found.contains("kind") || found.contains("apiVersion"))
      }
    }
    // A prompt, fences and a last line of something else are common around a paste.
    return isKubernetes && (others <= 3 || fitting >= 9 * others)
  }

  /// States every object of the text; says in `problems` what could not be read, with line and column.
  package static func read(
    bytes: [UInt8], firstLine: Int = 1, emit: StatementSink, problems: (InputProblem) -> Void
  ) {
    if bytes.count > mostBytes {
      problems(
        InputProblem(
          line: firstLine, byte: mostBytes,
          "YAML of \(bytes.count) bytes; only the first 64 MiB are read; give it as JSON, which is streamed"))
    }
    let text = YAMLText(bytes: bytes.prefix(mostBytes), firstLine: firstLine)
    for piece in text.pieces {
      let part = text.part(piece)
      if let refusal = YAMLGuard.refusal(of: part) {
        problems(refusal)
        continue
      }
      guard let value = YAMLSalvage.value(of: part, problems: problems) else { continue }
      let first = part.firstContent
      for problem in KubernetesDocument.read(
        value, line: first?.number ?? firstLine, byte: first?.byte ?? 0, listKind: part.listKind, emit: emit)
      {
        problems(problem)
      }
    }
  }

  /// One YAML document as a value, for texts inside other documents (`configurationValues` of an add-on).
  /// Nil when it is no YAML or is refused by the guards.
  package static func value(of text: String) -> JSONValue? {
    guard text.utf8.count <= 1 << 20 else { return nil }
    let whole = YAMLText.Part(
      lines: YAMLText.lines(of: Array(text.utf8)[...]), listKind: nil)
    guard YAMLGuard.refusal(of: whole) == nil else { return nil }
    guard case .success(let value) = YAMLConversion.compose(text) else { return nil }
    return value
  }
}
