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

  /// Patterns whose literal is short: legal, and paid for on every line.
  package static func advice(for handbook: Handbook) -> [String] {
    handbook.patterns.compactMap { pattern in
      let place = "\(pattern.place.input):\(pattern.place.line):\(pattern.place.byte)"
      if pattern.literals.isEmpty {
        return "\(place): pattern \"\(pattern.name)\" has no literal; it runs on every line"
      }
      guard let short = pattern.literals.min(by: { $0.utf8.count < $1.utf8.count }),
        short.utf8.count < Prefilter.longEnough
      else { return nil }
      return "\(place): literal \"\(short)\" has \(short.utf8.count) bytes; 12 or more are faster"
    }
  }

  static func firstProblem(of handbook: Handbook, in folder: String) -> String? {
    problems(of: handbook).first { $0.hasPrefix(folder) }
  }
}
