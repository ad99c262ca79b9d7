import PlaybookData
import Playbooks
import Evidence
import Testing

@Suite struct PlaceholderTests {
  static let right: [(Placeholder, [String])] = [
    (.subnet, ["subnet-0a1b2c3d", "subnet-0123456789abcdef0"]),
    (.eni, ["eni-0a1b2c3d", "eni-0123456789abcdef0"]),
    (.instance, ["i-0a1b2c3d", "i-0123456789abcdef0"]),
    (.vpc, ["vpc-0123456789abcdef0"]), (.group, ["sg-0123456789abcdef0"]),
    (.reservation, ["scr-0123456789abcdef0"]),
    (.node, ["ip-10-0-1-23.ec2.internal", "node-1", "a"]), (.pod, ["web-7d4b9c-x2x4z", "a.b"]),
    (.namespace, ["kube-system", "0a"]),
    (.zone, ["us-east-1a", "us-gov-west-1b", "us-west-2-lax-1a"]),
    (.region, ["us-east-1", "us-gov-west-1", "ap-southeast-2"]),
    (.cluster, ["prod_1", "Prod-1"]), (.role, ["eks-node-role"]), (.nodegroup, ["ng-1"]), (.user, ["alice"]),
    (.cidr, ["10.0.0.0/16", "0.0.0.0/0", "192.168.255.240/28"]), (.ipPrefix, ["10.0.0.16/28"]),
    (.ip, ["10.0.0.1", "255.255.255.255"]),
    (.type, ["m5.large", "u-6tb1.metal", "m7i-flex.2xlarge"]),
    (.image, ["602401143452.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.19.0", "a@sha256:0f"]),
    (.quota, ["L-DF5E4CA3"]), (.sandbox, ["0123abcd", String(repeating: "f", count: 64)]),
    (.number, ["0", "110", "999999999"]),
  ]

  /// Values that no placeholder may take: shell syntax, options, other scripts, lines, lengths.
  static let hostile: [String] = [
    "", " ", "a b", "$(reboot)", "`reboot`", ";reboot", "a;reboot", "a|b", "a&b", "a>b", "a<b", "a'b", "a\"b",
    "a\\b",
    "a\nb", "a\n", "\na", "a\tb", "a\0", "$HOME", "${IFS}", "*", "a*", "?", "[a]", "{a,b}", "~", "!!", "#",
    "a#b", "(a)",
    "-rf", "--output", "..", ".", "../x", "/etc/passwd", "a=b", "%s", "a,b", "ａ", "а", "é", "\u{202E}a",
    "\u{200B}", "🚧", "İ", "ſ",
    "subnet-0a1b2c3d\n", "subnet-0a1b2c3d;reboot", "i-0a1b2c3d ", "subnet-٠١٢٣٤٥٦٧",
    String(repeating: "a", count: 256), String(repeating: "9", count: 300),
  ]

