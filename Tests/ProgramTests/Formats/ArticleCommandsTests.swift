import Commands
import Evidence
import Foundation
import Testing
import VPCModel

/// Outputs of the commands that articles about this subject show, as people save them.
@Suite struct ArticleCommandsTests {
  private let place: Workplace
  private let subnet = "subnet-0a1b2c3d4e5f60718"
  init() throws { place = try Workplace() }

  private func statements(_ outcome: Analysis.Outcome) -> [Statement] {
    outcome.evidence.statements.map(\.value) + outcome.evidence.nodeStatements.values.joined().map(\.value)
  }

  private var described: String {
    #"{"Subnets":[{"SubnetId":"\#(subnet)","CidrBlock":"10.0.1.0/24","AvailabilityZone":"us-east-1a","VpcId":"vpc-0a"}]}"#
  }

  // MARK: 0, max-pods-calculator.sh and CloudWatch metrics

  @Test func `a number alone may be two things, and is said to be`() throws {
    let outcome = try place.analyze(text: "29\n", as: "max-pods.txt")
    #expect(outcome.report.subnets.isEmpty)
    #expect(outcome.said.contains("a number alone may be free addresses or max pods"), "\(outcome.said)")
  }

  @Test func `max pods below its command is no count of a subnet`() throws {
    let outcome = try place.analyze(
      text: "$ ./max-pods-calculator.sh --instance-type m5.large --cni-version 1.9.0-eksbuild.1\n29\n",
      as: "max-pods.txt")
    #expect(outcome.report.subnets.isEmpty)
  }

  @Test(arguments: [
    #"{"MetricDataResults":[{"Id":"a","Label":"totalIPAddresses","Timestamps":["2026-03-03T03:00:00Z"],"Values":[58.0],"StatusCode":"Complete"}],"Messages":[]}"#,
    #"{"Label":"assignIPAddresses","Datapoints":[{"Timestamp":"2026-03-03T03:00:00Z","Maximum":58.0,"Unit":"Count"}]}"#,
  ])
  func `metrics of CloudWatch are known and speak of no node`(text: String) throws {
    let outcome = try place.analyze(text: text, as: "metrics.json")
    #expect(outcome.report.inputs.first?.record.kind == .cloudWatchMetrics)
    #expect(outcome.said == "")
  }

  // MARK: 1, bare counts

  @Test(arguments: ["[0]", "[\n    0\n]\n", "0\n"])
  func `a bare count belongs to the only subnet`(text: String) throws {
    try place.write("describe-subnets.json", described)
    try place.write("available.json", text)
    try place.write("ipamd.log", Line.zap("Found subnet-id: \(subnet) "))
    let outcome = place.analyze()
    #expect(statements(outcome).contains(.bareAvailable(0)))
    #expect(outcome.report.primary.id.raw == "subnet-exhausted", "\(outcome.report.primary.because)")
    #expect(outcome.said == "")
  }

  @Test func `bare counts of several subnets belong to none`() throws {
    let outcome = try place.analyze(text: "[\n    3,\n    120\n]\n", as: "available.json")
    #expect(outcome.report.subnets.isEmpty)
    #expect(outcome.report.primary.id.raw == "unknown")
    #expect(outcome.said == "")
  }

  @Test func `the command above a bare count names its subnet`() throws {
    let command =
      "$ aws ec2 describe-subnets --subnet-ids \(subnet) --query 'Subnets[].AvailableIpAddressCount'\n"
    let report = try place.analyze(text: command + "[\n    0\n]\n", as: "available.txt").report
    #expect(report.subnets.map(\.subnet.raw) == [subnet])
    #expect(report.subnets.first?.available == 0)
  }

  // MARK: 2 to 4, projections

  @Test func `renamed subnets`() throws {
    let report = try place.analyze(
      text: """
        [
            {
                "Subnet": "\(subnet)",
                "Available": 3,
                "CIDR": "10.0.1.0/24"
            },
            {
                "Subnet": "subnet-0b1b2c3d4e5f60718",
                "Available": 200,
                "CIDR": "10.0.2.0/24"
            }
        ]
        """, as: "subnets.json"
    ).report
    #expect(report.subnets.map(\.available) == [3, 200])
    #expect(report.subnets.map(\.size) == [256, 256])
  }

