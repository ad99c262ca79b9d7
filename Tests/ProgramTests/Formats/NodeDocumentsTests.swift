import Commands
import Evidence
import Foundation
import Testing
import VPCModel

/// What a node tells of itself, in the forms of every version.
@Suite struct NodeDocumentsTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private func pool(_ outcome: Analysis.Outcome) -> PoolSnapshot? {
    for stated in outcome.evidence.nodeStatements.values.joined() {
      if case .pool(let pool) = stated.value { return pool }
    }
    return nil
  }

  // MARK: introspection

  @Test(arguments: [
    Introspected.v16, Introspected.v18, Introspected.v119, Introspected.v120, Introspected.v122,
    Introspected.v123,
  ])
  func `introspection of every generation`(text: String) throws {
    let outcome = try place.analyze(text: text, as: "enis.json")
    let pool = try #require(self.pool(outcome))
    #expect((pool.total, pool.assigned) == (2, 2))
    #expect(pool.enis.map(\.id.raw).sorted() == ["eni-0aa11bb22cc33dd44", "eni-0aa11bb22cc33dd45"])
    #expect(outcome.report.nodes.first?.poolTotal == 2)
    #expect(outcome.report.nodes.first?.poolAssigned == 2)
    #expect(outcome.said == "")
  }

  @Test(arguments: ["enis.txt", "curl.log", "eni.out"])
  func `introspection below a prompt, and in a file of any name`(name: String) throws {
    let text = "[root@ip-10-0-1-23 ~]# curl -s http://localhost:61679/v1/enis | python -m json.tool\n"
    let outcome = try place.analyze(text: text + Introspected.v119 + "\n[root@ip-10-0-1-23 ~]#\n", as: name)
    #expect(pool(outcome)?.total == 2)
  }

  @Test func `the projection of the article names interfaces and no counts`() throws {
    let text = """
      {"eni":"eni-0aa11bb22cc33dd44","ips":0,"prefixes":null}
      {
        "eni": "eni-0aa11bb22cc33dd45",
        "ips": 0,
        "prefixes": null
      }
      """
    let outcome = try place.analyze(text: text, as: "enis-jq.json")
    #expect(pool(outcome)?.total == nil)
    #expect(outcome.report.primary.id.raw == "unknown")
    #expect(outcome.said == "")
  }

  @Test func `the answer of an unknown path carries no data and no complaint`() throws {
    let outcome = try place.analyze(text: #"{"AvailableCommands":["/v1/enis"]}"#, as: "pods.json")
    #expect(pool(outcome) == nil)
    #expect(outcome.report.primary.id.raw == "unknown")
    #expect(outcome.said == "")
  }

  @Test func `settings of ipamd`() throws {
    let text = #"{"WARM_IP_TARGET":2,"WARM_ENI_TARGET":1,"AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG":true}"#
    let outcome = try place.analyze(text: text, as: "ipamd-env-settings.json")
    let found = (outcome.evidence.statements + outcome.evidence.nodeStatements.values.joined()).compactMap {
      if case .configuration(let configuration) = $0.value { configuration } else { nil }
    }
    #expect(found.first?.environment["WARM_IP_TARGET"] == "2")
    #expect(outcome.said == "")
  }

  @Test(arguments: [#""us-east-1a""#, "\"us-east-1a\"\n"])
  func `the name of an ENIConfig is a document`(text: String) throws {
    #expect(try place.analyze(text: text, as: "eni-configs.json").exitCode() != 2)
  }

  // MARK: checkpoint and configuration

  @Test(arguments: [
    #"{"version":"vpc-cni-ipam/1","allocations":[{"networkName":"aws-cni","containerID":"c1","ifName":"eth0","ipv4":"10.0.1.17","allocationTimestamp":1714641261105000000,"metadata":{"k8sPodNamespace":"shop","k8sPodName":"web-1"}}]}"#,
    #"{"version":"vpc-cni-ipam/1","allocations":[{"networkName":"_migrated-from-cri","containerID":"c1","ifName":"unknown","ipv4":"10.0.1.17"}]}"#,
    #"{"version":"vpc-cni-ipam/1","allocations":[{"networkName":"aws-cni","containerID":"c1","ifName":"eth0","ipv6":"2001:db8::1"}]}"#,
  ])
  func `checkpoints`(text: String) throws {
    let outcome = try place.analyze(text: text, as: "ipam.json")
    #expect(outcome.report.inputs.first?.record.kind == .checkpoint)
    #expect(outcome.said == "")
  }

  @Test func `a conflist is known`() throws {
    let text =
      #"{"cniVersion":"0.4.0","name":"aws-cni","plugins":[{"name":"aws-cni","type":"aws-cni","mtu":"9001"}]}"#
    let outcome = try place.analyze(text: text, as: "10-aws.conflist")
    #expect(outcome.report.inputs.first?.record.kind == .conflist)
    #expect(outcome.said == "")
  }

  @Test(arguments: [
    (
      "config.json",
      #"{"kind":"KubeletConfiguration","apiVersion":"kubelet.config.k8s.io/v1beta1","maxPods":17}"#
    ),
    ("config.json", "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 17\n"),
    ("kubelet-config.json", #"{"kubeletconfig":{"maxPods":17,"clusterDNS":["172.20.0.10"]}}"#),
    ("config.json", "cluster-domain = \"cluster.local\"\nmax-pods = 17\n"),
  ])
  func `max pods of the kubelet`(name: String, text: String) throws {
    try place.write("eks_i-0a6829a0abbf54a54_2026-08-13_0306-UTC_0.7.8/kubelet/\(name)", text)
    let outcome = place.analyze()
    #expect(outcome.report.nodes.map(\.maxPods) == [17])
    #expect(outcome.said == "")
  }

  // MARK: metrics

  private static let page = """
    # HELP awscni_aws_api_error_count The number of times AWS API returns an error
    # TYPE awscni_aws_api_error_count counter
    awscni_aws_api_error_count{api="AssignPrivateIpAddresses",error="InsufficientCidrBlocks"} 12
    # HELP awscni_total_ip_addresses The total number of IP addresses
    # TYPE awscni_total_ip_addresses gauge
    awscni_total_ip_addresses 32
    # HELP awscni_assigned_ip_addresses The number of IP addresses assigned to pods
    # TYPE awscni_assigned_ip_addresses gauge
    awscni_assigned_ip_addresses 32
    # HELP awscni_build_info A metric with a constant '1' value labeled by version
    # TYPE awscni_build_info gauge
    awscni_build_info{goversion="go1.22.5",version="v1.18.3-eksbuild.1"} 1

    """

  private static var answer: String {
    let rows = [
      (
        #""__name__":"awscni_aws_api_error_count","api":"AssignPrivateIpAddresses","error":"InsufficientCidrBlocks""#,
        12
      ),
      (#""__name__":"awscni_total_ip_addresses""#, 32), (#""__name__":"awscni_assigned_ip_addresses""#, 32),
    ].map {
      #"{"metric":{\#($0.0),"instance":"10.0.1.23:61678","job":"aws-node"},"value":[1714641261.105,"\#($0.1)"]}"#
    }
    return #"{"status":"success","data":{"resultType":"vector","result":[\#(rows.joined(separator: ","))]}}"#
  }

  private static var matrix: String {
    answer.replacing("vector", with: "matrix").replacing(
      #""value":[1714641261.105,"12"]"#, with: #""values":[[1714641201.105,"2"],[1714641261.105,"12"]]"#
    )
    .replacing(
      #""value":[1714641261.105,"32"]"#, with: #""values":[[1714641201.105,"32"],[1714641261.105,"32"]]"#)
  }

  @Test(arguments: [
    ("metrics.txt", page), ("metrics.json", page), ("metrics.out", page),
    ("curl.txt", "sh-4.2$ curl http://localhost:61678/metrics\n" + page),
    ("metrics-crlf.txt", page.replacing("\n", with: "\r\n")),
    ("query.json", answer), ("query-range.json", matrix),
  ])
  func `metrics as a page and as answers of Prometheus`(name: String, text: String) throws {
    let outcome = try place.analyze(text: text, as: name)
    #expect(outcome.report.primary.id.raw == "subnet-fragmented")
    #expect(outcome.report.inputs.first?.record.kind == .metrics)
    #expect(outcome.said == "")
  }
}
