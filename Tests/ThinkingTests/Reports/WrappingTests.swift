import Testing

@testable import Reports

@Suite struct WrappingTests {
  @Test func `a line ends at a space, a long word where the line ends`() {
    #expect(Wrapping.lines("one two three", first: 7, rest: 5) == ["one two", "three"])
    #expect(Wrapping.lines("abcdefghij", first: 4, rest: 3) == ["abcd", "efg", "hij"])
    #expect(Wrapping.lines("", first: 4, rest: 4) == [""])
    #expect(Wrapping.lines("a   b", first: 9, rest: 9) == ["a   b"])
  }

  @Test func `wide characters take two columns and marks none`() {
    #expect(DisplayWidth.of("子网") == 4)
    #expect(DisplayWidth.of("e\u{301}") == 1)
    #expect(DisplayWidth.of("✔ ok") == 4)
    #expect(Wrapping.lines("子网地址", first: 5, rest: 4) == ["子网", "地址"])
  }

  @Test(arguments: 1..<30)
  func `no line is wider than its room`(width: Int) {
    let text = "Failed 到 allocate 子网子网子网子网子网子网 InsufficientFreeAddressesInSubnet e\u{301}e\u{301}"
    for line in Wrapping.lines(text, first: width, rest: width) where line.count > 1 {
      #expect(DisplayWidth.of(line) <= max(2, width))
      #expect(!line.hasSuffix(" "))
    }
  }

  static let commands = [
    "aws ec2 describe-subnets --subnet-ids subnet-0a1b2c3d4e5f60718 --output json --region us-east-1 --no-cli-pager",
    "kubectl -n kube-system patch daemonset aws-node -p '{\"spec\": {\"a b\": [1, 2,   3]}}' --type merge -o yaml",
    "kubectl get nodes -o 'custom-columns=NAME:.metadata.name, BRANCH:.status.allocatable.vpc\\.amazonaws\\.com/x'",
    "aws ec2 create-tags --resources a\\ b --tags \"Key=a b,Value=it's\" Key=kubernetes.io/role/cni,Value=1 --dry-run",
    "ls",
  ]

  @Test(arguments: commands, [40, 44, 60, 80])
  func `a wrapped command is still the same command`(command: String, width: Int) {
    let lines = Wrapping.command(command, width: width, indent: 6)
    for line in lines.dropLast() { #expect(line.hasSuffix(" \\")) }
    #expect(lines.last?.hasSuffix("\\") == false)
    // What a shell does with a backslash at the end of a line.
    let pasted = lines.joined(separator: "\n").split(separator: "\\\n", omittingEmptySubsequences: false)
      .joined()
    #expect(Wrapping.arguments(pasted) == Wrapping.arguments(command))
    for line in lines where DisplayWidth.of(line) > width {
      #expect(Wrapping.arguments(line).count <= 2, "only an argument that is too long by itself sticks out")
    }
  }

  @Test func `a flag stays with its value`() {
    let lines = Wrapping.command(
      "aws ec2 describe-network-interfaces --filters Name=subnet-id,Values=subnet-0a1b2c3d4e5f60718 --output json",
      width: 80, indent: 6)
    #expect(
      lines == [
        "      aws ec2 describe-network-interfaces \\",
        "          --filters Name=subnet-id,Values=subnet-0a1b2c3d4e5f60718 --output json",
      ])
  }
}
