import Evidence

/// A playbook that cannot be used: where, and what to do about it.
package struct PlaybookError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    case notYAML(String), emptyFile, tooLarge, alias, keyNotText
    case duplicateKey(String)
    case unknownField(String, suggestion: String?)
    case missingField(String)
    case wrongShape(field: String, wanted: String)
    case unknownValue(field: String, value: String, suggestion: String?)
    case unknownFact(String, suggestion: String?)
    case unknownPattern(String, suggestion: String?)
    case unknownCause(String, suggestion: String?)
    case unknownSignal(String, suggestion: String?)
    case unknownPlaceholder(String, suggestion: String?)
    case joinNeeded(fact: String, scope: String)
    case joinWrong(join: String, scope: String)
    case comparison(String)
    case duplicateName(String, other: String)
    case fileNameDiffers(id: String, file: String)
    case literal(String, String)
    case regex(String, String)
    case exampleNotMatched(String)
    case ignoredMatched(String)
    case command(String)
    case sameID(String)
    case unreadable(String)
  }

  package let file: String
  package let line: Int
  package let column: Int
  package let reason: Reason

  package init(_ file: String, _ line: Int, _ column: Int, _ reason: Reason) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }

  package init(at place: Place, _ reason: Reason) {
    // A playbook's place keeps its column in `byte`.
    self.init(place.input, place.line, place.byte, reason)
  }

  package var description: String { "\(file):\(line):\(column): \(message)" }

  private var message: String {
    func hint(_ suggestion: String?) -> String { suggestion.map { "; did you mean \"\($0)\"?" } ?? "" }
    switch reason {
    case .notYAML(let problem): return "not YAML: \(problem)"
    case .emptyFile: return "the file is empty; remove it or write a playbook"
    case .tooLarge: return "too large or too deep for a playbook; aliases that multiply are refused"
    case .alias: return "aliases are not supported; write the value out"
    case .keyNotText: return "a key must be a plain text"
    case .duplicateKey(let key): return "key \"\(key)\" stands twice; remove one"
    case .unknownField(let field, let suggestion): return "unknown field \"\(field)\"\(hint(suggestion))"
    case .missingField(let field): return "field \"\(field)\" is missing; add it"
    case .wrongShape(let field, let wanted): return "field \"\(field)\" must be \(wanted)"
    case .unknownValue(let field, let value, let suggestion):
      return "\"\(value)\" is no \(field)\(hint(suggestion))"
    case .unknownFact(let fact, let suggestion): return "unknown fact \"\(fact)\"\(hint(suggestion))"
    case .unknownPattern(let name, let suggestion): return "unknown pattern \"\(name)\"\(hint(suggestion))"
    case .unknownCause(let id, let suggestion): return "unknown cause \"\(id)\"\(hint(suggestion))"
    case .unknownSignal(let name, let suggestion): return "unknown signal \"\(name)\"\(hint(suggestion))"
    case .unknownPlaceholder(let name, let suggestion):
      return "unknown placeholder \"{\(name)}\"\(hint(suggestion))"
    case .joinNeeded(let fact, let scope):
      return "fact \"\(fact)\" is not of scope \(scope); reach it with \"via:\""
    case .joinWrong(let join, let scope): return "join \"\(join)\" does not lead from \(scope) to this fact"
    case .comparison(let fact): return "\"\(fact)\" needs exactly one comparison that fits its kind"
    case .duplicateName(let name, let other): return "name \"\(name)\" is taken by \(other); choose another"
    case .fileNameDiffers(let id, let file): return "id \"\(id)\" must be the file's name, \(file)"
    case .literal(let literal, let why): return "literal \"\(literal)\" \(why)"
    case .regex(let regex, let why): return "regex '\(regex)': \(why)"
    case .exampleNotMatched(let text): return "\"matches\" example is not matched: \"\(text)\""
    case .ignoredMatched(let text): return "\"ignores\" example is matched: \"\(text)\""
    case .command(let why): return "command \(why)"
    case .sameID(let id): return "cause \"\(id)\" exists already; say \"replaces: \(id)\" to replace it"
    case .unreadable(let why): return "not readable: \(why)"
    }
  }
}

/// The name of `candidates` nearest to `word`, when it is near enough to be a slip.
package func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
  let limit = max(2, word.count / 3)
  var best: (String, Int)?
  for candidate in candidates.sorted() {
    let distance = editDistance(Array(word.utf8), Array(candidate.utf8))
    if distance <= limit, distance < best?.1 ?? Int.max { best = (candidate, distance) }
  }
  return best?.0
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  if left.count > 80 || right.count > 80 { return Int.max }
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
      diagonal = row[j + 1]
      row[j + 1] = next
    }
  }
  return row[right.count]
}
