import VPCModel

/// `reserved + owners + free = size`, looked at before anything is printed.
package enum Conservation {
  /// What to say of the first ledger that does not add up; nil when all do.
  package static func flaw(in ledgers: [SubnetLedger]) -> String? {
    guard let ledger = ledgers.first(where: { !$0.isConserved }) else { return nil }
    let sum = (ledger.reserved ?? 0) + (ledger.owners?.total ?? 0) + (ledger.free ?? 0)
    return
      "\(ledger.subnet): \(sum) of \(ledger.size ?? 0) addresses accounted for, which is a bug of ipamtriage; "
      + "report it with the documents of this subnet"
  }
}
