import Foundation
import TestSupport
import Testing

/// `simulate` as a script meets it.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct SimulateCommandTests {
  @Test(arguments: WarmPoolExample.all)
  func `the program says what is known of a node`(example: WarmPoolExample) throws {
    let names = ["WARM_ENI_TARGET", "WARM_IP_TARGET", "MINIMUM_IP_TARGET", "WARM_PREFIX_TARGET"]
    var arguments = ["simulate", "--instance-type", example.type, "--format", "json"]
    arguments += ["--pods", "\(example.pods)", "--max-pods", "\(example.maxPods)"]
    arguments += zip(names, example.targets).flatMap { ["--set", "\($0)=\($1)"] }
    if let maxENI = example.maxENI { arguments += ["--set", "MAX_ENI=\(maxENI)"] }
    if example.modes.contains("P") { arguments.append("--prefix") }
    if example.modes.contains("C") { arguments.append("--custom-networking") }
    if example.modes.contains("T") { arguments.append("--pod-eni") }
    if example.unmanaged > 0 { arguments += ["--unmanaged", "\(example.unmanaged)"] }
    let run = try Program.run(arguments)
    #expect(run.exitCode == 0)
    #expect(run.errors.isEmpty)
    let node = try #require(try JSON(run.output)["nodes"].list.first)
    #expect(
      node["cidrsPerENI"].list.compactMap(\.integer).map(String.init).joined(separator: "+") == example.cidrs)
    #expect(node["enis"].integer == example.cidrs.split(separator: "+").count)
    #expect(node["podIPs"].integer == example.podIPs)
    #expect(node["free"].integer == example.free)
    #expect(node["refused"].integer == example.refused)
    #expect(node["nodeSubnetAddresses"].integer == example.node)
    #expect(node["podSubnetAddresses"].integer == example.pod)
    #expect(node["total"].integer == example.node + example.pod)
  }

  @Test func `an IP target of 0 is said to be none`() throws {
    func remarks(_ settings: [String]) throws -> String {
      let run = try Program.run(["simulate", "--instance-type", "m5.large", "--pods", "3"] + settings)
      #expect(run.exitCode == 0)
      return run.output.split(separator: "\n").joined(separator: " ")
    }
    #expect(
      try remarks(["--set", "WARM_IP_TARGET=0"]).contains("WARM_IP_TARGET of 0 is to ipamd as if unset"))
    let one = ["--set", "WARM_IP_TARGET=0", "--set", "MINIMUM_IP_TARGET=5"]
    #expect(!(try remarks(one).contains("as if unset")))
  }

  @Test(arguments: [
    (["--prefix", "--set", "WARM_PREFIX_TARGET=0"], "does not start"),
    (["--set", "WARM_ENI_TARGET=3", "--set", "WARM_IP_TARGET=5"], "adds nothing"),
    (["--prefix", "--set", "WARM_PREFIX_TARGET=2", "--set", "MINIMUM_IP_TARGET=16"], "adds nothing"),
    (["--set", "WARM_IP_TARGET=-1"], "below 0"), (["--set", "WARM_IP_TARGET=two"], "not a whole number"),
    (["--set", "WARM_IP_TARGET=9223372036854775807"], "more than the largest subnet"),
    (["--set", "WARM_IP_TARGET=92233720368547758070"], "not a whole number"),
    (["--set", "WARM_IP_TARGET=2", "--set", "WARM_IP_TARGET=3"], "given twice"),
    (["--set", "ENABLE_PREFIX_DELEGATION=false", "--prefix"], "given twice"),
    (["--set", "ENABLE_POD_ENI=yes"], "neither true nor false"),
    (["--set", "MAX_ENI=1", "--custom-networking"], "empty pool"),
    (["--set", "ENABLE_IPv6=true", "--custom-networking"], "IPv4 only"),
  ])
  func `settings that cannot be are refused with the reason`(settings: [String], reason: String) throws {
    let arguments = ["simulate", "--instance-type", "m5.large", "--pods", "3"] + settings
    let run = try Program.run(arguments + ["--format", "json"])
    #expect(run.exitCode == 2)
    #expect(run.errors.contains(reason))
    let json = try JSON(run.output)
    #expect(json["nodes"].list.isEmpty)
    #expect(json["calls"].isNull)
    #expect(json["refusedSettings"].list.count == 1)
    #expect(json["refusedSettings"].list.first?["reason"].text?.contains(reason) == true)
    let text = try Program.run(arguments)
    #expect(text.exitCode == 2)
    #expect(text.output.isEmpty)
    #expect(text.errors == run.errors)
  }
}
