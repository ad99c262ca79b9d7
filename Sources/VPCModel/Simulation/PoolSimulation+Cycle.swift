// One cycle of the loop, and the actions it can take.
extension PoolSimulation {
  /// One cycle at `now`. False when nothing was done to the pool.
  mutating func cycle() -> Bool {
    thaw()
    serve()
    guard isProvisioning else { return false }
    let state = self.state
    var hasActed = false
    if pool.isTooLow(state) {
      hasActed = grow()
    } else if now - lastDecrease >= Self.decreaseSeconds {
      hasActed = release(pool.releasable(state))
    }
    if pool.seeksExtraENI(self.state, hasENIWithoutPods: hasENIWithoutPods), let extra = extraENI() {
      calls.addFreedENI()
      enis.remove(at: extra)
      hasActed = true
    }
    if hasActed { actions += 1 }
    serve()
    return hasActed
  }

  /// One growth action: fill the first ENI with a free slot, else attach one. False when nothing could be added.
  mutating func grow() -> Bool {
    if shape.isCordoned && !shape.settings.managesCordonedNodes { return false }
    let state = self.state
    let slotsPerENI = shape.slotsPerENI
    for index in enis.indices where enis[index].servesPods && !enis[index].isTrunk {
      let room = slotsPerENI - enis[index].usedSlots
      guard room > 0 else { continue }
      let added = pool.growth(state, room: room)
      guard added > 0 else { break }
      calls.add(.assign)
      enis[index].fill(added)
      return true
    }
    // Excluded ENIs are taken off both sides of ipamd's comparison.
    guard enis.count < shape.eniLimit - shape.unmanagedENIs - shape.trunkReserve else { return false }
    let added = pool.growth(state, room: slotsPerENI)
    guard added > 0 else { return false }
    calls.addNewENI(
      discoversSubnets: shape.settings.discoversSubnets && !shape.settings.usesCustomNetworking)
    var eni = SimulatedENI()
    eni.attachedAt = now
    eni.fill(added)
    enis.append(eni)
    return true
  }

  /// Gives back so many free addresses or prefixes, from the last ENI on: ipamd takes its ENIs in any order.
  private mutating func release(_ wanted: Int) -> Bool {
    var left = wanted
    for index in enis.indices.reversed() where left > 0 && enis[index].servesPods {
      let released = enis[index].release(left)
      if released > 0 { calls.add(.unassign) }
      left -= released
    }
    guard left < wanted else { return false }
    lastDecrease = now
    return true
  }

  private var hasENIWithoutPods: Bool { enis.contains { !$0.isPrimary && !$0.isTrunk && $0.pods == 0 } }

  /// The ENI to give up, the last of those that may go.
  private func extraENI() -> Int? {
    let state = self.state
    return enis.indices.last { index in
      let eni = enis[index]
      var candidate = WarmPool.Candidate()
      candidate.isPrimary = eni.isPrimary
      candidate.isTrunk = eni.isTrunk
      candidate.isEFA = eni.isEFA
      candidate.ageSeconds = Double(now - eni.attachedAt)
      candidate.coolingAddresses = eni.cooling
      candidate.pods = eni.pods
      candidate.otherTotal = state.total - eni.slots.count * slotSize
      candidate.otherFree = candidate.otherTotal - (state.assigned - eni.assigned)
      candidate.otherFreePrefixes = state.freePrefixes - (pool.usesPrefixes ? eni.emptySlots : 0)
      return pool.reasonToKeep(candidate) == nil
    }
  }

  // MARK: Pods

  /// Gives waiting pods the first addresses that are free and not cooling.
  mutating func serve() {
    guard waiting > 0 else { return }
    if shape.settings.usesIPv6 {
      servedByIPv6 = servedByIPv6.adding(orMax: waiting)
      waiting = 0
      return
    }
    for index in enis.indices where waiting > 0 && enis[index].servesPods {
      waiting -= enis[index].serve(waiting, slotSize: slotSize)
    }
  }

  /// Pods leave, the last addresses first; their addresses rest.
  package mutating func depart(_ count: Int) {
    var left = count - min(count, waiting)
    waiting -= min(count, waiting)
    servedByIPv6 -= min(left, servedByIPv6)
    let until = now + shape.settings.cooldownSeconds
    for index in enis.indices.reversed() where left > 0 {
      left -= enis[index].depart(left, coolUntil: until)
    }
  }

  private mutating func thaw() {
    for index in enis.indices { enis[index].thaw(at: now) }
  }

  /// The next moment at which something that holds ipamd back ends; nil when nothing does.
  var nextTimer: Int? {
    var next: Int?
    func see(_ moment: Int) { if moment > now { next = min(next ?? moment, moment) } }
    see(lastDecrease + Self.decreaseSeconds)
    for eni in enis {
      if !eni.isPrimary { see(eni.attachedAt + Self.youthSeconds) }
      if eni.cooling > 0 { for slot in eni.slots where slot.cooling > 0 { see(slot.coolUntil) } }
    }
    return next
  }
}
