import VPCModel

/// The witnesses of subnets as a file that `subnet --verify-proof` and anybody else can check.
///
/// Every key is always there; what does not apply is null.
package enum ProofTree {
  /// Ends with a line feed. Ordered by subnet.
  package static func text(_ ledgers: [SubnetLedger]) -> String { JSONText.pretty(tree(ledgers)) }

  /// The same, a piece at a time; false when the sink took not all of it.
  package static func write(_ ledgers: [SubnetLedger], to sink: @escaping Sink) -> Bool {
    JSONText.pretty(tree(ledgers), to: sink)
  }

  private static func tree(_ ledgers: [SubnetLedger]) -> JSONNode {
    let proved = ledgers.filter(\.hasWitness).sorted { $0.subnet < $1.subnet }
    return .object([
      ("schemaVersion", .string(schemaVersion)), ("kind", .string("ipamtriage-subnet-proof")),
      ("proofs", .each(proved.count) { proved[$0].witness.map(node) ?? .null }),
    ])
  }

  private static func node(_ witness: SubnetWitness) -> JSONNode {
    var freeBlock: JSONNode = .null
    var freeAddress: JSONNode = .null
    var blocked: JSONNode = .null
    switch witness.exhibit {
    case .freeBlock(let block): freeBlock = .string(block.description)
    case .freeAddress(let address): freeAddress = .string(address.description)
    case .blocked(let blockers):
      blocked = .array(
        blockers.map {
          .row([
            .string($0.block.description), .string($0.address.description), .string($0.owner.description),
          ])
        })
    case .none: break
    }
    return .object([
      ("subnet", .string(witness.subnet.raw)), ("cidr", .string(witness.cidr.description)),
      ("size", .integer(witness.cidr.size)), ("verdict", .string(witness.verdict.rawValue)),
      ("reserved", .integer(witness.reserved)), ("held", .integer(witness.held)),
      ("unusedPrefixSpace", .integer(witness.unusedPrefixSpace)),
      ("unusedExplicitSpace", .integer(witness.unusedExplicitSpace)), ("free", .integer(witness.free)),
      ("freeAligned28", .integer(witness.freeAligned28)),
      ("freeAligned28Unreserved", .integer(witness.freeAligned28Unreserved)),
      ("largestFreeRun", .integer(witness.largestFreeRun)), ("available", JSONNode(witness.available)),
      ("residual", JSONNode(witness.residual)),
      (
        "explained",
        .array(
          witness.explained.map {
            .object([("kind", .string($0.kind.rawValue)), ("addresses", .integer($0.addresses))])
          })
      ),
      ("complete", .bool(witness.isComplete)), ("premises", JSONNode(witness.premises.map(\.rawValue))),
      ("doubts", JSONNode(witness.doubts.map(\.rawValue))), ("freeBlock", freeBlock),
      ("freeAddress", freeAddress), ("blocked", blocked),
    ])
  }
}
