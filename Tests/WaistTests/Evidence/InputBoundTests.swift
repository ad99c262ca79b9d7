import Evidence
import Testing

/// A bundle of a hundred thousand files is listed as far as its files say something, and counted beyond that.
@Suite struct InputBoundTests {
  private static func record(_ number: Int) -> InputRecord {
    var record = InputRecord(name: "bundle.tar!\(number)")
    record.kind = number % 3 == 0 ? .binary : .unknown
    if record.kind == .binary { record.problems = [InputProblem("binary data")] }
    record.lines = 2
    record.bytes = number + 1
    record.contentHash = UInt64(number)
    return record
  }

  /// A case of these inputs; every 500th has said something.
  private static func evidence(_ numbers: some Sequence<Int>) -> Case {
    var evidence = Case()
    for (index, number) in numbers.enumerated() {
      let record = record(number)
      evidence.inputs[record.name] = record
      if number % 500 == 7 {
        evidence.statements.append(
          Stated(.region("us-east-1"), at: Place(input: record.name, line: 1, byte: 0)))
      }
      if index % 700 == 699 { evidence.thinInputs() }
    }
    return evidence
  }

  @Test func `what said nothing is counted by kind, what said something stays`() {
    var evidence = Self.evidence(0..<9_000)
    evidence.settle()
    let kept = Case.keptIdleInputs
    // 18 of the 9,000 said something; 6 of them are binary.
    #expect(evidence.inputs.count == 2 * kept + 18)
    #expect(
      evidence.moreInputs[.binary] == InputCount(inputs: 3_000 - 6 - kept, lines: 2 * (3_000 - 6 - kept)))
    #expect(evidence.moreInputs[.unknown]?.inputs == 6_000 - 12 - kept)
    #expect(evidence.inputs["bundle.tar!8507"] != nil)
    #expect(evidence.inputs.values.contains { !$0.problems.isEmpty }, "that data was lost is still known")
  }

  @Test func `the order of inputs and of merges leaves no trace`() {
    let numbers = Array(0..<9_000)
    let shuffled = numbers.map { ($0 &* 7_919 &+ 13) % 9_000 }
    #expect(Set(shuffled).count == 9_000)
    var one = Self.evidence(numbers)
    one.settle()
    var other = Self.evidence(shuffled)
    other.settle()
    #expect(one.inputs == other.inputs)
    #expect(one.moreInputs == other.moreInputs)
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
      var merged = Case()
      for part in order { merged.merge(Self.evidence(numbers.filter { $0 % 3 == part })) }
      merged.settle()
      #expect(merged.inputs == one.inputs)
      #expect(merged.moreInputs == one.moreInputs)
    }
  }

  @Test func `a few inputs are all listed`() {
    var evidence = Self.evidence(0..<Case.keptIdleInputs)
    evidence.settle()
    #expect(evidence.inputs.count == Case.keptIdleInputs)
    #expect(evidence.moreInputs.isEmpty)
  }
}
