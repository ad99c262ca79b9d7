import Evidence

/// Names the parts of two cases that are not equal, so that a failing test says where to look.
enum Difference {
  private final class Findings {
    var list: [String] = []
  }

  static func of(_ left: Case, _ right: Case) -> [String] {
    let found = Findings()
    compare("input", left.inputs, right.inputs, found) { (one: InputRecord, other: InputRecord, at: String) in
      note(at + " kind", one.kind, other.kind, found)
      note(at + " lines", one.lines, other.lines, found)
      note(at + " recognised", one.recognised, other.recognised, found)
      note(at + " problems", one.problems, other.problems, found)
      note(at + " first", one.first, other.first, found)
      note(at + " last", one.last, other.last, found)
    }
    compare("log", left.nodeLogs, right.nodeLogs, found) { (one: NodeLog, other: NodeLog, at: String) in
      compare(at + " moments", one.moments, other.moments, found) { one, other, at in
        found.list.append(
          "\(at): \(one.count) for \(other.count), \(one.times.count) for \(other.times.count) times")
      }
      compare(at + " samples", one.samples, other.samples, found) { one, other, at in
        describe(one, other, at, found)
      }
      note(at + " pool", one.pool, other.pool, found)
      note(at + " room", one.room, other.room, found)
      note(at + " slots", one.freeSlots, other.freeSlots, found)
      note(at + " minutes", one.minutes, other.minutes, found)
      note(at + " settings", one.settings, other.settings, found)
      note(at + " names", [one.aliases, one.hosts], [other.aliases, other.hosts], found)
      note(at + " ENIs", one.enis, other.enis, found)
      note(at + " full", one.refusedFull.value, other.refusedFull.value, found)
      note(at + " free", one.refusedWithFree.value, other.refusedWithFree.value, found)
      note(at + " cooling", one.refusedWhileCooling.value, other.refusedWhileCooling.value, found)
      note(at + " refused", one.podsRefused, other.podsRefused, found)
      note(at + " served", one.podsServed, other.podsServed, found)
      note(at + " kinds", one.kinds, other.kinds, found)
      note(at + " first", one.first, other.first, found)
      note(at + " last", one.last, other.last, found)
    }
    compare("sighting", left.sightings, right.sightings, found) { one, other, at in
      describe(one, other, at, found)
    }
    compare("unclassified", left.unclassified, right.unclassified, found) { one, other, at in
      found.list.append("\(at): \(one) for \(other)")
    }
    compare("noise", left.noise, right.noise, found) {
      found.list.append("\($2): \($0.value) for \($1.value)")
    }
    note("statements", Set(left.statements), Set(right.statements), found)
    note("node statements", left.nodeStatements, right.nodeStatements, found)
    note("problems", left.problems, right.problems, found)
    note("first", left.first, right.first, found)
    note("last", left.last, right.last, found)
    note("assumed times", left.hasAssumedTimes, right.hasAssumedTimes, found)
    return found.list.sorted()
  }

  private static func describe(_ one: Sighting, _ other: Sighting, _ at: String, _ found: Findings) {
    note(at + " count", one.moments.count, other.moments.count, found)
    note(at + " times", one.moments.times, other.moments.times, found)
    note(at + " samples", one.samples.map(brief), other.samples.map(brief), found)
    note(at + " captures", one.captures, other.captures, found)
    note(at + " pods", one.pods, other.pods, found)
  }

  private static func brief(_ sample: Sample) -> String {
    "\(sample.place.line)@\(sample.place.byte) \(sample.level ?? "") \(sample.text.prefix(60))"
  }

  private static func note<Value: Equatable>(_ at: String, _ left: Value, _ right: Value, _ found: Findings) {
    if left != right { found.list.append(String("\(at): \(left) for \(right)".prefix(600))) }
  }

  private static func compare<Key: Hashable, Value: Equatable>(
    _ what: String, _ left: [Key: Value], _ right: [Key: Value], _ found: Findings,
    _ inside: (Value, Value, String) -> Void
  ) {
    var pairs: [(Value, Value, String)] = []
    for key in Set(left.keys).union(right.keys) where left[key] != right[key] {
      guard let one = left[key], let other = right[key] else {
        found.list.append("\(what) \(key): only in the \(left[key] == nil ? "second" : "first")")
        continue
      }
      pairs.append((one, other, "\(what) \(key)"))
    }
    for (one, other, at) in pairs { inside(one, other, at) }
  }
}
