import VPCModel

/// A value to be written as JSON: keys keep their order, so that the same report gives the same bytes.
package indirect enum JSONNode {
  case null
  case bool(Bool)
  case integer(Int)
  /// Written with two decimals.
  case decimal(Double)
  case string(String)
  case array([JSONNode])
  /// An array kept on one line, for long lists of short things.
  case row([JSONNode])
  /// An array whose items are made while it is written and dropped behind: of 100,000 interfaces or 64 ledgers there
  /// is never more than one.
  case each(Int, (Int) -> JSONNode)
  /// The same on one line.
  case rowOf(Int, (Int) -> JSONNode)
  case object([(String, JSONNode)])
  /// An object kept on one line.
  case line([(String, JSONNode)])

  init(_ value: String?) { self = value.map { .string($0) } ?? .null }
  init(_ value: Int?) { self = value.map { .integer($0) } ?? .null }
  init(_ value: Bool?) { self = value.map { .bool($0) } ?? .null }
  init(_ value: Instant?) { self = value.map { .string(CivilTime($0).rfc3339) } ?? .null }
  init(_ values: [String]) { self = .array(values.map { .string($0) }) }
}

/// Writes JSON: pretty with two spaces, or all on one line.
package struct JSONText {
  private var bytes: [UInt8] = []
  private let isPretty: Bool
  /// Where full pieces go; nil keeps everything.
  private let sink: Sink?
  /// The sink takes no more.
  private var isCut = false
  private static let pieceSize = 1 << 16

  /// Ends with a line feed.
  package static func pretty(_ node: JSONNode) -> String { text(node, isPretty: true) }
  /// One line, for JSON Lines; ends with a line feed.
  package static func line(_ node: JSONNode) -> String { text(node, isPretty: false) }

  /// The same bytes as `pretty`, a piece at a time; false when the sink took not all of them.
  static func pretty(_ node: JSONNode, to sink: @escaping Sink) -> Bool {
    var writer = JSONText(isPretty: true, sink: sink)
    writer.write(node, indent: 0, inline: false)
    writer.bytes.append(UInt8(ascii: "\n"))
    writer.flush()
    return !writer.isCut
  }

  private static func text(_ node: JSONNode, isPretty: Bool) -> String {
    var writer = JSONText(isPretty: isPretty, sink: nil)
    writer.write(node, indent: 0, inline: !isPretty)
    return String(decoding: writer.bytes, as: UTF8.self) + "\n"
  }

  private init(isPretty: Bool, sink: Sink?) {
    self.isPretty = isPretty
    self.sink = sink
  }

  private mutating func flush() {
    guard let sink, !isCut else { return }
    isCut = !sink(String(decoding: bytes, as: UTF8.self))
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func write(_ node: JSONNode, indent: Int, inline: Bool) {
    switch node {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .decimal(let value): bytes += Self.twoDecimals(value).utf8
    case .string(let value): quote(value)
    case .array(let items): write(items.count, { items[$0] }, indent: indent, inline: inline)
    case .row(let items): write(items.count, { items[$0] }, indent: indent, inline: true)
    case .each(let count, let item): write(count, item, indent: indent, inline: inline)
    case .rowOf(let count, let item): write(count, item, indent: indent, inline: true)
    case .object(let members): write(members, indent: indent, inline: inline)
    case .line(let members): write(members, indent: indent, inline: true)
    }
  }

  private mutating func write(_ count: Int, _ item: (Int) -> JSONNode, indent: Int, inline: Bool) {
    bytes.append(UInt8(ascii: "["))
    for index in 0..<count {
      // Between two items no character is cut.
      if bytes.count >= Self.pieceSize { flush() }
      if isCut { return }
      separate(index, indent: indent + 1, inline: inline)
      write(item(index), indent: indent + 1, inline: inline)
    }
    if count > 0 && !inline { newLine(indent) }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ members: [(String, JSONNode)], indent: Int, inline: Bool) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      separate(index, indent: indent + 1, inline: inline)
      quote(member.0)
      bytes += (isPretty ? ": " : ":").utf8
      write(member.1, indent: indent + 1, inline: inline)
    }
    if !members.isEmpty && !inline { newLine(indent) }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func separate(_ index: Int, indent: Int, inline: Bool) {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    if !inline { newLine(indent) } else if index > 0 && isPretty { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func newLine(_ indent: Int) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * 2))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    Escaping.json(text, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Not `String(describing:)`: 0.1 + 0.2 is to read 0.30. What is no number is written 0.00 to 1.00 at most.
  private static func twoDecimals(_ value: Double) -> String {
    let hundredths = value > 0 ? Int(min(value, 1e9) * 100 + 0.5) : 0
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
