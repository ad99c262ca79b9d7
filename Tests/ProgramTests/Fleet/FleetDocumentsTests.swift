import Testing
import Triage

/// The documents of an account reach every node of a fleet, however long they are.
@Suite struct FleetDocumentsTests {
  /// One node whose subnet is empty, one that holds all it may, one that is well; their own logs say only who was
  /// refused.
  private var scene: Scene {
    var empty = Pen(Kit(1))
    empty.start()
    empty.stats(300, 9, 9)
    empty.refuse(301, "web-1", times: 4)
    var full = Pen(Kit(2, subnet: Kit.subnetB, zone: "us-east-1b", third: 2))
    full.start()
    full.stats(300, 27, 27)
    full.refuse(301, "web-2", times: 4)
    var scene = Scene()
    scene.add("fleet/a/ipamd.log", empty)
    scene.add("fleet/b/ipamd.log", full)
    scene.add(
      "fleet/c/ipamd.log",
      FleetSceneTests.fine(Kit(3, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)))
    return scene
  }

  private func documents(more: Int) -> [(name: String, text: String)] {
    let one = Kit(1)
    let two = Kit(2, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
    var interfaces = [
      Papers.interface(one.eni(0), instance: one.instance, addresses: (10..<20).map { "10.0.1.\($0)" })
    ]
    // Everything else in its subnet is taken by others.
    interfaces += (0..<5).map { number in
      let taken = (0..<50).map { 4 + number * 50 + $0 }.filter { $0 < 255 && !(10..<20).contains($0) }
      return Papers.interface(
        "eni-0aaaaaaaaaaaaaaa\(number)", instance: "i-0bbbbbbbbbbbbbbb\(number)",
        addresses: taken.map { "10.0.1.\($0)" }, description: "somebody else's")
    }
    for eni in 0..<3 {
      interfaces.append(
        Papers.interface(
          two.eni(eni), subnet: Kit.subnetB, instance: two.instance, device: eni,
          addresses: (0..<10).map { "10.0.2.\(10 + eni * 10 + $0)" }))
    }
    interfaces += (0..<more).map { number in
      Papers.interface(
        "eni-0cccccccccccc" + String(String(number + 0x1000, radix: 16)), subnet: "subnet-0ccccccccccccccc1",
        instance: "i-0ddddddddddddddd1", device: number,
        addresses: ["10.0.\(64 + number / 200).\(4 + number % 200)"])
    }
    return [
      (
        "subnets.json",
        Papers.subnets([
          Papers.subnet(available: 0),
          Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 221, zone: "us-east-1b"),
        ])
      ), ("interfaces.json", Papers.interfaces(interfaces)),
      ("instances.json", Papers.instances([one, two])),
    ]
  }

  private func verdicts(_ documents: [(name: String, text: String)]) -> [String] {
    var scene = scene
    for (name, text) in documents { scene.add(name, text) }
    return scene.fleet.nodes.map { "\($0.id) \($0.status.rawValue) \($0.cause?.raw ?? "-") \($0.failures)" }
  }

  @Test func `six hundred records of others change no node's verdict`() {
    let few = verdicts(documents(more: 0))
    #expect(verdicts(documents(more: 600)) == few)
    #expect(few.map { $0.split(separator: " ")[2] } == ["subnet-exhausted", "node-ip-limit", "-"], "\(few)")
  }

  @Test func `what the documents decide the logs alone do not`() {
    let alone = verdicts([])
    #expect(alone.map { $0.split(separator: " ")[1] } == ["undecided", "cause-found", "healthy"], "\(alone)")
  }
}
