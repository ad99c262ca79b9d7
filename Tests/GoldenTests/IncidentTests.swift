import Commands
import Foundation
import PlaybookData
import TestSupport
import Testing

/// The labelled incidents beside the checkout, where they are.
@Suite(.enabled(if: Samples.shared != nil, "no labelled incidents beside the checkout"))
struct IncidentTests {
  struct Label: Decodable {
    let expectedPrimary: String
    let acceptable: [String]
    let decidable: Bool

    enum CodingKeys: String, CodingKey {
      case acceptable, decidable
      case expectedPrimary = "expected_primary"
    }
  }

  static let names: [String] = {
    guard let folder = Samples.shared?.appending(path: "incidents") else { return [] }
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return all.filter {
      FileManager.default.fileExists(atPath: folder.appending(path: $0 + "/case.json").path)
    }
    .sorted()
  }()

  @Test(arguments: IncidentTests.names)
  func `every answer is fair`(name: String) throws {
    let folder = try #require(Samples.shared).appending(path: "incidents/" + name)
    let label = try JSONDecoder().decode(
      Label.self, from: Data(contentsOf: folder.appending(path: "case.json")))
    let outcome = Analysis.run(paths: [folder.appending(path: "input").path], handbook: PlaybookData.handbook)
    let answer = outcome.report.primary.id.raw
    #expect(
      ([label.expectedPrimary] + label.acceptable).contains(answer), "\(outcome.report.primary.because)")
  }
}
