import Playbooks
import Testing

/// A bad playbook is refused with file, line, column and what to do about it.
@Suite struct ReaderErrorTests {
  private static let file = "Playbooks/causes/test-cause.yaml"

  @Test func `a right playbook is taken`() { #expect(PlaybookText.complaint() == nil) }

  @Test(arguments: [
    ("kind: primary", "kind: primry", "2:7: \"primry\" is no kind; did you mean \"primary\"?"),
    ("title: A", "titel: A", "1:1: field \"title\" is missing; add it"),
    ("versions:", "verions: x\nversions:", "unknown field \"verions\"; did you mean \"versions\"?"),
    ("    regex:", "    regexp: x\n    regex:", "unknown field \"regexp\"; did you mean \"regex\"?"),
    ("in: [ipamd]", "in: [ipmad]", "8:10: \"ipmad\" is no in; did you mean \"ipamd\"?"),
    ("subnet.free,", "subnet.fre,", "unknown fact \"subnet.fre\"; did you mean \"subnet.free\"?"),
    (
      "{ pattern: test-pattern }", "{ pattern: test-patern }",
      "unknown pattern \"test-patern\"; did you mean \"test-pattern\"?"
    ),
    (
      "- cause: test-cause", "- cause: test-caus", "unknown cause \"test-caus\"; did you mean \"test-cause\"?"
    ),
    ("[pool-grown]", "[pool-grow]", "unknown signal \"pool-grow\"; did you mean \"pool-grown\"?"),
    ("{subnet}", "{subnt}", "unknown placeholder \"{subnt}\"; did you mean \"subnet\"?"),
    ("{subnet}", "{subnet-id}", "unknown placeholder \"{subnet-id}\""),
    ("via: subnet.nodes", "via: subnet.node", "\"subnet.node\" is no join; did you mean \"subnet.nodes\"?"),
    ("via: subnet.nodes", "via: eni.node", "join \"eni.node\" does not lead from subnet to this fact"),
    ("via: subnet.nodes", "via: subnet.enis", "join \"subnet.enis\" does not lead from subnet to this fact"),
    ("via: subnet.nodes, ", "", "fact \"node.poolFull\" is not of scope subnet; reach it with \"via:\""),
    (
      "free, atLeast: 16", "free, is: true", "\"subnet.free\" needs exactly one comparison that fits its kind"
    ),
    (
      "nodes, is: true", "nodes, atLeast: 1",
      "\"node.poolFull\" needs exactly one comparison that fits its kind"
    ),
    ("free, atLeast: 16", "free, atLeast: 16, below: 20", "\"subnet.free\" needs exactly one comparison"),
    ("free, atLeast: 16", "free", "\"subnet.free\" needs exactly one comparison"),
    ("free, atLeast: 16", "free, atLeast: many", "field \"atLeast\" must be a number"),
    ("free, atLeast: 16", "free, atLeast: .nan", "field \"atLeast\" must be a number"),
    ("{ pattern: test-pattern }", "{ pattern: test-pattern, atLeast: 1e300 }", "field \"atLeast\" must be"),
    ("{ pattern: test-pattern }", "{ pattern: test-pattern, atLeast: 0 }", "field \"atLeast\" must be"),
    ("{ pattern: test-pattern }", "{ pattern: test-pattern, atLeast: 1.5 }", "field \"atLeast\" must be"),
    (
      "{ pattern: test-pattern }", "{ pattern: test-pattern, via: eni.node }",
      "join \"eni.node\" does not lead from subnet"
    ),
    ("{ pattern: test-pattern }", "{ all: [] }", "field \"all\" must be a list of conditions"),
    (
      "{ pattern: test-pattern }", "{ patern: x }",
      "field \"all, any, none, unless, pattern or fact\" is missing"
    ),
    ("{ pattern: test-pattern }", "x", "field \"all\" must be a map"),
    ("scope: subnet", "scope: subnets", "\"subnets\" is no scope; did you mean \"subnet\"?"),
    (
      "    effect: none", "    effect: none\n    frees: leaked-interface",
      "\"leaked-interface\" is no frees; did you mean \"leaked-interfaces\"?"
    ),
    ("step: 3", "step: three", "field \"step\" must be a whole number"),
    ("step: 3", "step: 6", "field \"step\" must be 0 to 5"),
    ("id: test-cause", "id: other-cause", "id \"other-cause\" must be the file's name"),
    ("literal: InsufficientCidrBlocks", "literal: abc", "literal \"abc\" is shorter than 4 bytes"),
    ("literal: InsufficientCidrBlocks", "literal: 'a\"bcd'", "holds a character that wrappers escape"),
    ("literal: InsufficientCidrBlocks", "literal: Unauthorized", "does not occur in"),
    (
      "literal: InsufficientCidrBlocks", "literal: 'InsufficientCidrBlocks: none'",
      "is not in every match of the regex"
    ),
    (
      "literal: InsufficientCidrBlocks", "literal: InsufficientCidr/Blocks",
      "holds a character that wrappers escape"
    ),
    ("literal: InsufficientCidrBlocks", "caseless: true", "unknown field"),
    ("matches: ['api error InsufficientCidrBlocks: none']", "matches: []", "field \"matches\" is missing"),
    ("ignores: ['nothing of the kind']", "ignores: []", "field \"ignores\" is missing"),
    ("is: false", "is: maybe", "field \"is\" must be true or false"),
    (
      "node.prefixMode", "node.prefixMod",
      "unknown fact \"node.prefixMod\"; did you mean \"node.prefixMode\"?"
    ),
    ("says: It says so.", "says: [a]", "field \"says\" must be a text"),
    ("kind: primary", "kind: primary\nkind: primary", "stands twice"),
    ("kind: primary", "kind: [", "not YAML"),
    ("title: A", "replaces: other\ntitle: A", "\"other\" is no replaces; did you mean \"test-cause\"?"),
    ("get node {node}", "get node {node} | grep x", "command has an unquoted \"|\""),
    ("get node {node}", "get node {node}; reboot", "command has an unquoted \";\""),
    ("get node {node}", "get node $(reboot)", "command has an unquoted \"$\""),
    ("get node {node}", "get node \"`reboot`\"", "in double quotes"),
    ("get node {node}", "get \\\"x; reboot \\\"", "command has an unquoted \"\\\""),
    ("get node {node}", "get \\''a; reboot x\\''", "command has an unquoted \"\\\""),
    ("get node {node}", "get \"node", "leaves a quote open"),
  ]) func `what is wrong is said`(old: String, new: String, wanted: String) throws {
    let complaint = try #require(PlaybookText.complaint(replacing: old, with: new))
    #expect(complaint.hasPrefix(Self.file + ":"), "\(complaint)")
    #expect(complaint.contains(wanted), "\(complaint)")
    let place = complaint.dropFirst(Self.file.count + 1).split(separator: ":", maxSplits: 2)
    #expect(place.count == 3 && Int(place[0]) ?? 0 > 0 && Int(place[1]) ?? 0 > 0, "\(complaint)")
    let line = try #require(Int(place[0]))
    #expect(line <= PlaybookText.right.split(separator: "\n").count + 1)
  }

  @Test func `a name is taken once in all files`() {
    let twin = PlaybookText.right.replacingFirst("id: test-cause", with: "id: zz-twin")
    let complaint = PlaybookText.complaint(also: ["causes/zz-twin.yaml": twin])
    #expect(
      complaint?.contains("zz-twin.yaml:7:5: name \"test-pattern\" is taken by \(Self.file)") == true,
      "\(complaint ?? "")")
  }