  @Test func `renamed interfaces`() throws {
    let outcome = try place.analyze(
      text: #"[{"ENI":"eni-0aa11bb22cc33dd44","IPs":10},{"ENI":"eni-0aa11bb22cc33dd45","IPs":7}]"#,
      as: "enis.json")
    #expect(statements(outcome).contains(.interfaceAddressCount(ENIID("eni-0aa11bb22cc33dd44"), 10)))
    #expect(outcome.said == "")
  }

  @Test(arguments: ["[[3,10]]", "[\n    [\n        3,\n        10\n    ]\n]\n"])
  func `limits without a type`(text: String) throws {
    let outcome = try place.analyze(text: text, as: "limits.json")
    #expect(statements(outcome).contains(.bareLimits(enis: 3, ipv4PerENI: 10)))
    #expect(outcome.said == "")
  }

  @Test func `the command above limits names their type`() throws {
    let command =
      "aws ec2 describe-instance-types --instance-types m5.large "
      + "--query 'InstanceTypes[].NetworkInfo.[MaximumNetworkInterfaces,Ipv4AddressesPerInterface]'\n"
    let outcome = try place.analyze(text: "$ " + command + "[[3,10]]\n", as: "limits.txt")
    #expect(
      statements(outcome).contains(
        .instanceType(InstanceTypeLimits(type: "m5.large", enis: 3, ipv4PerENI: 10))))
  }

  // MARK: 6 and 7, kubectl

  @Test func `the column titled IP holds the capacity`() throws {
    let outcome = try place.analyze(
      text: """
        NAME                        PODS   IP
        ip-10-0-1-23.ec2.internal   29     29
        ip-10-0-1-24.ec2.internal   29     29

        """, as: "nodes.txt")
    #expect(outcome.report.nodes.map(\.name) == ["ip-10-0-1-23.ec2.internal", "ip-10-0-1-24.ec2.internal"])
    #expect(outcome.said == "")
  }

  @Test func `a fragment of a described node`() throws {
    let outcome = try place.analyze(
      text: """
        $ kubectl describe node ip-10-0-1-23.ec2.internal | grep -A5 Allocatable
        Allocatable:
          cpu:                1930m
          ephemeral-storage:  76224326324
          memory:             7220168Ki
          pods:               29

        """, as: "allocatable.txt")
    #expect(outcome.exitCode() != 3)
    #expect(outcome.said == "")
  }

  @Test func `a fragment of a described pod`() throws {
    let outcome = try place.analyze(
      text: """
        Events:
          Type     Reason                  Age                 From     Message
          ----     ------                  ----                ----     -------
          Warning  FailedCreatePodSandBox  68s (x23 over 5m)   kubelet  Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab12": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container

        """, as: "describe.txt")
    #expect(outcome.evidence.statements.contains { if case .event = $0.value { true } else { false } })
    #expect(outcome.said == "")
  }

  // MARK: limits given by the user's documents

  @Test func `a described instance type goes before the built-in table`() throws {
    // A log of a version that does not print its own limit.
    let sample = try SampleInputs("node-ip-limit/full-node-docker-v1.7")
    for enis in [3, 4, 5] {
      let place = try Workplace()
      try sample.write(to: place)
      try place.write(
        "describe-instance-types.json",
        """
        {"InstanceTypes":[{"InstanceType":"t3.medium","Hypervisor":"nitro","VCpuInfo":{"DefaultVCpus":2},
        "NetworkInfo":{"MaximumNetworkInterfaces":\(enis),"MaximumNetworkCards":1,"DefaultNetworkCardIndex":0,
        "NetworkCards":[{"NetworkCardIndex":0,"MaximumNetworkInterfaces":\(enis)}],"Ipv4AddressesPerInterface":6}}]}
        """)
      let node = try #require(place.analyze().report.nodes.first)
      #expect(node.eniLimit == enis)
      #expect(node.slots == enis * 5)
    }
  }
}
