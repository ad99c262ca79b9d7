import Evidence
import Triage
import VPCModel

extension TextReport {
  /// The ledgers, those of the verdict first.
  mutating func writeSubnets() {
    guard !report.subnets.isEmpty else { return }
    page.heading(
      report.subnets.count == 1 ? "The subnet, address by address" : "The subnets, address by address")
    let named = Set(report.primary.scope.subnets)
    let ordered =
      report.subnets.filter { named.contains($0.subnet.raw) }
      + report.subnets.filter { !named.contains($0.subnet.raw) }
    // A few in full; of a fleet's, the numbers that tell them apart.
    let inFull = ordered.count <= 4 ? 4 : 2
    for ledger in ordered.prefix(inFull) {
      LedgerBlock(ledger).write(on: &page)
      // Of a fragmented subnet the numbers say little; the eye sees at once who is in the way.
      if report.primary.id.raw == "subnet-fragmented", ledger.subnet == ordered.first?.subnet,
        named.contains(ledger.subnet.raw)
      {
        let isSmall = ledger.size ?? 0 <= 1_024
        MapPicture(ledger, zoom: isSmall ? .automatic : .strip)?.write(on: &page)
      }
    }
    let rest = ordered.prefix(TextRenderer.listed).dropFirst(inFull)
    if !rest.isEmpty { page.table([LedgerBlock.columns] + rest.map { LedgerBlock($0).row }) }
    writeRest(of: ordered.count)
  }

  /// A table, when there is more than one: nodes of the verdict first, then those that refused most.
  mutating func writeNodes() {
    guard report.nodes.count > 1 else { return }
    page.heading("The nodes")
    let ordered = Self.ranked(report.nodes, first: report.primary.scope.nodes)
    var rows = [["node", "type", "mode", "CNI", "ENIs", "in use", "refused"]]
    for node in ordered.prefix(TextRenderer.listed) {
      rows.append([
        node.id, node.instanceType ?? "?",
        (node.mode ?? "?") + (node.isCustomNetworking == true ? "+custom" : ""),
        node.cniVersion ?? "?", Phrases.part(node.enis, of: node.eniLimit),
        Phrases.part(node.poolAssigned, of: node.poolTotal),
        node.refusals.map(Phrases.number) ?? "?",
      ])
    }
    page.table(rows)
    writeRest(of: ordered.count)
  }

  static func ranked(_ nodes: [NodeReport], first: [String]) -> [NodeReport] {
    let named = Set(first)
    return nodes.sorted {
      (named.contains($0.id) ? 0 : 1, $1.refusals ?? 0, $0.id) < (
        named.contains($1.id) ? 0 : 1, $0.refusals ?? 0, $1.id
      )
    }
  }

  mutating func writeNoise() {
    guard !report.noise.isEmpty else { return }
    page.heading("Noise that looks worse than it is")
    for noise in report.noise.prefix(TextRenderer.listed) {
      page.add("\"\(noise.text)\" \(Phrases.times(noise.count))", hanging: 4)
    }
    writeRest(of: report.noise.count)
  }

  mutating func writeUnclassified() {
    guard !report.unclassified.isEmpty else { return }
    page.heading("Errors in the logs that no pattern knows")
    for template in report.unclassified.prefix(TextRenderer.listed) {
      let count = Phrases.times(template.count, isEstimate: template.isEstimate)
      let place = evidence[template.example].map { " [\(shown($0.place.input)):\($0.place.line)]" } ?? ""
      page.add("\"\(template.template)\" \(count)\(place)", hanging: 4)
    }
    writeRest(of: report.unclassified.count)
  }

  mutating func writeGaps() {
    guard !report.gaps.isEmpty else { return }
    page.heading("Times without a log")
    for gap in report.gaps.prefix(TextRenderer.listed) {
      page.add("\(times.moment(gap.from)) to \(times.moment(gap.to)), \(gap.node): \(gap.reason)", hanging: 4)
    }
    writeRest(of: report.gaps.count)
  }

  /// What could not be read, with its place, and what has to be said besides.
  mutating func writeNotes() {
    var notes = report.isPartial ? ["not everything could be read; what could be is in this report"] : []
    for input in report.inputs {
      for problem in input.record.problems.sorted() {
        let line = problem.line.map { ":\($0)" } ?? problem.byte.map { ": byte \(Phrases.number($0))" } ?? ""
        notes.append("\(shown(input.record.name))\(line): \(problem.text)")
      }
    }
    guard !(report.notes + notes).isEmpty else { return }
    page.heading("About the evidence")
    for note in report.notes { page.add(note, hanging: 4) }
    for note in notes.prefix(TextRenderer.listed) { page.add(note, hanging: 4) }
    writeRest(of: notes.count)
  }
}

extension Page {
  /// Columns as wide as their widest cell, two spaces apart; numbers stand as they are.
  mutating func table(_ rows: [[String]], indent: Int = 2, hasHeader: Bool = true) {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? columns($0[column]) : 0 }.max() ?? 0
    }
    for (index, row) in rows.enumerated() {
      var line = ""
      for (column, cell) in row.enumerated() {
        let text = safe(cell)
        line += text
        if column + 1 < row.count {
          line += String(repeating: " ", count: widths[column] - DisplayWidth.of(text) + 2)
        }
      }
      add(line, indent: indent, hanging: indent + 4, style: index == 0 && hasHeader ? .dim : .plain)
    }
  }
}
