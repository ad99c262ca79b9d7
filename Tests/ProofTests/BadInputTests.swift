import Commands
import Foundation
import PlaybookData
import ProofCheck
import Reports
import Testing
import VPCModel

/// Documents that contradict themselves or each other: said, and never a verdict that they do not carry.
@Suite struct BadInputTests {
  /// The first ledger of documents, each a file of its own.
  private func ledgers(_ documents: [String]) throws -> [SubnetLedger] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "proof-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, text) in documents.enumerated() {
      try Data(text.utf8).write(to: folder.appending(path: "\(index).json"))
    }
    return Analysis.run(paths: [folder.path], handbook: PlaybookData.handbook).report.subnets
  }

  private func ledger(_ documents: String...) throws -> SubnetLedger {
    try #require(ledgers(documents).first)
  }

  private func problems(_ ledger: SubnetLedger) -> String {
    ledger.problems.map(\.description).joined(separator: "\n")
  }

  private func subnets(_ rows: String...) -> String { "{\"Subnets\": [\(rows.joined(separator: ","))]}" }

  private func subnet(
    _ id: String = "subnet-0a1", _ cidr: String = "10.0.1.0/24", available: Int? = nil,
    vpc: String = "vpc-0a1",
    more: String = ""
  ) -> String {
    let count = available.map { ", \"AvailableIpAddressCount\": \($0)" } ?? ""
    return "{\"SubnetId\": \"\(id)\", \"VpcId\": \"\(vpc)\", \"CidrBlock\": \"\(cidr)\"\(count)\(more)}"
  }

  private func list(_ rows: String..., more: String = "") -> String {
    "{\"NetworkInterfaces\": [\(rows.joined(separator: ","))]\(more)}"
  }

  private func interface(
    _ id: String, _ addresses: [String], prefixes: [String] = [], subnet: String = "subnet-0a1",
    vpc: String = "vpc-0a1", more: String = ""
  ) -> String {
    let rows = addresses.map { "{\"PrivateIpAddress\": \"\($0)\", \"Primary\": \($0 == addresses.first)}" }
    let blocks = prefixes.map { "{\"Ipv4Prefix\": \"\($0)\"}" }
    return """
      {"NetworkInterfaceId": "\(id)", "SubnetId": "\(subnet)", "VpcId": "\(vpc)", "Status": "in-use", \
      "InterfaceType": "interface", "Description": "aws-K8S-i-01", "Attachment": {"InstanceId": "i-01"}, \
      "PrivateIpAddresses": [\(rows.joined(separator: ","))], "Ipv4Prefixes": [\(blocks.joined(separator: ","))]\(more)}
      """
  }

  private func reservations(_ rows: (id: String, block: String, type: String)...) -> String {
    let rows = rows.map {
      """
      {"SubnetCidrReservationId": "\($0.id)", "SubnetId": "subnet-0a1", "Cidr": "\($0.block)", "ReservationType": \
      "\($0.type)"}
      """
    }
    return "{\"SubnetIpv4CidrReservations\": [\(rows.joined(separator: ","))]}"
  }

  @Test func `an address outside the range is said and decides nothing`() throws {
    let rows = list(interface("eni-01", ["10.0.1.10", "10.0.2.10"]))
    let alone = try ledger(subnets(subnet()), rows)
    #expect(problems(alone) == "eni-01: 10.0.2.10/32 is not in the subnet; left out")
    #expect(alone.verdict == .inconsistent)
    // EC2 counts the same: the ledger is right without it.
    let counted = try ledger(subnets(subnet(available: 250)), rows)
    #expect(counted.verdict == .healthy)
    #expect(counted.problems == alone.problems)
    let unlike = try ledger(subnets(subnet(available: 180)), rows)
    #expect(unlike.verdict == .inconsistent)
    #expect(unlike.residual == -70)
  }

  @Test func `an address of two interfaces is counted once, and said`() throws {
    let rows = list(interface("eni-01", ["10.0.1.10"]), interface("eni-02", ["10.0.1.10"]))
    let ledger = try ledger(subnets(subnet()), rows)
    #expect(problems(ledger).contains("10.0.1.10: 1 address claimed by eni-01 and eni-02"))
    #expect(ledger.free == 250)
    #expect(ledger.verdict == .inconsistent)
  }

  @Test func `an address that one interface lists twice is counted once, and said`() throws {
    let ledger = try ledger(
      subnets(subnet()), list(interface("eni-01", ["10.0.1.10", "10.0.1.11", "10.0.1.11"])))
    #expect(problems(ledger) == "eni-01: lists 10.0.1.11 twice; counted once")
    #expect(ledger.free == 249)
    #expect(ledger.verdict == .healthy)
  }

  @Test func `overlapping prefixes are counted once, and said`() throws {
    let rows = list(
      interface("eni-01", ["10.0.1.10"], prefixes: ["10.0.1.32/28"]),
      interface("eni-02", ["10.0.1.12"], prefixes: ["10.0.1.32/28"]))
    let ledger = try ledger(subnets(subnet()), rows)
    #expect(problems(ledger).contains("10.0.1.32: 16 addresses claimed by eni-01 and eni-02"))
    #expect(ledger.free == 251 - 18)
    #expect(ledger.verdict == .inconsistent)
  }

  @Test func `host bits in a prefix make the record unreadable and the list incomplete`() throws {
    let ledger = try ledger(
      subnets(subnet()),
      list(interface("eni-01", ["10.0.1.10"], prefixes: ["10.0.1.37/28"]), interface("eni-02", ["10.0.1.12"]))
    )
    #expect(ledger.verdict == .inconsistent)
    #expect(!ledger.isComplete)
    // The only record there was: no interface is known at all.
    let none = try self.ledger(
      subnets(subnet()), list(interface("eni-01", ["10.0.1.10"], prefixes: ["10.0.1.37/28"])))
    #expect(none.verdict == .unknown)
  }

  @Test func `host bits in the range of a subnet leave it without a ledger`() throws {
    let all = try ledgers([
      subnets(subnet("subnet-0a1", "10.0.1.5/24")), list(interface("eni-01", ["10.0.1.10"])),
    ])
    #expect(all.allSatisfy { $0.verdict == .unknown && $0.free == nil })
  }

  @Test func `an interface that two documents tell differently is said`() throws {
    let one = list(interface("eni-01", ["10.0.1.10"]))
    let other = list(interface("eni-01", ["10.0.1.10", "10.0.1.11"]))
    let alone = try ledger(subnets(subnet()), one, other)
    #expect(problems(alone) == "eni-01: given twice and different; the later one counts")
    #expect(alone.free == 249)
    #expect(alone.verdict == .inconsistent)
    #expect(try ledger(subnets(subnet(available: 249)), one, other).verdict == .healthy)
    #expect(try ledger(subnets(subnet(available: 250)), one, other).verdict == .inconsistent)
    #expect(try ledger(subnets(subnet()), one, one).verdict == .healthy)
  }

  @Test func `a subnet with two ranges has no verdict, one with two counts has the later one`() throws {
    let rows = list(interface("eni-01", ["10.0.1.10"]))
    let ranges = try ledger(
      subnets(subnet("subnet-0a1", "10.0.1.0/25", available: 122)), subnets(subnet(available: 250)), rows)
    #expect(problems(ranges).contains("the subnet is given as 10.0.1.0/25 and as 10.0.1.0/24"))
    #expect(ranges.verdict == .inconsistent)
    let counts = try ledger(subnets(subnet(available: 7)), subnets(subnet(available: 250)), rows)
    #expect(problems(counts).contains("AvailableIpAddressCount is given as 7 and as 250"))
    #expect(counts.verdict == .healthy)
  }

  @Test func `a reservation that two documents tell differently decides nothing`() throws {
    let rows = list(interface("eni-01", ["10.0.1.10"]))
    let ledger = try ledger(
      subnets(subnet(available: 250)), rows, reservations(("scr-1", "10.0.1.64/26", "explicit")),
      reservations(("scr-1", "10.0.1.64/26", "prefix")))
    #expect(problems(ledger) == "scr-1: given twice and different; the later one counts")
    #expect(ledger.verdict == .inconsistent)
  }

  @Test func `reservations across each other are said and believed to be nobody's`() throws {
    let ledger = try ledger(
      subnets(subnet()), list(interface("eni-01", ["10.0.1.10"])),
      reservations(("scr-1", "10.0.1.64/26", "prefix"), ("scr-2", "10.0.1.64/27", "explicit")))
    #expect(problems(ledger).contains("scr-1 and scr-2: reservations overlap"))
    #expect(ledger.freeAligned28 == 12)
  }

  @Test func `subnets of one VPC on the same addresses have no verdict`() throws {
    let all = try ledgers([
      subnets(subnet(available: 250), subnet("subnet-0a2", "10.0.1.0/25", available: 122)),
      list(interface("eni-01", ["10.0.1.10"]), interface("eni-02", ["10.0.1.11"], subnet: "subnet-0a2")),
    ])
    #expect(all.map(\.verdict) == [.inconsistent, .inconsistent])
    #expect(problems(all[0]) == "subnet-0a2: a subnet of the same VPC with part of this range")
  }

  @Test func `the same range in several VPCs, Regions and accounts is several subnets`() throws {
    let all = try ledgers([
      subnets(
        subnet(available: 250, more: ", \"OwnerId\": \"111122223333\", \"AvailabilityZone\": \"us-east-1a\""),
        subnet(
          "subnet-0b1", available: 249, vpc: "vpc-0b1",
          more: ", \"OwnerId\": \"444455556666\", \"AvailabilityZone\": \"eu-west-1a\"")),
      list(
        interface("eni-01", ["10.0.1.10"], more: ", \"OwnerId\": \"111122223333\""),
        interface(
          "eni-02", ["10.0.1.10", "10.0.1.11"], subnet: "subnet-0b1", vpc: "vpc-0b1",
          more: ", \"OwnerId\": \"444455556666\"")),
    ])
    #expect(all.map(\.verdict) == [.healthy, .healthy])
    #expect(all.map(\.free) == [250, 249])
    #expect(all.allSatisfy { $0.problems.isEmpty })
    #expect(ZoneHolding.ranked(all).map(\.zone) == ["eu-west-1a", "us-east-1a"])
  }

  @Test func `an interface that could lie in two subnets lies in none`() throws {
    let bare =
      #"[{"NetworkInterfaceId": "eni-01", "Status": "in-use", "PrivateIpAddresses": "#
      + #"[{"PrivateIpAddress": "10.0.1.10"}]}]"#
    let all = try ledgers([
      subnets(subnet(available: 250), subnet("subnet-0b1", available: 251, vpc: "vpc-0b1")), bare,
    ])
    #expect(all.map(\.verdict) == [.inconsistent, .inconsistent])
    #expect(problems(all[0]) == "eni-01: names no subnet, and its address is in several; left out of all")
  }

  @Test func `an interface of another VPC in a subnet is said`() throws {
    let ledger = try ledger(subnets(subnet()), list(interface("eni-01", ["10.0.1.10"], vpc: "vpc-0b9")))
    #expect(problems(ledger) == "eni-01: in this subnet, but its VPC is vpc-0b9")
    #expect(ledger.verdict == .inconsistent)
  }

  @Test func `a list that is cut short decides nothing`() throws {
    let whole = list(interface("eni-01", ["10.0.1.10"]), interface("eni-02", ["10.0.1.11"]))
    let documents = [
      list(interface("eni-01", ["10.0.1.10"]), more: ", \"NextToken\": \"eyJ2\""),
      String(whole.dropLast(150)),
      list(
        interface("eni-01", ["10.0.1.10"]), "{\"NetworkInterfaceId\": \"eni-02\", \"PrivateIpAddresses\": 3}"),
      list("{\"NetworkInterfaceId\": \"eni-01\", \"SubnetId\": \"subnet-0a1\", \"Status\": \"in-use\"}"),
      "[{\"NetworkInterfaceId\": \"eni-01\", \"SubnetId\": \"subnet-0a1\", \"Status\": \"in-use\"}]",
    ]
    for document in documents {
      for available in [nil, 200, 250] {
        let ledger = try ledger(subnets(subnet(available: available)), document)
        #expect(ledger.verdict == .inconsistent, "\(document.prefix(60)) \(available ?? -1)")
        #expect(!ledger.isComplete)
      }
    }
  }

  @Test func `a whole list of another subnet does not make a cut one whole`() throws {
    let cut = list(interface("eni-01", ["10.0.1.10"]), more: ", \"NextToken\": \"eyJ2\"")
    let other = list(interface("eni-03", ["10.0.2.10"], subnet: "subnet-0a2"))
    let all = try ledgers([subnets(subnet(), subnet("subnet-0a2", "10.0.2.0/24")), cut, other])
    #expect(all.map(\.verdict) == [.inconsistent, .inconsistent])
    // What EC2 counts says which of the two is whole.
    let counted = try ledgers([
      subnets(subnet(available: 200), subnet("subnet-0a2", "10.0.2.0/24", available: 250)), cut, other,
    ])
    #expect(counted.map(\.verdict) == [.inconsistent, .healthy])
  }

  @Test func `the interfaces of instances are no list of a subnet unless EC2 counts the same`() throws {
    let instances = """
      {"Reservations": [{"Instances": [{"InstanceId": "i-01", "InstanceType": "m5.large", "SubnetId": "subnet-0a1",
       "NetworkInterfaces": [\(interface("eni-01", ["10.0.1.10"]))]}]}]}
      """
    #expect(try ledger(subnets(subnet()), instances).verdict == .inconsistent)
    #expect(try ledger(subnets(subnet(available: 100)), instances).verdict == .inconsistent)
    #expect(try ledger(subnets(subnet(available: 250)), instances).verdict == .healthy)
  }

  @Test func `a subnet with nothing in it is empty only if EC2 says so`() throws {
    #expect(try ledger(subnets(subnet()), list()).verdict == .unknown)
    let empty = try ledger(subnets(subnet(available: 251)), list())
    #expect(empty.verdict == .healthy)
    #expect(empty.free == 251)
    #expect(empty.freeAligned28 == 14)
    #expect(try ledger(subnets(subnet(available: 0)), list()).verdict == .inconsistent)
  }

  @Test func `a subnet without IPv4 has no ledger, one with both says which it counts`() throws {
    let associated =
      #", "Ipv6CidrBlockAssociationSet": [{"Ipv6CidrBlock": "2600:1f13::/64", "#
      + #""Ipv6CidrBlockState": {"State": "associated"}}]"#
    let only = try ledger(
      "{\"Subnets\": [{\"SubnetId\": \"subnet-0a1\", \"AvailableIpAddressCount\": 0, \"Ipv6Native\": true\(associated)}]}",
      list())
    #expect(only.isIPv6Only)
    #expect(only.verdict == .unknown)
    let both = try ledger(
      subnets(subnet(available: 250, more: associated)), list(interface("eni-01", ["10.0.1.10"])))
    #expect(both.isDualStack)
    #expect(both.verdict == .healthy)
    let text = SubnetRenderer(RenderOptions(exitCode: 0)).text([both])
    #expect(text.contains("all numbers here are of its IPv4 addresses"))
  }

  /// Whatever the documents do to each other: the ledger adds up, and a proof that is written holds or is refused for
  /// the contradiction it rests on.
  @Test(arguments: 0..<120)
  func `random contradictions never end in a proof that does not hold`(seed: Int) throws {
    var random = Seeded(seed &+ 90_000)
    var rows: [String] = []
    for index in 0..<random.number(0...12) {
      let addresses = (0..<random.number(0...4)).map { _ in address(&random) }
      let prefixes = (0..<random.number(0...1)).map { _ in
        "10.0.\(random.chance(90) ? 1 : 2).\(random.number(0...15) * 16)/28"
      }
      rows.append(
        interface(
          "eni-0\(index)", addresses, prefixes: prefixes,
          subnet: random.chance(90) ? "subnet-0a1" : "subnet-0b1",
          vpc: random.chance(95) ? "vpc-0a1" : "vpc-0b1"))
    }
    let available = random.chance(50) ? random.number(0...251) : nil
    let token = random.chance(15) ? ", \"NextToken\": \"x\"" : ""
    let documents = [
      subnets(
        subnet(available: available),
        subnet("subnet-0b1", random.chance(70) ? "10.0.2.0/24" : "10.0.1.128/25")),
      "{\"NetworkInterfaces\": [\(rows.joined(separator: ","))]\(token)}",
      reservations(
        ("scr-1", "10.0.1.\(random.number(0...7) * 32)/27", random.chance(50) ? "prefix" : "explicit")),
    ]
    let ledgers = try ledgers(documents)
    #expect(ledgers.allSatisfy { $0.isConserved })
    // An empty page that names a next one lists nothing, so nothing was counted.
    guard ledgers.allSatisfy(\.hasMap) else { return #expect(rows.isEmpty && !token.isEmpty) }
    var read = AWSDocuments()
    for document in documents { read.add(Array(document.utf8)) }
    let answer = ProofCheck.check(Array(ProofTree.text(ledgers).utf8), against: read)
    guard case .holds(subnets: 2, _) = answer else {
      Issue.record("\(answer)")
      return
    }
  }

  private func address(_ random: inout Seeded) -> String {
    "10.0.\(random.chance(95) ? 1 : 2).\(random.number(0...255))"
  }
}
