import Evidence
import VPCModel

/// A Prometheus text page, read line by line out of whatever stands around it.
///
///     # TYPE awscni_total_ip_addresses gauge
///     awscni_total_ip_addresses{instance="10.0.1.23:61678"} 27 1714641261105
///
/// A page begins with a `HELP` or `TYPE` line or an `awscni_` sample; then samples of any name belong to it. The
/// same series again begins the next page (two pages in one file without labels are two nodes).
struct MetricsPage {
  private var gathering = MetricsGathering()
  private var isOpen = false
  private var line = 0
  private var byte = 0

  /// True when the line was part of a page.
  mutating func consume(_ row: TextRow, number: Int, byte: Int, emit: StatementSink) -> Bool {
    if row.word(0) == "#" {
      let isHeader = row.word(1) == "HELP" || row.word(1) == "TYPE"
      guard isHeader || (isOpen && row.word(1) == "EOF") else { return false }
      open(number, byte)
      return true
    }
    guard isOpen || row.bytes.starts(with: "awscni_".utf8) else { return false }
    var scanner = SampleScanner(row.bytes)
    guard let sample = scanner.sample() else { return false }
    open(number, byte)
    if !gathering.add(sample) {
      flush(emit: emit)
      open(number, byte)
      _ = gathering.add(sample)
    }
    return true
  }

  /// States what was gathered; the next line begins anew.
  mutating func flush(emit: StatementSink) {
    isOpen = false
    for snapshot in gathering.take() { emit(.metrics(snapshot), line, byte) }
    for error in gathering.takeErrorTexts() {
      emit(.text(error.text, origin: "metrics", time: nil, node: error.node), line, byte)
    }
  }

  private mutating func open(_ number: Int, _ position: Int) {
    if isOpen { return }
    isOpen = true
    line = number
    byte = position
  }
}

/// `name{label="value",…} number [milliseconds]`; label values have `\\`, `\"` and `\n` escaped.
struct SampleScanner {
  private let bytes: [UInt8]
  private var position = 0
  private static let mostLabels = 64

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func sample() -> MetricSample? {
    let name = identifier(colon: true)
    guard !name.isEmpty, let labels = labels() else { return nil }
    let words = bytes[min(position, bytes.count)...].split(whereSeparator: TextRow.isBlank)
    guard (1...2).contains(words.count) || words.dropFirst().contains([UInt8(ascii: "#")]),
      let first = words.first, let value = Double(String(decoding: first, as: UTF8.self))
    else { return nil }
    var time: Instant?
    if words.count == 2, let stamp = Int64(String(decoding: words[1], as: UTF8.self)),
      (0...9_000_000_000_000).contains(stamp)
    {
      time = Instant(nanoseconds: stamp * 1_000_000)
    }
    return MetricSample(name: name, labels: labels, value: value, time: time)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func identifier(colon: Bool) -> String {
    let start = position
    while let byte = current,
      WordShape.isLetter(byte) || byte == 95 || (position > start && (48...57).contains(byte))
        || (colon && byte == UInt8(ascii: ":"))
    { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = current, TextRow.isBlank(byte) { position += 1 }
  }

  /// An empty table when there are no braces; nil when they are broken.
  private mutating func labels() -> [String: String]? {
    guard skip(UInt8(ascii: "{")) else { return current.map { TextRow.isBlank($0) } == true ? [:] : nil }
    var labels: [String: String] = [:]
    while labels.count <= Self.mostLabels {
      skipBlanks()
      if skip(UInt8(ascii: "}")) { return labels }
      let key = identifier(colon: false)
      guard !key.isEmpty, skip(UInt8(ascii: "=")), let value = quoted() else { return nil }
      labels[key] = value
      skipBlanks()
      if !skip(UInt8(ascii: ",")), current != UInt8(ascii: "}") { return nil }
    }
    return nil
  }

  private mutating func quoted() -> String? {
    guard skip(UInt8(ascii: "\"")) else { return nil }
    var value: [UInt8] = []
    while let byte = current {
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: value, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\"), let escaped = current else {
        value.append(byte)
        continue
      }
      position += 1
      value.append(escaped == UInt8(ascii: "n") ? 10 : escaped)
    }
    return nil
  }
}

/// Labels without a metric in front, `error="… RequestLimitExceeded: …",fn="…"`: no page, but an error's text.
enum LabelFragment {
  static func text(_ row: TextRow) -> String? {
    let text = row.text
    guard
      text.hasPrefix("error=\"") || text.hasPrefix("{error=\"") || text.hasPrefix("api=\"")
        || text.hasPrefix("{api=\"") || text.hasPrefix("fn=\"") || text.hasPrefix("{fn=\"")
    else { return nil }
    return text
  }
}
