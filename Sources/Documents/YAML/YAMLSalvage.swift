import Evidence

/// The value of one object, also when its text is cut off or its tail is broken.
enum YAMLSalvage {
  /// Nil when nothing of the part can be read; what was dropped is said in `problems`.
  static func value(of part: YAMLText.Part, problems: (InputProblem) -> Void) -> JSONValue? {
    let failure: YAMLConversion.Failure
    switch YAMLConversion.compose(part.text) {
    case .success(let value): return value
    case .failure(let reason): failure = reason
    }
    if !failure.repeated.isEmpty, let value = withoutRepetition(part, failure, problems: problems) {
      return value
    }
    let broken = min(max(failure.line, 1), max(part.lines.count, 1))
    let place = part.lines.indices.contains(broken - 1) ? part.lines[broken - 1] : nil
    let number = place?.number ?? 1
    let remark = "\(number):\(failure.column): \(failure.reason)"
    for attempt in attempts(part, brokenLine: broken) {
      guard case .success(let value) = YAMLConversion.compose(attempt.text), value.object != nil else {
        continue
      }
      let kept = attempt.lines.last?.number ?? number
      problems(
        InputProblem(
          line: number, byte: place?.byte, "\(remark); the object was read up to line \(kept)"))
      return value
    }
    problems(InputProblem(line: number, byte: place?.byte, "\(remark); this object is not read"))
    return nil
  }

  /// Shorter and shorter heads of the part: without tabs, without the last lines, without the broken line and what
  /// follows, and at last only up to the key of the object that holds the broken line. At most a dozen.
  private static func attempts(_ part: YAMLText.Part, brokenLine: Int) -> [YAMLText.Part] {
    var attempts: [YAMLText.Part] = []
    if let detabbed = withoutTabs(part) { attempts.append(detabbed) }
    var lengths: [Int] = []
    for dropped in [1, 2, 4] { lengths.append(part.lines.count - dropped) }
    for dropped in [1, 2, 3] { lengths.append(brokenLine - dropped) }
    if let boundary = topLevelBoundary(part, before: brokenLine) {
      lengths.append(boundary)
      if let earlier = topLevelBoundary(part, before: boundary) { lengths.append(earlier) }
    }
    for length in lengths where length > 0 && length < part.lines.count {
      attempts.append(YAMLText.Part(lines: Array(part.lines.prefix(length)), listKind: part.listKind))
    }
    return attempts
  }

  /// Lines before the last key of the outermost level that starts before line `before` (from 1).
  private static func topLevelBoundary(_ part: YAMLText.Part, before: Int) -> Int? {
    guard let outer = part.firstContent?.indent else { return nil }
    return part.lines.prefix(before).lastIndex { !$0.isBlank && !$0.isComment && $0.indent == outer }
  }

  /// The object with the first of equal keys, as JSON readers here do; the others' lines are left out.
  private static func withoutRepetition(
    _ part: YAMLText.Part, _ failure: YAMLConversion.Failure, problems: (InputProblem) -> Void
  ) -> JSONValue? {
    var part = part
    var failure = failure
    for _ in 0..<8 {
      guard let again = repetition(in: part, failure) else { return nil }
      let line = part.lines[again.lowerBound]
      problems(
        InputProblem(
          line: line.number, byte: line.byte, "\(line.number): \(failure.reason); the first counts"))
      part.lines.removeSubrange(again)
      switch YAMLConversion.compose(part.text) {
      case .success(let value): return value
      case .failure(let next): failure = next
      }
    }
    return nil
  }

  /// Lines of the second `key:` at the mapping's indentation, with all that is deeper.
  private static func repetition(in part: YAMLText.Part, _ failure: YAMLConversion.Failure) -> Range<Int>? {
    let start = failure.line - 1
    guard part.lines.indices.contains(start) else { return nil }
    let indent = failure.column - 1
    var seen = false
    for index in start..<part.lines.count {
      let line = part.lines[index]
      let isKey = failure.repeated.contains { YAMLText.indent(ofKey: $0, in: line) == indent }
      guard isKey else { continue }
      if !seen {
        seen = true
        continue
      }
      let rest = part.lines[(index + 1)...]
      let end = rest.firstIndex { !$0.isBlank && $0.indent <= indent } ?? part.lines.count
      return index..<end
    }
    return nil
  }

  /// Tabs that indent become two blanks each: an editor's doing, and never legal YAML.
  private static func withoutTabs(_ part: YAMLText.Part) -> YAMLText.Part? {
    var result = part
    var found = false
    for index in part.lines.indices {
      let lead = part.lines[index].bytes.prefix { $0 == 32 || $0 == 9 }
      guard lead.contains(9) else { continue }
      found = true
      let blanks = lead.flatMap { $0 == 9 ? [UInt8(32), 32] : [$0] }
      result.lines[index].bytes = ArraySlice(blanks + part.lines[index].bytes.dropFirst(lead.count))
    }
    return found ? result : nil
  }
}
