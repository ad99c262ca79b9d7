import Evidence
import Testing

@testable import Documents

/// Mutations of good texts, the same on every run: no crash, no hang, no statement about numbers below zero.
@Suite struct HostileTextTests {
  private static let texts = [
    "Name:   web-1\nNode:   n1/10.0.0.1\nContainers:\n  c:\n    Restart Count:  3\nEvents:\n  Warning  FailedMount  3m (x2 over 5m)  kubelet  x\n",
    "NAMESPACE   NAME    READY   STATUS    RESTARTS   AGE\nshop        web-1   0/1     Running   5 (2m ago)  3h\n",
    "LAST SEEN   TYPE      REASON        OBJECT      MESSAGE\n2m          Warning   FailedMount   pod/web-1   x\n",
    "# TYPE awscni_total_ip_addresses gauge\nawscni_total_ip_addresses{instance=\"a:1\"} 27 1714641261105\n",
    "apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Node\n  metadata: {name: a}\n  status:\n    capacity:\n      pods: \"29\"\nkind: List\n",
    #"{"0":{"TotalIPs":32,"AssignedIPs":1,"ENIs":{"eni-1":{"AvailableIPv4Cidrs":{"10.0.1.16/28":{"IPAddresses":{}}}}}}}"#,
  ].map { Array($0.utf8) }
  private static let pieces = [
    "&a ", "*a", "- ", "{", "[", "\"", ": ", "|", "\t", "\n", "---\n", "-1", "1e400", "> ", "(x",
  ]
  .map { Array($0.utf8) }

  @Test(arguments: 0..<6)
  func `mutated texts do no harm`(which: Int) {
    var state = UInt64(which) &+ 0x9E37_79B9_7F4A_7C15
    func roll(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(bound, 1)
    }
    for _ in 0..<150 {
      var bytes = Self.texts[which]
      for _ in 0...roll(6) where !bytes.isEmpty {
        switch roll(4) {
        case 0: bytes[roll(bytes.count)] = UInt8(roll(256))
        case 1: bytes.removeSubrange(roll(bytes.count)...)
        case 2: bytes.insert(contentsOf: Self.pieces[roll(Self.pieces.count)], at: roll(bytes.count + 1))
        default: bytes.insert(contentsOf: bytes[roll(bytes.count)...], at: roll(bytes.count))
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      var found = Scan.text(text).found + Scan.json(text)
      found += Scan.yaml(text).found
      if let pool = NodeDocument.salvageIntrospection(text: text) { found.append(.pool(pool)) }
      #expect(found.nodes.allSatisfy { ($0.podCapacity ?? 0) >= 0 })
      #expect(found.pools.allSatisfy { ($0.total ?? 0) >= 0 && ($0.assigned ?? 0) >= 0 })
      #expect(found.pods.allSatisfy { ($0.restarts ?? 0) >= 0 })
    }
  }

  @Test func `a line of any length and of any bytes is only refused`() {
    #expect(Scan.text(String(repeating: "NAME ", count: 100_000)).found.isEmpty)
    #expect(Scan.text(String(repeating: "\u{0}", count: 1000)).found.isEmpty)
    #expect(Scan.text(String(repeating: "Name:   x\n", count: 20_000)).found.isEmpty)
  }
}
