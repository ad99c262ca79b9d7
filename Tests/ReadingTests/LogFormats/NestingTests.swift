import LogFormats
import Testing

/// A wrapper written by the test, from the inside out.
private enum Wrapping: CaseIterable {
  case cri, docker, fluentBit, cloudWatch, journalJSON, kubectl, prefix, insights, journalISO

  func wrap(_ text: String) -> String {
    switch self {
    case .cri: "2024-05-02T09:14:22.106123456Z stdout F \(text)"
    case .docker: #"{"log":\#(quoted(text + "\n")),"stream":"stdout","time":"2024-05-02T09:14:22.1Z"}"#
    case .fluentBit: #"{"log":\#(quoted(text)),"kubernetes":{"pod_name":"p","host":"h"}}"#
    case .cloudWatch: #"{"timestamp":1714641262000,"message":\#(quoted(text)),"eventId":"1"}"#
    case .journalJSON: #"{"__REALTIME_TIMESTAMP":"1714641262000000","MESSAGE":\#(quoted(text))}"#
    case .kubectl: "2024-05-02T09:14:22.106123456Z \(text)"
    case .prefix: "[pod/p/c] \(text)"
    case .insights:
      #"[{"field":"@timestamp","value":"2024-05-02 09:14:22.1"},{"field":"@message","value":\#(quoted(text))}]"#
    case .journalISO: "2024-05-02T09:14:22.106123+0000 ip-10-0-1-23 ipamd[1]: \(text)"
    }
  }
}

@Suite struct NestingTests {
  private static let pieces = [
    "Failed", " ", "\"", "\n", "\t", "\\", "ü", "日本", "😀", "{", "}", "eni-0aa1", ":", ",", "<nil>", "\u{1}",
    "'", "%!v(MISSING)",
    "status code: 400", "\",\"", "stdout F ",
  ]

  @Test(arguments: 0..<40)
  func `up to four wrappers give the same record as none`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      let message = (0..<Int.random(in: 1...12, using: &random))
        .compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      let plain = zap("x" + message)
      let expected = try #require(decode(plain).first).record
      var text = plain
      var chain: [Wrapping] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let wrapping = try #require(Wrapping.allCases.randomElement(using: &random))
        chain.append(wrapping)
        text = wrapping.wrap(text)
      }
      let found = decode(text)
      #expect(found.count == 1, "\(chain): \(text)")
      #expect(found.first?.record.message == expected.message, "\(chain): \(text)")
      #expect(found.first?.record.message == normalizeQuotes(Array(("x" + message).utf8)))
      #expect(found.first?.record.time == expected.time)
      #expect(found.first?.record.level == .error, "\(chain): \(text)")
    }
  }
}

extension NestingTests {
  @Test(arguments: 0..<20)
  func `the short way through a plain line gives what the long way gives`(seed: UInt64) {
    var random = SeededGenerator(seed: seed &+ 1_000)
    for _ in 0..<50 {
      let message = (0..<Int.random(in: 0...8, using: &random))
        .compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      // The blank at the end is what the short way does not take.
      #expect(decode(zap(message)) == decode(zap(message) + " "))
    }
  }
}

/// SplitMix64: the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
