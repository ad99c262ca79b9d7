import Commands
import Synchronization
import Triage
import VPCModel

/// What an answer must keep, however its evidence was handed in.
struct Gist: Equatable, CustomStringConvertible {
  var primary: String
  var basis: String
  var state: String
  var status: String
  var subnets: [String]
  var enis: [String]
  var nodes: Int
  var count: Int?
  var contributing: [String]
  /// One for each subnet: `subnet-… 256 free 0 blocks 0 run 0 exhausted`.
  var ledgers: [String]

  init(_ outcome: Analysis.Outcome) {
    let report = outcome.report
    primary = report.primary.id.raw
    basis = report.primary.basis?.rawValue ?? "-"
    state = report.primary.state?.rawValue ?? "-"
    status = report.status.rawValue
    subnets = report.primary.scope.subnets
    enis = report.primary.scope.enis
    nodes = report.primary.scope.nodes.count
    count = report.primary.count
    contributing = report.contributing.map(\.id.raw).sorted()
    ledgers = report.subnets.map { ledger in
      func word(_ number: Int?) -> String { number.map(String.init) ?? "?" }
      return "\(ledger.subnet.raw) \(word(ledger.size)) free \(word(ledger.free)) owned "
        + "\(word(ledger.owners?.total)) blocks \(word(ledger.freeAligned28)) run \(word(ledger.largestFreeRun)) "
        + "available \(word(ledger.available)) \(ledger.verdict.rawValue)"
    }.sorted()
  }

  /// What the sample says as it is, read once for all tests.
  static func plainGist(_ name: String) -> Gist? {
    samples.withLock { known in
      if let gist = known[name] { return gist }
      let gist = try? SampleInputs(name).gist()
      known[name] = gist
      return gist
    }
  }
  static func plain(_ name: String) -> String? { plainGist(name)?.description }

  private static let samples = Mutex<[String: Gist]>([:])

  var description: String {
    "\(primary) \(basis) \(state) \(status) \(subnets) \(enis) nodes \(nodes) count \(count ?? -1) with "
      + "\(contributing) \(ledgers)"
  }
}
