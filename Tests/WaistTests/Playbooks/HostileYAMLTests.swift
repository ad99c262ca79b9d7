import Playbooks
import Testing

/// A folder given with `--playbooks` may hold anything.
@Suite struct HostileYAMLTests {
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "id: &a x\ntitle: *a\n",
      (0..<40).reduce("a0: &a0 [x, x]\n") { $0 + "a\($1 + 1): &a\($1 + 1) [*a\($1), *a\($1)]\n" },
      (0..<40).reduce("a0: &a0 {x: y}\n") { $0 + "a\($1 + 1): &a\($1 + 1) {p: *a\($1), q: *a\($1)}\n" },
      (0..<40).reduce("a0: &a0 [x, x]\n") { $0 + "a\($1 + 1): &a\($1 + 1) [*a\($1), *a\($1)]\n" }
        + "? *a40\n: x\n? *a39\n: y\n",
      "a: &a [*a]\n", "a: &a {b: *a}\n",
    ]) func `anchors and aliases are refused, whatever they multiply to`(text: String)
  { expectRefusal(of: text) }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "[", count: 100_000),
      String(repeating: "[", count: 500) + String(repeating: "]", count: 500),
      String(repeating: "{a: ", count: 100_000), String(repeating: "- ", count: 20_000) + "x",
      (0..<3_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ]) func `deep nesting is refused`(text: String)
  { expectRefusal(of: text) }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "- x\n", count: 60_000), "a: " + String(repeating: "x", count: 5 << 20),
      "a: [" + String(repeating: "x,", count: 400_000) + "]",
    ]) func `a huge file is refused`(text: String)
  { expectRefusal(of: text) }

  @Test(arguments: [
    "", "\n\n", "# nothing\n", "---\n", "\u{FEFF}", "a: 1\n---\nb: 2\n", "\0", "a: \u{1}", "%TAG x", "[a]: b",
    "? {a: b}\n: c",
  ])
  func `what is no playbook is refused with a place`(text: String) {
    let complaint = PlaybookText.complaint(also: ["causes/zz.yaml": text])
    #expect(complaint?.contains("causes/zz.yaml:") == true, "\(complaint ?? "taken")")
  }

  private func expectRefusal(of text: String) {
    do throws(PlaybookError) {
      _ = try SourceTree.parse(text, file: "bomb.yaml")
      Issue.record("taken")
    } catch {
      #expect("\(error)".hasPrefix("bomb.yaml:"))
      #expect("\(error)".utf8.count < 1_000)
    }
  }
}
