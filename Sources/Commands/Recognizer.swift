import Bytes
import LogFormats
import Patterns
import Playbooks

/// What one line shows, without any case around it: the pattern or message, and the causes it can support.
package struct Recognizer {
  package struct Hit: Hashable, Sendable {
    package let name: String
    /// `cause pattern`, `signal started`, `routine`, `noise`, or `wrapper` around an error that is not known.
    package let fact: String
    package let causes: [Support]
  }
  package struct Support: Hashable, Sendable {
    package let cause: String
    /// The strongest rule that names the pattern: proves, likely, suspects, refutes or contributes.
    package let role: String
    package init(cause: String, role: String) {
      self.cause = cause
      self.role = role
    }
  }

  private let handbook: Handbook
  private let patterns: PatternSet
  private let names: [LogPattern]
  private let routine: Prefilter

  package init(_ handbook: Handbook) {
    self.handbook = handbook
    names = handbook.patterns
    patterns = PatternSet(names.map { PatternSource(name: $0.name, literals: $0.literals, regex: $0.regex) })
    routine = Prefilter(handbook.routine.map { [$0.text] })
  }

  package func recognize(_ line: String) -> [Hit] {
    var messages: [[UInt8]] = []
    var decoder = LineDecoder(year: nil, zoneOffsetSeconds: 0)
    for (number, text) in line.split(separator: "\n", omittingEmptySubsequences: true).enumerated() {
      let bytes = Array(text.utf8)
      decoder.decode(bytes.span, number: number + 1, byte: 0) { record, _, _ in
        messages.append(record.message)
      }
    }
    decoder.finish { record, _, _ in messages.append(record.message) }
    return messages.flatMap(recognize(message:))
  }

  package func recognize(message: [UInt8]) -> [Hit] {
    var hits: [Hit] = []
    let states = handbook.signals.map { ($0.pattern.name, $0.states) }
    let signals = Dictionary(states, uniquingKeysWith: { first, _ in first })
    for match in patterns.matches(in: message) {
      let name = names[match.pattern].name
      let fact = signals[name].map { "signal \($0)" } ?? "cause pattern"
      hits.append(Hit(name: name, fact: fact, causes: supports(of: name)))
    }
    if hits.isEmpty {
      var owners: [Int] = []
      routine.candidates(in: message.span, into: &owners)
      if let known = owners.min() {
        let message = handbook.routine[known]
        let fact = message.isWrapper ? "wrapper" : message.isNoise ? "noise" : "routine"
        hits.append(Hit(name: message.name, fact: fact, causes: []))
      }
    }
    return hits
  }

  private func supports(of pattern: String) -> [Support] {
    var result: [Support] = []
    for playbook in handbook.playbooks {
      let rules: [(String, Rule?)] = [
        ("proves", playbook.proves), ("likely", playbook.likely), ("suspects", playbook.suspects),
        ("contributes", playbook.contributes), ("refutes", playbook.refutes),
      ]
      if let role = rules.first(where: { $0.1.map { $0.condition.names(pattern) } ?? false })?.0 {
        result.append(Support(cause: playbook.id.raw, role: role))
      }
    }
    return result
  }
}

extension Condition {
  /// True when a pattern test on `pattern` stands in it, outside `none` and `unless`.
  func names(_ pattern: String) -> Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains { $0.names(pattern) }
    case .none, .unless: false
    case .pattern(let test): test.pattern == pattern
    case .fact: false
    }
  }
}
