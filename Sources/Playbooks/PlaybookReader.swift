import Evidence

/// Source trees → playbooks. Shapes and names inside one file are checked here, across files in `Handbook`.
enum PlaybookReader {
  static func playbook(_ tree: SourceTree, file: String) throws(PlaybookError) -> (
    Playbook, replaces: String?
  ) {
    var fields = try FieldReader(tree, file: file, what: "a playbook")
    let id = try fields.text("id")
    let stem =
      file.split(separator: "/").last.map { $0.split(separator: ".").first.map(String.init) ?? "" } ?? ""
    if stem != id {
      throw PlaybookError(file, tree.line, tree.column, .fileNameDiffers(id: id, file: "\(id).yaml"))
    }
    let replaces = try fields.optionalText("replaces")
    if let replaces, replaces != id {
      throw PlaybookError(
        file, tree.line, tree.column, .unknownValue(field: "replaces", value: replaces, suggestion: id))
    }
    var patterns: [LogPattern] = []
    for item in try fields.items("patterns") {
      patterns.append(try pattern(item, file: file))
    }
    var confusions: [Confusion] = []
    for item in try fields.items("confusedWith") { confusions.append(try confusion(item, file: file)) }
    var remedies: [Remedy] = []
    for item in try fields.items("remedies") { remedies.append(try remedy(item, file: file)) }
    let step = try fields.integer("step")
    guard (0...5).contains(step) else {
      throw PlaybookError(file, tree.line, tree.column, .wrongShape(field: "step", wanted: "0 to 5"))
    }
    let playbook = Playbook(
      id: CauseID(id), kind: try fields.value("kind", as: Playbook.Kind.self), step: step,
      title: try fields.text("title"), says: try fields.text("says"), patterns: patterns,
      proves: try rule(&fields, "proves"), likely: try rule(&fields, "likely"),
      suspects: try rule(&fields, "suspects"), refutes: try rule(&fields, "refutes"),
      contributes: try rule(&fields, "contributes"),
      yieldsTo: try fields.texts("yieldsTo").map { CauseID($0) }, healedBy: try fields.texts("healedBy"),
      confusedWith: confusions, next: try commands(&fields, "next"), remedies: remedies,
      versions: try fields.text("versions"), sources: try fields.texts("sources"), place: fields.place)
    try fields.finish()
    return (playbook, replaces)
  }

  static func pattern(_ tree: SourceTree, file: String) throws(PlaybookError)
    -> LogPattern
  {
    var fields = try FieldReader(tree, file: file, what: "a pattern")
    let name = try fields.text("name")
    var writers: [LogPattern.Writer] = []
    for item in try fields.items("in") {
      writers.append(try fields.one(of: LogPattern.Writer.self, item, "in"))
    }
    if writers.isEmpty { throw PlaybookError(file, tree.line, tree.column, .missingField("in")) }
    var declared = try fields.texts("literals")
    if let literal = try fields.optionalText("literal") { declared.insert(literal, at: 0) }
    let regex = try fields.text("regex")
    let matches = try fields.texts("matches")
    let ignores = try fields.texts("ignores")
    if matches.isEmpty { throw PlaybookError(file, tree.line, tree.column, .missingField("matches")) }
    if ignores.isEmpty { throw PlaybookError(file, tree.line, tree.column, .missingField("ignores")) }
    try fields.finish()
    let place = fields.place
    let literals = try literals(
      declared, regex: regex, matches: matches, at: place)
    return LogPattern(
      name: name, writers: writers, literals: literals, regex: regex, matches: matches, ignores: ignores,
      place: place)
  }

  static func rule(_ fields: inout FieldReader, _ field: String) throws(PlaybookError) -> Rule? {
    guard let tree = fields.optional(field) else { return nil }
    var inner = try FieldReader(tree, file: fields.file, what: field)
    let scope = try inner.value("scope", as: Scope.self)
    let condition = try condition(&inner)
    try inner.finish()
    return Rule(scope: scope, condition: condition)
  }

  private static func condition(_ fields: inout FieldReader) throws(PlaybookError) -> Condition {
    for (name, make) in [
      ("all", Condition.all), ("any", Condition.any), ("none", Condition.none), ("unless", Condition.unless),
    ] {
      guard fields.optional(name) != nil else { continue }
      var parts: [Condition] = []
      for item in try fields.items(name) {
        var inner = try FieldReader(item, file: fields.file, what: name)
        parts.append(try condition(&inner))
        try inner.finish()
      }
      if parts.isEmpty {
        throw PlaybookError(at: fields.place, .wrongShape(field: name, wanted: "a list of conditions"))
      }
      return make(parts)
    }
    let via = fields.optional("via")
    let join: Join?
    if let via { join = try fields.one(of: Join.self, via, "join") } else { join = nil }
    if let pattern = try fields.optionalText("pattern") {
      let atLeast = try fields.optionalNumber("atLeast") ?? 1
      guard (1...1e9).contains(atLeast), let times = Int(exactly: atLeast) else {
        throw PlaybookError(at: fields.place, .wrongShape(field: "atLeast", wanted: "a whole number from 1"))
      }
      return .pattern(
        PatternTest(
          pattern: pattern, via: join, atLeast: times,
          lasting: try fields.optionalNumber("lasting"),
          isRecent: try fields.optionalTruth("recent") ?? false, place: fields.place))
    }
    if let fact = try fields.optionalText("fact") {
      return .fact(
        FactTest(fact: fact, via: join, comparison: try comparison(&fields, fact: fact), place: fields.place))
    }
    throw PlaybookError(at: fields.place, .missingField("all, any, none, unless, pattern or fact"))
  }

