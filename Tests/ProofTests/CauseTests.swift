import Commands
import Foundation
import PlaybookData
import Testing
import Triage

/// Which cause the wording has that exhausted and fragmented subnets share: the ledger says it, as far as it can be
/// believed.
@Suite struct CauseTests {
  private static let subnet = "subnet-0123456789abcdef0"
  private static let refusal = """
    {"level":"error","ts":"2026-09-01T02:00:07.000Z","caller":"ipamd/ipamd.go:1012","msg":"Failed to CreateNetworkInterface \
    operation error EC2: CreateNetworkInterface, https response error StatusCode: 400, RequestID: \
    11111111-2222-4333-8444-555555555555, api error InvalidParameterValue: There aren't sufficient free Ipv4 addresses or \
    prefixes for subnet \(subnet)"}

    """

  /// A /24 in which the addresses with these last numbers are held.
  private func primary(_ held: [Int], available: Int?, extra: String = "") throws -> Finding {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cause-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let count = available.map { ", \"AvailableIpAddressCount\": \($0)" } ?? ""
    let rows = held.map {
      """
      {"NetworkInterfaceId": "eni-0000000000000\(1_000 + $0)", "SubnetId": "\(Self.subnet)", "Status": "in-use", \
      "InterfaceType": "interface", "Description": "ELB app/shop/1", "PrivateIpAddresses": [{"PrivateIpAddress": \
      "10.0.1.\($0)", "Primary": true}]}
      """
    }
    let files = [
      "ipamd.log": Self.refusal,
      "subnets.json":
        "{\"Subnets\": [{\"SubnetId\": \"\(Self.subnet)\", \"CidrBlock\": \"10.0.1.0/24\"\(count)}]}",
      "enis.json": "{\"NetworkInterfaces\": [\(rows.joined(separator: ","))]\(extra)}",
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return Analysis.run(paths: [folder.path], handbook: PlaybookData.handbook).report.primary
  }

  private static let scattered = Array(stride(from: 16, to: 255, by: 8))
  private static let nearlyAll = Array(4..<250)

  @Test func `free addresses without a free block are fragmentation, proved`() throws {
    let finding = try primary(Self.scattered, available: 251 - Self.scattered.count)
    #expect(finding.id.raw == "subnet-fragmented")
    #expect(finding.basis == .proved)
  }

  @Test func `fewer than sixteen free addresses are exhaustion, proved`() throws {
    let finding = try primary(Self.nearlyAll, available: 251 - Self.nearlyAll.count)
    #expect(finding.id.raw == "subnet-exhausted")
    #expect(finding.basis == .proved)
  }

  @Test func `a ledger that does not reconcile is not asked, EC2's count is`() throws {
    // Counted: 221 free and no block. EC2: 3.
    let exhausted = try primary(Self.scattered, available: 3)
    #expect(exhausted.id.raw == "subnet-exhausted")
    // Counted: 5 free. EC2: 90.
    let fragmented = try primary(Self.nearlyAll, available: 90)
    #expect(fragmented.id.raw == "subnet-fragmented")
  }

  @Test func `without a count of EC2 a list that is cut proves neither`() throws {
    for held in [Self.scattered, Self.nearlyAll] {
      let finding = try primary(held, available: nil, extra: ", \"NextToken\": \"eyJ2\"")
      #expect(finding.basis != .proved)
    }
  }
}
