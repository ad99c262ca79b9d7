import Evidence

extension Handbook {
  /// A parsed file of the playbooks folder, by its path below it: `causes/eni-leak.yaml`, `triage.yaml`.
  package struct File: Sendable {
    package let path: String
    package let tree: SourceTree
    package init(path: String, tree: SourceTree) {
      self.path = path
      self.tree = tree
    }
  }

  /// Reads and checks a whole folder. `shown` stands before each path in errors.
  package init(files: [File], shown: String = "Playbooks/", digest: String)
    throws(PlaybookError)
  {
    self.init(playbooks: [], steps: [], features: [], signals: [], routine: [], digest: digest)
    try add(files, shown: shown)
    try check()
  }

  /// These playbooks and the added ones. The same id again is an error unless the file says `replaces: ID`.
  package func adding(_ files: [File], shown: String, digest: String) throws(PlaybookError) -> Handbook {
    var result = self
    result.digest = digest
    try result.add(files, shown: shown)
    try result.check()
    return result
  }

  private mutating func add(_ files: [File], shown: String) throws(PlaybookError) {
    for file in files.sorted(by: { $0.path < $1.path }) {
      let name = shown + file.path
      switch file.path.split(separator: "/").last.map(String.init) ?? "" {
      case "triage.yaml": steps = try PlaybookReader.steps(file.tree, file: name)
      case "features.yaml": features += try PlaybookReader.features(file.tree, file: name)
      case "signals.yaml":
        signals += try PlaybookReader.signals(file.tree, file: name)
      case "routine.yaml": routine += try PlaybookReader.routine(file.tree, file: name)
      default:
        let (playbook, replaces) = try PlaybookReader.playbook(file.tree, file: name)
        if let index = playbooks.firstIndex(where: { $0.id == playbook.id }) {
          guard replaces == playbook.id.raw else {
            throw PlaybookError(at: playbook.place, .sameID(playbook.id.raw))
          }
          playbooks[index] = playbook
        } else {
          playbooks.append(playbook)
        }
      }
    }
    playbooks.sort { $0.id < $1.id }
  }

  /// Every pattern of causes and signals.
  package var patterns: [LogPattern] { playbooks.flatMap(\.patterns) + signals.map(\.pattern) }

  package subscript(_ id: CauseID) -> Playbook? { playbooks.first { $0.id == id } }

  /// Names across files: unique where they are made, existing where they are used.
  private func check() throws(PlaybookError) {
    var taken: [String: Place] = [:]
    for pattern in patterns {
      if let other = taken[pattern.name] {
        throw PlaybookError(at: pattern.place, .duplicateName(pattern.name, other: other.input))
      }
      taken[pattern.name] = pattern.place
    }
    let patternNames = Set(taken.keys)
    let signalNames = Set(signals.map(\.states))
    let ids = Set(playbooks.map(\.id.raw))
    for playbook in playbooks {
      for rule in [
        playbook.proves, playbook.likely, playbook.suspects, playbook.refutes, playbook.contributes,
      ] {
        if let rule { try check(rule.condition, scope: rule.scope, patterns: patternNames) }
      }
      for id in playbook.yieldsTo + playbook.confusedWith.map(\.cause) where !ids.contains(id.raw) {
        throw PlaybookError(
          at: playbook.place, .unknownCause(id.raw, suggestion: suggestion(for: id.raw, among: ids)))
      }
      for name in playbook.healedBy where !signalNames.contains(name) {
        throw PlaybookError(
          at: playbook.place, .unknownSignal(name, suggestion: suggestion(for: name, among: signalNames)))
      }
      for remedy in playbook.remedies {
        for command in remedy.commands { try check(command) }
        for test in remedy.when where FactCatalog[test.fact] == nil { try unknown(test) }
      }
      for command in playbook.next + playbook.confusedWith.compactMap(\.decide) { try check(command) }
    }
    for step in steps {
      for id in step.causes where !ids.contains(id.raw) {
        throw PlaybookError(
          "triage.yaml", 1, 1, .unknownCause(id.raw, suggestion: suggestion(for: id.raw, among: ids)))
      }
      for command in step.next { try check(command) }
    }
    for feature in features {
      for id in feature.forCauses + feature.notForCauses where !ids.contains(id.raw) {
        throw PlaybookError(
          "features.yaml", 1, 1, .unknownCause(id.raw, suggestion: suggestion(for: id.raw, among: ids)))
      }
      for command in feature.commands { try check(command) }
    }
  }

  private func unknown(_ test: FactTest) throws(PlaybookError) {
    let names = FactCatalog.all.map(\.name)
    throw PlaybookError(
      at: test.place, .unknownFact(test.fact, suggestion: suggestion(for: test.fact, among: names)))
  }

  private func check(_ condition: Condition, scope: Scope, patterns: Set<String>) throws(PlaybookError) {
    switch condition {
    case .all(let parts), .any(let parts), .none(let parts), .unless(let parts):
      for part in parts { try check(part, scope: scope, patterns: patterns) }
    case .pattern(let test):
      if !patterns.contains(test.pattern) {
        throw PlaybookError(
          at: test.place,
          .unknownPattern(test.pattern, suggestion: suggestion(for: test.pattern, among: patterns)))
      }
      if let via = test.via, via.from != scope {
        throw PlaybookError(at: test.place, .joinWrong(join: via.rawValue, scope: scope.rawValue))
      }
    case .fact(let test):
      guard let fact = FactCatalog[test.fact] else { return try unknown(test) }
      if let via = test.via {
        if via.from != scope || via.to != fact.scope {
          throw PlaybookError(at: test.place, .joinWrong(join: via.rawValue, scope: scope.rawValue))
        }
      } else if fact.scope != scope {
        throw PlaybookError(at: test.place, .joinNeeded(fact: test.fact, scope: scope.rawValue))
      }
      switch (fact.kind, test.comparison) {
      case (.truth, .isTrue), (.truth, .isFalse): break
      case (.truth, _), (_, .isTrue), (_, .isFalse):
        throw PlaybookError(at: test.place, .comparison(test.fact))
      default: break
      }
    }
  }

  /// One simple command: known placeholders, balanced quotes, nothing a shell would act on.
  private func check(_ command: Command) throws(PlaybookError) {
    for name in command.placeholders where Placeholder(rawValue: name) == nil {
      throw PlaybookError(
        at: command.place,
        .unknownPlaceholder(
          name, suggestion: suggestion(for: name, among: Placeholder.allCases.map(\.rawValue))))
    }
    if let why = shellTrouble(command.template) { throw PlaybookError(at: command.place, .command(why)) }
  }
}

/// Why a line is not one simple command, or nil when it is.
package func shellTrouble(_ line: String) -> String? {
  var quote: Character?
  var last: Character = " "
  for character in line {
    if character.isNewline { return "spans lines" }
    if let open = quote {
      if character == open { quote = nil }
      if open == "\"", "$`\\!".contains(character) { return "has \"\(character)\" in double quotes" }
    } else {
      // An escaped quote would open none, and what looks quoted would be read.
      if last == "\\", "'\"\\ ".contains(character) { return "has an unquoted \"\\\"" }
      if character == "'" || character == "\"" { quote = character }
      if ";|&<>`$()!\\*?~#".contains(character), !(character == "~" && last != " ") {
        if !(character == "\\" || character == "*" || character == "?" || character == "#" && last != " ") {
          return "has an unquoted \"\(character)\""
        }
      }
    }
    last = character
  }
  if quote == nil, last == "\\" { return "has an unquoted \"\\\"" }
  return quote == nil ? nil : "leaves a quote open"
}
