/// What is fuzzed: a name, as the corpus and the Makefile know it, and the function that takes any bytes.
///
/// A target returns what it found wrong, nil when all it promises holds. The fuzzer traps on an answer, the replay
/// tests show it; a crash or a hang needs no words.
package struct FuzzTarget: Sendable {
  package let name: String
  package let check: @Sendable ([UInt8]) -> String?

  package static let all = [
    FuzzTarget(name: "archives", check: fuzzArchives),
    FuzzTarget(name: "captures", check: fuzzCaptures),
    FuzzTarget(name: "json", check: fuzzJSON),
    FuzzTarget(name: "lines", check: fuzzLines),
    FuzzTarget(name: "playbooks", check: fuzzPlaybooks),
    FuzzTarget(name: "timestamps", check: fuzzTimestamps),
  ]

  package static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
