/// What is fuzzed: a name, as the corpus and the Makefile know it, and the function that takes any bytes.
///
/// A target returns what it found wrong, nil when all it promises holds. The fuzzer traps on an answer, the replay
/// tests show it; a crash or a hang needs no words.
package struct FuzzTarget: Sendable {
  package let name: String
  package let check: @Sendable ([UInt8]) -> String?
  /// What the fuzzer runs instead where the whole check is too slow for hundreds of thousands of inputs.
  package let quickCheck: @Sendable ([UInt8]) -> String?

  init(
    name: String, check: @escaping @Sendable ([UInt8]) -> String?,
    quickCheck: (@Sendable ([UInt8]) -> String?)? = nil
  ) {
    self.name = name
    self.check = check
    self.quickCheck = quickCheck ?? check
  }

  package static let all = [
    FuzzTarget(name: "archives", check: fuzzArchives),
    FuzzTarget(name: "captures", check: fuzzCaptures),
    FuzzTarget(name: "json", check: fuzzJSON),
    FuzzTarget(name: "lines", check: fuzzLines, quickCheck: fuzzManyLines),
    FuzzTarget(name: "playbooks", check: fuzzPlaybooks),
    FuzzTarget(name: "timestamps", check: fuzzTimestamps),
  ]

  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
