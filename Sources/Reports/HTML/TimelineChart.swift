import Triage
import VPCModel

/// What happened on one node, row under row over the same time: its pool, then what can be counted by the minute.
///
/// Any series of the report is drawn: those of addresses as areas, one upon the other, all others as bars.
struct TimelineChart {
  private let node: String
  private let series: [SeriesReport]
  private let gaps: [GapReport]
  private let scale: TimeScale
  private let times: TimeStyle

  /// Values of a series that are drawn.
  private static let most = 1_200

  init(node: String, series: [SeriesReport], gaps: [GapReport], scale: TimeScale, times: TimeStyle) {
    self.node = node
    self.series = series
    self.gaps = gaps
    self.scale = scale
    self.times = times
  }

  /// Start of the first bucket to the end of the last one, over all series; nil without any.
  static func span(of series: [SeriesReport]) -> TimeScale? {
    let known = series.filter { !$0.values.isEmpty }
    guard let first = known.map(\.from).min(),
      let last = known.map({ moment(of: $0, bucket: $0.values.count) }).max()
    else { return nil }
    return TimeScale(from: first, to: last)
  }

  private static func moment(of series: SeriesReport, bucket: Int) -> Instant {
    let (seconds, isAbove) = max(1, series.bucketSeconds).multipliedReportingOverflow(by: bucket)
    let (span, isFar) = Int64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (end, isOver) = series.from.nanoseconds.addingReportingOverflow(span)
    return Instant(nanoseconds: isAbove || isFar || isOver ? .max : end)
  }

  func write(_ html: inout HTMLWriter, name: String) {
    html.element(.figure) { html in
      html.element(.figcaption) { $0.element(.strong, name) }
      html.element(.div, [.className: "lane"]) { html in
        writePool(&html)
        for row in Self.rows { for one in series where one.name == row.name { write(one, row, &html) } }
        html.element(.span, [.hidden: "true"]) { _ in }
        html.element(.div, [.className: "axis"]) { html in
          html.element(.span, times.moment(scale.from))
          html.element(.span, "\(times.moment(scale.to)) UTC")
        }
      }
    }
  }

  // MARK: The pool

  private func series(_ name: String) -> SeriesReport? { series.first { $0.name == name } }

  private func writePool(_ html: inout HTMLWriter) {
    guard let total = series("pool.total") else { return }
    let values = total.values.prefix(Self.most).map { max(0, $0 ?? 0) }
    let top = max(1, values.max() ?? 1)
    let least = total.values.prefix(Self.most).compactMap { $0 }.min() ?? 0
    let assigned = series("pool.assigned")
    let most = assigned?.values.prefix(Self.most).compactMap { $0 }.max()
    var words = "Pool of addresses: \(Phrases.number(least)) to \(Phrases.number(top)) held"
    if let most { words += ", at most \(Phrases.number(most)) in use" }
    html.element(.span, [.className: "label"], "addresses, up to \(Phrases.number(top))")
    Drawing.svg(&html, look: "pool", width: TimeScale.width, height: 100, label: words) { html in
      writeGaps(&html, height: 100)
      area(total, above: nil, top, "f-total", &html)
      if let assigned { area(assigned, above: nil, top, "f-used", &html) }
      if let cooling = series("pool.cooling") { area(cooling, above: assigned, top, "f-cool", &html) }
    }
  }

  /// A stair of values, resting on the stair below it; where there is no value there is a hole.
  private func area(
    _ series: SeriesReport, above below: SeriesReport?, _ top: Int, _ fill: String, _ html: inout HTMLWriter
  ) {
    var boxes: [(x: Double, y: Double, width: Double, height: Double)] = []
    for (index, value) in series.values.prefix(Self.most).enumerated() {
      guard let value, value > 0 else { continue }
      let floor = below.flatMap { index < $0.values.count ? $0.values[index] : nil } ?? 0
      let height = Double(value) / Double(top) * 100
      let y = 100 - height - Double(max(0, floor)) / Double(top) * 100
      let start = scale.x(Self.moment(of: series, bucket: index))
      let end = scale.x(Self.moment(of: series, bucket: index + 1))
      if let last = boxes.last, last.y == y, last.height == height, last.x + last.width == start {
        boxes[boxes.count - 1].width = end - last.x
      } else {
        boxes.append((start, max(0, y), end - start, min(100, height)))
      }
    }
    html.element(.path, [.className: fill, .d: Drawing.path(boxes)]) { _ in }
  }

