import Testing
import Triage

@testable import Commands

/// A pod's name in the spellings of each writer, and names that only look like it.
@Suite struct PodMentionTests {
  static let ours = [
    #""Error syncing pod, skipping" err="x" pod="shop/web-1" podUID="6f0c""#,
    #"failed to "CreatePodSandbox" for "web-1_shop(6f0c1d)" with"#,
    #"AddNetworkRequest: K8S_POD_NAME:"web-1"  K8S_POD_NAMESPACE:"shop"  K8S_POD_INFRA_CONTAINER_ID:"e5a6""#,
    "Args(IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-1;K8S_POD_INFRA_CONTAINER_ID=e5a6)",
    "RunPodSandbox for &PodSandboxMetadata{Name:web-1,Uid:6f0c,Namespace:shop,Attempt:0,} failed, error",
    "Received AddNetwork for NS /proc/1/ns/net, Pod web-1, NameSpace shop, Sandbox 695575ccb5c2f1f2, ifname eth0",
    "Failed to assign an IP address to pod web-1.",
    "/var/log/pods/shop_web-1_6f0c/app/0.log",
    "web-1",
  ]

  static let foreign = [
    #"pod="billing/web-1""#,
    "web-1_billing(6f0c)",
    #"K8S_POD_NAME:"web-1"  K8S_POD_NAMESPACE:"billing""#,
    "Name:web-1,Uid:6f0c,Namespace:billing,Attempt:0",
    #"pod="shop/web-10""#, #"pod="shop/web-1-x2x9k""#, #"pod="shop/my-web-1""#,
    "web-1.shop.svc.cluster.local",
    "a.web-1", "WEB-1", "web", "",
  ]

  @Test(arguments: PodMentionTests.ours) func `its name in every spelling`(line: String) {
    let mention = PodMention(PodName(namespace: "shop", name: "web-1"))
    #expect(mention.isIn(Array(line.utf8)))
    #expect(PodMention(PodName(namespace: nil, name: "web-1")).isIn(Array(line.utf8)))
  }

  @Test(arguments: PodMentionTests.foreign) func `another pod's name`(line: String) {
    #expect(!PodMention(PodName(namespace: "shop", name: "web-1")).isIn(Array(line.utf8)))
  }

  @Test func `the namespace is where the name is`() {
    let mention = PodMention(PodName(namespace: nil, name: "web-1"))
    for line in PodMentionTests.ours.prefix(6) {
      #expect(mention.namespace(in: Array(line.utf8)) == "shop", "\(line)")
    }
    #expect(mention.namespace(in: Array("web-1".utf8)) == nil)
  }

  @Test func `sandboxes are hex words of sixteen digits and more, and no image`() {
    var found: [String] = []
    let line =
      "sandbox \"e5a6b2b29bfa8265\" cni-0011223344556677 id 6f0c1d2e image@sha256:00112233445566778899aabbccddeeff x e5a6b2b29bfa826g"
    SandboxIDs.forEach(in: Array(line.utf8)) { found.append($0) }
    #expect(found == ["e5a6b2b29bfa8265"])
  }

  @Test func `a pod is a name, with a namespace or without`() {
    #expect(PodName("shop/web-1") == PodName(namespace: "shop", name: "web-1"))
    #expect(PodName("web-1") == PodName(namespace: nil, name: "web-1"))
    for wrong in ["", "/", "shop/", "/web-1", "a/b/c"] { #expect(PodName(wrong) == nil, "\(wrong)") }
  }
}
