import Commands
import Foundation
import PlaybookData
import TestSupport
import Testing
import Triage

/// Numbers of the remedies against what the simulation planted.
@Suite struct RemedyEffectTests {
  @Test func `what a remedy frees is what was planted, and unknown where nothing was counted`() throws {
    var leaks = 0
    var warm = 0
    var reservations = 0
    for folder in Samples.caseFolders {
      let truth = try PlantedTruth(in: folder)
      let report = Analysis.run(
        paths: [folder.appending(path: "input").path], handbook: PlaybookData.handbook
      ).report
      for remedy in report.remedies {
        let commands = remedy.commands.joined(separator: " ")
        let finding = ([report.primary] + report.contributing).first { $0.id == remedy.cause }
        let planted = (finding?.scope.subnets ?? []).compactMap { truth.ledger[$0]?.owners }
        func sum(_ owner: String) -> Int { planted.compactMap { $0[owner] ?? nil }.reduce(0, +) }
        if let addresses = remedy.effectAddresses {
          #expect(addresses >= 0, "\(folder.path): \(remedy.title)")
          if commands.contains("delete-network-interface") && !planted.isEmpty {
            leaks += addresses
            #expect(addresses == sum("leaked"), "\(folder.path): \(remedy.title)")
          }
          if commands.contains("WARM_IP_TARGET=2"), planted.contains(where: { ($0["warm"] ?? nil) != nil }) {
            warm += addresses
            #expect(addresses <= sum("warm"), "\(folder.path): \(remedy.title)")
          }
        }
        if commands.contains("create-subnet-cidr-reservation"), !commands.contains("create-subnet ") {
          reservations += 1
          #expect(remedy.effectAddresses == 0 && remedy.effectFreeBlocks == 0)
        }
        // A new subnet is as large as its maker wants.
        if commands.contains("create-subnet ") { #expect(remedy.effectAddresses == nil) }
        if report.subnets.isEmpty, commands.contains("delete-network-interface") {
          #expect(remedy.effectAddresses == nil && remedy.effectFreeBlocks == nil)
        }
      }
    }
    #expect(leaks > 0 && warm > 0 && reservations > 0)
  }

  @Test func `what is counted to free nothing is said last`() {
    var last = 0
    for folder in Samples.caseFolders {
      let remedies = Analysis.run(
        paths: [folder.appending(path: "input").path], handbook: PlaybookData.handbook
      ).report.remedies
      #expect(remedies.map(\.order) == Array(1...max(1, remedies.count)).prefix(remedies.count).map { $0 })
      let futile = remedies.map { advice in
        let commands = advice.commands.joined(separator: " ")
        return (commands.contains("delete-network-interface") || commands.contains("WARM_IP_TARGET=2"))
          && advice.effectAddresses == 0 && advice.effectFreeBlocks ?? 0 == 0
      }
      if let first = futile.firstIndex(of: true) {
        last += 1
        #expect(futile[first...].allSatisfy { $0 }, "\(folder.path)")
      }
    }
    #expect(last > 0)
  }
}
