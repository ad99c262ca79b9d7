import Evidence
import Testing
import VPCModel

@testable import Documents

@Suite struct KubernetesObjectTests {
  @Test func `a node states its limits, its instance and its troubles`() throws {
    let found = Scan.json(
      """
      {"apiVersion":"v1","kind":"Node","metadata":{"name":"ip-10-0-1-23.ec2.internal",
        "creationTimestamp":"2024-05-02T09:00:00Z","labels":{"node.kubernetes.io/instance-type":"m5.large"}},
       "spec":{"providerID":"aws:///us-east-1a/i-0123456789abcdef0",
        "taints":[{"key":"node.kubernetes.io/not-ready","effect":"NoSchedule"},{"key":"a","value":"b","effect":"NoExecute"}]},
       "status":{"capacity":{"pods":"29","vpc.amazonaws.com/pod-eni":"9"},"allocatable":{"pods":"28"},
        "addresses":[{"type":"InternalIP","address":"10.0.1.23"}],
        "conditions":[{"type":"Ready","status":"False","reason":"KubeletNotReady","message":"network plugin is not ready",
          "lastTransitionTime":"2024-05-02T09:14:21Z"},{"type":"DiskPressure","status":"False","reason":"x","message":"y"}],
        "nodeInfo":{"osImage":"Amazon Linux 2023"}}}
      """)
    let node = try #require(found.nodes.first)
    #expect(node.podCapacity == 29 && node.podsAllocatable == 28 && node.branchCapacity == 9)
    #expect(node.branchAllocatable == nil && node.hasStatus && node.isUnschedulable == false)
    #expect(node.instance == InstanceID("i-0123456789abcdef0"))
    #expect(node.created == Instant(nanoseconds: 1_714_640_400_000_000_000))
    #expect(node.taints == ["node.kubernetes.io/not-ready:NoSchedule", "a=b:NoExecute"])
    #expect(found.texts == ["KubeletNotReady: network plugin is not ready"])
  }

