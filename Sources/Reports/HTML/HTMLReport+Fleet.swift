import Evidence
import Triage
import VPCModel

extension HTMLReport {
  /// Subnets with a bar and a map; of further ones there is a table.
  private static let drawnSubnets = 8

  func writeSubnets(_ html: inout HTMLWriter) {
    let named = Set(report.primary.scope.subnets)
    let ordered =
      report.subnets.filter { named.contains($0.subnet.raw) }
      + report.subnets.filter { !named.contains($0.subnet.raw) }
    for ledger in ordered.prefix(Self.drawnSubnets) { write(ledger, &html) }
    let rest = ordered.dropFirst(Self.drawnSubnets)
    if !rest.isEmpty {
      table(
        "Further subnets", LedgerBlock.columns, numeric: 2..<5,
        rest.prefix(Self.listed).map { LedgerBlock($0).row }, &html)
    }
    writeMore(than: ordered.count, listed: Self.drawnSubnets + Self.listed, &html)
  }

  private func write(_ ledger: SubnetLedger, _ html: inout HTMLWriter) {
    html.element(.h3) { html in
      html.element(.code, ledger.subnet.raw)
      let known = [ledger.cidr?.description, ledger.zone].compactMap { $0 }
      html.words(" \(known.joined(separator: ", ")) ")
      html.element(.span, [.className: Self.look(of: ledger.verdict)], ledger.verdict.rawValue)
    }
    html.element(.ul) { html in
      for sentence in LedgerBlock(ledger).sentences { html.element(.li, sentence) }
      for problem in ledger.problems.prefix(8) { html.element(.li, problem.description) }
      if ledger.problemCount > 8 {
        html.element(.li, "and \(Phrases.number(ledger.problemCount - 8)) more oddities")
      }
    }
    html.element(.figure) { html in
      writeBar(ledger, &html)
      guard let picture = SubnetPicture(ledger) else { return }
      html.element(.figcaption, [.className: "dim"]) { html in
        html.words(
          "Address by address from the first to the last; a frame is a free aligned /28 of 16 addresses.")
      }
      picture.write(&html, label: "Map of \(ledger.subnet.raw): \(words(of: ledger))")
    }
  }

  private static func look(of verdict: SubnetLedger.Verdict) -> String {
    switch verdict {
    case .exhausted: "bad"
    case .fragmented, .inconsistent, .unknown: "warn"
    case .healthy: "good"
    }
  }

  /// Owners as the bar has them, largest first, what is free and what AWS keeps last.
  private func shares(of ledger: SubnetLedger) -> [(owner: OwnerClass, count: Int)] {
    guard let owners = ledger.owners else { return [] }
    let isSplit = owners[.pods] != nil
    let held = OwnerClass.owners.enumerated()
      .filter { isSplit ? $0.element != .podsAndWarm : $0.element != .pods && $0.element != .warm }
      .compactMap { index, owner in owners[owner].flatMap { $0 > 0 ? (index, owner, $0) : nil } }
      .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
      .map { (owner: $0.1, count: $0.2) }
    return held + [(.reserved, ledger.reserved ?? 0), (.free, ledger.free ?? 0)].filter { $0.1 > 0 }
  }

  private func words(of ledger: SubnetLedger) -> String {
    shares(of: ledger).map { "\(OwnerLook.words($0.owner)) \(Phrases.number($0.count))" }
      .joined(separator: ", ")
  }

  private func writeBar(_ ledger: SubnetLedger, _ html: inout HTMLWriter) {
    let shares = self.shares(of: ledger)
    guard let size = ledger.size, size > 0, !shares.isEmpty else { return }
    Drawing.svg(&html, look: "ledger", width: 1_000, height: 10, label: words(of: ledger)) { html in
      var start = 0.0
      for (owner, count) in shares {
        let width = min(1_000 - start, Double(count) / Double(size) * 1_000)
        html.element(
          .rect,
          [
            .x: Drawing.number(start), .width: Drawing.number(width), .height: "10",
            .className: OwnerLook.fill(owner),
          ]
        ) { _ in }
        start += width
      }
    }
    html.element(.ul, [.className: "legend"]) { html in
      for (owner, count) in shares {
        html.element(.li) { html in
          Drawing.key(&html, OwnerLook.fill(owner))
          html.words("\(OwnerLook.words(owner)) \(Phrases.number(count))")
        }
      }
    }
  }

  // MARK: Nodes

