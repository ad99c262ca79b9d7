import Commands
import Foundation
import Testing

/// Bundles of the collectors, as they lie on people's disks.
@Suite struct BundleTests {
  private static let name = "subnet-exhausted/support-bundle-v1.21"
  private let folder = "eks_i-0a6829a0abbf54a54_2026-08-13_0306-UTC_0.7.8"
  private let sample: SampleInputs
  private let place: Workplace
  init() throws {
    sample = try SampleInputs(Self.name)
    place = try Workplace()
  }

  /// Files of the bundle by their path inside it.
  private var members: [String: [UInt8]] {
    var members: [String: [UInt8]] = [:]
    for (name, bytes) in sample.files { members[String(name.dropFirst(folder.count + 1))] = bytes }
    return members
  }

  private func tar(_ members: [String: [UInt8]], prefix: String) -> [UInt8] {
    Packing.tar(members.sorted { $0.key < $1.key }.map { Packing.member(prefix + $0.key, $0.value) })
  }

  // MARK: A, the EKS AMI log collector

  @Test func `an archive with dot slash before each member is the folder`() throws {
    try place.write(folder + ".tar.gz", Packing.gzip(tar(members, prefix: "./")))
    let outcome = place.analyze()
    #expect(Gist(outcome).description == Gist.plain(Self.name))
    #expect(outcome.report.primary.scope.nodes == ["i-0a6829a0abbf54a54"])
  }

  @Test func `an archive whose name was changed still knows its instance`() throws {
    try place.write("upload.tar.gz", Packing.gzip(tar(members, prefix: "./")))
    let outcome = place.analyze()
    #expect(Gist(outcome).description == Gist.plain(Self.name))
    #expect(outcome.report.primary.scope.nodes == ["i-0a6829a0abbf54a54"])
  }

  @Test func `introspection of no bytes says that ipamd did not answer`() throws {
    var silent = members
    for name in ["enis", "pods", "ipamd-env-settings", "networkutils-env-settings", "eni-configs"] {
      silent["ipamd/\(name).json"] = []
    }
    try place.write(folder + ".tar.gz", Packing.gzip(tar(silent, prefix: "./")))
    let outcome = place.analyze()
    #expect(outcome.report.primary.id.raw == "subnet-exhausted", "a log of requests knows better")
    #expect(outcome.evidence.nodeStatements.values.joined().contains { $0.value == .introspectionSilent })
    #expect(outcome.said == "")
  }

  @Test func `both copies of a container log count once`() throws {
    var twice = members
    for (name, bytes) in members where name.hasPrefix("var_log/kube-system_aws-node") {
      twice["var_log/aws-node-846n6_kube-system_aws-node-\(String(repeating: "0a", count: 32)).log"] = bytes
    }
    try place.write(folder + ".tar.gz", Packing.gzip(tar(twice, prefix: "./")))
    #expect(Gist(place.analyze()).description == Gist.plain(Self.name))
  }

  private let other = "i-0bbbbbbbbbbbbbbb7"
  /// The bundle of a second node, of the same day.
  private var second: [String: [UInt8]] {
    let changes = [
      ("i-0a6829a0abbf54a54", other), ("ip-10-40-12-62", "ip-10-40-12-99"),
      ("aws-node-846n6", "aws-node-zzzzz"),
      ("eni-0e67f8c906876a215", "eni-0bbbbbbbbbbbbbbb1"), ("10.40.12.62", "10.40.12.99"),
    ]
    var second: [String: [UInt8]] = [:]
    for (name, bytes) in members {
      second[replaced(name, changes)] = Array(replaced(String(decoding: bytes, as: UTF8.self), changes).utf8)
    }
    return second
  }

  @Test func `the bundles of two nodes stay two nodes`() throws {
    try place.write(folder + ".tar.gz", Packing.gzip(tar(members, prefix: "./")))
    try place.write("eks_\(other)_2026-08-13_0307-UTC_0.7.8.tar.gz", Packing.gzip(tar(second, prefix: "./")))
    let report = place.analyze().report
    #expect(report.primary.id.raw == "subnet-exhausted")
    #expect(report.nodes.map(\.id).sorted() == ["i-0a6829a0abbf54a54", other])
    #expect(report.primary.scope.nodes == ["i-0a6829a0abbf54a54", other])
  }