  @Test func `each kind takes its own and has an example here`() {
    for (kind, values) in Self.right {
      for value in values { #expect(kind.accepts(value), "\(kind): \(value)") }
    }
    #expect(Set(Self.right.map(\.0)) == Set(Placeholder.allCases))
  }

  @Test(arguments: Placeholder.allCases) func `nothing a shell reads is taken`(kind: Placeholder) {
    for value in Self.hostile {
      guard kind.accepts(value) else { continue }
      Issue.record("\(kind) takes \(value.debugDescription)")
    }
  }

  @Test(arguments: [
    "subnet-0A1B2C3D", "subnet-0a1b2c3", "subnet-0123456789abcdef01", "subnet-0a1b2c3g", "subnet-",
    "SUBNET-0a1b2c3d", "xsubnet-0a1b2c3d", "eni-", "-0a1b2c3d", "0a1b2c3d",
  ]) func `an id is its prefix and 8 to 17 hexadecimal digits`(value: String) {
    for kind in [Placeholder.subnet, .eni, .instance, .vpc, .group, .reservation] {
      #expect(!kind.accepts(value))
    }
  }

  @Test(arguments: [
    (Placeholder.node, "-a"), (.node, "a-"), (.node, "a..b"), (.node, ".a"), (.node, "A"), (.node, "a_b"),
    (.namespace, "a.b"), (.namespace, String(repeating: "a", count: 64)),
    (.pod, String(repeating: "a", count: 64)),
    (.pod, Array(repeating: "abcdefghi", count: 26).joined(separator: ".")),
    (.cidr, "10.0.0.0"), (.cidr, "10.0.0.0/33"), (.cidr, "256.0.0.0/8"), (.cidr, "10.0.0/8"),
    (.cidr, "10.0.0.0/"),
    (.cidr, "10.0.0.0/8/8"), (.cidr, "fe80::/64"), (.ip, "10.0.0"), (.ip, "10.0.0.256"), (.ip, "10.0.0.1.1"),
    (.ip, "0x0a.0.0.1"),
    (.ip, "10.0.0.0001"), (.type, "m5"), (.type, "m5."), (.type, ".large"), (.type, "m5.large.x"),
    (.type, "-m5.large"),
    (.region, "us-east-1a"), (.zone, "us-east-1"), (.region, "useast11"), (.quota, "L-df5e4ca3"),
    (.quota, "L-DF5E4CA"),
    (.quota, "l-DF5E4CA3"), (.sandbox, "0123abc"), (.sandbox, String(repeating: "f", count: 65)),
    (.number, "-1"),
    (.number, "1.5"), (.number, "1234567890"), (.cluster, "-a"), (.cluster, "a.b"), (.image, "-a"),
    (.image, "a b"),
  ]) func `what is nearly right is not taken`(kind: Placeholder, value: String) {
    #expect(!kind.accepts(value))
  }

  @Test func `a value that does not fit leaves the label, as one word`() throws {
    func filled(_ template: String, _ values: [Placeholder: String]) -> String {
      Command(template: template, place: Place(input: "x", line: 1, byte: 1)).filled(values)
    }
    let values: [Placeholder: String] = [.subnet: "subnet-0a1b2c3d", .node: "x; reboot", .pod: "$(x)"]
    #expect(filled("a --ids {subnet}", values) == "a --ids subnet-0a1b2c3d")
    #expect(
      filled("a Name=id,Values={subnet},{eni}", values) == "a Name=id,Values=subnet-0a1b2c3d,'<eni-id>'")
    #expect(filled("a '{node}' \"{pod}\" {pod}", values) == "a '<node>' \"<pod>\" '<pod>'")
    #expect(filled("a '\"{node}\"'", values) == "a '\"<node>\"'")
    #expect(
      filled("a '{\"env\":{\"X\":\"1\"}}' {nothing} {", values) == "a '{\"env\":{\"X\":\"1\"}}' {nothing} {")
    #expect(filled("{subnet}{subnet}", values) == "subnet-0a1b2c3dsubnet-0a1b2c3d")
  }

  @Test func `every command of the handbook is one simple command, whatever it is filled with`() throws {
    let handbook = PlaybookData.handbook
    var commands: [Command] = handbook.steps.flatMap(\.next) + handbook.features.flatMap(\.commands)
    for playbook in handbook.playbooks {
      commands += playbook.next
      commands += playbook.confusedWith.compactMap(\.decide)
      for remedy in playbook.remedies { commands += remedy.commands }
    }
    #expect(commands.count > 150)
    for command in commands {
      let plain = try #require(ShellLine.words(of: command.filled([:])), "\(command.template)")
      #expect(plain.allSatisfy { !$0.isEmpty }, "\(command.template)")
      for hostile in Self.hostile {
        let values = Dictionary(uniqueKeysWithValues: Placeholder.allCases.map { ($0, hostile) })
        let accepted = Placeholder.allCases.contains { $0.accepts(hostile) }
        if !accepted { #expect(command.filled(values) == command.filled([:])) }
      }
      for turn in 0..<3 {
        let values = Dictionary(uniqueKeysWithValues: Self.right.map { ($0.0, $0.1[turn % $0.1.count]) })
        let line = command.filled(values)
        let words = try #require(ShellLine.words(of: line), "\(line)")
        #expect(words.count == plain.count, "\(line)")
        // Labels the author wrote stay; ours are all filled.
        let labels = { (text: String) in text.count { $0 == "<" } }
        #expect(labels(line) == labels(command.template), "\(line)")
      }
    }
  }
}

/// The words of a line that is one simple command to a POSIX shell; nil when it is more, or not whole.
enum ShellLine {
  static func words(of line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var rest = Substring(line)
    while let character = rest.popFirst() {
      guard character.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else { return nil }
      switch character {
      case " ":
        if let word { words.append(word) }
        word = nil
      case "'":
        guard let end = rest.firstIndex(of: "'") else { return nil }
        word = (word ?? "") + rest[..<end]
        rest = rest[rest.index(after: end)...]
      case "\"":
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        let inner = rest[..<end]
        if inner.contains(where: { "$`\\!".contains($0) }) { return nil }
        word = (word ?? "") + inner
        rest = rest[rest.index(after: end)...]
      case "\\":
        guard let next = rest.popFirst(), next == "." else { return nil }
        word = (word ?? "") + String(next)
      case ";", "|", "&", "<", ">", "$", "`", "(", ")", "!": return nil
      case "#" where word == nil: return nil
      case "~" where word == nil: return nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words.isEmpty ? nil : words
  }
}
