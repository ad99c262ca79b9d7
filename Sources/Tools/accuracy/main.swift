import Commands
import Foundation
import PlaybookData

// Usage: accuracy FOLDER : analyses every labelled incident of FOLDER and prints what was right, cause by cause.

/// The label beside an incident's input.
struct Label: Decodable {
  let id: String
  let expectedPrimary: String
  let acceptable: [String]
  let decidable: Bool

  enum CodingKeys: String, CodingKey {
    case id, acceptable, decidable
    case expectedPrimary = "expected_primary"
  }
}

struct Tally {
  var cases = 0
  var exact = 0
  var acceptable = 0
  var wrong: [String] = []
}

let folder = CommandLine.arguments.dropFirst().first ?? "../shared/incidents"
let manager = FileManager.default
guard let names = try? manager.contentsOfDirectory(atPath: folder) else {
  print("accuracy: no folder \(folder); skipped")
  exit(0)
}

var byCause: [String: Tally] = [:]
var overClaims: [String] = []
var falseAlarms: [String] = []
let verdicts: Set<String> = ["healthy", "not-ip-problem", "unknown"]
for name in names.sorted() {
  let path = folder + "/" + name
  guard let data = manager.contents(atPath: path + "/case.json"),
    let label = try? JSONDecoder().decode(Label.self, from: data)
  else { continue }
  let outcome = Analysis.run(paths: [path + "/input"], handbook: PlaybookData.handbook)
  let answer = outcome.report.primary.id.raw
  let isFair = answer == label.expectedPrimary || label.acceptable.contains(answer)
  var tally = byCause[label.expectedPrimary, default: Tally()]
  tally.cases += 1
  if answer == label.expectedPrimary { tally.exact += 1 }
  if isFair { tally.acceptable += 1 } else { tally.wrong.append("\(name): \(answer)") }
  byCause[label.expectedPrimary] = tally
  if !isFair, !verdicts.contains(answer) {
    if verdicts.contains(label.expectedPrimary) { falseAlarms.append(name) }
    if !label.decidable { overClaims.append(name) }
  }
}

func pad(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}

print("\(pad("cause", 32))cases  exact  acceptable")
for cause in byCause.keys.sorted() {
  guard let tally = byCause[cause] else { continue }
  print("\(pad(cause, 32))\(pad("\(tally.cases)", 7))\(pad("\(tally.exact)", 7))\(tally.acceptable)")
  for wrong in tally.wrong { print("    wrong: \(wrong)") }
}
let total = byCause.values.reduce(into: Tally()) {
  $0.cases += $1.cases
  $0.exact += $1.exact
  $0.acceptable += $1.acceptable
}
print("\(pad("all", 32))\(pad("\(total.cases)", 7))\(pad("\(total.exact)", 7))\(total.acceptable)")
print("over-claimed: \(overClaims.isEmpty ? "none" : overClaims.joined(separator: ", "))")
print("falsely alarmed: \(falseAlarms.isEmpty ? "none" : falseAlarms.joined(separator: ", "))")
exit(total.acceptable == total.cases ? 0 : 1)
