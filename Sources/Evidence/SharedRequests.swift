import VPCModel

/// EC2 requests by the hash of their id: when a node logged the answer, and when EC2 says the call was made. Who finds
/// one in both holds the node's clock against EC2's.
///
/// Of each side the smallest hashes are kept, so both sides keep the same ones and the order of merging leaves no trace.
package struct SharedRequests: Hashable, Sendable {
  package static let kept = 64
  package private(set) var logged: [UInt64: Instant] = [:]
  package private(set) var answered: [UInt64: Instant] = [:]

  package init() {}

  package var isEmpty: Bool { logged.isEmpty && answered.isEmpty }

  /// By the node's clock; of several lines about one request the first counts.
  package mutating func log(_ request: UInt64, at time: Instant) { Self.keep(request, time, in: &logged) }

  /// By EC2's clock.
  package mutating func answer(_ request: UInt64, at time: Instant) {
    Self.keep(request, time, in: &answered)
  }

  private static func keep(_ request: UInt64, _ time: Instant, in times: inout [UInt64: Instant]) {
    if let known = times[request] {
      times[request] = min(known, time)
      return
    }
    if times.count >= kept {
      guard let largest = times.keys.max(), request < largest else { return }
      times[largest] = nil
    }
    times[request] = time
  }

  package mutating func merge(_ other: SharedRequests) {
    for (request, time) in other.logged { log(request, at: time) }
    for (request, time) in other.answered { answer(request, at: time) }
  }
}

/// As two objects of sixteen hex digits each; JSON's numbers end at 2^53 for many readers.
extension SharedRequests: Codable {
  private enum Key: String, CodingKey { case logged, answered }

  package init(from decoder: any Decoder) throws {
    let from = try decoder.container(keyedBy: Key.self)
    for (key, note) in [(Key.logged, Self.noteLogged), (.answered, Self.noteAnswered)] {
      let times: [String: Instant] = try from.decodeIfPresent(forKey: key) ?? [:]
      for (text, time) in times {
        guard let request = UInt64(text, radix: 16) else {
          throw DecodingError.dataCorruptedError(
            forKey: key, in: from, debugDescription: "\(text): no hash of 64 bits")
        }
        note(&self, request, time)
      }
    }
  }

  private static func noteLogged(_ all: inout SharedRequests, _ request: UInt64, _ time: Instant) {
    all.log(request, at: time)
  }

  private static func noteAnswered(_ all: inout SharedRequests, _ request: UInt64, _ time: Instant) {
    all.answer(request, at: time)
  }

  package func encode(to encoder: any Encoder) throws {
    var to = encoder.container(keyedBy: Key.self)
    try to.encode(filled: Self.named(logged), forKey: .logged)
    try to.encode(filled: Self.named(answered), forKey: .answered)
  }

  private static func named(_ times: [UInt64: Instant]) -> [String: Instant] {
    Dictionary(times.map { ($0.key.hex, $0.value) }) { min($0, $1) }
  }
}
