import Evidence

/// One row of an event table, with or without the header above it.
///
///     Warning  FailedCreatePodSandBox  68s (x23 over 5m50s)  kubelet, ip-…  Failed to …         describe
///     2m29s    Warning   MissingIAMPermissions   pod/aws-node-rfbm2   Unauthorized …            get events
///     7m  7m  1  {default-scheduler }  spec.containers{c}  Normal  Scheduled  Successfully …    old describe
///     2m  2m  1  web.15a3…  Pod  spec.containers{c}  Warning  BackOff  {kubelet ip-…}  Back-off  old get events
///
/// `Warning|Normal` and a reason behind it are the anchor. Ages are relative to nobody knows when: no times.
enum EventRow {
  static func parse(_ row: TextRow) -> ClusterEvent? {
    guard let anchor = anchor(row) else { return nil }
    var event = ClusterEvent(message: "")
    event.type = row.word(anchor)
    event.reason = row.word(anchor + 1)
    readBefore(row, upTo: anchor, into: &event)
    var next = anchor + 2
    if WordShape.isAge(row.word(next)) {
      next += 1
      next = readRepetition(row, at: next, into: &event)
      next = readSource(row, at: next, into: &event)
    } else if let object = WordShape.object(row.word(next)) {
      event.objectKind = object.kind
      event.objectName = object.name
      next = readSubobject(row, at: next + 1)
      if let wide = wideTail(row, from: next) {
        event.count = wide.count
        event.source = wide.source
        event.message = wide.message
        return event
      }
    } else {
      next = readSource(row, at: next, into: &event)
    }
    event.message = row.rest(from: next)
    return event.message.isEmpty ? nil : event
  }

  /// The place of `Warning` or `Normal`, when what stands before it can be an event's first columns.
  private static func anchor(_ row: TextRow) -> Int? {
    for index in 0..<min(row.words.count, 14) {
      let word = row.word(index)
      guard word == "Warning" || word == "Normal" else { continue }
      guard WordShape.isReason(row.word(index + 1)) else { return nil }
      if index == 0 { return isConvincing(row) ? 0 : nil }
      // An age first, or a namespace and then an age.
      if WordShape.isAge(row.word(0)) { return index }
      return index >= 2 && WordShape.isDNSName(row.word(0)) && WordShape.isAge(row.word(1)) ? index : nil
    }
    return nil
  }

  /// A row that begins with the type: an age or an object must follow, or columns, or a reason of two words.
  private static func isConvincing(_ row: TextRow) -> Bool {
    let third = row.word(2)
    if WordShape.isAge(third) || WordShape.object(third) != nil { return true }
    let capitals = row.word(1).utf8.filter { (65...90).contains($0) }.count
    return capitals >= 2 || (row.gap(before: 1) && row.gap(before: 2))
  }

  /// Namespace, repetition, count, name, kind and source of the columns before the type.
  private static func readBefore(_ row: TextRow, upTo anchor: Int, into event: inout ClusterEvent) {
    guard anchor > 0 else { return }
    var index = 0
    if !WordShape.isAge(row.word(0)) {
      event.objectNamespace = row.word(0)
      index = 1
    }
    while index < anchor {
      let word = row.word(index)
      if WordShape.isAge(word) {
        index = readRepetition(row, at: index + 1, into: &event)
        continue
      }
      if let count = WordShape.count(word) {
        event.count = count
      } else if word.hasPrefix("{") {
        event.source = word.filter { $0 != "{" && $0 != "}" }
        if !word.hasSuffix("}") {
          let host = row.word(index + 1).filter { $0 != "}" }
          event.host = host.isEmpty ? nil : host
          index += 1
        }
      } else if word.hasSuffix(",") {
        event.source = String(word.dropLast())
        event.host = row.word(index + 1)
        index += 1
      } else if WordShape.isReason(word) {
        event.objectKind = word
      } else if let name = eventName(word) {
        event.objectName = name
      } else if !word.contains("{"), WordShape.isDNSName(word) {
        event.source = word
      }
      index += 1
    }
  }

  /// `(x14 over 6m)`: the count; the place behind it.
  private static func readRepetition(_ row: TextRow, at start: Int, into event: inout ClusterEvent) -> Int {
    guard row.word(start).hasPrefix("(x") else { return start }
    event.count = WordShape.count(String(row.word(start).dropFirst(2).filter { $0 != ")" }))
    for index in start..<min(start + 5, row.words.count) where row.word(index).hasSuffix(")") {
      return index + 1
    }
    return start + 1
  }

  /// `kubelet, ip-10-0-1-23.ec2.internal`, `{kubelet ip-…}`, `default-scheduler`; the place of the message.
  private static func readSource(_ row: TextRow, at start: Int, into event: inout ClusterEvent) -> Int {
    let word = row.word(start)
    if word.hasPrefix("{") {
      event.source = word.filter { $0 != "{" && $0 != "}" }
      for index in start..<min(start + 3, row.words.count) where row.word(index).hasSuffix("}") {
        if index > start { event.host = String(row.word(index).dropLast()) }
        if event.host?.isEmpty == true { event.host = nil }
        return index + 1
      }
      return start + 1
    }
    if word.hasSuffix(","), WordShape.isDNSName(String(word.dropLast())) {
      event.source = String(word.dropLast())
      event.host = row.word(start + 1)
      return start + 2
    }
    guard row.words.indices.contains(start + 1), isSourceName(word) else { return start }
    // Where columns are kept apart, the column is the source; where they are not, only a known kind of name is.
    let isColumn = row.gap(before: start) && row.gap(before: start + 1)
    guard isColumn || knownSources.contains(word) || word.contains("-") else { return start }
    event.source = word
    return start + 1
  }

  private static let knownSources: Set<String> = [
    "kubelet", "aws-node", "karpenter", "kube-proxy", "scheduler",
  ]

  private static func isSourceName(_ word: String) -> Bool {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { WordShape.isDNSName(String($0)) }
  }

  /// `spec.containers{web}` between object and message.
  private static func readSubobject(_ row: TextRow, at start: Int) -> Int {
    row.word(start).hasPrefix("spec.") && row.word(start).hasSuffix("}") ? start + 1 : start
  }

  /// `-o wide`: `SOURCE  MESSAGE  FIRST SEEN  COUNT  NAME`, known by the event's name at the end.
  private static func wideTail(_ row: TextRow, from start: Int) -> (
    source: String?, message: String, count: Int
  )? {
    let cells = row.cells(from: start)
    guard cells.count >= 4, let name = cells.last, eventName(name) != nil,
      let count = WordShape.count(cells[cells.count - 2]), WordShape.isAge(cells[cells.count - 3])
    else { return nil }
    let isSourced = cells.count >= 5 && isSourceColumn(cells[0])
    let message = cells[(isSourced ? 1 : 0)..<(cells.count - 3)].joined(separator: "  ")
    return (isSourced ? cells[0].split(separator: ",").first.map(String.init) : nil, message, count)
  }

  private static func isSourceColumn(_ cell: String) -> Bool {
    let words = cell.split(whereSeparator: { $0 == " " || $0 == "," })
    return words.count <= 2 && words.allSatisfy { isSourceName(String($0)) }
  }

  /// `web-6d4b.15a3f2c81d7e9b04`: an object's name and the event's hex number.
  static func eventName(_ word: String) -> String? {
    guard let dot = word.lastIndex(of: "."), WordShape.isDNSName(word) else { return nil }
    let number = word[word.index(after: dot)...]
    guard (10...20).contains(number.count), number.allSatisfy(\.isHexDigit) else { return nil }
    return String(word[..<dot])
  }
}
