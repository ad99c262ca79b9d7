import Commands
import Foundation
import Patterns
import PlaybookData
import Playbooks
import TestSupport
import Testing

/// A literal that is not in every match loses matches behind the prefilter. PCRE2 says what matches.
@Suite struct LiteralTests {
  private static let patterns = PlaybookData.handbook.patterns

  /// The literals found in a text as the prefilter looks for them: by bytes, but for the case of ASCII letters.
  private static func holds(_ text: [UInt8], oneOf literals: [String]) -> Bool {
    let folded = text.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    return literals.contains { literal in
      let wanted = Array(literal.utf8)
      guard wanted.count <= folded.count else { return false }
      return (0...(folded.count - wanted.count)).contains { folded[$0...].starts(with: wanted) }
    }
  }

  @Test(arguments: 0..<20) func `each match of a random regex holds a literal`(seed: UInt64) throws {
    var grammar = RegexGrammar(seed: seed)
    var (compiled, filtered, matches) = (0, 0, 0)
    for _ in 0..<300 {
      let (source, texts) = grammar.next(texts: 6)
      guard let regex = try? Regex(source) else { continue }
      compiled += 1
      guard let literals = LiteralExtractor.requiredLiterals(of: source) else { continue }
      filtered += 1
      for text in texts {
        let bytes = Array(text.utf8)
        guard regex.match(bytes) == .matched else { continue }
        matches += 1
        #expect(LiteralTests.holds(bytes, oneOf: literals), "\(source) on \(text): \(literals)")
      }
      #expect(LiteralExtractor.mayLack(literals, regex: source) != true, "\(source): \(literals)")
    }
    #expect(
      compiled > 150 && filtered > 40 && matches > 60, "\(compiled), \(filtered), \(matches): says little")
  }

  /// Every file of the samples and of the incidents: lines that differ in more than their numbers.
  private static let lines: [[UInt8]] = {
    var files = Samples.files(in: Samples.cases).map { Samples.cases.appending(path: $0) }
    if let incidents = Samples.shared?.appending(path: "incidents") {
      files += Samples.files(in: incidents).map { incidents.appending(path: $0) }
    }
    var shapes: Set<[UInt8]> = []
    var lines: [[UInt8]] = []
    for file in files {
      guard let data = try? Data(contentsOf: file), !file.path.hasSuffix(".gz") else { continue }
      for line in data.split(separator: UInt8(ascii: "\n")) where line.count < 4_000 {
        let bytes = Array(line)
        if shapes.insert(bytes.filter { !(48...57).contains($0) && !(97...102).contains($0) }).inserted {
          lines.append(bytes)
        }
      }
    }
    return lines
  }()

  @Test func `each match of our patterns in a real line holds a literal`() throws {
    var matches = 0
    for pattern in LiteralTests.patterns {
      let regex = try Regex(pattern.regex)
      for line in LiteralTests.lines where regex.match(line) == .matched {
        matches += 1
        #expect(LiteralTests.holds(line, oneOf: pattern.literals), "\(pattern.name): \(pattern.literals)")
      }
    }
    #expect(LiteralTests.lines.count > 2_000 && matches > 1_000, "\(LiteralTests.lines.count), \(matches)")
  }

  /// Our own regexes with some characters changed: odd syntax in the neighbourhood of what people write.
  @Test(arguments: 0..<4) func `each match of a mutated regex holds a literal`(seed: UInt64) {
    var dice = SeededNumbers(seed: seed)
    let odd = Array("\\()[]{}|?*+.^$-:<>=!#PQEKdwsbxi0129,'\"aA ".utf8)
    let examples = LiteralTests.patterns.flatMap(\.matches).map { Array($0.utf8) }
    var (filtered, matches) = (0, 0)
    for pattern in LiteralTests.patterns {
      var bytes = Array(pattern.regex.utf8)
      for _ in 0..<(1 + dice.below(3)) {
        let place = dice.below(bytes.count)
        switch dice.below(4) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(odd[dice.below(odd.count)], at: place)
        case 2: bytes[place] = odd[dice.below(odd.count)]
        default:
          let end = min(bytes.count, place + 1 + dice.below(8))
          bytes.insert(contentsOf: bytes[place..<end], at: dice.below(bytes.count))
        }
      }
      let source = String(decoding: bytes, as: UTF8.self)
      guard let regex = try? Regex(source),
        let literals = LiteralExtractor.requiredLiterals(of: source)
      else { continue }
      filtered += 1
      let texts =
        (pattern.matches + pattern.ignores).map { Array($0.utf8) }
        + (0..<6).map { _ in examples[dice.below(examples.count)] }
      for text in texts where regex.match(text) == .matched {
        matches += 1
        #expect(LiteralTests.holds(text, oneOf: literals), "\(source): \(literals)")
      }
    }
    #expect(filtered > 100 && matches > 80, "\(filtered), \(matches): says little")
  }

  /// Syntax by syntax: a text that PCRE2 matches holds a literal of the regex.
  @Test(arguments: LiteralTests.syntax) func `a match of odd syntax holds a literal`(
    regex: String, text: String
  ) throws {
    let bytes = Array(text.utf8)
    #expect(try Regex(regex).match(bytes) == .matched)
    if let literals = LiteralExtractor.requiredLiterals(of: regex) {
      #expect(LiteralTests.holds(bytes, oneOf: literals), "\(literals)")
    }
  }

  private static let syntax: [(regex: String, text: String)] = [
    ("(a(?x)b c|d e)f g", "def g"), ("(?x)ab cd + ef", "abcddef"), ("(?x)abcd(?#c) ef", "abcdef"),
    (#"ab\Qcd+\E+ef"#, "abcd++ef"), ("(?x)(?^)ab cd", "ab cd"), ("(?x)(?-x:ab cd)", "ab cd"),
    ("abcd{", "abcd{"),
    ("abcd{x}", "abcd{x}"), ("abcd{1,2", "abcd{1,2"), (#"(abcd)\g{-1}"#, "abcdabcd"),
    ("(abcd|x)(?-1)", "xabcd"),
    ("(?:abcd(?=ef)|ghij)kl", "ghijkl"), ("(?<=abcd)ef|ghijk", "abcdef"), ("[]]abcd", "]abcd"),
    ("[^]]abcd", "xabcd"),
    ("[+--]abcd", ",abcd"), ("[a-c-e]fghi", "-fghi"), (#"\x{41}bcde"#, "Abcde"), (#"\101bcde"#, "Abcde"),
    (#"\0101bcd"#, "\u{8}1bcd"), (#"a\_bcd"#, "a_bcd"), ("(?J)(?<n>abcd)|(?<n>efgh)", "efgh"),
    ("(?U)ab+?cdef", "abcdef"),
    ("(?|abcd|(efgh))", "efgh"), ("(?(?!x)abcd|efgh)ijkl", "abcdijkl"),
    ("(x)?(?(1)abcd|efgh)ijkl", "efghijkl"),
    ("(?(DEFINE)(abcd))efgh(?1)", "efghabcd"), (#"abcd\Refgh"#, "abcd\r\nefgh"), (#"abcd\Kefgh"#, "abcdefgh"),
    ("abcd(|x)efgh", "abcdefgh"), ("(?:|abcd)efgh", "efgh"), ("(?:abcd){0}efgh", "efgh"),
    ("(?:abcd)?+efgh", "efgh"),
    (#"(?x)a\ bcd"#, "a bcd"), ("(?x)[a b]cdef", " cdef"), ("(?x) ab # c ) d", "ab"),
    (#"(?<n>abcd)\k{n}x"#, "abcdabcdx"), (#"[\b]abcd"#, "\u{8}abcd"), (#"\Qab\\E+cdef"#, #"ab\\cdef"#),
    (#"\Qabcd"#, "abcd"),
    ("(?i)[Z-a]bcde", "Abcde"), (#"(?:\d|x)abcd"#, "7abcd"), ("(?:ab){2,}cd", "abababcd"),
    ("(?:ab){2}+cd", "ababcd"),
  ]

  /// A line in two wrappers of the kind that escapes most, slashes and angle brackets included.
  @Test func `a literal stands in raw lines however often they are wrapped`() {
    for pattern in LiteralTests.patterns {
      for text in pattern.matches {
        let once = LiteralTests.wrapped(text)
        #expect(LiteralTests.holds(Array(once.utf8), oneOf: pattern.literals), "\(pattern.name): \(once)")
        let twice = LiteralTests.wrapped(once)
        #expect(LiteralTests.holds(Array(twice.utf8), oneOf: pattern.literals), "\(pattern.name): \(twice)")
      }
    }
  }

  private static func wrapped(_ text: String) -> String {
    var out = "{\"log\":\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\", "/": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "<", ">", "&", "'": out += "\\u00" + String(scalar.value, radix: 16)
      case _ where scalar.value > 126:
        out += "\\u" + String(String(scalar.value + 0x1_0000, radix: 16).dropFirst())
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\"}"
  }

  @Test func `none of our patterns runs always, and few have a literal under twelve bytes`() {
    let handbook = PlaybookData.handbook
    #expect(handbook.patterns.allSatisfy { !$0.literals.isEmpty })
    let shortest = handbook.patterns.flatMap(\.literals).map(\.utf8.count).min() ?? 0
    #expect(shortest >= 9, "the shortest literal sets the speed of the search for all")
    let short = handbook.patterns.filter {
      $0.literals.contains { $0.utf8.count < LiteralExtractor.longEnough }
    }
    #expect(PlaybookChecks.advice(for: handbook).count == short.count)
    #expect(short.count <= 12, "\(short.map(\.name))")
    #expect(Prefilter.longEnough == LiteralExtractor.longEnough)
  }

  /// Lines that say nothing about the cause of anything, thousands of times.
  @Test(arguments: [
    #"{"level":"info","ts":"2026-01-01T00:00:00.000Z","caller":"rpc/rpc.pb.go:731","msg":"Received DelNetwork for Sandbox 5225797d2ebb7b43"}"#,
    #"{"level":"info","ts":"2026-01-01T00:00:00.000Z","caller":"rpc/rpc.pb.go:731","msg":"Send DelNetworkReply: IPAddress: [10.0.0.1], err: <nil>"}"#,
    #"{"level":"debug","ts":"2026-01-01T00:00:00.000Z","caller":"rpc/rpc.pb.go:731","msg":"DelNetworkRequest: K8S_POD_NAME:\"a\""}"#,
    #"{"level":"debug","ts":"2026-01-01T00:00:00.000Z","caller":"ipamd/ipamd.go:1180","msg":"Reconcile and skip primary IP 10.0.0.1 on ENI eni-0fe9cf365cfa17661"}"#,
    #"{"level":"info","ts":"2026-01-01T00:00:00.000Z","caller":"datastore/data_store.go:1040","msg":"UnassignPodIPAddress: sandbox aws-cni/5225/eth0's ipAddr 10.0.0.1, DeviceNumber 0"}"#,
    #"{"level":"debug","ts":"2026-01-01T00:00:00.000Z","caller":"aws-k8s-agent/main.go:31","msg":"Testing"}"#,
  ]) func `a routine line is no candidate`(line: String) {
    let set = PatternSet(
      LiteralTests.patterns.map { PatternSource(name: $0.name, literals: $0.literals, regex: $0.regex) })
    let named = set.candidates(in: Array(line.utf8).span).map { set.sources[$0].name }
    #expect(named.isEmpty)
  }
}