  private static func comparison(_ fields: inout FieldReader, fact: String) throws(PlaybookError)
    -> FactTest.Comparison
  {
    var found: [FactTest.Comparison] = []
    if let truth = try fields.optionalTruth("is") { found.append(truth ? .isTrue : .isFalse) }
    if let number = try fields.optionalNumber("equals") { found.append(.equals(number)) }
    if let number = try fields.optionalNumber("atLeast") { found.append(.atLeast(number)) }
    if let number = try fields.optionalNumber("atMost") { found.append(.atMost(number)) }
    if let number = try fields.optionalNumber("above") { found.append(.above(number)) }
    if let number = try fields.optionalNumber("below") { found.append(.below(number)) }
    guard found.count == 1 else { throw PlaybookError(at: fields.place, .comparison(fact)) }
    return found[0]
  }

  private static func confusion(_ tree: SourceTree, file: String) throws(PlaybookError) -> Confusion {
    var fields = try FieldReader(tree, file: file, what: "confusedWith")
    let cause = CauseID(try fields.text("cause"))
    let because = try fields.text("because")
    var decide: Command?
    if let command = fields.optional("decide") {
      decide = Command(
        template: try fields.scalar(command, "decide"), place: FieldReader.place(command, file))
    }
    try fields.finish()
    return Confusion(cause: cause, because: because, decide: decide)
  }

  private static func remedy(_ tree: SourceTree, file: String) throws(PlaybookError) -> Remedy {
    var fields = try FieldReader(tree, file: file, what: "a remedy")
    var when: [FactTest] = []
    for item in try fields.items("when") {
      var inner = try FieldReader(item, file: file, what: "when")
      if case .fact(let test) = try condition(&inner) { when.append(test) }
      try inner.finish()
    }
    let remedy = Remedy(
      title: try fields.text("title"), commands: try commands(&fields, "commands"),
      precondition: try fields.text("precondition"), risk: try fields.text("risk"),
      effect: try fields.text("effect"), frees: try fields.optionalValue("frees", as: Remedy.Release.self),
      verify: try fields.text("verify"),
      rollback: try fields.text("rollback"), when: when)
    try fields.finish()
    return remedy
  }

  static func commands(_ fields: inout FieldReader, _ field: String) throws(PlaybookError) -> [Command] {
    var result: [Command] = []
    for item in try fields.items(field) {
      result.append(
        Command(template: try fields.scalar(item, field), place: FieldReader.place(item, fields.file)))
    }
    return result
  }

  static func steps(_ tree: SourceTree, file: String) throws(PlaybookError) -> [TriageStep] {
    var fields = try FieldReader(tree, file: file, what: "the triage order")
    var steps: [TriageStep] = []
    for item in try fields.items("steps") {
      var inner = try FieldReader(item, file: file, what: "a step")
      steps.append(
        TriageStep(
          number: try inner.integer("number"), title: try inner.text("title"), asks: try inner.text("asks"),
          causes: try inner.texts("causes").map { CauseID($0) }, needs: try inner.texts("needs"),
          next: try commands(&inner, "next")))
      try inner.finish()
    }
    try fields.finish()
    return steps
  }

  static func features(_ tree: SourceTree, file: String) throws(PlaybookError) -> [Feature] {
    var fields = try FieldReader(tree, file: file, what: "the features")
    var features: [Feature] = []
    for item in try fields.items("features") {
      var inner = try FieldReader(item, file: file, what: "a feature")
      features.append(
        Feature(
          id: try inner.text("id"), title: try inner.text("title"), helps: try inner.texts("helps"),
          doesNotFix: try inner.texts("doesNotFix"), needs: try inner.texts("needs"),
          forCauses: try inner.texts("forCauses").map { CauseID($0) },
          notForCauses: try inner.texts("notForCauses").map { CauseID($0) },
          commands: try commands(&inner, "commands"), verify: try inner.text("verify"),
          sources: try inner.texts("sources")))
      try inner.finish()
    }
    try fields.finish()
    return features
  }

  static func signals(_ tree: SourceTree, file: String) throws(PlaybookError) -> [Signal] {
    var fields = try FieldReader(tree, file: file, what: "the signals")
    var signals: [Signal] = []
    for item in try fields.items("signals") {
      guard case .map(let pairs) = item.content else {
        throw PlaybookError(file, item.line, item.column, .wrongShape(field: "signal", wanted: "a map"))
      }
      var inner = try FieldReader(item, file: file, what: "a signal")
      let states = try inner.text("states")
      // The rest of the map is a pattern.
      let rest = SourceTree(
        content: .map(pairs.filter { $0.key != "states" }), line: item.line, column: item.column)
      signals.append(
        Signal(pattern: try pattern(rest, file: file), states: states))
    }
    try fields.finish()
    return signals
  }

  static func routine(_ tree: SourceTree, file: String) throws(PlaybookError) -> [RoutineMessage] {
    var fields = try FieldReader(tree, file: file, what: "the routine messages")
    var messages: [RoutineMessage] = []
    for item in try fields.items("messages") {
      var inner = try FieldReader(item, file: file, what: "a message")
      messages.append(
        RoutineMessage(
          name: try inner.text("name"), text: try inner.text("text"),
          isNoise: try inner.optionalTruth("noise") ?? false,
          isWrapper: try inner.optionalTruth("wraps") ?? false, place: inner.place))
      try inner.finish()
    }
    try fields.finish()
    return messages
  }
}
