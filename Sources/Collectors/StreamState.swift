import Evidence
import VPCModel

/// What the lines just before say about the next one, within one input and one node.
struct StreamState {
  struct Request {
    var pod: String?
    var sandbox: String?
    var time: Instant?
  }

  /// The request ipamd is answering.
  var request = Request()
  /// By pattern: the newest answer of EC2 with a request id. Traces around it repeat the code without the id.
  var answers: [String: (identity: UInt64, time: Instant?)] = [:]

  func answer(of pattern: String, at time: Instant?) -> UInt64? {
    guard let answer = answers[pattern] else { return nil }
    guard let answered = answer.time, let time else { return answer.identity }
    return abs(time.seconds(since: answered)) <= 2 ? answer.identity : nil
  }

  /// The newest count of the pool, to tell what stood at a refusal.
  var pool: PoolCount?
  var poolTime: Instant?

  /// Requests are answered within moments; an older one is somebody else's.
  func request(at time: Instant?) -> Request? {
    guard request.sandbox != nil || request.pod != nil else { return nil }
    guard let asked = request.time, let time else { return request }
    return abs(time.seconds(since: asked)) <= 5 ? request : nil
  }

  func pool(at time: Instant?) -> PoolCount? {
    guard let pool else { return nil }
    guard let counted = poolTime, let time else { return pool }
    // Pool statistics come every 5 s.
    return abs(time.seconds(since: counted)) <= 15 ? pool : nil
  }
}
