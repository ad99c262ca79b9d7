import Commands
import Testing

@testable import VPCModel

@Suite struct ConservationTests {
  private var ledger: SubnetLedger { Allocator(seed: 3, lengths: [24], subnets: 1).ledgers()[0] }

  @Test func `a ledger that adds up is printed`() {
    #expect(Conservation.flaw(in: [ledger, ledger]) == nil)
  }

  @Test func `a ledger that lost an address is called a bug and not printed`() throws {
    var broken = ledger
    broken.mapped -= 1
    #expect(!broken.isConserved)
    let flaw = Conservation.flaw(in: [ledger, broken])
    #expect(flaw?.contains("which is a bug of ipamtriage") == true)
    #expect(flaw?.contains("subnet-0a100") == true)
    #expect(throws: (any Error).self) { try Conservation.check([ledger, broken]) }
    try Conservation.check([ledger])
  }
}
