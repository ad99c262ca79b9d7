import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct TextDocumentsTests {
  // MARK: Events

  @Test(arguments: [
    "  Warning  FailedCreatePodSandBox  68s (x23 over 5m50s)  kubelet, ip-10-0-1-23.ec2.internal  Failed to create pod sandbox: x",
    "> Warning FailedCreatePodSandBox 17m (x23 over 1h) kubelet, ip-10-0-1-23.ec2.internal Failed to create pod sandbox: x",
    "Warning  FailedCreatePodSandBox  <invalid> (x23 over <invalid>)  kubelet, ip-10-0-1-23.ec2.internal  Failed to create pod sandbox: x",
    "7m  7m  23  {kubelet ip-10-0-1-23.ec2.internal}  Warning  FailedCreatePodSandBox  Failed to create pod sandbox: x",
    "7m  7m  23  kubelet, ip-10-0-1-23.ec2.internal    Warning  FailedCreatePodSandBox  Failed to create pod sandbox: x",
    "2m  2m  23  web-1.15a3f2c81d7e9b04  Pod    Warning  FailedCreatePodSandBox  {kubelet ip-10-0-1-23.ec2.internal}  Failed to create pod sandbox: x",
    "`Warning  FailedCreatePodSandBox  68s (x23 over 5m50s)  kubelet, ip-10-0-1-23.ec2.internal  Failed to create pod sandbox: x`",
  ])
  func `an event row is read without its header`(row: String) throws {
    let (found, left, kinds) = Scan.text(row)
    let event = try #require(found.events.first)
    #expect(event.type == "Warning" && event.reason == "FailedCreatePodSandBox")
    #expect(event.message == "Failed to create pod sandbox: x")
    #expect(event.source == "kubelet" && event.host == "ip-10-0-1-23.ec2.internal" && event.count == 23)
    #expect(event.first == nil && event.last == nil && left.isEmpty && kinds == [.events])
  }

  @Test(arguments: [
    (
      "Warning BranchAllocationFailed 5s vpc-resource-controller failed to allocate branch ENI to pod",
      "vpc-resource-controller", "failed to allocate branch ENI to pod"
    ),
    (
      "  Warning  FailedScheduling  2m  default-scheduler  0/3 nodes are available: 3 Too many pods.",
      "default-scheduler", "0/3 nodes are available: 3 Too many pods."
    ),
    (
      "Warning FailedCreatePodSandBox Failed to create pod sandbox: y", nil, "Failed to create pod sandbox: y"
    ),
    (
      "Warning BackOff 3m kubelet Back-off restarting failed container", "kubelet",
      "Back-off restarting failed container"
    ),
    ("Warning FailedX 3m failed to do it", nil, "failed to do it"),
  ])
  func `the source is a column or a name known for it`(row: String, source: String?, message: String) throws {
    let event = try #require(Scan.text(row).found.events.first)
    #expect(event.source == source && event.message == message)
  }

  @Test(arguments: [
    """
    LAST SEEN   TYPE      REASON                  OBJECT          MESSAGE
    2m29s       Warning   MissingIAMPermissions   pod/web-1       Unauthorized operation: failed to call ec2:X  twice
    """,
    """
    NAMESPACE   LAST SEEN            TYPE      REASON                  OBJECT      MESSAGE
    shop        2m29s (x3 over 4m)   Warning   MissingIAMPermissions   pod/web-1   Unauthorized operation: failed to call ec2:X  twice
    """,
    """
    LAST SEEN   TYPE      REASON                  OBJECT      SUBOBJECT             SOURCE               MESSAGE                                             FIRST SEEN   COUNT   NAME
    2m29s       Warning   MissingIAMPermissions   pod/web-1   spec.containers{c}    aws-node, n1         Unauthorized operation: failed to call ec2:X  twice   3m           3       web-1.15a3f2c81d7e9b04
    """,
    """
    LASTSEEN   FIRSTSEEN   COUNT     NAME                      KIND      SUBOBJECT   TYPE      REASON                  SOURCE         MESSAGE
    2m         3m          3         web-1.15a3f2c81d7e9b04    Pod                   Warning   MissingIAMPermissions   aws-node, n1   Unauthorized operation: failed to call ec2:X  twice
    """,
    "shop   2m29s   Warning   MissingIAMPermissions   pod/web-1   Unauthorized operation: failed to call ec2:X  twice",
    "2m29s   Warning   MissingIAMPermissions   pod/web-1   aws-node, n1   Unauthorized operation: failed to call ec2:X  twice   3m   3   web-1.15a3f2c81d7e9b04",
  ])
  func `get events is read in every layout`(table: String) throws {
    let (found, left, _) = Scan.text(table)
    let event = try #require(found.events.first)
    #expect(
      event.objectKind == "Pod" && event.objectName == "web-1" && event.reason == "MissingIAMPermissions")
    #expect(event.message == "Unauthorized operation: failed to call ec2:X  twice")
    #expect(left.isEmpty && found.events.count == 1)
  }

  @Test(arguments: [
    "Failed to create pod sandbox: rpc error: code = Unknown desc = x", "Warning: could not reach the server",
    "Normal operation resumed", "Warning Unable to attach",
    "2024-05-02T09:14:21Z [ERROR] Failed to x: Warning FailedMount",
    #"{"level":"error","ts":"2024-05-02T09:14:21.105Z","msg":"Warning  FailedMount  3m  kubelet  x"}"#,
    "I0609 11:52:52.000001       1 event.go:294] Event occurred type=Warning reason=FailedMount",
    "error: You must be logged in",
    "plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: failed to assign an IP address to container",
  ])
  func `log lines and sentences are left to others`(line: String) {
    let (found, left, _) = Scan.text(line)
    #expect(found.isEmpty && left == [line])
  }

  // MARK: Descriptions

  @Test func `a described pod gives its events their object`() throws {
    let (found, left, kinds) = Scan.text(
      """
      Name:             web-1
      Namespace:        shop
      Node:             ip-10-0-1-23.ec2.internal/10.0.1.23
      Labels:           app=web
                        tier=front
      Annotations:      vpc.amazonaws.com/pod-eni:
                          [{"eniId":"eni-0aa11bb22cc33dd44"}]
      Status:           Pending
      IP:
      Containers:
        web:
          Image:          nginx:1
          State:          Waiting
            Reason:       ContainerCreating
          Ready:          False
          Restart Count:  0
          Limits:
            vpc.amazonaws.com/pod-eni:  1
          Environment:  <none>
      Conditions:
        Type              Status
        Ready             False
        PodScheduled      True
      Events:
        Type     Reason                  Age                  From               Message
        ----     ------                  ----                 ----               -------
        Normal   Scheduled               6m12s                default-scheduler  Successfully assigned shop/web-1 to ip-10-0-1-23.ec2.internal
        Warning  FailedCreatePodSandBox  68s (x23 over 5m50s) kubelet            (combined from similar events): Failed to create
      """)
    let pod = try #require(found.pods.first)
    #expect(
      pod.qualifiedName == "shop/web-1" && pod.node == "ip-10-0-1-23.ec2.internal" && pod.phase == "Pending")
    #expect(
      pod.waiting == ["ContainerCreating"] && pod.restarts == 0 && pod.isReady == false && pod.wantsBranchENI)
    #expect(pod.labels == ["app": "web", "tier": "front"] && pod.branchAnnotation?.hasPrefix("[{") == true)
    #expect(found.events.map(\.count) == [nil, 23])
    #expect(
      found.events.allSatisfy {
        $0.objectName == "web-1" && $0.objectNamespace == "shop" && $0.objectKind == "Pod"
      })
    #expect(found.events.last?.isCombined == true && found.events.last?.source == "kubelet")
    #expect(left.isEmpty && kinds == [.events, .describeText])
  }

  @Test func `a fragment of aws-node tells its version, its environment and its crashes`() throws {
    let (found, left, _) = Scan.text(
      """
      Containers:
        aws-node:
          Image:          111122223333.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.6.1
          State:          Waiting
            Reason:       CrashLoopBackOff
          Last State:     Terminated
            Reason:       Error
            Exit Code:    1
            Started:      Tue, 09 Jun 2020 11:52:52 -0400
          Ready:          False
          Restart Count:  5203
          Liveness:   exec [/app/grpc-health-probe -addr=:50051] delay=35s timeout=1s
          Environment:
            MINIMUM_IP_TARGET:              15
            WARM_IP_TARGET:                 7
            MY_NODE_NAME:                    (v1:spec.nodeName)
            EMPTY:
      """)
    let pod = try #require(found.pods.first)
    #expect(
      pod.waiting == ["CrashLoopBackOff"] && pod.restarts == 5203
        && pod.qualifiedName == "kube-system/aws-node")
    let configuration = try #require(found.configurations.first)
    #expect(configuration.version == "1.6.1" && configuration.source == "container")
    #expect(configuration.environment == ["MINIMUM_IP_TARGET": "15", "WARM_IP_TARGET": "7", "EMPTY": ""])
    #expect(found.texts == ["container aws-node ended: Error, exit code 1"])
    #expect(left.isEmpty)
  }

  @Test func `a described node tells limits, pods, conditions`() throws {
    let (found, left, _) = Scan.text(
      """
      Name:               ip-10-0-1-23.ec2.internal
      Roles:              <none>
      Labels:             eks.amazonaws.com/compute-type=auto
                          node.kubernetes.io/instance-type=m5.large
      CreationTimestamp:  Tue, 09 Jun 2020 11:52:52 -0400
      Taints:             a=b:NoSchedule
                          c:NoExecute
      Unschedulable:      true
      Conditions:
        Type             Status  LastHeartbeatTime                 LastTransitionTime                Reason                       Message
        ----             ------  -----------------                 ------------------                ------                       -------
        MemoryPressure   False   Tue, 09 Jun 2020 11:52:52 -0400   Tue, 09 Jun 2020 11:50:00 -0400   KubeletHasSufficientMemory   kubelet has sufficient memory available
        Ready            False   Tue, 09 Jun 2020 11:52:52 -0400   Tue, 09 Jun 2020 11:50:00 -0400   KubeletNotReady              runtime network not ready: NetworkReady=false
      Addresses:
        InternalIP:   10.0.1.23
      Capacity:
        cpu:                        2
        pods:                       29
        vpc.amazonaws.com/pod-eni:  9
      Allocatable:
        pods:                       28
      System Info:
        OS Image:                   Amazon Linux 2
      ProviderID:                   aws:///us-east-1a/i-0123456789abcdef0
      Non-terminated Pods:          (2 in total)
        Namespace                   Name                CPU Requests  CPU Limits
        ---------                   ----                ------------  ----------
        kube-system                 aws-node-x2x9k      25m (1%)      0 (0%)
        shop                        web-1               100m (5%)     0 (0%)
      Allocated resources:
        (Total limits may be over 100 percent, i.e., overcommitted.)
        Resource                    Requests     Limits
        cpu                         125m (6%)    0 (0%)
      Events:                       <none>
      """)
    let node = try #require(found.nodes.first)
    #expect(
      node.podCapacity == 29 && node.podsAllocatable == 28 && node.branchCapacity == 9 && node.hasStatus)
    #expect(node.isUnschedulable == true && node.taints == ["a=b:NoSchedule", "c:NoExecute"])
    #expect(node.instance == InstanceID("i-0123456789abcdef0") && node.internalAddress == "10.0.1.23")
    #expect(node.created == Instant(nanoseconds: 1_591_717_972_000_000_000))
    #expect(node.labels["node.kubernetes.io/instance-type"] == "m5.large")
    #expect(found.pods.map(\.qualifiedName) == ["kube-system/aws-node-x2x9k", "shop/web-1"])
    #expect(found.pods.allSatisfy { $0.node == "ip-10-0-1-23.ec2.internal" })
    #expect(found.contains(.platform(.autoMode)))
    #expect(found.texts == ["KubeletNotReady: runtime network not ready: NetworkReady=false"])
    #expect(left.isEmpty)
  }

  @Test func `max pods of unnamed nodes counts when all agree`() {
    let one = "Allocatable:\n  cpu:     1930m\n  memory:  7Gi\n  pods:    29\n--\n"
    #expect(Scan.text(one).found == [.kubeletMaxPods(29)])
    #expect(Scan.text(one + one).found == [.kubeletMaxPods(29)])
    #expect(Scan.text(one + "Allocatable:\n  pods:    58\n").found.isEmpty)
  }

  @Test func `the tail of a condition row is a text for patterns`() {
    let line = "> KubeletNotReady              runtime network not ready: cni config uninitialized"
    #expect(
      Scan.text(line).found.texts == ["KubeletNotReady: runtime network not ready: cni config uninitialized"])
  }

  @Test func `a described DaemonSet is what the cluster asks for`() throws {
    let found = Scan.text(
      """
      Name:           aws-node
      Selector:       k8s-app=aws-node
      Desired Number of Nodes Scheduled: 3
      Number of Nodes Scheduled with Available Pods: 2
      Pods Status:  2 Running / 1 Waiting / 0 Succeeded / 0 Failed
      Pod Template:
        Labels:           k8s-app=aws-node
        Containers:
         aws-node:
          Image:      x/amazon-k8s-cni:v1.18.3-eksbuild.1
          Environment:
            WARM_ENI_TARGET:  1
        Volumes:
         run:
          Type:          HostPath (bare host directory volume)
      """
    ).found
    let configuration = try #require(found.configurations.first)
    #expect(
      configuration.source == "daemonset" && configuration.desired == 3 && configuration.version == "1.18.3")
    #expect(configuration.environment == ["WARM_ENI_TARGET": "1"] && found.pods.isEmpty)
  }

  @Test func `a described ENIConfig is read`() {
    var config = ENIConfig(name: "us-east-1a")
    config.subnet = SubnetID("subnet-0123456789abcdef0")
    config.groups = ["sg-0a", "sg-0b"]
    let text = """
      Name:         us-east-1a
      Namespace:
      API Version:  crd.k8s.amazonaws.com/v1alpha1
      Kind:         ENIConfig
      Spec:
        Security Groups:
          sg-0a
          sg-0b
        Subnet:  subnet-0123456789abcdef0
      Events:    <none>
      """
    #expect(Scan.text(text).found == [.eniConfig(config)])
  }

  @Test func `logs after a description are left to others`() {
    let log = #"{"level":"error","ts":"2024-05-02T09:14:21.105Z","msg":"x"}"#
    let (found, left, _) = Scan.text("Name:   web-1\nNode:   n1/10.0.0.1\nError: something\n\(log)\npanic: x")
    #expect(found.pods.count == 1 && left == ["Error: something", log, "panic: x"])
  }
}

