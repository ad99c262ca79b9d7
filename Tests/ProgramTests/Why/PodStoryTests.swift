import Commands
import Foundation
import PlaybookData
import Reports
import TestSupport
import Testing
import Triage

/// Where a pod hangs, told from the samples: by the simulation that wrote them it is known.
@Suite struct PodStoryTests {
  static func told(_ pod: String, _ paths: [String]) -> Why.Told {
    let name = PodName(pod) ?? PodName(namespace: nil, name: pod)
    return Why.pod(name, paths: paths, handbook: PlaybookData.handbook)
  }

  static func input(_ name: String) -> URL { Samples.cases.appending(path: name + "/input") }

  /// Sample, pod, state, broken hop.
  static let table: [(String, String, StoryState, String?)] = [
    ("subnet-exhausted/enterprise-before", "shop/ledger-w7t89ztg9m-5dlxw", .waiting, "ec2-call"),
    ("subnet-exhausted/enterprise-before", "shop/web-vc9cv8r7pp-7bgfg", .served, nil),
    ("subnet-exhausted/support-bundle-v1.21", "shop/web-nj25x9bwgz-jzjds", .waiting, "ec2-call"),
    ("subnet-exhausted/seelog-v1.5", "shop/cart-5jqgw879lh-kdlpr", .waiting, "ec2-call"),
    ("subnet-exhausted/rotated-gz-v1.12", "shop/cart-zk5rk7nrzj-g4jrw", .waiting, "ec2-call"),
    ("subnet-exhausted/relieved-later-v1.18", "shop/render-xlr2wf4p6d-j9kdc", .served, "ec2-call"),
    ("subnet-fragmented/prefix-mode-scattered", "shop/catalog-8r7xkvnjcv-f8hdn", .waiting, "ec2-call"),
    (
      "iam-denied/branch-allocation-unauthorized", "payments/vault-client-d4mtt6ll55-4679s", .waiting,
      "ec2-call"
    ),
    ("node-ip-limit/three-full-interfaces-v1.22", "shop/quota-api-vnt9jw2d42-9jp9m", .waiting, "pool"),
    ("node-ip-limit/full-node-docker-v1.7", "shop/catalog-hmgfgmpwn2-5kj9z", .waiting, "pool"),
    ("ip-cooldown/job-churn-v1.21", "batch/nightly-job-w5wmhbbvkk-q7gk5", .served, "pool"),
    ("ipamd-unreachable/unix-socket-v1.23", "shop/mailer-kxtw7447ds-rtndq", .waiting, "request"),
    ("healthy/start-up-race-v1.20", "shop/render-knghppj2qf-4rt7f", .served, "request"),
    ("cni-install-broken/plugin-binary-removed-v1.18", "shop/catalog-94nwgrbg7l-6s9hj", .waiting, "plugin"),
    ("host-network-setup/veth-pair-v1.15", "shop/quota-api-5mgpkgw46v-6fgft", .waiting, "answer"),
    ("not-ip-problem/readiness-probe-of-the-application", "shop/worker-lmds6hjvsc-6mz7v", .served, nil),
    ("ip-leak/allocations-of-pods-long-gone-v1.18", "billing/cart-vl68qdzrws-x5hbp", .unclear, nil),
  ]

  @Test(arguments: PodStoryTests.table)
  func `a sample's pod hangs where the sample says`(
    sample: String, pod: String, state: StoryState, broken: String?
  ) throws {
    let story = try #require(Self.told(pod, [Self.input(sample).path]).story)
    #expect(story.state == state)
    #expect(story.broken == broken, "\(story.because)")
    // The mark stands at the broken hop and nowhere else, and not where the pod was served in the end.
    let marked = story.hops.filter { $0.outcome == .broken }.map(\.key)
    #expect(marked == (state == .served ? [] : [broken].compactMap { $0 }))
  }

  /// What stands at a place of an input, or nil where it is packed.
  private func line(_ place: (input: String, line: Int)) -> String? {
    guard !place.input.contains("!"), let data = FileManager.default.contents(atPath: place.input) else {
      return nil
    }
    if data.starts(with: [0x1F, 0x8B]) { return nil }
    let lines = data.split(separator: 10, omittingEmptySubsequences: false)
    guard lines.indices.contains(place.line - 1) else { return nil }
    return String(decoding: lines[place.line - 1], as: UTF8.self)
  }

