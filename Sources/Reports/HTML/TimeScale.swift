import VPCModel

/// Where a time stands in a drawing 1,000 wide.
struct TimeScale {
  static let width = 1_000.0
  let from: Instant
  let to: Instant

  /// At least a minute wide, so that a single moment has a place.
  init(from: Instant, to: Instant) {
    self.from = from
    let minute = from.nanoseconds.addingReportingOverflow(60_000_000_000)
    self.to = max(to, minute.overflow ? from : Instant(nanoseconds: minute.partialValue))
  }

  func x(_ time: Instant) -> Double {
    let whole = to.seconds(since: from)
    guard whole > 0 else { return 0 }
    return min(Self.width, max(0, time.seconds(since: from) / whole * Self.width))
  }
}

/// Numbers of a drawing: one decimal, nothing that is no number.
enum Drawing {
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((min(1e6, max(-1e6, value)) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let digits = tenths.magnitude
    return digits % 10 == 0 ? "\(sign)\(digits / 10)" : "\(sign)\(digits / 10).\(digits % 10)"
  }

  /// Rectangles as one path: a row of a hundred takes a line each, not an element.
  static func path(_ boxes: [(x: Double, y: Double, width: Double, height: Double)]) -> String {
    boxes.map { box in
      "M\(number(box.x)) \(number(box.y))h\(number(box.width))v\(number(box.height))h\(number(-box.width))z"
    }.joined()
  }

  /// A drawing that fills its column; what it shows is said in `label`.
  static func svg(
    _ html: inout HTMLWriter, look: String, width: Double, height: Double, label: String,
    _ body: (inout HTMLWriter) -> Void
  ) {
    html.element(
      .svg,
      [
        .className: look, .viewBox: "0 0 \(number(width)) \(number(height))", .preserveAspectRatio: "none",
        .role: "img", .label: label, .focusable: "false",
      ], body)
  }

  /// The colour beside a word of a legend.
  static func key(_ html: inout HTMLWriter, _ fill: String) {
    html.element(.svg, [.className: "key", .viewBox: "0 0 1 1", .hidden: "true", .focusable: "false"]) {
      $0.element(.rect, [.width: "1", .height: "1", .className: fill]) { _ in }
    }
  }
}