  @Test(arguments: [
    (#""eks.amazonaws.com/compute-type":"fargate""#, Statement.Platform.fargate),
    (#""eks.amazonaws.com/compute-type":"auto""#, .autoMode), (#""kubernetes.io/os":"windows""#, .windows),
  ])
  func `node labels tell the platforms without an aws-node pool`(label: String, platform: Statement.Platform)
  {
    let found = Scan.json(#"{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{\#(label)}}}"#)
    #expect(found.contains(.platform(platform)))
  }

  @Test func `a pod states when it was bound and when its kubelet saw it, unless the kubelet wrote both`()
    throws
  {
    func pod(_ annotations: String) throws -> ClusterPod {
      let found = Scan.json(
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","annotations":{\(annotations)}},
         "spec":{"nodeName":"n1"},"status":{"startTime":"2024-05-02T09:00:05Z",
          "conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"2024-05-02T09:00:00Z"}]}}
        """)
      return try #require(found.pods.first)
    }
    let bound = try pod("")
    #expect(bound.scheduled == Instant(nanoseconds: 1_714_640_400_000_000_000))
    #expect(bound.started == Instant(nanoseconds: 1_714_640_405_000_000_000))
    #expect(try pod(#""kubernetes.io/config.mirror":"abc""#).scheduled == nil)
  }

  @Test func `a pod states why it waits`() throws {
    let found = Scan.json(
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","deletionTimestamp":"2024-05-02T09:00:00Z",
        "annotations":{"vpc.amazonaws.com/pod-eni":"[{\\"eniId\\":\\"eni-0aa11bb22cc33dd44\\"}]"}},
       "spec":{"nodeName":"n1","containers":[{"name":"c","image":"nginx","resources":{"limits":{"vpc.amazonaws.com/pod-eni":"1"}}}]},
       "status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable",
         "message":"0/3 nodes are available: 3 Too many pods."},{"type":"Ready","status":"False"}],
        "initContainerStatuses":[{"name":"i","restartCount":2,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}],
        "containerStatuses":[{"name":"c","restartCount":1,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling"}}}]}}
      """)
    let pod = try #require(found.pods.first)
    #expect(
      pod.qualifiedName == "shop/web-1" && pod.node == "n1" && pod.isTerminating && pod.isHostNetwork == false
    )
    #expect(
      pod.waiting == ["CrashLoopBackOff", "ImagePullBackOff"] && pod.restarts == 3 && pod.isReady == false)
    #expect(pod.wantsBranchENI && pod.branchAnnotation?.contains("eni-0aa11bb22cc33dd44") == true)
    #expect(pod.unschedulable == "Unschedulable: 0/3 nodes are available: 3 Too many pods.")
    #expect(found.texts.contains("ImagePullBackOff: Back-off pulling"))
  }

  @Test func `the DaemonSet states its environment, and status updates are no change of it`() throws {
    let found = Scan.json(
      """
      {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"aws-node","managedFields":[
        {"manager":"eks","time":"2024-05-02T09:00:00Z"},
        {"manager":"kube-controller-manager","subresource":"status","time":"2024-06-02T09:00:00Z"}]},
       "spec":{"template":{"spec":{"initContainers":[{"name":"aws-vpc-cni-init","env":[
          {"name":"DISABLE_TCP_EARLY_DEMUX","value":"true"},{"name":"ENABLE_IPv6","value":"true"}]}],
        "containers":[{"name":"aws-node","image":"111122223333.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.18.3-eksbuild.1",
          "env":[{"name":"WARM_IP_TARGET","value":"2"},{"name":"ENABLE_IPv6","value":"false"},{"name":"EMPTY"},
            {"name":"MY_NODE_NAME","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}}]}]}}},
       "status":{"desiredNumberScheduled":3,"numberReady":2}}
      """)
    let configuration = try #require(found.configurations.first)
    #expect(configuration.version == "1.18.3" && configuration.desired == 3 && configuration.ready == 2)
    #expect(
      configuration.environment == [
        "WARM_IP_TARGET": "2", "ENABLE_IPv6": "false", "EMPTY": "", "DISABLE_TCP_EARLY_DEMUX": "true",
      ])
    #expect(configuration.changed == Instant(nanoseconds: 1_714_640_400_000_000_000))
    #expect(configuration.source == "daemonset")
  }

  @Test func `a running aws-node pod states the configuration of its node`() throws {
    let found = Scan.json(
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"aws-node-x","namespace":"kube-system"},"spec":{"nodeName":"n1",
        "containers":[{"name":"aws-node","image":"x/amazon-k8s-cni:v1.19.6@sha256:00","env":[{"name":"WARM_ENI_TARGET","value":1}]}]},
        "status":{"containerStatuses":[{"name":"aws-node","lastState":{"terminated":{"reason":"OOMKilled","exitCode":137}}}]}}
      """)
    let configuration = try #require(found.configurations.first)
    #expect(
      configuration.source == "container" && configuration.node == "n1" && configuration.version == "1.19.6")
    #expect(configuration.environment == ["WARM_ENI_TARGET": "1"])
    #expect(found.texts == ["container aws-node ended: OOMKilled, exit code 137"])
  }

  @Test func `events of both APIs are read, null times included`() throws {
    let core = try #require(
      Scan.json(
        """
        {"apiVersion":"v1","kind":"Event","type":"Warning","reason":"FailedCreatePodSandBox","message":"(combined from similar events): Failed",
         "count":23,"firstTimestamp":null,"lastTimestamp":"2024-05-02T09:14:21Z",
         "involvedObject":{"kind":"Pod","namespace":"shop","name":"web-1"},"source":{"component":"kubelet","host":"n1"}}
        """
      ).events.first)
    #expect(
      core.count == 23 && core.first == nil && core.last != nil && core.host == "n1"
        && core.source == "kubelet")
    #expect(core.isCombined && core.ownMessage == "Failed" && core.message.hasPrefix("(combined"))
    let modern = try #require(
      Scan.json(
        """
        {"apiVersion":"events.k8s.io/v1","kind":"Event","type":"Warning","reason":"MissingIAMPermissions","note":"Unauthorized",
         "eventTime":"2024-05-02T09:14:21.000001Z","series":{"count":7,"lastObservedTime":"2024-05-02T10:14:21.000001Z"},
         "regarding":{"kind":"Pod","namespace":"kube-system","name":"aws-node-1"},"reportingController":"aws-node"}
        """
      ).events.first)
    #expect(modern.count == 7 && modern.source == "aws-node" && modern.objectName == "aws-node-1")
    #expect(modern.last == Instant(nanoseconds: 1_714_644_861_000_001_000))
  }

  @Test func `items of typed lists need no kind of their own`() {
    let list = #"{"kind":"NodeList","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"#
    #expect(Scan.json(list).nodes.map(\.name) == ["a", "b"])
    let cut =
      #"{"apiVersion":"v1","kind":"List","items":[{"involvedObject":{"kind":"Pod"},"message":"m"},null]}"#
    #expect(Scan.json(cut).events.map(\.message) == ["m"])
  }

  @Test func `the objects of the three features are read`() {
    let found = Scan.json(
      """
      {"kind":"List","apiVersion":"v1","items":[
       {"apiVersion":"crd.k8s.amazonaws.com/v1alpha1","kind":"ENIConfig","metadata":{"name":"us-east-1a"},
        "spec":{"subnet":"subnet-0123456789abcdef0","securityGroups":["sg-0a"]}},
       {"apiVersion":"vpcresources.k8s.aws/v1beta1","kind":"SecurityGroupPolicy","metadata":{"name":"p","namespace":"shop"},
        "spec":{"securityGroups":{"groupIds":["sg-1","sg-2"]}}},
       {"apiVersion":"vpcresources.k8s.aws/v1alpha1","kind":"CNINode","metadata":{"name":"n1"},
        "spec":{"features":[{"name":"SecurityGroupsForPods"},{"name":"CustomNetworking","value":"us-east-1a"}]}},
       {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"amazon-vpc-cni"},"data":{"branch-eni-cooldown":"60"}},
       {"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"password":"eA=="}},
       {"apiVersion":"eks.amazonaws.com/v1alpha1","kind":"NodeDiagnostic","metadata":{"name":"n1"}}]}
      """)
    var config = ENIConfig(name: "us-east-1a")
    config.subnet = SubnetID("subnet-0123456789abcdef0")
    config.groups = ["sg-0a"]
    var cniNode = CNINode(name: "n1")
    cniNode.features = ["SecurityGroupsForPods": "", "CustomNetworking": "us-east-1a"]
    var settings = CNIConfiguration(source: "configmap")
    settings.environment = ["branch-eni-cooldown": "60"]
    #expect(
      found == [
        .eniConfig(config), .securityGroupPolicy(namespace: "shop", name: "p", groups: ["sg-1", "sg-2"]),
        .cniNode(cniNode), .configuration(settings),
      ])
  }

  @Test(arguments: [
    #"{"apiVersion":"v1","kind":"Node","metadata":null,"spec":null,"status":null}"#,
    #"{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"status":{"capacity":{"pods":-5},"allocatable":{"pods":1e400}}}"#,
    #"{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"status":[1,[2]],"spec":"x"}"#,
    #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"n"},"status":{"containerStatuses":[null,{"restartCount":"99999999999999999999"}]}}"#,
    #"{"apiVersion":1,"kind":"List","items":[[],null,7,{"kind":"List","items":[{"kind":"List","items":[]}]}]}"#,
    #"{"apiVersion":"v1","kind":"Event","message":null}"#,
    #"{"apiVersion":"v1","kind":"DaemonSet","metadata":{"name":"aws-node"},"spec":{"template":{"spec":{"containers":[{"name":"aws-node","env":[{"value":"x"},7]}]}}}}"#,
  ])
  func `wrong types say nothing and do no harm`(document: String) {
    let found = Scan.json(document)
    #expect(found.nodes.allSatisfy { $0.podCapacity == nil && $0.podsAllocatable == nil })
    #expect(found.pods.allSatisfy { $0.restarts == nil })
  }
}
