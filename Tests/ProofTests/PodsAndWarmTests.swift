import Commands
import Foundation
import PlaybookData
import Reports
import Testing
import VPCModel

/// Pods and warm addresses are told apart where a node says it, for that node.
@Suite struct PodsAndWarmTests {
  private static let subnet = "subnet-0123456789abcdef0"
  private static let nodes = ["i-0aaaaaaaaaaaaaaaa", "i-0bbbbbbbbbbbbbbbb"]
  private static let enis = ["eni-0aaaaaaaaaaaaaaaa", "eni-0bbbbbbbbbbbbbbbb"]

  /// Two nodes with an interface and a prefix each, and what else is given.
  private func ledger(_ more: [String: String]) throws -> SubnetLedger {
    let rows = [0, 1].map { index in
      """
      {"NetworkInterfaceId": "\(Self.enis[index])", "SubnetId": "\(Self.subnet)", "Status": "in-use", "InterfaceType": \
      "interface", "Description": "aws-K8S-\(Self.nodes[index])", "Attachment": {"InstanceId": "\(Self.nodes[index])"}, \
      "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.1\(index)", "Primary": true}], "Ipv4Prefixes": \
      [{"Ipv4Prefix": "10.0.1.\(32 + index * 16)/28"}]}
      """
    }
    let instances = [0, 1].map {
      "{\"InstanceId\": \"\(Self.nodes[$0])\", \"InstanceType\": \"\($0 == 0 ? "m5.large" : "c5.xlarge")\"}"
    }
    let files = [
      "subnets.json": """
      {"Subnets": [{"SubnetId": "\(Self.subnet)", "CidrBlock": "10.0.1.0/24", "AvailableIpAddressCount": 217, \
      "AvailabilityZone": "us-east-1a"}]}
      """,
      "enis.json": "{\"NetworkInterfaces\": [\(rows.joined(separator: ","))]}",
      "instances.json": "{\"Reservations\": [{\"Instances\": [\(instances.joined(separator: ","))]}]}",
    ].merging(more) { $1 }
    let folder = FileManager.default.temporaryDirectory.appending(path: "warm-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let report = Analysis.run(paths: [folder.path], handbook: PlaybookData.handbook).report
    return try #require(report.subnets.first)
  }

  private func introspection(_ index: Int) -> String {
    let block = "10.0.1.\(32 + index * 16)"
    return """
      {"0": {"TotalIPs": 16, "AssignedIPs": 1, "ENIs": {"\(Self.enis[index])": {"ID": "\(Self.enis[index])", \
      "IsPrimary": true, "DeviceNumber": 0, "AvailableIPv4Cidrs": {"\(block)/28": {"Cidr": {"IP": "\(block)", \
      "Mask": "////8A=="}, "IPAddresses": {"10.0.1.\(33 + index * 16)": {"Address": "10.0.1.\(33 + index * 16)", \
      "IPAMKey": {"networkName": "aws-cni", "containerID": "", "ifName": ""}, "IPAMMetadata": {"k8sPodNamespace": \
      "shop", "k8sPodName": "web-\(index)"}}}, "IsPrefix": true}}, "IPv6Cidrs": {}, "SubnetID": "\(Self.subnet)"}}}}
      """
  }

  @Test func `without evidence of the nodes neither is known`() throws {
    let ledger = try ledger([:])
    #expect(ledger.owners?[.podsAndWarm] == 32)
    #expect(ledger.owners?[.pods] == nil)
    #expect(ledger.owners?[.warm] == nil)
  }

  @Test func `one node speaks for itself, not for the other`() throws {
    let ledger = try ledger(["introspection.json": introspection(0)])
    #expect(ledger.owners?[.podsAndWarm] == 32)
    #expect(ledger.owners?[.warm] == nil)
    let nodes = Holdings(ledger).nodes
    #expect(nodes.map(\.instance.raw) == Self.nodes)
    #expect(nodes.map(\.podAddresses) == [1, nil])
    #expect(nodes.map(\.warmAddresses) == [15, nil])
    #expect(ledger.runs.reduce(0) { $0 + $1.count } == 256)
  }

  @Test func `with all nodes heard the subnet's pods and warm addresses are known`() throws {
    let ledger = try ledger(["one.json": introspection(0), "two.json": introspection(1)])
    #expect(ledger.owners?[.pods] == 2)
    #expect(ledger.owners?[.warm] == 30)
  }

  @Test func `a list of pods speaks for every node`() throws {
    let pod = """
      {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", \
      "namespace": "shop"}, "spec": {"nodeName": "ip-10-0-1-10.ec2.internal"}, "status": {"phase": "Running", "podIP": \
      "10.0.1.50"}}]}
      """
    let ledger = try ledger(["pods.json": pod])
    #expect(ledger.owners?[.pods] == 1)
    #expect(ledger.owners?[.warm] == 31)
  }

  @Test func `holders are ranked by node, interface, type and zone`() throws {
    let ledger = try ledger([:])
    #expect(Holdings(ledger).types.map(\.type) == ["c5.xlarge", "m5.large"])
    #expect(Holdings(ledger).types.map(\.addresses) == [17, 17])
    #expect(Holdings(ledger).interfaces.map(\.interface.raw) == Self.enis)
    #expect(ZoneHolding.ranked([ledger]).map(\.held) == [34])
    let json = SubnetRenderer(RenderOptions(exitCode: 0)).json([ledger])
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    let zones = object?["zones"] as? [[String: Any]]
    #expect(zones?.first?["zone"] as? String == "us-east-1a")
    let subnets = object?["subnets"] as? [[String: Any]]
    let holders = subnets?.first?["holders"] as? [String: Any]
    #expect((holders?["nodes"] as? [Any])?.count == 2)
    #expect((holders?["interfaces"] as? [Any])?.count == 2)
    let text = SubnetRenderer(RenderOptions(exitCode: 0)).text([ledger])
    #expect(text.contains("by instance type: c5.xlarge 17 (1 node), m5.large 17 (1 node)"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
