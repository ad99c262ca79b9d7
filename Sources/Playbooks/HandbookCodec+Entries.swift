import Evidence

// The entries of a handbook, fields in the order they are declared.

extension LogPattern: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    name.write(to: &writer)
    writers.write(to: &writer)
    literals.write(to: &writer)
    regex.write(to: &writer)
    matches.write(to: &writer)
    ignores.write(to: &writer)
    place.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      name: try String(from: &reader),
      writers: try [Writer](from: &reader),
      literals: try [String](from: &reader),
      regex: try String(from: &reader),
      matches: try [String](from: &reader),
      ignores: try [String](from: &reader),
      place: try Place(from: &reader))
  }
}

extension Confusion: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    cause.write(to: &writer)
    because.write(to: &writer)
    decide.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      cause: try CauseID(from: &reader),
      because: try String(from: &reader),
      decide: try Command?(from: &reader))
  }
}

extension Remedy: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    title.write(to: &writer)
    commands.write(to: &writer)
    precondition.write(to: &writer)
    risk.write(to: &writer)
    effect.write(to: &writer)
    frees.write(to: &writer)
    verify.write(to: &writer)
    rollback.write(to: &writer)
    when.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      title: try String(from: &reader),
      commands: try [Command](from: &reader),
      precondition: try String(from: &reader),
      risk: try String(from: &reader),
      effect: try String(from: &reader),
      frees: try Release?(from: &reader),
      verify: try String(from: &reader),
      rollback: try String(from: &reader),
      when: try [FactTest](from: &reader))
  }
}

extension Playbook: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    id.write(to: &writer)
    kind.write(to: &writer)
    step.write(to: &writer)
    title.write(to: &writer)
    says.write(to: &writer)
    patterns.write(to: &writer)
    proves.write(to: &writer)
    likely.write(to: &writer)
    suspects.write(to: &writer)
    refutes.write(to: &writer)
    contributes.write(to: &writer)
    yieldsTo.write(to: &writer)
    healedBy.write(to: &writer)
    confusedWith.write(to: &writer)
    next.write(to: &writer)
    remedies.write(to: &writer)
    versions.write(to: &writer)
    sources.write(to: &writer)
    place.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      id: try CauseID(from: &reader),
      kind: try Kind(from: &reader),
      step: try Int(from: &reader),
      title: try String(from: &reader),
      says: try String(from: &reader),
      patterns: try [LogPattern](from: &reader),
      proves: try Rule?(from: &reader),
      likely: try Rule?(from: &reader),
      suspects: try Rule?(from: &reader),
      refutes: try Rule?(from: &reader),
      contributes: try Rule?(from: &reader),
      yieldsTo: try [CauseID](from: &reader),
      healedBy: try [String](from: &reader),
      confusedWith: try [Confusion](from: &reader),
      next: try [Command](from: &reader),
      remedies: try [Remedy](from: &reader),
      versions: try String(from: &reader),
      sources: try [String](from: &reader),
      place: try Place(from: &reader))
  }
}

extension TriageStep: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    number.write(to: &writer)
    title.write(to: &writer)
    asks.write(to: &writer)
    causes.write(to: &writer)
    needs.write(to: &writer)
    next.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      number: try Int(from: &reader),
      title: try String(from: &reader),
      asks: try String(from: &reader),
      causes: try [CauseID](from: &reader),
      needs: try [String](from: &reader),
      next: try [Command](from: &reader))
  }
}

extension Feature: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    id.write(to: &writer)
    title.write(to: &writer)
    helps.write(to: &writer)
    doesNotFix.write(to: &writer)
    needs.write(to: &writer)
    forCauses.write(to: &writer)
    notForCauses.write(to: &writer)
    commands.write(to: &writer)
    verify.write(to: &writer)
    sources.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      id: try String(from: &reader),
      title: try String(from: &reader),
      helps: try [String](from: &reader),
      doesNotFix: try [String](from: &reader),
      needs: try [String](from: &reader),
      forCauses: try [CauseID](from: &reader),
      notForCauses: try [CauseID](from: &reader),
      commands: try [Command](from: &reader),
      verify: try String(from: &reader),
      sources: try [String](from: &reader))
  }
}

extension Signal: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    pattern.write(to: &writer)
    states.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      pattern: try LogPattern(from: &reader),
      states: try String(from: &reader))
  }
}

extension RoutineMessage: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    name.write(to: &writer)
    text.write(to: &writer)
    isNoise.write(to: &writer)
    isWrapper.write(to: &writer)
    place.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      name: try String(from: &reader),
      text: try String(from: &reader),
      isNoise: try Bool(from: &reader),
      isWrapper: try Bool(from: &reader),
      place: try Place(from: &reader))
  }
}

extension Handbook: Embedded {
  func write(to writer: inout EmbeddedWriter) {
    playbooks.write(to: &writer)
    steps.write(to: &writer)
    features.write(to: &writer)
    signals.write(to: &writer)
    routine.write(to: &writer)
    digest.write(to: &writer)
  }
  init(from reader: inout EmbeddedReader) throws(EmbeddedFormError) {
    self.init(
      playbooks: try [Playbook](from: &reader),
      steps: try [TriageStep](from: &reader),
      features: try [Feature](from: &reader),
      signals: try [Signal](from: &reader),
      routine: try [RoutineMessage](from: &reader),
      digest: try String(from: &reader))
  }
}