  private func writeGaps(_ html: inout HTMLWriter, height: Double) {
    let boxes = gaps.prefix(100).map { gap in
      let start = scale.x(gap.from)
      return (x: start, y: 0.0, width: max(1, scale.x(gap.to) - start), height: height)
    }
    if !boxes.isEmpty { html.element(.path, [.className: "f-gap", .d: Drawing.path(boxes)]) { _ in } }
  }

  // MARK: What can be counted

  struct Row: Sendable {
    let name: String
    let words: String
    let fill: String
  }

  static let rows = [
    Row(name: "pods.refused", words: "pods refused", fill: "f-event"),
    Row(name: "ec2.errors", words: "errors of EC2", fill: "f-event"),
    Row(name: "ipamd.holds", words: "pausing for 120 s", fill: "f-hold"),
    Row(name: "enis.attached", words: "ENIs attached", fill: "f-eni"),
    Row(name: "ipamd.starts", words: "ipamd started", fill: "f-start"),
  ]

  private func write(_ series: SeriesReport, _ row: Row, _ html: inout HTMLWriter) {
    let values = series.values.prefix(Self.most)
    let top = max(1, values.compactMap { $0 }.max() ?? 1)
    // Of very many moments those in the middle are not kept.
    let isWhole = !values.contains { $0 == nil }
    let total = values.reduce(0) { $0 &+ max(0, $1 ?? 0) }
    let words = "\(row.words) at \(isWhole ? "" : "more than ")\(Phrases.count(total, "moment"))"
    html.element(.span, [.className: "label"], "\(row.words), \(Phrases.number(total))\(isWhole ? "" : "+")")
    Drawing.svg(&html, look: "strip", width: TimeScale.width, height: 10, label: words) { html in
      writeGaps(&html, height: 10)
      var boxes: [(x: Double, y: Double, width: Double, height: Double)] = []
      for (index, value) in values.enumerated() {
        guard let value, value > 0 else { continue }
        let height = max(3, Double(value) / Double(top) * 10)
        let start = scale.x(Self.moment(of: series, bucket: index))
        let end = scale.x(Self.moment(of: series, bucket: index + 1))
        boxes.append((start, 10 - height, max(2, end - start), height))
      }
      html.element(.path, [.className: row.fill, .d: Drawing.path(boxes)]) { _ in }
    }
  }
}

extension HTMLReport {
  /// Nodes with a picture of their own.
  private static let drawn = 6

  func writeTimeline(_ html: inout HTMLWriter) {
    let known = Dictionary(grouping: report.series, by: \.node)
    let named = Set(report.primary.scope.nodes)
    let nodes = known.keys.sorted { (named.contains($0) ? 0 : 1, $0) < (named.contains($1) ? 0 : 1, $1) }
    let shown = Array(nodes.prefix(Self.drawn))
    if let scale = TimelineChart.span(of: shown.flatMap { known[$0] ?? [] }) {
      writeLegend(shown.flatMap { known[$0] ?? [] }, &html)
      for node in shown {
        let gaps = report.gaps.filter { $0.node == node }
        TimelineChart(node: node, series: known[node] ?? [], gaps: gaps, scale: scale, times: times)
          .write(&html, name: node)
      }
      if nodes.count > Self.drawn {
        html.element(
          .p, [.className: "dim"],
          "and \(Phrases.number(nodes.count - Self.drawn)) more nodes; the JSON report has their series")
      }
    }
    guard !report.timeline.isEmpty else { return }
    html.element(.details) { html in
      html.element(.summary, Phrases.count(report.timeline.count, "moment"))
      html.element(.ul) { html in
        for entry in report.timeline.prefix(Self.listed * 2) {
          html.element(.li) { html in
            html.element(.code, times.moment(entry.time, milliseconds: true))
            html.words(" \(entry.event)")
            if let node = entry.node { html.element(.span, [.className: "dim"], "  \(node)") }
          }
        }
      }
      writeMore(than: report.timeline.count, listed: Self.listed * 2, &html)
    }
  }

  private func writeLegend(_ series: [SeriesReport], _ html: inout HTMLWriter) {
    let names = Set(series.map(\.name))
    let keys = [
      ("pool.total", "f-total", "held by the node, idle"), ("pool.assigned", "f-used", "in use by pods"),
      ("pool.cooling", "f-cool", "resting after use"),
    ]
    html.element(.ul, [.className: "legend"]) { html in
      for (name, fill, words) in keys where names.contains(name) {
        html.element(.li) { html in
          Drawing.key(&html, fill)
          html.words(words)
        }
      }
      if !report.gaps.isEmpty {
        html.element(.li) { html in
          Drawing.key(&html, "f-gap")
          html.words("no log")
        }
      }
    }
  }
}
