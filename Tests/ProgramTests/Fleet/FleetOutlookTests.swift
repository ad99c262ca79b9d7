import Foundation
import Reports
import TestSupport
import Testing
import Triage
import VPCModel

/// The simulation in a fleet's report, against the command that simulates.
@Suite(.enabled(if: Program.path != nil, "the program is not built"))
struct FleetOutlookTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  /// Five nodes refused in subnet A, two that sit on 58 addresses there, three well in B; one says no type.
  private func write() throws {
    for number in 1...5 {
      var pen = Pen(Kit(number))
      pen.start()
      pen.shortage(300 + 60 * number)
      pen.refuse(301 + 60 * number, "web-\(number)", times: 3)
      pen.stats(900, 9, 9)
      try place.write("\(Kit(number).instance)-ipamd.log", pen.text)
    }
    for number in 6...7 {
      var idle = Pen(Kit(number, type: "m5.4xlarge"))
      idle.start(type: "m5.4xlarge", maxPods: 234)
      idle.stats(900, 58, 7 - number)
      try place.write("\(Kit(number).instance)-ipamd.log", idle.text)
    }
    for number in 8...10 {
      let kit = Kit(number, subnet: Kit.subnetB, zone: "us-east-1b", third: 2)
      try place.write("\(kit.instance)-ipamd.log", FleetSceneTests.fine(kit).text)
    }
    var nameless = Pen()
    nameless.stats(900, 18, 3)
    nameless.say(900, "Found instance-id: \(Kit(11).instance) ")
    try place.write("\(Kit(11).instance)-ipamd.log", nameless.text)
    try place.write(
      "subnets.json",
      Papers.subnets([
        Papers.subnet(available: 0),
        Papers.subnet(Kit.subnetB, "10.0.2.0/24", available: 140, zone: "us-east-1b"),
      ]))
  }

  private func fleet(_ format: String) throws -> String {
    let store = place.folder.appending(path: "../\(UUID().uuidString).sqlite").standardizedFileURL.path
    defer { try? FileManager.default.removeItem(atPath: store) }
    let run = try Program.run([
      "batch", place.folder.path, "--store", store, "--format", format, "--redact", "off",
    ])
    #expect(run.exitCode == 1, "\(run.errors)")
    return run.output
  }

  @Test func `a step frees what simulate says of its settings, subnet by subnet`() throws {
    try write()
    let simulation = try JSON(try fleet("json"))["simulation"]
    let trial = try #require(simulation["trials"].list.first { $0["settings"]["WARM_IP_TARGET"].text == "2" })
    let index = try #require(simulation["trials"].list.firstIndex { $0 == trial })
    #expect(trial["forNewNodes"].truth == false && trial["shortNodes"].integer == 0)
    let run = try Program.run([
      "simulate", place.folder.path, "--set", "WARM_IP_TARGET=2", "--format", "json",
    ])
    let simulated = try JSON(run.output)
    #expect(simulated["subnets"].list.count == 2)
    for subnet in simulated["subnets"].list {
      let row = try #require(simulation["subnets"].list.first { $0["id"] == subnet["id"] })
      #expect(row["frees"].list[index] == subnet["reclaimed"])
    }
    let reclaimed = simulated["subnets"].list.reduce(0) { $0 + ($1["reclaimed"].integer ?? 0) }
    #expect(trial["frees"].integer == reclaimed)
    #expect(trial["frees"].integer ?? 0 > 100, "57 and 58 idle addresses are among them")
  }

  @Test func `fact stands beside model, and who could not be simulated is named`() throws {
    try write()
    let simulation = try JSON(try fleet("json"))["simulation"]
    #expect(simulation["nodes"].integer == 11 && simulation["simulated"].integer == 10)
    let all = simulation["all"]
    #expect(all["held"].integer == 5 * 9 + 2 * 58 + 3 * 18 + 18)
    #expect(all["notModelled"].integer == 18)
    // Nine pods on an m5.large want a second ENI of nine, which the subnet does not give.
    #expect(all["under"].integer ?? 0 >= 5 * 9)
    let missing = try #require(simulation["remarks"].list.first { $0["simulated"].truth == false })
    #expect(missing["nodes"].list.map(\.text) == [Kit(11).instance] && missing["count"].integer == 1)
    let text = try fleet("text")
    let flowing = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(text.contains("10 of 11 nodes simulated: 233 addresses in pools"))
    let gap = "1 node not simulated: its instance type is not in the evidence (\(Kit(11).instance))"
    #expect(flowing.contains(gap))
    #expect(flowing.contains("18 on nodes that could not be simulated"))
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for format in ["markdown", "html"] {
      #expect(try fleet(format).contains("What the nodes hold"), "\(format)")
    }
  }

  @Test func `a redacted page names no node and no subnet of the simulation`() throws {
    try write()
    let store = place.folder.appending(path: "../\(UUID().uuidString).sqlite").standardizedFileURL.path
    defer { try? FileManager.default.removeItem(atPath: store) }
    for format in ["markdown", "html"] {
      let run = try Program.run(["batch", place.folder.path, "--store", store, "--format", format])
      #expect(run.output.contains("What the nodes hold"))
      for name in [Kit(11).instance, Kit.subnetA, Kit.subnetB] { #expect(!run.output.contains(name)) }
    }
  }
}
