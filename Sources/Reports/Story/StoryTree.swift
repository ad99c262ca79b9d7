import Triage
import VPCModel

/// The JSON of a story.
///
///     {"schemaVersion": "1.0.0", "pod": {"namespace": "shop", "name": "web-1"}, "nodes": ["i-0abc…"],
///      "state": "waiting", "broken": "ec2-call", "because": "…", "tries": 9, "hops": [{"hop": "ec2-call",
///      "outcome": "broken", "lines": [{"input": "ipamd.log", "line": 31, "time": "…Z", "text": "…"}]}]}
enum StoryTree {
  static func node(_ story: Story) -> JSONNode {
    .object(
      [("schemaVersion", .string(schemaVersion)), ("tool", tool(story))] + subject(story) + [
        ("nodes", JSONNode(story.nodes)),
        ("state", .string(story.state.rawValue)),
        ("broken", JSONNode(story.broken)),
        ("because", .string(story.because)),
        ("tries", JSONNode(story.tries)),
        ("address", JSONNode(story.address)),
        ("window", .object([("from", JSONNode(story.first)), ("to", JSONNode(story.last))])),
        ("cause", story.cause.map(cause) ?? .null),
        ("hops", .array(story.hops.map(hop))),
        ("settings", .object(story.settings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      ])
  }

  private static func tool(_ story: Story) -> JSONNode {
    .object([("name", .string("ipamtriage")), ("version", .string(story.toolVersion))])
  }

  private static func subject(_ story: Story) -> [(String, JSONNode)] {
    switch story.subject {
    case .pod(let pod):
      [("pod", .object([("namespace", JSONNode(pod.namespace)), ("name", .string(pod.name))]))]
    case .node(let name): [("node", .string(name))]
    }
  }

  static func cause(_ cause: StoryCause) -> JSONNode {
    .object([
      ("id", .string(cause.id.raw)), ("title", .string(cause.title)),
      ("basis", JSONNode(cause.basis?.rawValue)), ("state", JSONNode(cause.state?.rawValue)),
      ("because", .string(cause.because)), ("fingerprint", .string(cause.fingerprint)),
    ])
  }

  private static func hop(_ hop: Hop) -> JSONNode {
    .object([
      ("hop", .string(hop.key)), ("outcome", .string(hop.outcome.rawValue)),
      ("because", .string(hop.because)),
      ("count", .integer(hop.count)), ("lines", .array(hop.lines.map(line))),
      ("collect", JSONNode(hop.collect?.command)),
    ])
  }

  private static func line(_ line: StoryLine) -> JSONNode {
    .object([
      ("input", .string(line.place.input)), ("line", .integer(line.place.line)),
      ("byte", .integer(line.place.byte)), ("time", JSONNode(line.time)), ("link", .string(link(line.link))),
      ("count", .integer(line.count)), ("causes", JSONNode(line.causes.map(\.raw))),
      ("text", .string(line.text)),
    ])
  }

  private static func link(_ link: StoryLine.Link) -> String {
    switch link {
    case .named: "named"
    case .sandbox: "sandbox"
    case .reply: "reply"
    case .node: "node"
    }
  }
}
