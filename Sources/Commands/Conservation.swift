import VPCModel

/// `reserved + owners + free = size`, looked at before anything is printed.
package enum Conservation {
  /// Ends the command with exit code 70 when a ledger lost or invented an address: nothing it says could be believed,
  /// and the mistake is ours.
  package static func check(_ ledgers: [SubnetLedger]) throws {
    if let flaw = flaw(in: ledgers) { throw ProgramError(flaw, exitCode: 70) }
  }

  /// What to say of the first ledger that does not add up; nil when all do.
  package static func flaw(in ledgers: [SubnetLedger]) -> String? {
    guard let ledger = ledgers.first(where: { !$0.isConserved }) else { return nil }
    let sum = (ledger.reserved ?? 0) + (ledger.owners?.total ?? 0) + (ledger.free ?? 0)
    return
      "\(ledger.subnet): \(sum) of \(ledger.size ?? 0) addresses accounted for, which is a bug of ipamtriage; "
      + "report it with the documents of this subnet"
  }
}
