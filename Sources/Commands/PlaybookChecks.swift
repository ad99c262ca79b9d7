import Patterns
import Playbooks

/// Checks that need a regex engine: done by `playbooks lint`, for added folders, and by a test for ours.
package enum PlaybookChecks {
  package static func problems(of handbook: Handbook) -> [String] {
    var problems: [String] = []
    for pattern in handbook.patterns {
      do {
        let regex = try Regex(pattern.regex)
        for text in pattern.matches where regex.match(Array(text.utf8)) != .matched {
          problems.append("\(PlaybookError(at: pattern.place, .exampleNotMatched(text)))")
        }
        for text in pattern.ignores where regex.match(Array(text.utf8)) != .noMatch {
          problems.append("\(PlaybookError(at: pattern.place, .ignoredMatched(text)))")
        }
      } catch {
        problems.append("\(PlaybookError(at: pattern.place, .regex(pattern.regex, "\(error)")))")
      }
    }
    return problems
  }

  /// Patterns that cost speed: legal, named with what they cost.
  package static func advice(for handbook: Handbook) -> [String] {
    handbook.patterns.compactMap { pattern in
      let place = "\(pattern.place.input):\(pattern.place.line):\(pattern.place.byte)"
      guard !pattern.literals.isEmpty else {
        return "\(place): pattern \"\(pattern.name)\" requires no literal of \(LiteralExtractor.shortest) "
          + "bytes: it always runs, on every line"
      }
      let short = pattern.literals.filter { $0.utf8.count < LiteralExtractor.longEnough }
        .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
      guard let shortest = short.first else { return nil }
      let words =
        short.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
        + (short.count > 3 ? " and \(short.count - 3) more" : "")
      return "\(place): pattern \"\(pattern.name)\" requires \(words): \(shortest.utf8.count) bytes where "
        + "\(LiteralExtractor.longEnough) are fast; every line is searched in steps of "
        + "\(max(1, shortest.utf8.count - 3)) bytes instead of \(LiteralExtractor.longEnough - 3)"
    }
  }

  static func firstProblem(of handbook: Handbook, in folder: String) -> String? {
    problems(of: handbook).first { $0.hasPrefix(folder) }
  }
}
