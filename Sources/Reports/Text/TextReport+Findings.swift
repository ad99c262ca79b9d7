import Evidence
import Playbooks
import Triage
import VPCModel

extension TextReport {
  /// Quoted lines of the primary finding, those of one input together.
  mutating func writeEvidence(title: String) {
    let items = report.primary.evidence.compactMap { evidence[$0] }
    guard !items.isEmpty else { return }
    page.heading(title)
    if !folder.isEmpty { page.add("in \(folder)", hanging: 4, style: .dim) }
    var inputs: [String] = []
    for item in items.prefix(TextRenderer.listed) where !inputs.contains(item.place.input) {
      inputs.append(item.place.input)
    }
    for input in inputs {
      for item in items.prefix(TextRenderer.listed) where item.place.input == input { write(item) }
    }
    writeRest(of: items.count)
    let against = report.primary.against.compactMap { evidence[$0] }
    guard !against.isEmpty else { return }
    page.add("But against it:", style: .warning)
    for item in against.prefix(TextRenderer.listed) { write(item) }
  }

  private mutating func write(_ item: EvidenceItem) {
    var place = shown(item.place.input)
    if item.place.line > 0 { place += ":\(item.place.line)" }
    let rest = [item.time.map { times.moment($0, milliseconds: true) }, item.node].compactMap { $0 }
    page.add(([place] + rest).joined(separator: "  "), hanging: 4, style: .dim)
    page.add(item.text, indent: 4, hanging: 4)
    if let of = item.of, of > 1 { page.add("one of \(Phrases.counted(of)) like it", indent: 4, style: .dim) }
  }

  mutating func writeContributing() {
    guard !report.contributing.isEmpty else { return }
    page.heading("Also")
    for finding in report.contributing.prefix(TextRenderer.listed) {
      var text = finding.because.isEmpty ? finding.title : finding.because
      if let share = finding.share {
        text += " (\(Phrases.number(share.addresses)) of \(Phrases.number(share.of)) addresses)"
      }
      let places = finding.evidence.compactMap { evidence[$0] }.prefix(2).map {
        "\(shown($0.place.input)):\($0.place.line)"
      }
      if !places.isEmpty { text += " [\(places.joined(separator: ", "))]" }
      page.add(text, [page.piece(.warning), .init(finding.id.raw, columns: nameColumns - 2)])
    }
    writeRest(of: report.contributing.count)
  }

  mutating func writeAlternatives() {
    guard !report.alternatives.isEmpty else { return }
    page.heading("Could also be")
    for alternative in report.alternatives.prefix(TextRenderer.listed) {
      page.add(alternative.because, [page.piece(.open), .init(alternative.id.raw, columns: nameColumns - 2)])
      if !alternative.decide.isEmpty { page.command(alternative.decide, indent: 6) }
    }
    writeRest(of: report.alternatives.count)
  }

  mutating func writeExcluded() {
    guard !report.excluded.isEmpty else { return }
    page.heading("Not this")
    let reasons = Phrases.byReason(report.excluded)
    for (because, ids) in reasons.prefix(TextRenderer.listed) {
      let names = Phrases.list(ids, limit: 4)
      if page.columns(names) + 3 <= page.width / 2 {
        page.add(because, [.init(names, columns: max(nameColumns, page.columns(names) + 1))])
      } else {
        page.add(names)
        page.add(because, indent: 6)
      }
    }
    let hidden = reasons.dropFirst(TextRenderer.listed).reduce(0) { $0 + $1.ids.count }
    if hidden > 0 { page.add("and \(Phrases.number(hidden)) more", style: .dim) }
  }

  mutating func writeRemedies() {
    guard !report.remedies.isEmpty else { return }
    page.heading(report.remedies.count == 1 ? "What to do" : "What to do, in this order")
    for remedy in report.remedies {
      let other = remedy.cause == report.primary.id ? "" : "   [\(remedy.cause)]"
      page.add(remedy.title + other, [.init(String(remedy.order), .bold)], style: .bold)
      writeAdvice("needs", remedy.precondition)
      for command in remedy.commands { page.command(command, indent: 6) }
      writeAdvice("effect", remedy.effect)
      writeAdvice("frees", Phrases.effect(remedy))
      writeAdvice("risk", remedy.risk)
      writeAdvice("check", remedy.verify)
      writeAdvice("undo", remedy.rollback)
    }
  }

  /// A sentence, or a command where it is one.
  private mutating func writeAdvice(_ label: String, _ text: String) {
    guard !text.isEmpty else { return }
    let label = label + ":"
    let column = 4 + 8
    if page.columns(text) + column > page.width, Self.isCommand(text) {
      page.add("", indent: 4, [.init(label, .dim)])
      page.command(text, indent: 6)
    } else {
      page.add(text, indent: 4, [.init(label, .dim, columns: 7)])
    }
  }

  /// A known program first, no sentence behind it. Only how it wraps depends on it.
  static func isCommand(_ text: String) -> Bool {
    let words = Wrapping.arguments(text)
    guard let program = words.first,
      ["aws", "kubectl", "eksctl", "ipamtriage", "curl", "sudo"].contains(program),
      shellTrouble(text) == nil
    else { return false }
    let prose: Set<String> = [
      "and", "the", "is", "are", "no", "of", "shows", "lists", "as", "in", "than", "until",
    ]
    return words.allSatisfy { word in
      !prose.contains(word) && !(word.last.map { ",;:.".contains($0) } ?? false)
    }
  }

  mutating func writeMissing(title: String) {
    guard !report.primary.missing.isEmpty else { return }
    page.heading(title)
    for missing in report.primary.missing {
      page.command(missing.command, for: missing.what, indent: 6)
    }
  }
}
