import Triage
import VPCModel

// When, where, who: the pictures and tables of a fleet's page.
extension FleetPage {
  /// Rows of the picture; of more nodes several share one.
  private static let drawn = 60
  /// Rows of the table of nodes that are shown at once, and in all.
  private static let shown = 40
  private static let listed = 5_000
  private static let hoarded = 8

  // MARK: nodes by time

  func writeFailures(_ html: inout HTMLWriter) {
    guard let map = fleet.failures else { return }
    let perRow = (map.rows.count + Self.drawn - 1) / Self.drawn
    let end = Instant(
      nanoseconds: map.from.nanoseconds &+ Int64(map.bucketSeconds) &* Int64(map.count) &* 1_000_000_000)
    let share =
      perRow > 1 ? " Each row is up to \(Phrases.number(perRow)) nodes that failed one after the other." : ""
    html.element(
      .p, [.className: "dim"],
      "From \(times.moment(map.from)) to \(times.moment(end)) UTC, "
        + "\(FleetWords.span(Double(map.bucketSeconds))) a column; darker is more pods refused or EC2 errors.\(share)"
    )
    let most = max(1, rows(map, perRow).flatMap { $0.values.compactMap { $0 } }.max() ?? 1)
    HTMLReport.scroll("failures by node and time", &html) { html in
      html.element(.thead) { html in
        html.element(.tr) { html in
          for column in ["node", "cause", "failures"] { html.element(.th, [.scope: "col"], column) }
          html.element(.th, [.scope: "col"], "when")
        }
      }
      html.element(.tbody) { html in
        for row in rows(map, perRow) { write(row, map, most: most, &html) }
      }
    }
    html.element(.ul, [.className: "legend"]) { html in
      for (look, words) in [
        ("f-h1", "few"), ("f-h2", "some"), ("f-h3", "many"), ("f-h4", "most"), ("f-gap", "not known"),
      ] {
        html.element(.li) { html in
          Drawing.key(&html, look)
          html.words(words)
        }
      }
    }
  }

  private struct DrawnRow {
    var name: String
    var cause: String
    var values: [Int?]
  }

  /// Neighbours share a row where there are many; those of two causes never do.
  private func rows(_ map: FailureMap, _ perRow: Int) -> [DrawnRow] {
    var drawn: [DrawnRow] = []
    var count = 0
    for row in map.rows {
      let cause = row.cause ?? "none found"
      if count > 0, count < perRow, let last = drawn.last, last.cause == cause {
        count += 1
        let index = drawn.count - 1
        let base = last.name.split(separator: " ").first.map(String.init) ?? last.name
        drawn[index].name = "\(base) and \(Phrases.number(count - 1)) more"
        drawn[index].values = zip(last.values, row.values).map { one, other in
          one == nil && other == nil ? nil : (one ?? 0) + (other ?? 0)
        }
      } else {
        count = 1
        drawn.append(DrawnRow(name: row.node, cause: cause, values: row.values))
      }
    }
    return drawn
  }

  private func write(_ row: DrawnRow, _ map: FailureMap, most: Int, _ html: inout HTMLWriter) {
    let total = row.values.reduce(0) { $0 + ($1 ?? 0) }
    html.element(.tr) { html in
      html.element(.th, [.scope: "row"]) { $0.element(.code, row.name) }
      html.element(.td, row.cause)
      html.element(.td, [.className: "n"], Phrases.number(total))
      html.element(.td, [.className: "heat"]) { html in
        Drawing.svg(
          &html, look: "bar", width: Double(map.count), height: 10, label: words(row, map, total)
        ) { html in
          for (look, buckets) in looks(row.values, most: most) {
            let boxes = buckets.map { (x: Double($0), y: 0.0, width: 1.0, height: 10.0) }
            html.element(.path, [.className: look, .d: Drawing.path(boxes)]) { _ in }
          }
        }
      }
    }
  }

  private func words(_ row: DrawnRow, _ map: FailureMap, _ total: Int) -> String {
    func moment(_ bucket: Int) -> String {
      times.moment(
        Instant(
          nanoseconds: map.from.nanoseconds &+ Int64(bucket) &* Int64(map.bucketSeconds) &* 1_000_000_000))
    }
    let failing = row.values.indices.filter { row.values[$0] ?? 0 > 0 }
    guard let first = failing.first, let last = failing.last else {
      return "\(row.name): no failure with a time"
    }
    return "\(row.name): \(Phrases.count(total, "failure")) from \(moment(first)) to \(moment(last + 1))"
  }

  /// Buckets by look, few to most.
  private func looks(_ values: [Int?], most: Int) -> [(look: String, buckets: [Int])] {
    var buckets: [String: [Int]] = [:]
    for (index, value) in values.enumerated() {
      guard let value else {
        buckets["f-gap", default: []].append(index)
        continue
      }
      guard value > 0 else { continue }
      // Quarters of the highest count; a single failure is seen too.
      let quarter = min(4, 1 + (value - 1) * 4 / most)
      buckets["f-h\(quarter)", default: []].append(index)
    }
    return buckets.sorted { $0.key < $1.key }.map { (look: $0.key, buckets: $0.value) }
  }