  func writeNodes(_ html: inout HTMLWriter) {
    let ordered = TextReport.ranked(report.nodes, first: report.primary.scope.nodes)
    let shown = ordered.prefix(Self.listed)
    let most = max(1, shown.compactMap(\.poolTotal).max() ?? 1)
    let columns = ["node", "type", "mode", "CNI", "ENIs", "addresses in use", "", "refused"]
    scroll("Nodes", &html) { html in
      html.element(.thead) { html in
        html.element(.tr) { html in
          for column in columns {
            html.element(.th, [.scope: "col"]) { html in
              if column.isEmpty { html.element(.span, "pool") } else { html.words(column) }
            }
          }
        }
      }
      html.element(.tbody) { html in
        for node in shown { write(node, most: most, &html) }
      }
    }
    writeMore(than: ordered.count, listed: Self.listed, &html)
  }

  private func write(_ node: NodeReport, most: Int, _ html: inout HTMLWriter) {
    html.element(.tr) { html in
      html.element(.th, [.scope: "row"]) { html in
        html.element(.code, node.id)
        if let name = node.name, name != node.id {
          html.words(" ")
          html.element(.span, [.className: "dim"], name)
        }
      }
      html.element(.td, node.instanceType ?? "?")
      html.element(.td, (node.mode ?? "?") + (node.isCustomNetworking == true ? "+custom" : ""))
      html.element(.td, node.cniVersion ?? "?")
      html.element(.td, Phrases.part(node.enis, of: node.eniLimit))
      html.element(.td, Phrases.part(node.poolAssigned, of: node.poolTotal))
      html.element(.td, [.className: "bar"]) { writePool(of: node, most: most, &$0) }
      html.element(.td, node.refusals.map(Phrases.number) ?? "?")
    }
  }

  private func writePool(of node: NodeReport, most: Int, _ html: inout HTMLWriter) {
    guard let total = node.poolTotal, total > 0 else { return }
    let parts = [
      ("f-used", node.poolAssigned ?? 0, "in use"), ("f-cool", node.poolCooling ?? 0, "resting"),
    ].filter { $0.1 > 0 }
    let words = ["\(Phrases.number(total)) held"] + parts.map { "\(Phrases.number($0.1)) \($0.2)" }
    Drawing.svg(
      &html, look: "bar", width: Double(most), height: 10,
      label: "Pool of \(node.id): \(words.joined(separator: ", "))"
    ) { html in
      html.element(.rect, [.width: Drawing.number(Double(total)), .height: "10", .className: "f-total"]) {
        _ in
      }
      var start = 0.0
      for (fill, count, _) in parts {
        let width = min(Double(count), max(0, Double(total) - start))
        html.element(
          .rect,
          [.x: Drawing.number(start), .width: Drawing.number(width), .height: "10", .className: fill]
        ) { _ in }
        start += width
      }
    }
  }

  // MARK: Tables

  /// A table that moves sideways by itself where it is wider than the page.
  func scroll(_ label: String, _ html: inout HTMLWriter, _ body: (inout HTMLWriter) -> Void) {
    Self.scroll(label, &html, body)
  }

  static func scroll(_ label: String, _ html: inout HTMLWriter, _ body: (inout HTMLWriter) -> Void) {
    html.element(
      .div, [.className: "scroll", .role: "region", .label: "Table: \(label)", .tabindex: "0"]
    ) { html in
      html.element(.table, [:], body)
    }
  }

  private func table(
    _ label: String, _ columns: [String], numeric: Range<Int>, _ rows: [[String]], _ html: inout HTMLWriter
  ) {
    Self.table(label, columns, numeric: numeric, rows, &html)
  }

  /// The first cell of each row is a name.
  static func table(
    _ label: String, _ columns: [String], numeric: Range<Int>, _ rows: [[String]], _ html: inout HTMLWriter
  ) {
    scroll(label, &html) { html in
      html.element(.thead) { html in
        html.element(.tr) { html in
          for (index, column) in columns.enumerated() {
            html.element(.th, [.scope: "col", .className: numeric.contains(index) ? "n" : "t"], column)
          }
        }
      }
      html.element(.tbody) { html in
        for row in rows {
          html.element(.tr) { html in
            for (index, cell) in row.enumerated() {
              if index == 0 {
                html.element(.th, [.scope: "row"]) { $0.element(.code, cell) }
              } else {
                html.element(.td, [.className: numeric.contains(index) ? "n" : "t"], cell)
              }
            }
          }
        }
      }
    }
  }
}