  @Test func `an id is taken once unless the file says so`() throws {
    let files = ["causes/test-cause.yaml": PlaybookText.right, "signals.yaml": PlaybookText.signals]
    let handbook = try PlaybookText.handbook(files)
    func adding(_ text: String) -> String? {
      do throws(PlaybookError) {
        let tree = try SourceTree.parse(text, file: "mine/test-cause.yaml")
        let added = try handbook.adding(
          [Handbook.File(path: "test-cause.yaml", tree: tree)], shown: "mine/", digest: "sha256:x")
        return "taken: \(added[CauseID("test-cause")]?.title ?? "") \(added.digest)"
      } catch {
        return "\(error)"
      }
    }
    let mine = PlaybookText.right.replacingFirst("title: A cause", with: "title: Mine")
    #expect(
      adding(mine)
        == "mine/test-cause.yaml:1:1: cause \"test-cause\" exists already; say \"replaces: test-cause\" to replace it"
    )
    #expect(adding("replaces: test-cause\n" + mine) == "taken: Mine sha256:x")
  }

  @Test func `the order and the features name causes that exist`() {
    let order = "steps:\n  - {number: 0, title: t, asks: a, causes: [test-caus], needs: [], next: []}\n"
    #expect(
      PlaybookText.complaint(also: ["triage.yaml": order])?.contains(
        "unknown cause \"test-caus\"; did you mean \"test-cause\"?") == true)
    let feature = """
      features:
        - {id: f, title: t, helps: [], doesNotFix: [], needs: [], forCauses: [], notForCauses: [test-caus], verify: v}
      """
    #expect(
      PlaybookText.complaint(also: ["features.yaml": feature])?.contains("unknown cause \"test-caus\"")
        == true)
  }
}
