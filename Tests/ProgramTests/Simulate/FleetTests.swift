import Foundation
import TestSupport
import Testing

/// `simulate PATH`: nodes as the evidence shows them.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct FleetTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private static let targets = ["--set", "WARM_IP_TARGET=2", "--set", "MINIMUM_IP_TARGET=10"]

  private func json(_ arguments: [String]) throws -> JSON {
    let run = try Program.run(["simulate", place.folder.path, "--format", "json"] + arguments)
    #expect(run.exitCode == 0, "\(run.errors)")
    return try JSON(run.output)
  }

  /// Two m5.4xlarge with one pod each, every interface and pod in the documents.
  private func writeIdleFleet() throws {
    let nodes = [
      Kit(1, type: "m5.4xlarge"),
      Kit(2, subnet: Kit.subnetB, zone: "us-east-1b", type: "m5.4xlarge", third: 2),
    ]
    var interfaces: [[String: Any]] = []
    var items: [[String: Any]] = []
    for node in nodes {
      for index in 0..<2 {
        let own = index == 0 ? [node.address] : ["10.0.\(node.third).100"]
        interfaces.append(
          Papers.interface(
            node.eni(index), subnet: node.subnet, instance: node.instance, device: index,
            addresses: own + Papers.addresses(30 + 100 * index, 29, third: node.third)))
      }
      items.append(Papers.node(node, maxPods: 234))
      items.append(Papers.pod("aws-node-\(node.number)", "kube-system", on: node, host: true))
      items.append(Papers.pod("web-\(node.number)", on: node, address: "10.0.\(node.third).30"))
      items.append(Papers.pod("done-\(node.number)", on: node, phase: "Succeeded", address: "10.0.9.9"))
    }
    try place.write("interfaces.json", Papers.interfaces(interfaces))
    try place.write("instances.json", Papers.instances(nodes))
    try place.write("cluster.json", Papers.list(items))
    try place.write(
      "subnets.json",
      Papers.subnets([
        Papers.subnet(Kit.subnetA, available: 191),
        Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 191, zone: "us-east-1b"),
      ]))
    try place.write("daemonset.json", Papers.daemonSet(["WARM_ENI_TARGET": "1", "WARM_PREFIX_TARGET": "1"]))
  }

  @Test func `a fleet gives back what its targets do not ask for, subnet by subnet`() throws {
    try writeIdleFleet()
    let json = try json(Self.targets)
    let nodes = json["nodes"].list
    #expect(nodes.count == 2)
    for node in nodes {
      #expect(node["pods"].integer == 1)
      #expect(node["now"]["fact"]["source"].text == "interfaces")
      #expect(node["now"]["held"].integer == 60 && node["now"]["predicted"]["total"].integer == 60)
      #expect(node["total"].integer == 11 && node["reclaimed"].integer == 49)
      #expect(node["cidrsPerENI"].list.compactMap(\.integer) == [10])
      #expect(node["holdsItsPods"].truth == true)
      #expect(node["now"]["settingsAssumed"].truth == false)
    }
    let subnets = json["subnets"].list
    #expect(Set(subnets.map { $0["id"].text }) == [Kit.subnetA, Kit.subnetB])
    for subnet in subnets {
      #expect(subnet["heldNow"].integer == 60 && subnet["heldThen"].integer == 11)
      #expect(subnet["reclaimed"].integer == 49)
      #expect(subnet["freeNow"].integer == 191 && subnet["freeThen"].integer == 240)
    }
    #expect(json["calls"]["burstPods"].integer == 10)
    #expect(json["calls"]["then"]["total"].integer != nil)
    let text = try Program.run(["simulate", place.folder.path] + Self.targets)
    #expect(text.output.contains("2 nodes hold 120 addresses, and would hold 22: 98 given back"))
    for line in text.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func `what subnets give and what nodes hold are the same addresses`() throws {
    try writeIdleFleet()
    for settings in [
      [], Self.targets, ["--prefix"], ["--custom-networking", "subnet=subnet-0ddddddddddddddd4"],
    ] {
      let json = try json(settings)
      func sum(_ list: [JSON], _ value: (JSON) -> JSON) -> Int {
        list.reduce(0) { $0 + (value($1).integer ?? 0) }
      }
      let (nodes, subnets) = (json["nodes"].list, json["subnets"].list)
      #expect(sum(nodes) { $0["now"]["held"] } == sum(subnets) { $0["heldNow"] }, "\(settings)")
      #expect(sum(nodes) { $0["total"] } == sum(subnets) { $0["heldThen"] }, "\(settings)")
    }
  }

  @Test func `custom networking moves new ENIs to the subnet that is named`() throws {
    try writeIdleFleet()
    let json = try json([
      "--custom-networking", "subnet=subnet-0ddddddddddddddd4", "--set", "WARM_ENI_TARGET=2",
    ])
    let pods = try #require(json["subnets"].list.first { $0["id"].text == "subnet-0ddddddddddddddd4" })
    #expect(pods["heldNow"].integer == 0)
    #expect(pods["heldThen"].integer ?? 0 > 0)
    #expect(pods["freeNow"].isNull && pods["freeThen"].isNull)
  }

  @Test func `what custom networking moves shows once the nodes are new`() throws {
    try writeIdleFleet()
    let wish = ["--custom-networking", "subnet=subnet-0ddddddddddddddd4"]
    let json = try json(wish)
    let nodes = json["nodes"].list
    let replaced = json["subnetsReplaced"].list
    let pods = try #require(replaced.first { $0["id"].text == "subnet-0ddddddddddddddd4" })
    func sum(_ key: String) -> Int { nodes.reduce(0) { $0 + ($1["replaced"][key].integer ?? 0) } }
    #expect(pods["heldThen"].integer == sum("podSubnetAddresses") && sum("podSubnetAddresses") > 0)
    #expect(replaced.reduce(0) { $0 + ($1["heldThen"].integer ?? 0) } == sum("total"))
    let text = try Program.run(["simulate", place.folder.path] + wish).output
    #expect(text.contains("By subnet, once these nodes are replaced"))
    let targets = try Program.run(["simulate", place.folder.path] + Self.targets).output
    #expect(!targets.contains("once these nodes are replaced"))
  }

  @Test func `a bare flag before the path is no subnet`() throws {
    try writeIdleFleet()
    let settings = ["--set", "WARM_ENI_TARGET=2", "--custom-networking"]
    let run = try Program.run(["simulate", "--format", "json"] + settings + [place.folder.path])
    #expect(run.exitCode == 0)
    let json = try JSON(run.output)
    #expect(json["nodes"].list.count == 2)
    #expect(json["subnets"].list.contains { $0["id"].isNull }, "new ENIs, and nobody says where")
  }

  @Test func `prediction and fact stand side by side`() throws {
    let node = Kit(1)
    try place.write(
      "enis.json",
      Papers.enis([
        (node.eni(0), Papers.addresses(20, 9), 2), (node.eni(1), Papers.addresses(40, 9), 0),
        (node.eni(2), Papers.addresses(60, 9), 1),
      ]))
    try place.write("node.json", Papers.list([Papers.node(node)]))
    try place.write("daemonset.json", Papers.daemonSet(["WARM_ENI_TARGET": "1", "WARM_PREFIX_TARGET": "1"]))
    let json = try json([])
    #expect(json["nodes"].list.count == 1)
    let found = try #require(json["nodes"].list.first)
    #expect(found["now"]["fact"]["source"].text == "introspection")
    #expect(found["now"]["fact"]["enis"].integer == 3)
    #expect(found["now"]["fact"]["assigned"].integer == 3)
    #expect(found["now"]["fact"]["total"].integer == 30)
    #expect(found["now"]["predicted"]["total"].integer == 20, "3 packed pods keep 2 ENIs")
    #expect(found["total"].integer == 20, "24 free are more than 2 ENIs' worth: the ENI without pods goes")
    #expect(found["replaced"]["total"].integer == 20)
    let text = try Program.run(["simulate", place.folder.path]).output
    #expect(text.contains("more held than the model says"))
  }

  @Test func `what is not known is null and said`() throws {
    try place.write("node.json", Papers.list([Papers.node(Kit(1))]))
    let json = try json(Self.targets)
    let node = try #require(json["nodes"].list.first)
    for key in ["total", "enis", "podIPs", "free", "refused", "pods", "reclaimed", "burst", "holdsItsPods"] {
      #expect(node[key].isNull, "\(key)")
    }
    #expect(node["now"]["held"].isNull && node["now"]["fact"].isNull)
    #expect(node["now"]["settingsAssumed"].truth == true)
    #expect(node["remarks"].list.contains { $0.text?.contains("its pods are not in the evidence") == true })
    #expect(json["subnets"].list.isEmpty)
    #expect(json["calls"]["then"].isNull)
    let given = try self.json(Self.targets + ["--pods", "4"])
    #expect(given["nodes"].list.first?["total"].integer == 12)
    #expect(given["nodes"].list.first?["pods"].integer == 4)
  }

  @Test func `a node that could not hold its pods is named`() throws {
    let node = Kit(1)
    try place.write(
      "enis.json",
      Papers.enis((0..<3).map { (node.eni($0), Papers.addresses(20 + 30 * $0, 9), 9) }))
    try place.write("node.json", Papers.list([Papers.node(node)]))
    let json = try json(["--custom-networking", "--instance-type", "t3.small"])
    let found = try #require(json["nodes"].list.first)
    #expect(found["pods"].integer == 27)
    #expect(found["refused"].integer == 21, "2 ENIs of 3 addresses for pods")
    #expect(found["holdsItsPods"].truth == false)
    #expect(found["instanceType"].text == "t3.small")
    let text = try Program.run([
      "simulate", place.folder.path, "--custom-networking", "--instance-type", "t3.small",
    ])
    #expect(text.output.contains("21 pods of 27 would have no address"))
  }

  @Test func `settings with which the nodes would not start are refused`() throws {
    try writeIdleFleet()
    let run = try Program.run([
      "simulate", place.folder.path, "--format", "json", "--prefix", "--set", "WARM_PREFIX_TARGET=",
    ])
    #expect(run.exitCode == 2)
    let json = try JSON(run.output)
    #expect(json["refusedSettings"].list.first?["reason"].text?.contains("does not start") == true)
    #expect(json["nodes"].list.isEmpty)
  }

  @Test func `the sweep of a fleet is no dearer than its present targets`() throws {
    try writeIdleFleet()
    let sweep = try json(["--sweep", "--burst", "5"])["sweep"]
    #expect(sweep["burstPods"].integer == 10)
    #expect(sweep["present"]["held"].integer == 120)
    #expect(sweep["recommended"]["held"].integer ?? .max < 120)
    #expect(sweep["recommended"]["servedAtOnce"].integer == 10)
  }

  @Test func `the same evidence gives the same bytes, on any number of threads`() throws {
    try writeIdleFleet()
    let runs = try ["1", "4"].map { jobs in
      try Program.run(
        ["simulate", place.folder.path, "--sweep", "--format", "json", "-j", jobs] + Self.targets)
    }
    #expect(runs[0].output == runs[1].output && !runs[0].output.isEmpty)
  }

  /// Whatever the samples hold: an answer or a word on what is missing, never a crash.
  @Test func `every sample case is answered`() throws {
    for folder in Samples.caseFolders {
      let run = try Program.run(
        ["simulate", folder.path + "/input", "--format", "json", "--sweep"] + Self.targets)
      #expect([0, 2, 3].contains(run.exitCode), "\(folder.path)")
      guard run.exitCode == 0 else { continue }
      for node in try JSON(run.output)["nodes"].list where node["total"] != .null {
        #expect(node["total"].integer == (node["podIPs"].integer ?? 0) + (node["enis"].integer ?? 0))
      }
    }
  }
}
