import Playbooks
import Redaction

extension WordSet {
  /// The words that patterns are made of, and those that commands join with dashes or dots: `subnet-id`.
  package init(_ handbook: Handbook) {
    var words: Set<String> = []
    let texts =
      handbook.patterns.flatMap { $0.literals + [$0.regex] } + handbook.routine.map(\.text)
      + handbook.playbooks.map(\.id.raw) + handbook.patterns.map(\.name)
    for text in texts {
      words.formUnion(text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init))
    }
    for text in handbook.advice {
      for token in text.split(whereSeparator: { !($0.isASCII && ($0.isLetter || "-._".contains($0))) }) {
        let word = token.trimmingEdges("-._")
        if word.contains(where: { "-._".contains($0) }) { words.insert(word) }
      }
    }
    self.init(words.filter { $0.utf8.count > 1 })
  }
}

extension Handbook {
  /// What playbooks write for people to read and to run.
  fileprivate var advice: [String] {
    playbooks.flatMap { playbook in
      playbook.next.map(\.template) + playbook.confusedWith.compactMap { $0.decide?.template }
        + playbook.remedies.flatMap { remedy in
          remedy.commands.map(\.template) + [
            remedy.precondition, remedy.risk, remedy.effect, remedy.verify, remedy.rollback,
          ]
        }
    }
  }

  /// Ranges that advice speaks of, `100.64.0.0/16`: they are nobody's yet.
  var adviceRanges: Set<String> {
    var found: Set<String> = []
    for text in advice {
      for match in text.matches(of: /[0-9]+(?:\.[0-9]+){3}\/[0-9]+/) { found.insert(String(match.output)) }
    }
    return found
  }
}

extension Substring {
  fileprivate func trimmingEdges(_ edges: String) -> String {
    var text = self
    while let first = text.first, edges.contains(first) { text.removeFirst() }
    while let last = text.last, edges.contains(last) { text.removeLast() }
    return String(text)
  }
}
