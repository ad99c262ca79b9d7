import Evidence
import Triage
import VPCModel

/// Numbers, names and lists as a sentence has them.
package enum Phrases {
  /// `41,207`.
  package static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return value < 0 ? "−" + result : result
  }

  /// A count of different things that were seen; from where on it is an estimate, it says so: `≈5,532`.
  static func counted(_ value: Int) -> String { (value > DistinctCount.limit ? "≈" : "") + number(value) }

  /// `1 node`, `2 nodes`.
  static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number(value)) \(value == 1 ? one : many ?? one + "s")"
  }

  /// `once`, `19 times`.
  static func times(_ count: Int, isEstimate: Bool = false) -> String {
    count == 1 && !isEstimate ? "once" : (isEstimate ? "≈\(number(count)) times" : "\(counted(count)) times")
  }

  /// `a, b and 172 more`; one more is no shorter than the name itself, so it is named.
  static func list(_ names: [String], limit: Int = 8) -> String {
    if names.count <= limit + 1 { return names.joined(separator: ", ") }
    return names.prefix(limit).joined(separator: ", ") + " and \(number(names.count - limit)) more"
  }

  /// `7 addresses, 0 free /28; counted in the evidence`; empty where nothing could be counted.
  static func effect(_ remedy: RemedyAdvice) -> String {
    let parts = [
      remedy.effectAddresses.map { count($0, "address", "addresses") },
      remedy.effectFreeBlocks.map { "\(number($0)) free /28" },
    ].compactMap { $0 }
    return parts.isEmpty ? "" : parts.joined(separator: ", ") + "; counted in the evidence"
  }

  /// `SUBNET FRAGMENTED`.
  static func headline(_ id: String) -> String {
    String(id.map { $0 == "-" ? " " : $0 }).uppercased()
  }

  static func outcome(_ outcome: StepOutcome) -> (mark: Mark, words: String) {
    switch outcome {
    case .ruledOut: (.good, "ruled out")
    case .cause: (.bad, "cause")
    case .supports: (.bad, "supports it")
    case .contributing: (.warning, "contributes")
    case .noEvidence: (.open, "not known")
    case .notApplicable: (.none, "n/a")
    }
  }

  /// The step's name in a column; the question itself is its title.
  static func stepName(_ step: WalkStep) -> String {
    switch step.number {
    case 0: "path to an address"
    case 1: "ipamd log"
    case 2: "node limits"
    case 3: "subnet addresses"
    case 4: "account quotas"
    case 5: "configuration"
    default: step.title
    }
  }

  /// Causes put aside for the same reason share an entry; in the order of the first of each.
  static func byReason(_ excluded: [Exclusion]) -> [(because: String, ids: [String])] {
    var reasons: [(because: String, ids: [String])] = []
    var places: [String: Int] = [:]
    for exclusion in excluded {
      if let place = places[exclusion.because] {
        reasons[place].ids.append(exclusion.id.raw)
      } else {
        places[exclusion.because] = reasons.count
        reasons.append((exclusion.because, [exclusion.id.raw]))
      }
    }
    return reasons
  }

  /// `2/3`, `?/3`; empty when neither is known.
  static func part(_ used: Int?, of all: Int?) -> String {
    guard used != nil || all != nil else { return "?" }
    return "\(used.map(number) ?? "?")/\(all.map(number) ?? "?")"
  }
}