@Suite struct EnvironmentLinesTests {
  @Test(arguments: [
    "        - name: WARM_IP_TARGET\n          value: \"5\"\n        - name: ENABLE_POD_ENI\n          value: \"true\"",
    "      WARM_IP_TARGET:                     5\n      ENABLE_POD_ENI:      true",
    "# DaemonSet aws-node, container aws-node\nWARM_IP_TARGET=5\nENABLE_POD_ENI=true",
    "{\n  \"name\": \"WARM_IP_TARGET\",\n  \"value\": \"5\"\n},\n--\n  \"name\": \"ENABLE_POD_ENI\",\n  \"value\": \"true\"",
  ])
  func `variables grepped out of an object are read`(text: String) {
    let environments = Scan.text(text).found.configurations.map(\.environment)
    #expect(
      environments.reduce(into: [:]) { $0.merge($1) { first, _ in first } } == [
        "WARM_IP_TARGET": "5", "ENABLE_POD_ENI": "true",
      ])
  }

  @Test(arguments: [
    "kubectl set env daemonset aws-node \\\nWARM_IP_TARGET=2 \\\nMINIMUM_IP_TARGET=4", "WARM_IP_TARGET=2 \\",
    "WARM_IP_TARGET: the number kept free",
    "- name: SOMETHING\n  value: \"5\"", "WARM_IP_TARGET",
  ])
  func `prose and commands are no settings`(text: String) {
    #expect(Scan.text(text).found.isEmpty)
  }
}