  @Test(arguments: PodStoryTests.table)
  func `every quoted line stands where the story says, and names its pod where it claims to`(
    sample: String, pod: String, state: StoryState, broken: String?
  ) throws {
    let story = try #require(Self.told(pod, [Self.input(sample).path]).story)
    let name = String(pod.split(separator: "/").last ?? "")
    for quoted in story.hops.flatMap(\.lines) {
      guard let raw = line((quoted.place.input, quoted.place.line)) else { continue }
      let start = quoted.text.split(separator: " ").last { $0.count > 4 && $0.allSatisfy { $0.isLetter } }
      if let start { #expect(raw.contains(start), "\(quoted.place): \(quoted.text)") }
      if quoted.link == .named { #expect(raw.contains(name), "\(quoted.place)") }
    }
    #expect(story.hops.map(\.number) == Array(1...9))
  }

  @Test func `inputs in any order tell the same story`() throws {
    for (sample, pod) in [
      ("ipamd-unreachable/unix-socket-v1.23", "shop/mailer-kxtw7447ds-rtndq"),
      ("pool-growth-lag/burst-of-pods-v1.19", "shop/web-wvcqg4zjsj-jjw7p"),
    ] {
      let folder = Self.input(sample)
      let paths = Samples.files(in: folder).map { folder.appending(path: $0).path }
      try #require(paths.count > 1)
      let renderer = StoryRenderer(RenderOptions(exitCode: 0))
      let forward = try #require(Self.told(pod, paths).story)
      let backward = try #require(Self.told(pod, paths.reversed()).story)
      #expect(renderer.json(forward) == renderer.json(backward))
    }
  }

  @Test func `a hop no input shows is said, with the command that would show it`() throws {
    let folder = Self.input("subnet-exhausted/enterprise-before")
    let story = try #require(Self.told("shop/ledger-w7t89ztg9m-5dlxw", [folder.path]).story)
    let kubelet = try #require(story.hops.first { $0.key == "kubelet" })
    #expect(kubelet.outcome == .notShown)
    #expect(kubelet.collect?.command == "kubectl describe pod -n shop ledger-w7t89ztg9m-5dlxw")
  }

  @Test func `a pod nobody names is not found, and near names are`() throws {
    let told = Self.told(
      "shop/ledger-w7t89ztg9m-5dlxx", [Self.input("subnet-exhausted/enterprise-before").path])
    #expect(told.story == nil)
    #expect(told.near.first == "shop/ledger-w7t89ztg9m-5dlxw")
    #expect(!told.isUnusable)
  }

  @Test func `the other of two namesakes is left alone`() throws {
    let place = try Workplace()
    var pen = Pen()
    pen.start()
    pen.stats(3, 10, 10)
    pen.refuse(5, "web-1")
    let foreign = pen.text.replacing("shop", with: "billing").replacing("aaaaaaaa", with: "bbbbbbbb")
    try place.write("ipamd.log", pen.text)
    try place.write("other/ipamd.log", foreign)
    let shop = try #require(Self.told("shop/web-1", [place.folder.path]).story)
    #expect(shop.tries == 1)
    #expect(shop.hops.flatMap(\.lines).allSatisfy { !$0.place.input.contains("other/") })
    // Without a namespace it could be either.
    let either = Self.told("web-1", [place.folder.path])
    #expect(either.story == nil)
    #expect(either.near == ["billing/web-1", "shop/web-1"])
  }

  @Test func `five thousand tries leave a handful of lines`() throws {
    let place = try Workplace()
    var pen = Pen()
    pen.start()
    pen.stats(1, 10, 10)
    pen.refuse(2, "web-1", times: 5_000)
    try place.write("ipamd.log", pen.text)
    let story = try #require(Self.told("shop/web-1", [place.folder.path]).story)
    #expect(story.state == .waiting)
    #expect(story.hops.flatMap(\.lines).count <= 9 * 6)
    // An estimate above 4,096, and said to be one.
    #expect(abs((story.tries ?? 0) - 5_000) < 250)
    #expect(StoryRenderer(RenderOptions(exitCode: 0)).text(story).contains("≈"))
  }

  @Test(arguments: HostileTextTests.evil) func `a hostile name stays text`(evil: String) throws {
    let place = try Workplace()
    let name = String(decoding: (try? JSONEncoder().encode(evil)) ?? Data("\"\"".utf8), as: UTF8.self)
    try place.write(
      "events.json",
      """
      {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Event", "type": "Warning",
      "metadata": {"name": "x", "namespace": "shop"}, "reason": "FailedCreatePodSandBox",
      "involvedObject": {"kind": "Pod", "name": \(name), "namespace": "shop"},
      "firstTimestamp": "2026-03-03T03:00:00Z", "lastTimestamp": "2026-03-03T03:01:00Z", "count": 3,
      "message": "Failed to create pod sandbox: add cmd: failed to assign an IP address to container"}]}
      """)
    let told = Why.pod(
      PodName(namespace: "shop", name: evil), paths: [place.folder.path], handbook: PlaybookData.handbook)
    let story = try #require(told.story)
    let text = StoryRenderer(RenderOptions(exitCode: 0)).text(story)
    let controls = text.unicodeScalars.filter {
      ($0.value < 32 && $0 != "\n") || (127..<160).contains($0.value)
    }
    #expect(controls.isEmpty)
    #expect(!text.unicodeScalars.contains { ["\u{202E}", "\u{2066}", "\u{200B}"].contains($0) })
    // A command to paste holds the name only where no shell could read it otherwise.
    for command in story.hops.compactMap(\.collect?.command) where command.contains(evil) {
      #expect(evil.allSatisfy { $0.isLetter || $0.isNumber || "-.".contains($0) })
    }
    let tree =
      try JSONSerialization.jsonObject(
        with: Data(StoryRenderer(RenderOptions(exitCode: 0)).json(story).utf8)) as? [String: Any]
    #expect((tree?["pod"] as? [String: Any])?["name"] as? String == evil)
    #expect(tree?["schemaVersion"] as? String == "1.0.0")
  }
}
