@testable import Playbooks
import Evidence
import PlaybookData
import Testing

@Suite struct HandbookCodecTests {
  @Test(arguments: 0..<50) func `what is written is read back`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let handbook = dice.handbook()
    #expect(HandbookCodec.decode(HandbookCodec.encode(handbook)) == handbook)
  }

  @Test func `the program's handbook survives the codec`() {
    let handbook = PlaybookData.handbook
    #expect(HandbookCodec.decode(HandbookCodec.encode(handbook)) == handbook)
  }

  @Test(arguments: 0..<50) func `a cut or a changed byte is no trap`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let bytes = HandbookCodec.encode(dice.handbook())
    for _ in 0..<40 {
      let cut = Int.random(in: 0..<bytes.count, using: &dice.generator)
      #expect(HandbookCodec.decode(Array(bytes.prefix(cut))) == nil)
      var changed = bytes
      changed[cut] = UInt8.random(in: 0...255, using: &dice.generator)
      _ = HandbookCodec.decode(changed)
    }
    #expect(HandbookCodec.decode(bytes + [0]) == nil)
  }

  @Test(arguments: ["", "1", "o", "ooooooooooooooo", "0", "00000", "0000001", "ooooooooooooO0000", "00000x"])
  func `what encode did not write is refused`(text: String) {
    #expect(HandbookCodec.decode(Array(text.utf8)) == nil)
  }

  @Test func `numbers of every size come back`() throws {
    for value in [0, 1, 31, 32, 1_023, 1_024, UInt64(Int64.max), .max, Double.pi.bitPattern] {
      var writer = EmbeddedWriter()
      writer.number(value)
      var reader = EmbeddedReader(writer.bytes)
      #expect(try reader.number() == value)
      #expect(reader.isAtEnd)
    }
  }

  @Test func `conditions nested without end are refused`() throws {
    // "any" of one part, as often as it likes.
    var reader = EmbeddedReader(Array(String(repeating: "11", count: 100_000).utf8))
    #expect(throws: EmbeddedFormError.self) { try Condition(from: &reader) }
  }

  @Test func `a file is spelled out once`() {
    let name = "Playbooks/causes/a-cause-with-a-long-name.yaml"
    let places = (1...9).map { Place(input: name, line: $0, byte: 1) }
    var writer = EmbeddedWriter()
    places.write(to: &writer)
    #expect(writer.bytes.count < 2 * name.utf8.count)
  }
}

/// Handbooks of random shape; nothing in them makes sense.
private struct Dice {
  var generator: SeededGenerator
  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func number(_ most: Int) -> Int { Int.random(in: 0...most, using: &generator) }
  mutating func truth() -> Bool { Bool.random(using: &generator) }
  mutating func one<Choice: CaseIterable>(of type: Choice.Type, or other: Choice) -> Choice {
    type.allCases.randomElement(using: &generator) ?? other
  }
  mutating func text() -> String {
    let pieces = [
      "a", " ", "7", "00", "\n", "\"", "\\", "é", "🚧", "\0", "\u{202E}", "oO", "a long piece of text",
    ]
    return (0..<number(9)).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
  }
  mutating func list<Item>(_ item: (inout Self) -> Item) -> [Item] {
    (0..<number(3)).map { _ in item(&self) }
  }
  mutating func maybe<Item>(_ item: (inout Self) -> Item) -> Item? { truth() ? item(&self) : nil }
  mutating func texts() -> [String] { list { $0.text() } }
  mutating func place() -> Place {
    Place(input: "file\(number(3)).yaml", line: number(99_999), byte: number(200))
  }
  mutating func command() -> Command { Command(template: text(), place: place()) }
  mutating func cause() -> CauseID { CauseID(text()) }
  mutating func rule() -> Rule { Rule(scope: one(of: Scope.self, or: .node), condition: condition(0)) }

  mutating func condition(_ depth: Int) -> Condition {
    switch number(depth > 4 ? 1 : 5) {
    case 0: return .fact(factTest())
    case 1:
      return .pattern(
        PatternTest(
          pattern: text(), via: maybe { $0.one(of: Join.self, or: .nodeENIs) }, atLeast: number(9),
          lasting: maybe { Double($0.number(900)) / 7 }, isRecent: number(1) == 1, place: place()))
    case 2: return .all(list { $0.condition(depth + 1) })
    case 3: return .any(list { $0.condition(depth + 1) })
    case 4: return .unless(list { $0.condition(depth + 1) })
    default: return .none(list { $0.condition(depth + 1) })
    }
  }

  mutating func factTest() -> FactTest {
    let bound = Double(number(10_000)) / 3
    let comparisons: [FactTest.Comparison] = [
      .isTrue, .isFalse, .equals(bound), .atLeast(bound), .atMost(-bound), .above(bound), .below(bound),
    ]
    return FactTest(
      fact: text(), via: maybe { $0.one(of: Join.self, or: .nodeENIs) }, comparison: comparisons[number(6)],
      place: place())
  }

  mutating func pattern() -> LogPattern {
    LogPattern(
      name: text(), writers: list { $0.one(of: LogPattern.Writer.self, or: .any) }, literals: texts(),
      regex: text(), matches: texts(), ignores: texts(), place: place())
  }

  mutating func remedy() -> Remedy {
    Remedy(
      title: text(), commands: list { $0.command() }, precondition: text(), risk: text(), effect: text(),
      frees: maybe { $0.one(of: Remedy.Release.self, or: .nothing) }, verify: text(), rollback: text(),
      when: list { $0.factTest() })
  }

  mutating func playbook() -> Playbook {
    Playbook(
      id: cause(), kind: one(of: Playbook.Kind.self, or: .both), step: number(5), title: text(), says: text(),
      patterns: list { $0.pattern() }, proves: maybe { $0.rule() }, likely: maybe { $0.rule() },
      suspects: maybe { $0.rule() }, refutes: maybe { $0.rule() }, contributes: maybe { $0.rule() },
      yieldsTo: list { $0.cause() }, healedBy: texts(),
      confusedWith: list { dice in
        Confusion(cause: dice.cause(), because: dice.text(), decide: dice.maybe { $0.command() })
      },
      next: list { $0.command() }, remedies: list { $0.remedy() }, versions: text(), sources: texts(),
      place: place())
  }

  mutating func handbook() -> Handbook {
    Handbook(
      playbooks: list { $0.playbook() },
      steps: list { dice in
        TriageStep(
          number: dice.number(5), title: dice.text(), asks: dice.text(), causes: dice.list { $0.cause() },
          needs: dice.texts(), next: dice.list { $0.command() })
      },
      features: list { dice in
        Feature(
          id: dice.text(), title: dice.text(), helps: dice.texts(), doesNotFix: dice.texts(),
          needs: dice.texts(), forCauses: dice.list { $0.cause() }, notForCauses: dice.list { $0.cause() },
          commands: dice.list { $0.command() }, verify: dice.text(), sources: dice.texts())
      },
      signals: list { Signal(pattern: $0.pattern(), states: $0.text()) },
      routine: list { dice in
        RoutineMessage(
          name: dice.text(), text: dice.text(), isNoise: dice.truth(), isWrapper: dice.truth(),
          place: dice.place())
      },
      digest: text())
  }
}
