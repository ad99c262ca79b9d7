import Foundation
import TestSupport
import Testing

/// `simulate` without PATH: one node, or the subnets of a cluster.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct PlanTests {
  private static func json(_ arguments: [String]) throws -> JSON {
    let run = try Program.run(["simulate", "--format", "json"] + arguments)
    #expect(run.exitCode == 0, "\(run.errors)")
    return try JSON(run.output)
  }

  @Test func `subnets are sized for the fullest zone, in both modes`() throws {
    let json = try Self.json([
      "--instance-type", "m5.4xlarge", "--pods", "40", "--max-pods", "234", "--nodes", "25", "--zones", "3",
      "--growth", "1.5",
    ])
    // 25 * 1.5 = 37.5, so 38 nodes; 13 in the fullest of 3 zones.
    let sizes = json["subnets"].list
    #expect(sizes.map { $0["mode"].text } == ["secondary", "prefix"])
    #expect(sizes.allSatisfy { $0["nodesPerZone"].integer == 13 && $0["role"].text == "nodes" })
    // 3 ENIs of 30 addresses a node; 4 prefixes and 1 primary address.
    #expect(sizes.map { $0["needed"].integer } == [13 * 90, 13 * 65])
    #expect(sizes.map { $0["prefixLength"].integer } == [21, 22])
    #expect(sizes[1]["prefixes"].integer == 52)
    #expect(json["plan"]["modes"].list.map { $0["total"].integer } == [25 * 90, 25 * 65])
  }

  @Test func `custom networking sizes two subnets`() throws {
    let json = try Self.json([
      "--instance-type", "m5.large", "--pods", "9", "--max-pods", "29", "--nodes", "30", "--zones", "3",
      "--custom-networking", "subnet=subnet-0a1",
    ])
    let sizes = json["subnets"].list
    #expect(sizes.map { $0["role"].text } == ["nodes", "pods", "nodes", "pods"])
    // One address a node; 2 ENIs of 10 addresses; 2 prefixes and 1 primary address.
    #expect(sizes.map { $0["needed"].integer } == [10, 200, 10, 330])
    #expect(sizes.map { $0["prefixLength"].integer } == [28, 24, 28, 23])
  }

  @Test func `what no subnet can hold is said in subnets of the largest size`() throws {
    let json = try Self.json([
      "--instance-type", "m5.4xlarge", "--pods", "230", "--max-pods", "234", "--nodes", "1000", "--zones",
      "1",
    ])
    let sizes = json["subnets"].list
    #expect(sizes.first?["prefixLength"].isNull == true)
    #expect(sizes.first?["count"].integer == 4, "240,000 addresses")
  }

  @Test func `the largest plan that may be asked for is answered`() throws {
    for pods in ["0", "1", "1000000"] {
      let json = try Self.json([
        "--instance-type", "m5.large", "--pods", pods, "--max-pods", "1000000", "--nodes", "1000000",
        "--zones",
        "1", "--growth", "1000", "--burst", "1000000", "--unmanaged", "1000", "--sweep",
      ])
      #expect(json["nodes"].list.count == 1)
      #expect(json["subnets"].list.allSatisfy { ($0["needed"].integer ?? -1) >= 1_000_000_000 })
    }
  }

  @Test(arguments: [
    ["--nodes", "0"], ["--nodes", "-1"], ["--nodes", "many"], ["--nodes", "9223372036854775808"],
    ["--nodes", "9223372036854775807"], ["--pods", "9223372036854775807"], ["--burst", "1000001"],
    ["--zones", "9223372036854775807"], ["--max-pods", "-9223372036854775808"],
    ["--zones", "0"], ["--growth", "0.9"], ["--growth", "-2"], ["--growth", "x"], ["--growth", "1001"],
    ["--growth", "1.2.3"], ["--growth", ""], ["--pods", "-1"], ["--max-pods", "-3"], ["--unmanaged", "-1"],
    ["--burst", "-1"], ["--set", "WARM_IP_TARGET"], ["--set", "WARMIPTARGET=2"], ["--set", "=2"],
    ["--format", "pdf"], ["--custom-networking", "subnet="],
  ])
  func `what makes no sense is a usage error`(arguments: [String]) throws {
    let run = try Program.run(["simulate", "--instance-type", "m5.large", "--pods", "3"] + arguments)
    #expect(run.exitCode == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("ipamtriage: "))
  }

  @Test func `what is missing or unknown is said`() throws {
    let bare = try Program.run(["simulate"])
    #expect(bare.exitCode == 2 && bare.errors.contains("--instance-type"))
    let podless = try Program.run(["simulate", "--instance-type", "m5.large"])
    #expect(podless.exitCode == 2 && podless.errors.contains("--pods is missing"))
    let unknown = try Program.run(["simulate", "--instance-type", "m5.lrge", "--pods", "3"])
    #expect(unknown.exitCode == 3 && unknown.errors.contains("did you mean m5.large?"))
    let near = try Program.run([
      "simulate", "--instance-type", "m5.large", "--pods", "3", "--set", "WARM_IP_TARGETS=2",
    ])
    #expect(near.exitCode == 2 && near.errors.contains("did you mean WARM_IP_TARGET?"))
    #expect(try Program.run(["simulate", "/nowhere"]).exitCode == 3)
  }

  @Test func `the order of settings changes nothing`() throws {
    let settings = ["WARM_IP_TARGET=2", "MINIMUM_IP_TARGET=12", "MAX_ENI=4", "ENABLE_POD_ENI=true"]
    let base = ["--instance-type", "m5.4xlarge", "--pods", "30"]
    let orders = [settings, settings.reversed(), [settings[2], settings[0], settings[3], settings[1]]]
    let answers = try orders.map { order in
      try Program.run(["simulate", "--format", "json"] + order.flatMap { ["--set", $0] } + base).output
    }
    #expect(Set(answers).count == 1)
    #expect(
      try Program.run(["simulate"] + base + ["--set", settings[0], "--set", settings[0]]).exitCode == 0)
  }

  @Test func `a sweep recommends targets that none beats`() throws {
    let json = try Self.json([
      "--instance-type", "m5.4xlarge", "--pods", "20", "--max-pods", "234", "--sweep", "--burst", "10",
    ])
    let sweep = json["sweep"]
    let frontier = sweep["frontier"].list
    #expect(frontier.contains(sweep["recommended"]))
    #expect(sweep["recommended"]["servedAtOnce"].integer == 10)
    #expect(sweep["reason"].text?.contains("start at once") == true)
    for point in frontier {
      let (held, served, calls) = (
        point["held"].integer, point["servedAtOnce"].integer, point["calls"].integer
      )
      #expect(held != nil && served != nil && calls != nil)
      for other in frontier where other != point {
        let isBeaten =
          (other["held"].integer ?? 0) <= held ?? 0 && (other["servedAtOnce"].integer ?? 0) >= served ?? 0
          && (other["calls"].integer ?? 0) <= calls ?? 0
        #expect(!isBeaten)
      }
    }
    // The recommended targets, simulated by themselves, come to what the sweep said.
    let settings = try #require(Self.members(sweep["recommended"]["settings"]))
    let again = try Self.json(
      ["--instance-type", "m5.4xlarge", "--pods", "20", "--max-pods", "234", "--burst", "10"]
        + settings.flatMap { ["--set", "\($0)=\($1.text ?? "")"] })
    let node = try #require(again["nodes"].list.first)
    #expect(node["total"] == sweep["recommended"]["held"])
    #expect(node["burst"]["servedAtOnce"] == sweep["recommended"]["servedAtOnce"])
    #expect(node["burst"]["calls"]["total"] == sweep["recommended"]["calls"])
  }

  private static func members(_ json: JSON) -> [String: JSON]? {
    if case .object(let members) = json { members } else { nil }
  }

  @Test(arguments: [
    ["--instance-type", "m5.4xlarge", "--pods", "40", "--nodes", "25", "--growth", "1.5"],
    ["--instance-type", "c5.18xlarge", "--pods", "400", "--set", "WARM_IP_TARGET=5", "--sweep"],
    ["--instance-type", "m5.large", "--pods", "9", "--custom-networking", "--set", "WARM_ENI_TARGET=0"],
    ["--instance-type", "m5.large", "--pods", "9", "--set", "ENABLE_IPv6=true"],
    ["--instance-type", "t3.medium", "--pods", "30", "--pod-eni"],
  ])
  func `the text fits 80 columns`(arguments: [String]) throws {
    let run = try Program.run(["simulate"] + arguments)
    #expect(run.exitCode == 0)
    #expect(!run.output.isEmpty)
    for line in run.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }
}
