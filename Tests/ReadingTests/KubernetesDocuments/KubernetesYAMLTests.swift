import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct KubernetesYAMLTests {
  private static let daemonSet = """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata:
      name: aws-node
    spec:
      template:
        spec:
          containers:
          - name: aws-node
            image: x/amazon-k8s-cni:v1.18.3
            env:
            - name: WARM_IP_TARGET
              value: "5"
            - name: ENABLE_POD_ENI
              value: "true"
            - name: NODE
              valueFrom:
                fieldRef: {fieldPath: spec.nodeName}
    status:
      desiredNumberScheduled: 3
    """
  private static let environment = ["WARM_IP_TARGET": "5", "ENABLE_POD_ENI": "true"]

  @Test func `an object, a stream and a List are read with their lines`() {
    #expect(KubernetesYAML.isOne(bytes: Array(Self.daemonSet.utf8)))
    #expect(Scan.yaml(Self.daemonSet).found.configurations.map(\.environment) == [Self.environment])
    let stream =
      "---\napiVersion: v1\nkind: Node\nmetadata: {name: a}\n---\n\napiVersion: v1\nkind: Node\nmetadata: {name: b}\n"
    let nodes = Scan.yaml(stream, firstLine: 10)
    #expect(nodes.found.nodes.map(\.name) == ["a", "b"] && nodes.lines == [11, 16])
    let list = """
      apiVersion: v1
      items:
      - apiVersion: v1
        kind: Node
        metadata:
          name: a
        status:
          capacity:
            pods: "29"
      - apiVersion: v1
        kind: Node
        metadata:
          name: b
      kind: List
      metadata:
        resourceVersion: ""
      """
    let items = Scan.yaml(list)
    #expect(items.found.nodes.map(\.name) == ["a", "b"] && items.lines == [3, 10] && items.problems.isEmpty)
    #expect(items.found.nodes.first?.podCapacity == 29)
    let typed = "kind: NodeList\nitems:\n  - metadata:\n      name: c\n  - metadata:\n      name: d\n"
    #expect(Scan.yaml(typed).found.nodes.map(\.name) == ["c", "d"])
  }

  @Test(arguments: ["    ", "> ", "\t\t"])
  func `a paste may be indented or quoted`(lead: String) {
    let pasted = Self.daemonSet.split(separator: "\n").map { lead + $0 }.joined(separator: "\r\n")
    let (found, _, problems) = Scan.yaml(pasted)
    #expect(found.configurations.map(\.environment) == [Self.environment])
    #expect(problems.isEmpty == (lead != "\t\t"))
  }

  @Test func `a prompt and fences around it are no part of it`() {
    let pasted = "$ kubectl get ds aws-node -o yaml\n```yaml\n\(Self.daemonSet)\n```\n"
    #expect(Scan.yaml(pasted).found.configurations.map(\.environment) == [Self.environment])
  }

  @Test(arguments: [1, 40, 120, 200, 300, 380])
  func `a cut object is read up to the cut`(lost: Int) {
    let cut = String(Self.daemonSet.dropLast(lost))
    let (found, _, _) = Scan.yaml(cut)
    for configuration in found.configurations {
      #expect(
        configuration.environment.allSatisfy {
          Self.environment[$0.key] == $0.value || $0.value.isEmpty || $0.key == "NODE"
        })
    }
    if lost <= 120 { #expect(found.configurations.count == 1) }
  }

  @Test func `one broken object costs only itself`() {
    let text = """
      apiVersion: v1
      kind: Node
      metadata: {name: a}
      ---
      apiVersion: v1
      kind: Node
      metadata:
        name: "b
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: c}
      """
    let (found, _, problems) = Scan.yaml(text)
    #expect(found.nodes.map(\.name) == ["a", "c"])
    #expect(problems.contains { ($0.line ?? 0) >= 5 && ($0.line ?? 0) <= 9 && $0.text.contains(":") })
  }

  @Test func `the same key twice is said with its line`() {
    let (found, _, problems) = Scan.yaml(
      "apiVersion: v1\nkind: Node\nmetadata:\n  name: a\n  name: b\n  labels: {x: y}\nstatus: {capacity: {pods: 4}}\n"
    )
    #expect(problems.contains { $0.text.contains("twice") && $0.line == 5 })
    #expect(found.nodes.map(\.name) == ["a"] && found.nodes.first?.podCapacity == 4)
    #expect(found.nodes.first?.labels == ["x": "y"])
  }

  @Test func `bombs and deep nesting are refused`() {
    var bomb = "apiVersion: v1\nkind: Node\na0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    for level in 1...9 {
      bomb +=
        "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
        + "]\n"
    }
    #expect(Scan.yaml(bomb).problems.contains { $0.text.contains("aliases") })
    let flow = "apiVersion: v1\nkind: Node\nx: " + String(repeating: "[", count: 100_000)
    #expect(Scan.yaml(flow).problems.contains { $0.text.contains("levels") })
    let dashes = "apiVersion: v1\nkind: Node\nx:\n  " + String(repeating: "- ", count: 100_000)
    #expect(Scan.yaml(dashes).problems.contains { $0.text.contains("levels") })
    let steps =
      "apiVersion: v1\nkind: Node\n" + (1...1000).map { String(repeating: " ", count: $0) + "k:\n" }.joined()
    #expect(Scan.yaml(steps).problems.contains { $0.text.contains("levels") })
  }

  @Test(arguments: [
    "", "\n\n", "---\n---\n", ":", "- ", "- - -", "a: b: c", "items:\n-\n-\n", "items:\n- \n  x\n", "\u{0}",
    "kind: List\nitems: 7",
    "!!binary x", "%YAML 9.9\n---\nkind: x", "*a", "&a *a", "? [a, b]\n: c", "kind: {a: b}\napiVersion: [x]",
  ])
  func `odd texts state nothing`(text: String) { #expect(Scan.yaml(text).found.isEmpty) }

  @Test func `logs, descriptions and values files are no Kubernetes YAML`() {
    for text in [
      "Name:  x\nKind:  y", "level: error\nmsg: kind: x", "env:\n  A: b\n", "kind of: x\napiVersionless: y",
      "kind: x",
    ] {
      #expect(!KubernetesYAML.isOne(bytes: Array(text.utf8)))
    }
  }

  @Test func `an article that shows a manifest is no manifest`() {
    let prose = Array(repeating: "A sentence about pods, and what they need.", count: 10).joined(
      separator: "\n")
    #expect(!KubernetesYAML.isOne(bytes: Array("\(prose)\n\(Self.daemonSet)\n\(prose)".utf8)))
  }

  @Test func `quoted scalars stay texts`() {
    let value = KubernetesYAML.value(of: "a: \"5\"\nb: 5\nc: yes\nd: ~\ne: 1.2.3\nf: 0x10\ng: true\n")
    #expect(value?["a"] == .string("5") && value?["b"] == .number("5") && value?["c"] == .string("yes"))
    #expect(value?["d"] == .null && value?["e"] == .string("1.2.3") && value?["f"] == .string("0x10"))
    #expect(value?["g"] == .bool(true))
  }
}
