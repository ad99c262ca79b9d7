import Collectors
import Patterns
import PlaybookData
import Playbooks

/// What the product looks for, made once for all inputs.
enum Catalog {
  static let scan: ScanCatalog = {
    let handbook = PlaybookData.handbook
    func entry(_ pattern: LogPattern, _ signal: String?) -> ScanCatalog.Entry {
      ScanCatalog.Entry(
        source: PatternSource(name: pattern.name, literals: pattern.literals, regex: pattern.regex),
        writers: Set(pattern.writers.map(\.rawValue)), signal: signal, examples: pattern.matches)
    }
    let causes = handbook.playbooks.flatMap(\.patterns).map { entry($0, nil) }
    return ScanCatalog(
      entries: causes + handbook.signals.map { entry($0.pattern, $0.states) },
      routine: handbook.routine.filter { !$0.isWrapper }
        .map { ScanCatalog.Routine(text: $0.text, isNoise: $0.isNoise) })
  }()

  static let sources = PlaybookData.handbook.patterns.map {
    PatternSource(name: $0.name, literals: $0.literals, regex: $0.regex)
  }
}
