import Bytes
import Evidence
import VPCModel

/// What the lines just before say about the next one, within one input and one node.
struct StreamState {
  /// A request that ipamd is answering. Its texts stay bytes until somebody needs them.
  struct Request {
    private(set) var podText = ReusedBytes()
    /// Identity of the sandbox; nil when the request names none.
    var sandbox: UInt64?
    var time: Instant?

    /// `shop/web-7d4b9`, or the name alone.
    var pod: String? { podText.isEmpty ? nil : String(decoding: podText.array, as: UTF8.self) }

    var isEmpty: Bool { podText.isEmpty && sandbox == nil }

    mutating func name(_ pod: Span<UInt8>, in namespace: Span<UInt8>?) {
      podText.clear()
      if let namespace {
        podText.append(namespace)
        podText.append(Self.slash.span)
      }
      podText.append(pod)
    }

    mutating func forget() {
      podText.clear()
      sandbox = nil
      time = nil
    }

    private static let slash = [UInt8(ascii: "/")]
  }

  var request = Request()
  /// By pattern: the newest answer of EC2 with a request id. Traces around it repeat the code without the id.
  var answers: [Int32: (identity: UInt64, time: Instant?)] = [:]

  func answer(of pattern: Int32, at time: Instant?) -> UInt64? {
    guard let answer = answers[pattern] else { return nil }
    guard let answered = answer.time, let time else { return answer.identity }
    return abs(time.seconds(since: answered)) <= 2 ? answer.identity : nil
  }

  /// The newest count of the pool, to tell what stood at a refusal.
  var pool: PoolCount?
  var poolTime: Instant?

  /// Requests are answered within moments; an older one is somebody else's.
  func hasRequest(at time: Instant?) -> Bool {
    guard !request.isEmpty else { return false }
    guard let asked = request.time, let time else { return true }
    return abs(time.seconds(since: asked)) <= 5
  }

  func pool(at time: Instant?) -> PoolCount? {
    guard let pool else { return nil }
    guard let counted = poolTime, let time else { return pool }
    // Pool statistics come every 5 s.
    return abs(time.seconds(since: counted)) <= 15 ? pool : nil
  }
}

/// A node as one input shows it: its log so far, and what its last lines said.
struct NodeInHand {
  let name: String
  var log = NodeLog()
  var stream = StreamState()
  /// Interned names of the ENIs in `log.enis`.
  var enis: Set<Int32> = []
  var served = ServedPods()
  /// Something was said of it.
  var isTouched = false
}

/// Pods that got an address, and when last; the newest of many.
struct ServedPods {
  private var places: [UInt64: Int] = [:]
  private var pods: [(text: ReusedBytes, hash: UInt64, time: Instant)] = []

  mutating func note(_ pod: ReusedBytes, at time: Instant) {
    let hash = pod.withSpan { LineFacts.hash($0) }
    if let known = places[hash] {
      pods[known].time = max(pods[known].time, time)
      return
    }
    if pods.count >= 2 * NodeLog.keptPods { thin() }
    places[hash] = pods.count
    pods.append((pod, hash, time))
  }

  private mutating func thin() {
    // Nearly sorted already: a log goes forward.
    pods.sort { $0.time < $1.time }
    pods.removeFirst(pods.count - NodeLog.keptPods)
    places.removeAll(keepingCapacity: true)
    for (place, pod) in pods.enumerated() { places[pod.hash] = place }
  }

  func pour(into log: inout NodeLog) {
    for pod in pods { log.serve(pod: String(decoding: pod.text.array, as: UTF8.self), at: pod.time) }
  }
}
