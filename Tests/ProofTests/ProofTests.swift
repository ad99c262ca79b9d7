import ProofCheck
import Reports
import Testing
import VPCModel

/// Ledger, proof and verifier against networks that were filled address by address.
@Suite struct ProofTests {
  private static let lengths = Array(22...28)

  private func documents(_ world: Allocator, _ reading: Allocator.Reading? = .without) -> AWSDocuments {
    var documents = AWSDocuments()
    for text in [world.describeSubnets(reading), world.describeInterfaces(), world.describeReservations()] {
      documents.add(Array(text.utf8))
    }
    return documents
  }

  @Test(arguments: 0..<200)
  func `the ledger is what the allocator did`(seed: Int) {
    let world = Allocator(seed: seed, lengths: Self.lengths, subnets: 3)
    let prefixMode: Bool? = [true, false, nil][seed % 3]
    let modes = prefixMode.map { mode in
      Dictionary(uniqueKeysWithValues: world.subnets.map { (SubnetID($0.id), mode) })
    }
    let ledgers = world.ledgers(seed % 2 == 0 ? .with : .without, prefixMode: modes ?? [:])
    #expect(ledgers.map(\.subnet.raw) == world.subnets.map(\.id))
    for (index, ledger) in ledgers.enumerated() { check(ledger, against: world, index, prefixMode) }
  }

  @Test func `the networks end in every verdict, with and without reservations in the way`() {
    var verdicts: [SubnetLedger.Verdict: Int] = [:]
    var owners: [String: Int] = [:]
    for seed in 0..<200 {
      for ledger in Allocator(seed: seed, lengths: Self.lengths, subnets: 3).ledgers() {
        verdicts[ledger.verdict, default: 0] += 1
        guard case .blocked(let blockers) = ledger.witness?.exhibit else { continue }
        for blocker in blockers {
          let kind =
            switch blocker.owner {
            case .interface: "interface"
            case .reserved: "reserved"
            case .reservation: "reservation"
            }
          owners[kind, default: 0] += 1
        }
      }
    }
    for verdict in [SubnetLedger.Verdict.exhausted, .fragmented, .healthy] {
      #expect(verdicts[verdict, default: 0] >= 50, "\(verdict)")
    }
    for kind in ["interface", "reserved", "reservation"] {
      #expect(owners[kind, default: 0] >= 50, "\(kind)")
    }
  }

  @Test func `a /16 is what the allocator did`() {
    let world = Allocator(seed: 16, lengths: [16], subnets: 1)
    check(world.ledgers()[0], against: world, 0, nil)
  }

  private func check(_ ledger: SubnetLedger, against world: Allocator, _ index: Int, _ prefixMode: Bool?) {
    #expect(ledger.isConserved)
    #expect(ledger.problems.isEmpty)
    #expect(ledger.residual == 0)
    #expect(ledger.size == world.subnets[index].size)
    #expect(ledger.reserved == 5)
    #expect(ledger.free == world.free(index))
    #expect(ledger.freeAligned28 == world.freeBlocks(index).count)
    #expect(ledger.freeAligned28Unreserved == world.freeBlocks(index, onlyPlain: true).count)
    #expect(ledger.largestFreeRun == world.longestRun(index))
    #expect(ledger.verdict == world.verdict(index, prefixMode: prefixMode))
    let owners = world.owners(index)
    for owner in OwnerClass.owners where owner != .pods && owner != .warm {
      #expect(ledger.owners?[owner] == owners[owner, default: 0], "\(owner)")
    }
    let held = world.interfaces.compactMap { $0 }.filter { $0.subnet == index }
    #expect(
      Dictionary(uniqueKeysWithValues: ledger.topHolders().map { ($0.interface.raw, $0.addresses) })
        == Dictionary(
          uniqueKeysWithValues: held.map {
            ($0.id, $0.addresses.count + 16 * $0.prefixes.count)
          }))
    checkWitness(ledger, against: world, index)
  }

  private func checkWitness(_ ledger: SubnetLedger, against world: Allocator, _ index: Int) {
    guard let witness = ledger.witness else {
      Issue.record("no witness")
      return
    }
    let subnet = world.subnets[index]
    switch witness.exhibit {
    case .freeBlock(let block):
      #expect(witness.verdict == .healthy)
      #expect(block.first.number == world.freeBlocks(index).first)
    case .freeAddress(let address):
      #expect(witness.verdict == .healthy)
      #expect(witness.premises == [.prefixModeOff])
      #expect(world.isFree(subnet, Int(address.number - subnet.base)))
    case .blocked(let blockers):
      #expect(witness.verdict == .exhausted || witness.verdict == .fragmented)
      let starts = stride(from: subnet.base, to: subnet.base + UInt32(subnet.size), by: 16)
      #expect(blockers.map(\.block.first.number) == Array(starts))
      for blocker in blockers {
        let offset = Int(blocker.address.number - subnet.base)
        #expect(blocker.block.contains(blocker.address))
        switch (blocker.owner, subnet.marks[offset]) {
        case (.interface(let eni), .interface(let number)):
          #expect(eni.raw == world.interfaces[number]?.id)
        case (.reserved, .kept): break
        case (.reservation(let id), .free):
          let found = world.reservations.first { $0.id == id }
          #expect(found?.range.contains(Int(blocker.address.number)) == true)
          #expect(found?.isExplicit == true || witness.verdict == .exhausted)
        default: Issue.record("\(blocker.address) is not of \(blocker.owner)")
        }
      }
    case .none: Issue.record("no exhibit for \(witness.verdict)")
    }
  }

  @Test(arguments: 0..<200)
  func `every proof that was written holds`(seed: Int) {
    let world = Allocator(seed: seed &+ 1_000, lengths: Self.lengths, subnets: 3)
    let readings: [Allocator.Reading?] = [.with, .without, nil]
    let reading = readings[seed % 3]
    let modes: [SubnetID: Bool] = seed % 2 == 0 ? [:] : [SubnetID(world.subnets[0].id): false]
    let proof = ProofTree.text(world.ledgers(reading, prefixMode: modes))
    let answer = ProofCheck.check(Array(proof.utf8), against: documents(world, reading))
    guard case .holds(let count, _) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(count == 3)
  }

  @Test func `the proof of a /16 holds`() {
    let world = Allocator(seed: 18, lengths: [16], subnets: 1)
    let proof = ProofTree.text(world.ledgers())
    #expect(
      ProofCheck.check(Array(proof.utf8), against: documents(world)) == .holds(subnets: 1, premises: []))
  }

  @Test(arguments: 0..<50)
  func `no proof that says something else holds`(seed: Int) throws {
    let world = Allocator(seed: seed &+ 2_000, lengths: Self.lengths, subnets: 2)
    let documents = documents(world)
    let proof = ProofTree.text(world.ledgers())
    var mutations = try Mutations(proof, seed: seed)
    for _ in 0..<25 {
      let (text, what) = try mutations.next()
      guard case .fails(let reason) = ProofCheck.check(Array(text.utf8), against: documents) else {
        Issue.record("seed \(seed): \(what) was not noticed")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }

  @Test(arguments: 0..<40)
  func `a proof of another state of the network does not hold`(seed: Int) {
    let world = Allocator(seed: seed &+ 3_000, lengths: Self.lengths, subnets: 1)
    let proof = ProofTree.text(world.ledgers())
    var later = world
    guard later.takeOne() else { return }
    let answer = ProofCheck.check(Array(proof.utf8), against: documents(later))
    if case .holds = answer { Issue.record("one address was taken since") }
  }
}
