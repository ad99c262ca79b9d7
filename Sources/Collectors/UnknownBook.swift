import Bytes
import Evidence

/// Loud lines that no pattern knows, by what they look like without their ids. Keeps the kinds that come first by
/// text, so that a log of a million kinds costs no more than one of a hundred.
struct UnknownBook {
  private struct Entry {
    let template: String
    let level: String
    var distinct = DistinctCount()
    var example: LineContext
    var text: ReusedBytes
  }

  private var entries: [UInt64: Entry] = [:]
  private var template: [UInt8] = []
  /// Of a full book: what does not come before it is not kept.
  private var bound: [UInt8] = []
  /// Kinds seen, kept or not.
  private(set) var kinds = DistinctCount()

  mutating func add(_ message: Span<UInt8>, _ context: LineContext, identity: UInt64) {
    LineFacts.template(message, into: &template)
    let name = LineFacts.hash(template.span)
    kinds.insert(name)
    if entries[name] == nil {
      if !bound.isEmpty, !template.lexicographicallyPrecedes(bound) { return }
      if entries.count >= 2 * Case.keptTemplates { thin() }
      var text = ReusedBytes()
      text.replace(with: message.extracting(0..<min(message.count, 4_096)))
      entries[name] = Entry(
        template: String(decoding: template, as: UTF8.self), level: context.level ?? "none", example: context,
        text: text)
    }
    entries[name]?.distinct.insert(identity)
    guard let known = entries[name]?.example, Self.isBefore(context, known) else { return }
    entries[name]?.example = context
    entries[name]?.text.replace(with: message.extracting(0..<min(message.count, 4_096)))
  }

  private mutating func thin() {
    let sorted = entries.sorted { $0.value.template < $1.value.template }
    for (name, _) in sorted.dropFirst(Case.keptTemplates) { entries[name] = nil }
    // Only where bytes and Strings agree on what comes first.
    let last = sorted.prefix(Case.keptTemplates).last?.value.template ?? ""
    if last.utf8.allSatisfy({ $0 < 0x80 }) { bound = Array(last.utf8) }
  }

  private static func isBefore(_ left: LineContext, _ right: LineContext) -> Bool {
    switch (left.time, right.time) {
    case (let a?, let b?) where a != b: a < b
    case (_?, nil): true
    case (nil, _?): false
    default: (left.line, left.byte) < (right.line, right.byte)
    }
  }

  /// Hands everything over to the case and starts anew.
  mutating func empty(into evidence: inout Case, input: String) {
    for entry in entries.values {
      let sample = Sample(
        time: entry.example.time,
        place: Place(input: input, line: entry.example.line, byte: entry.example.byte),
        text: LineFacts.excerpt(entry.text.array), level: entry.example.level)
      evidence.note(template: entry.template, sample, level: entry.level, distinct: entry.distinct)
    }
    self = UnknownBook()
  }
}