  @Test func `the bundles of two nodes inside one archive stay two nodes`() throws {
    let outer = Packing.tar([
      Packing.member(folder + ".tar.gz", Packing.gzip(tar(members, prefix: "./"))),
      Packing.member(
        "eks_\(other)_2026-08-13_0307-UTC_0.7.8.tar.gz", Packing.gzip(tar(second, prefix: "./"))),
    ])
    try place.write("case.tar", outer)
    #expect(place.analyze().report.nodes.map(\.id).sorted() == ["i-0a6829a0abbf54a54", other])
  }

  @Test func `the environment of the container is what the node has`() throws {
    var more = members
    let info =
      #"{"ID":"c1","Image":"\#(image)","Spec":{"process":{"env":["PATH=/usr/bin","IP_COOLDOWN_PERIOD=77"]}}}"#
    more["cni/cni-configuration-variables-containerd.json"] = Array((info + "\n" + info).utf8)
    try place.write(folder + ".tar.gz", Packing.gzip(tar(more, prefix: "./")))
    let node = try #require(place.analyze().report.nodes.first)
    #expect(node.settings["IP_COOLDOWN_PERIOD"] == "77")
  }
  private let image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.21.1-eksbuild.1"

  @Test func `drop-ins of the kubelet win in their order`() throws {
    var more = members
    // Its start line would know better.
    more["var_log/aws-routed-eni/ipamd.log"] = nil
    let base = #"{"kind":"KubeletConfiguration","apiVersion":"kubelet.config.k8s.io/v1beta1","maxPods":%}"#
    more["kubelet/config.json"] = Array(base.replacing("%", with: "29").utf8)
    more["kubelet/config.json.d/00-nodeadm.conf"] = Array(base.replacing("%", with: "58").utf8)
    more["kubelet/config.json.d/40-user.conf"] = Array(base.replacing("%", with: "110").utf8)
    try place.write(folder + ".tar.gz", Packing.gzip(tar(more, prefix: "./")))
    let outcome = place.analyze()
    let stated = outcome.evidence.nodeStatements.values.joined().filter { $0.value == .kubeletMaxPods(110) }
    #expect(stated.count == 1)
    #expect(outcome.report.nodes.map(\.maxPods) == [110])
  }

  // MARK: B, the support script up to v1.5

