import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct KubectlTableTests {
  @Test func `get nodes tells readiness and cordons`() {
    let (found, left, kinds) = Scan.text(
      """
      $ kubectl get nodes
      NAME          STATUS                     ROLES    AGE   VERSION
      ip-10-0-1-1   Ready                      <none>   34m   v1.29.0
      ip-10-0-1-2   NotReady,SchedulingDisabled   master   34m   v1.29.0
      """)
    #expect(found.nodes.map(\.isUnschedulable) == [false, true])
    #expect(found.nodes.map { $0.conditions.first?.status } == ["True", "False"])
    #expect(left.isEmpty && kinds == [.kubectlTable])
  }

  @Test func `wide nodes and label columns are known by their values`() throws {
    let node = try #require(
      Scan.text(
        """
        NAME          STATUS   ROLES    AGE   VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE         KERNEL-VERSION   CONTAINER-RUNTIME    INSTANCE-TYPE   ZONE
        ip-10-0-1-1   Ready    <none>   34m   v1.29.0   10.0.1.1      <none>        Amazon Linux 2   5.10             containerd://1.6     m5.large        us-east-1a
        """
      ).found.nodes.first)
    #expect(node.internalAddress == "10.0.1.1" && node.osImage == "Amazon Linux 2")
    #expect(node.labels["node.kubernetes.io/instance-type"] == "m5.large")
    #expect(node.labels["topology.kubernetes.io/zone"] == "us-east-1a")
  }

  @Test func `get pods tells waiting reasons, restarts and nodes`() {
    let found = Scan.text(
      """
      # kubectl get pods -n shop -o wide
      NAME      READY   STATUS                  RESTARTS       AGE   IP         NODE          NOMINATED NODE   READINESS GATES
      web-1     0/1     ContainerCreating       0              5m    <none>     ip-10-0-1-1   <none>           <none>
      web-2     1/1     Running                 5 (2m ago)     5m    10.0.1.9   ip-10-0-1-1   <none>           <none>
      web-3     0/1     Init:CrashLoopBackOff   12 (30s ago)   5m    <none>     <none>        <none>           <none>
      """
    ).found.pods
    #expect(found.map(\.qualifiedName) == ["shop/web-1", "shop/web-2", "shop/web-3"])
    #expect(found.map(\.waiting) == [["ContainerCreating"], [], ["CrashLoopBackOff"]])
    #expect(found.map(\.restarts) == [0, 5, 12])
    #expect(found.map(\.node) == ["ip-10-0-1-1", "ip-10-0-1-1", nil])
    #expect(found.map(\.address) == [nil, "10.0.1.9", nil])
    #expect(found.map(\.isReady) == [false, true, false])
  }

  @Test func `Fargate and a refused pod are said`() {
    let found = Scan.text(
      """
      NAME    READY   STATUS      RESTARTS   AGE   IP         NODE
      web-1   1/1     Running     0          5m    10.0.1.9   fargate-ip-10-0-1-9.ec2.internal
      web-2   0/1     OutOfpods   0          5m    <none>     ip-10-0-1-1
      """
    ).found
    #expect(found.contains(.platform(.fargate)) && found.texts == ["OutOfpods"])
    #expect(found.pods.map(\.phase) == ["Running", "Failed"])
  }

  @Test func `pods of all namespaces keep theirs, and lost alignment does no harm`() {
    let found = Scan.text(
      "NAMESPACE NAME READY STATUS RESTARTS AGE\nkube-system aws-node-x 0/2 CrashLoopBackOff 7 3h"
    ).found
    #expect(found.pods.map(\.qualifiedName) == ["kube-system/aws-node-x"] && found.pods.first?.restarts == 7)
  }

  @Test func `the aws-node DaemonSet's counts are read, others are not`() {
    let found = Scan.text(
      """
      NAME         DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
      aws-node     3         3         2       3            2           <none>          29m
      kube-proxy   3         3         3       3            3           <none>          29m
      """
    ).found
    #expect(
      found.configurations.map(\.desired) == [3] && found.configurations.map(\.ready) == [2]
        && found.count == 1)
  }

  @Test func `the article's columns are pods, not addresses`() throws {
    let node = try #require(
      Scan.text("NAME                        PODS   IP\nip-10-0-1-23.ec2.internal   28     29").found.nodes
        .first)
    #expect(node.podsAllocatable == 28 && node.podCapacity == 29 && node.internalAddress == nil)
  }

  @Test(arguments: [
    "N                            B", "BRANCH  WHO",
  ])
  func `columns hold what the command above them says`(titles: String) throws {
    let isNamed = titles.hasPrefix("N")
    let command =
      isNamed
      ? #"$ kubectl get node -o custom-columns=N:.metadata.name,B:.status.allocatable.vpc\.amazonaws\.com/pod-eni"#
      : #"$ kubectl get nodes -o 'custom-columns=BRANCH:.status.allocatable.vpc\.amazonaws\.com/pod-eni,WHO:.metadata.name'"#
    let row = isNamed ? "ip-10-3-1-4.ec2.internal     18" : "18      ip-10-3-1-4.ec2.internal"
    let nodes = Scan.text("\(command)\n\(titles)\n\(row)").found.nodes
    #expect(nodes.map(\.name) == ["ip-10-3-1-4.ec2.internal"] && nodes.map(\.branchAllocatable) == [18])
    // The question of the handbook is known without its prompt.
    if isNamed {
      #expect(Scan.text("\(titles)\n\(row)").found.nodes.map(\.branchAllocatable) == [18])
    }
  }

  @Test func `custom columns of ENIConfigs are known by their subnets`() {
    var config = ENIConfig(name: "us-east-1a")
    config.subnet = SubnetID("subnet-0123456789abcdef0")
    config.groups = ["sg-0a"]
    #expect(
      Scan.text("NAME         SUBNET                     SG\nus-east-1a   subnet-0123456789abcdef0   [sg-0a]")
        .found
        == [.eniConfig(config)])
  }

  @Test func `the small objects are read`() {
    var node = CNINode(name: "n1")
    node.features = ["SecurityGroupsForPods": ""]
    let found = Scan.text(
      """
      NAMESPACE   NAME   SECURITY-GROUP-IDS
      shop        p      ["sg-0a","sg-0b"]

      NAME   FEATURES
      n1     [{"name":"SecurityGroupsForPods"}]

      $ kubectl get eniconfig
      NAME         AGE
      us-east-1a   3d
      """
    ).found
    #expect(
      found == [
        .securityGroupPolicy(namespace: "shop", name: "p", groups: ["sg-0a", "sg-0b"]), .cniNode(node),
        .eniConfig(ENIConfig(name: "us-east-1a")),
      ])
  }

  @Test func `capital words that are no header open no table`() {
    #expect(Scan.text("ERROR NAME\nWARN X").found.isEmpty)
    #expect(Scan.text("SELECT NAME FROM T").found.isEmpty)
  }

  @Test func `a table ends where its rows end`() {
    let (found, left, _) = Scan.text(
      "NAME   READY   STATUS   RESTARTS   AGE\nweb-1   1/1   Running   0   5m\n[ERROR] Failed to x")
    #expect(found.pods.count == 1 && left == ["[ERROR] Failed to x"])
  }
}
