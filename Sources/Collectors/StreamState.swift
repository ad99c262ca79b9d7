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
    /// When it came; nil when its line names no time.
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

    var podHash: UInt64 { podText.withSpan { Collectors.podHash($0, in: nil) } }

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
  var requests = SharedRequests()
  /// Something was said of it.
  var isTouched = false
  /// The last line that a pattern knew, for the clock.
  var lastKnown: (line: Int, time: Instant)?
}

/// Pods that got an address, and when last; the newest of many.
struct ServedPods {
  private var pods: [(hash: UInt64, time: Int64)] = []
  private var isAscending = true
  private static let most = 3 * NodeLog.keptPods

  @inline(__always)
  mutating func note(_ pod: UInt64, at time: Int64) {
    if let last = pods.last, time < last.time { isAscending = false }
    if pods.count == Self.most { thin() }
    pods.append((pod, time))
  }

  /// Drops the oldest; a log goes forward, as a rule.
  private mutating func thin() {
    if !isAscending { pods.sort { ($0.time, $0.hash) < ($1.time, $1.hash) } }
    isAscending = true
    pods.removeFirst(pods.count - 2 * NodeLog.keptPods)
  }

  mutating func pour(into log: inout NodeLog) {
    for pod in pods { log.serve(pod: PodHash(value: pod.hash), at: Instant(nanoseconds: pod.time)) }
    pods = []
  }
}

/// `namespace/name` of bytes as `PodHash` has it.
func podHash(_ pod: Span<UInt8>, in namespace: Span<UInt8>?) -> UInt64 {
  var hash = PodHash.seed
  if let namespace {
    for index in namespace.indices { hash = PodHash.step(hash, namespace[index]) }
    hash = PodHash.step(hash, UInt8(ascii: "/"))
  }
  for index in pod.indices { hash = PodHash.step(hash, pod[index]) }
  return hash
}