  @Test func `the old support script`() throws {
    let old = try SampleInputs("subnet-exhausted/seelog-v1.5")
    let base = "var/log/aws-routed-eni/"
    var members: [String: [UInt8]] = [:]
    for (name, bytes) in old.files { members[base + name] = bytes }
    members[base + "eni.out"] = Array(Introspected.v16.utf8)
    members[base + "pod.out"] = Array(#"{"web-1_shop_aa11":{"IP":"10.40.12.20","DeviceNumber":0}}"#.utf8)
    members[base + "networkutils-env.out"] = Array(
      #"{"AWS_VPC_CNI_NODE_PORT_SUPPORT":true,"AWS_VPC_K8S_CNI_RANDOMIZESNAT":0}"#.utf8)
    members[base + "ipamd-env.out"] = Array(#"{"WARM_ENI_TARGET":1,"WARM_IP_TARGET":0}"#.utf8)
    members[base + "eni-configs.out"] = Array(
      #"{"ENI":{},"MyENI":"default","EniConfigAnnotationDef":"","EniConfigLabelDef":""}"#.utf8)
    members[base + "metrics.out"] = Array(
      "# HELP awscni_eni_max x\n# TYPE awscni_eni_max gauge\nawscni_eni_max 3\n".utf8)
    members[base + "iprule.out"] = Array(
      "0:\tfrom all lookup local\n512:\tfrom all to 10.40.12.20 lookup main\n".utf8)
    members[base + "route.out"] = Array("default via 10.40.12.1 dev eth0\n".utf8)
    try place.write("aws-cni-support.tar.gz", Packing.gzip(tar(members, prefix: "")))
    let outcome = place.analyze()
    #expect(Gist(outcome).primary == "subnet-exhausted")
    #expect(Gist(outcome).basis == "proved")
    #expect(Gist(outcome).count == Gist.plainGist("subnet-exhausted/seelog-v1.5")?.count)
    #expect(outcome.report.nodes.count == 1)
    #expect(outcome.report.nodes.first?.cniVersion == "1.5.7")
    let kinds = Dictionary(
      uniqueKeysWithValues: outcome.report.inputs.map {
        (String($0.record.name.split(separator: "/").last ?? ""), $0.record.kind)
      })
    #expect(kinds["eni.out"] == .introspection)
    #expect(kinds["metrics.out"] == .metrics)
    #expect(outcome.said == "")
  }

  // MARK: C, the node monitoring agent

  @Test func `the node monitoring agent`() throws {
    let node = "ip-10-40-12-62.ec2.internal"
    var members: [String: [UInt8]] = [:]
    for (name, bytes) in self.members { members[name] = bytes }
    members["kubelet/kubelet.log"] = Array(
      TimedLine.lines(of: members["kubelet/kubelet.log"] ?? []).map { line in
        // `Aug 13 03:04:01 ip-… kubelet[3021]: …`
        "2026-08-13T\(line.text.dropFirst(7).prefix(8)).000000+0000 \(line.text.dropFirst(16))\n"
      }.joined().utf8)
    members["kubelet/config.json"] = Array(
      "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 29\n".utf8)
    members["networking/get_api_server.txt"] = Array("ok\n".utf8)
    try place.write("\(node)-logs.tar.gz", Packing.gzip(tar(members, prefix: "")))
    let outcome = place.analyze()
    #expect(Gist(outcome).description == Gist.plain(Self.name))
    #expect(outcome.report.nodes.first?.maxPods == 29)
    #expect(outcome.report.nodes.first?.name == node)
  }

  // MARK: D, kubectl cluster-info dump

  @Test func `a cluster-info dump`() throws {
    let sample = try SampleInputs("subnet-exhausted/secondary-mode-full-slash24")
    for (pod, log) in [("aws-node-7xk2p", "ipamd.log"), ("aws-node-idle1", "ipamd-idle-node.log")] {
      let text = String(decoding: sample.files[log] ?? [], as: UTF8.self)
      try place.write(
        "dump/kube-system/\(pod)/logs.txt",
        "==== START logs for container aws-node of pod kube-system/\(pod) ====\n\(text)"
          + "==== END logs for container aws-node of pod kube-system/\(pod) ====\n")
    }
    try place.write("dump/shop/pods.json", sample.files["pods.json"] ?? [])
    try place.write("dump/nodes.json", sample.files["nodes.json"] ?? [])
    try place.write("dump/kube-system/events.json", #"{"kind":"EventList","apiVersion":"v1","items":[]}"#)
    for name in ["describe-subnets", "describe-instances", "describe-network-interfaces"] {
      try place.write("\(name).json", sample.files["\(name).json"] ?? [])
    }
    #expect(Gist(place.analyze()).description == Gist.plain("subnet-exhausted/secondary-mode-full-slash24"))
  }

  @Test func `a bundle of troubleshoot`() throws {
    let sample = try SampleInputs("subnet-exhausted/secondary-mode-full-slash24")
    for (pod, log) in [("aws-node-7xk2p", "ipamd.log"), ("aws-node-idle1", "ipamd-idle-node.log")] {
      try place.write("support-bundle/pod-logs/kube-system/\(pod)/aws-node.log", sample.files[log] ?? [])
    }
    try place.write("support-bundle/cluster-resources/pods/shop.json", sample.files["pods.json"] ?? [])
    try place.write("support-bundle/cluster-resources/nodes.json", sample.files["nodes.json"] ?? [])
    for name in ["describe-subnets", "describe-instances", "describe-network-interfaces"] {
      try place.write("\(name).json", sample.files["\(name).json"] ?? [])
    }
    #expect(Gist(place.analyze()).description == Gist.plain("subnet-exhausted/secondary-mode-full-slash24"))
  }
}

func replaced(_ text: String, _ changes: [(String, String)]) -> String {
  changes.reduce(text) { $0.replacing($1.0, with: $1.1) }
}

/// Answers of `/v1/enis` of every generation, a full node with two interfaces of one address each.
enum Introspected {
  static let v16 = """
    {"TotalIPs":2,"AssignedIPs":2,"ENIIPPools":{
      "eni-0aa11bb22cc33dd44":{"CreateTime":"2019-07-30T15:00:00Z","IsPrimary":true,"DeviceNumber":0,
        "AssignedIPv4Addresses":1,"IPv4Addresses":{"10.0.1.17":{"Assigned":true,"UnassignedTime":"0001-01-01T00:00:00Z"}}},
      "eni-0aa11bb22cc33dd45":{"IsPrimary":false,"DeviceNumber":1,"AssignedIPv4Addresses":1,
        "IPv4Addresses":{"10.0.1.18":{"Assigned":true,"UnassignedTime":"0001-01-01T00:00:00Z"}}}}}
    """
  static let v18 = """
    {"TotalIPs":2,"AssignedIPs":2,"ENIs":{
      "eni-0aa11bb22cc33dd44":{"ID":"eni-0aa11bb22cc33dd44","IsPrimary":true,"IsTrunk":false,"DeviceNumber":0,
        "IPv4Addresses":{"10.0.1.17":{"Address":"10.0.1.17","IPAMKey":{"networkName":"aws-cni","containerID":"c1","ifName":"eth0"},
          "UnassignedTime":"0001-01-01T00:00:00Z"}}},
      "eni-0aa11bb22cc33dd45":{"ID":"eni-0aa11bb22cc33dd45","IsPrimary":false,"DeviceNumber":1,
        "IPv4Addresses":{"10.0.1.18":{"Address":"10.0.1.18","IPAMKey":{"networkName":"_migrated-from-cri","containerID":"c2","ifName":"unknown"},
          "UnassignedTime":"0001-01-01T00:00:00Z"}}}}}
    """
  static let v119 = "{\(store(key: full, extra: ""))}"
  static let v120 = "{\"0\":{\(store(key: full, extra: #","RouteTableID":254"#))}}"
  static let v122 = "{\"0\":{\(store(key: full, extra: more))}}"
  /// Container and interface are blank: the network's name alone says that an address is in use.
  static let v123 = "{\"0\":{\(store(key: blank, extra: more))}}"

  private static let full = #"{"networkName":"aws-cni","containerID":"c1","ifName":"eth0"}"#
  private static let blank = #"{"networkName":"aws-cni","containerID":"","ifName":""}"#
  private static let more =
    #","IsExcludedForPodIPs":false,"RouteTableID":254,"SubnetID":"subnet-0123456789abcdef0""#

  private static func store(key: String, extra: String) -> String {
    let enis = ["eni-0aa11bb22cc33dd44", "eni-0aa11bb22cc33dd45"].enumerated().map { index, id in
      let address = "10.0.1.\(17 + index)"
      return """
        "\(id)":{"ID":"\(id)","IsPrimary":\(index == 0),"IsTrunk":false,"IsEFA":false,"DeviceNumber":\(index),
        "AvailableIPv4Cidrs":{"\(address)/32":{"Cidr":{"IP":"\(address)","Mask":"/////w=="},"IPAddresses":{
        "\(address)":{"Address":"\(address)","IPAMKey":\(key),"IPAMMetadata":{"k8sPodNamespace":"shop","k8sPodName":"web-\(index)"},
        "AssignedTime":"2024-05-02T09:14:21.105Z","UnassignedTime":"0001-01-01T00:00:00Z"}},
        "IsPrefix":false,"AddressFamily":""}},"IPv6Cidrs":{}\(extra)}
        """
    }
    return #""TotalIPs":2,"AssignedIPs":2,"ENIs":{\#(enis.joined(separator: ","))}"#
  }
}
