import Playbooks
import Triage
import VPCModel

extension TextReport {
  /// What and where in one line, then why, then since when.
  mutating func writeVerdict() {
    let primary = report.primary
    switch report.status {
    case .causeFound:
      writeHeadline(primary)
      page.add(primary.because.isEmpty ? primary.title : primary.because)
      if let course = course(of: primary) { page.add(course) }
      writeWho(primary)
    case .undecided: writeShort(.open, "UNDECIDED", primary)
    case .insufficientEvidence: writeShort(.open, "NOT ENOUGH EVIDENCE", primary)
    case .healthy: writeShort(.good, "HEALTHY", primary)
    case .notIPProblem: writeShort(.good, "NOT AN IP PROBLEM", primary)
    }
  }

  private mutating func writeShort(_ mark: Mark, _ words: String, _ primary: Finding) {
    page.add(
      primary.because.isEmpty ? primary.title : primary.because, indent: 0,
      [page.piece(mark), .init(words, mark.style, columns: words.count + 1)], hanging: 2)
    if report.status == .undecided {
      if let course = course(of: primary) { page.add(course) }
      writeWho(primary)
    }
  }

  /// `✘ SUBNET FRAGMENTED  subnet-0a1 (10.0.0.0/22, us-east-1a)   proved, recovered`.
  private mutating func writeHeadline(_ finding: Finding) {
    let mark = Self.mark(of: finding)
    let name = Phrases.headline(finding.id.raw)
    let claim = Self.claim(of: finding)
    let place = self.place(of: finding.scope)
    let pieces = [page.piece(mark), Page.Piece(name, mark.style, columns: page.columns(name) + 1)]
    let taken = 2 + page.columns(name) + 2
    if place.isEmpty || taken + page.columns(place) + 3 + page.columns(claim) <= page.width {
      page.add([place, claim].filter { !$0.isEmpty }.joined(separator: "   "), indent: 0, pieces, hanging: 2)
    } else {
      page.add(claim, indent: 0, pieces, hanging: 2)
      page.add(place)
    }
  }

  static func mark(of finding: Finding) -> Mark {
    switch finding.severity {
    case .error: .bad
    case .warning: .warning
    case .note: .none
    }
  }

  /// `proved`, `likely, recovered`.
  static func claim(of finding: Finding) -> String {
    var words = [finding.basis?.rawValue]
    if let state = finding.state, state != .active { words.append(state.rawValue) }
    if finding.isTransient { words.append("transient") }
    return words.compactMap { $0 }.joined(separator: ", ")
  }

  /// Subnets, else interfaces of nothing nearer, else nodes, else zones.
  func place(of scope: FindingScope) -> String {
    if let first = scope.subnets.first {
      let ledger = report.subnets.first { $0.subnet.raw == first }
      let known = [ledger?.cidr?.description, ledger?.zone].compactMap { $0 }
      let shown = known.isEmpty ? first : "\(first) (\(known.joined(separator: ", ")))"
      return shown + Self.andMore(scope.subnets.count - 1)
    }
    if let first = scope.nodes.first { return name(ofNode: first) + Self.andMore(scope.nodes.count - 1) }
    if let first = scope.enis.first { return first + Self.andMore(scope.enis.count - 1) }
    if let first = scope.zones.first { return first + Self.andMore(scope.zones.count - 1) }
    return ""
  }

  private static func andMore(_ count: Int) -> String {
    count > 0 ? " and \(Phrases.number(count)) more" : ""
  }

  /// The id alone when it says enough; `kubectl` wants the name.
  func name(ofNode id: String) -> String {
    guard let name = report.nodes.first(where: { $0.id == id })?.name, name != id else { return id }
    return "\(id) (\(name))"
  }

  /// `Seen 19 times from 02:03:11 to 02:41:00; over since then.`; nil when the sentence before says it already.
  private func course(of finding: Finding) -> String? {
    if let first = finding.first, finding.because.contains(CivilTime(first).clock) { return nil }
    var parts: [String] = []
    if let count = finding.count {
      parts.append("seen " + Phrases.times(count, isEstimate: finding.isCountEstimate))
    }
    if let first = finding.first, let last = finding.last, first != last {
      parts.append("from \(times.moment(first)) to \(times.moment(last))")
    } else if let only = finding.first ?? finding.last {
      parts.append("at \(times.moment(only))")
    }
    guard !parts.isEmpty else { return nil }
    let end: String =
      switch finding.state {
      case .recovered: "; over since then"
      case .latent: "; nobody was refused yet"
      case .active: "; no recovery in the evidence"
      case nil: ""
      }
    let text = parts.joined(separator: " ") + end
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// Nodes and pods it holds up, as far as the headline does not name them.
  private mutating func writeWho(_ finding: Finding) {
    let scope = finding.scope
    if !scope.nodes.isEmpty && (!scope.subnets.isEmpty || scope.nodes.count > 1) {
      // Side by side the names would drown the ids.
      let nodes = scope.nodes.count == 1 ? scope.nodes.map(name(ofNode:)) : scope.nodes
      page.add(Phrases.list(nodes, limit: 3), [.init("nodes", .dim, columns: 7)])
    }
    if scope.subnets.count > 1 {
      page.add(Phrases.list(scope.subnets, limit: 3), [.init("subnets", .dim, columns: 7)])
    }
    if !scope.pods.isEmpty { page.add(Phrases.list(scope.pods, limit: 4), [.init("pods", .dim, columns: 7)]) }
  }

  mutating func writeWalk() {
    guard !report.steps.isEmpty else { return }
    page.heading("The walk")
    for step in report.steps {
      let (mark, words) = Phrases.outcome(step.outcome)
      page.add(
        step.because,
        [
          .init(String(step.number)), .init(Phrases.stepName(step), columns: 19),
          page.piece(mark), .init(words, mark.style, columns: 12),
        ])
      if let next = step.next, step.outcome == .noEvidence { page.command(next, indent: 6) }
    }
  }

  /// What is not decided, and the command that decides it.
  mutating func writeDecision() {
    let candidates = report.alternatives
    guard let decide = candidates.first?.decide, !decide.isEmpty else { return writeAlternatives() }
    page.heading("To decide, one command:")
    page.command(decide, indent: 2)
    for candidate in candidates.prefix(TextRenderer.listed) {
      page.add(
        candidate.because.isEmpty ? candidate.title : candidate.because,
        [.init(candidate.id.raw, .bold, columns: nameColumns)])
      if !candidate.decide.isEmpty && candidate.decide != decide { page.command(candidate.decide, indent: 6) }
    }
    writeRest(of: candidates.count)
  }

  /// `and 172 more`; the JSON report lists them.
  mutating func writeRest(of count: Int, listed: Int = TextRenderer.listed) {
    if count > listed { page.add("and \(Phrases.number(count - listed)) more", style: .dim) }
  }

  var nameColumns: Int { min(26, page.width / 3) }
}