  // MARK: subnets

  func writeLedger(_ html: inout HTMLWriter) {
    HTMLReport.table(
      FleetWords.ledger, FleetWords.ledgerColumns, numeric: 2..<9,
      fleet.subnets.prefix(HTMLReport.listed).map(FleetWords.ledgerRow), &html)
    whole.writeMore(than: fleet.subnets.count, listed: HTMLReport.listed, &html)
    for forecast in FleetWords.forecasts(fleet).prefix(HTMLReport.listed) { html.element(.p, forecast) }
  }

  func writeHoards(_ html: inout HTMLWriter) {
    let hoarded = fleet.subnets.filter(\.isHoarded)
    for subnet in hoarded.prefix(Self.hoarded) {
      html.element(.h3, FleetWords.hoard(subnet))
      HTMLReport.table(
        "idle nodes of \(subnet.id)", ["node", "idle", "held", "in use"], numeric: 1..<4,
        subnet.idlers.prefix(20).map {
          [$0.node, Phrases.number($0.idle), Phrases.number($0.held), Phrases.number($0.inUse)]
        }, &html)
      whole.writeMore(than: subnet.idlers.count, listed: 20, &html)
      html.element(.p, [.className: "dim"], "refused: \(Phrases.list(subnet.refused))")
    }
    whole.writeMore(than: hoarded.count, listed: Self.hoarded, &html)
  }

  // MARK: simulation

  func writeOutlook(_ html: inout HTMLWriter) {
    let outlook = fleet.outlook
    html.element(.p, OutlookWords.summary(outlook))
    let columns = OutlookWords.columns(outlook)
    let rows = OutlookWords.rows(outlook)
    HTMLReport.table(
      "addresses by subnet, held and simulated", columns, numeric: 1..<columns.count,
      rows.prefix(HTMLReport.listed).map { $0 }, &html)
    whole.writeMore(than: rows.count, listed: HTMLReport.listed, &html)
    html.element(.p, [.className: "dim"], OutlookWords.legend)
    html.element(.ul) { html in
      for text in OutlookWords.residual(outlook.all) { html.element(.li, text) }
      for trial in outlook.trials {
        html.element(.li, OutlookWords.sentence(trial))
        if OutlookWords.hasTrouble(trial) {
          html.element(.li) { $0.element(.strong, OutlookWords.trouble(trial)) }
        }
      }
      for text in OutlookWords.shortages(fleet).prefix(HTMLReport.listed) {
        html.element(.li) { $0.element(.strong, text) }
      }
      for remark in outlook.remarks.prefix(HTMLReport.listed) {
        html.element(.li, [.className: "dim"], OutlookWords.sentence(remark, named: 8))
      }
    }
    HTMLReport.table(
      "nodes by type and settings", OutlookWords.kindColumns, numeric: 2..<7,
      outlook.kinds.prefix(HTMLReport.listed).map(OutlookWords.kindRow), &html)
    whole.writeMore(than: outlook.kinds.count, listed: HTMLReport.listed, &html)
  }

  // MARK: nodes

  /// Affected nodes first, in the order of causes and failures.
  func writeMembers(_ html: inout HTMLWriter) {
    var place: [String: Int] = [:]
    for id in fleet.groups.flatMap(\.nodes) where place[id] == nil { place[id] = place.count }
    let ordered = fleet.nodes.sorted { (place[$0.id] ?? .max, $0.id) < (place[$1.id] ?? .max, $1.id) }
    writeTable("nodes by cause", ordered.prefix(Self.shown), &html)
    let rest = ordered.prefix(Self.listed).dropFirst(Self.shown)
    if !rest.isEmpty {
      html.element(.details) { html in
        html.element(.summary, "\(Phrases.number(rest.count)) further nodes")
        writeTable("further nodes", rest, &html)
      }
    }
    whole.writeMore(than: ordered.count, listed: Self.listed, &html)
  }

  private func writeTable(_ label: String, _ nodes: ArraySlice<FleetNode>, _ html: inout HTMLWriter) {
    HTMLReport.table(
      label, ["node", "cause", "state", "failures", "first failure", "zone", "type", "subnet"],
      numeric: 3..<4,
      nodes.map { node in
        func trait(_ kind: NodeTrait.Kind) -> String {
          node.traits.filter { $0.kind == kind }.map(\.value).min() ?? "?"
        }
        return [
          node.id, node.cause?.raw ?? node.status.rawValue, node.state?.rawValue ?? "",
          node.cause == nil ? "" : Phrases.number(node.failures), node.since.map { times.moment($0) } ?? "",
          trait(.zone), trait(.instanceType), trait(.subnet),
        ]
      }, &html)
  }
}
