/// ipamd's rules for growing and shrinking the address pool of one network card, as pure functions.
///
/// Source: amazon-vpc-cni-k8s v1.23.1, pkg/ipamd/ipamd.go (isDatastorePoolTooLow, datastoreTargetState,
/// isDatastorePoolTooHigh, shouldRemoveExtraENIs) and pkg/ipamd/datastore/data_store.go (getDeletableENI).
package struct WarmPool: Hashable, Sendable {
  package let settings: CNISettings
  /// Slots of an ENI that serve pods: its addresses but the primary one.
  package let slotsPerENI: Int
  /// Prefix mode as it really is: asked for, and the type can do it. On Xen ipamd falls back.
  package let usesPrefixes: Bool

  package init(settings: CNISettings, limits: InstanceTypeLimits) {
    self.settings = settings
    slotsPerENI = max(0, InstanceTypeLimits.bounded(limits.ipv4PerENI) - 1)
    usesPrefixes = settings.usesPrefixes && limits.isPrefixCapable != false
  }

  /// Addresses a slot holds: 1, or 16 in prefix mode.
  package var addressesPerSlot: Int { usesPrefixes ? 16 : 1 }
  package var addressesPerENI: Int { slotsPerENI * addressesPerSlot }

  /// The pool at one moment. Cooling addresses count as available, as ipamd counts them.
  package struct State: Hashable, Sendable {
    package var total: Int
    package var assigned: Int
    package var prefixes: Int
    /// Prefixes without a pod.
    package var freePrefixes: Int
    /// Pods the node may run; nil is not known, and then nothing caps the pool.
    package var maxPods: Int?
    package init(total: Int, assigned: Int, prefixes: Int = 0, freePrefixes: Int = 0, maxPods: Int? = nil) {
      // Introspection and metrics may claim anything; no sum of these can overflow.
      self.total = min(max(0, total), 1_000_000_000)
      self.assigned = min(max(0, assigned), 1_000_000_000)
      self.prefixes = min(max(0, prefixes), 1_000_000_000)
      self.freePrefixes = min(max(0, freePrefixes), 1_000_000_000)
      self.maxPods = maxPods
    }
    package var available: Int { total - assigned }
  }

  /// Whether ipamd would grow the pool now. The max-pods cap comes before every target.
  ///
  /// m5.large with the default target: 9 free of one ENI is enough, 8 is not.
  package func isTooLow(_ state: State) -> Bool {
    if let maxPods = state.maxPods, state.total >= maxPods { return false }
    if settings.hasIPTargets { return short(state) > 0 }
    let warm = usesPrefixes ? 16 * settings.warmPrefixTarget : addressesPerENI * settings.warmENITarget
    return state.available < warm || (warm == 0 && state.available == 0)
  }

  /// Addresses below the IP targets: `max(W_ip - available, W_min - total, 0)`.
  package func short(_ state: State) -> Int {
    max(settings.warmIPTarget - state.available, settings.minimumIPTarget - state.total, 0)
  }

  /// Addresses above the IP targets: `max(min(available - W_ip, total - W_min), 0)`.
  package func over(_ state: State) -> Int {
    max(min(state.available - settings.warmIPTarget, state.total - settings.minimumIPTarget), 0)
  }

  /// Prefixes below the IP targets.
  package func shortPrefixes(_ state: State) -> Int { Self.prefixes(short(state)) }

  /// Free prefixes above the IP targets.
  package func overPrefixes(_ state: State) -> Int {
    max(
      min(
        state.freePrefixes,
        state.prefixes - Self.prefixes(state.assigned + settings.warmIPTarget),
        state.prefixes - Self.prefixes(settings.minimumIPTarget)), 0)
  }

  /// CIDRs ipamd would release now: addresses, or prefixes in prefix mode. max-pods plays no part.
  ///
  /// Secondary mode without IP targets never releases single addresses, only whole ENIs.
  package func releasable(_ state: State) -> Int {
    if settings.hasIPTargets { return usesPrefixes ? overPrefixes(state) : over(state) }
    return usesPrefixes ? max(state.freePrefixes - settings.warmPrefixTarget, 0) : 0
  }

  /// Slots one growth action asks for on an ENI with `room` free slots.
  package func growth(_ state: State, room: Int) -> Int {
    let wanted: Int =
      switch (usesPrefixes, settings.hasIPTargets) {
      case (false, true): short(state)
      case (false, false): addressesPerENI
      case (true, true): max(1, shortPrefixes(state))
      case (true, false): max(1, settings.warmPrefixTarget - state.freePrefixes)
      }
    return max(0, min(room, wanted))
  }

  /// Idle addresses that the settings keep on purpose after pods have left: what ipamd does not release.
  ///
  /// Pods are taken as packed; each ENI and each prefix that still holds a pod may keep more.
  /// m5.4xlarge by default: up to 2 * 29 - 1 = 57.
  package func idleKept(assigned: Int) -> Int {
    let assigned = min(max(0, assigned), 1_000_000)
    switch (usesPrefixes, settings.hasIPTargets) {
    case (false, true): return max(settings.warmIPTarget, settings.minimumIPTarget - assigned)
    case (false, false): return max(0, (settings.warmENITarget + 1) * addressesPerENI - 1)
    case (true, true):
      let prefixes = max(
        Self.prefixes(assigned + settings.warmIPTarget), Self.prefixes(settings.minimumIPTarget))
      return prefixes * 16 - assigned
    case (true, false): return (Self.prefixes(assigned) + settings.warmPrefixTarget) * 16 - assigned
    }
  }

  /// Prefixes that hold so many addresses.
  static func prefixes(_ addresses: Int) -> Int { addresses <= 0 ? 0 : (addresses + 15) / 16 }
}

extension WarmPool {
  /// An attached ENI as the release rule sees it.
  package struct Candidate: Hashable, Sendable {
    package var isPrimary = false
    package var isTrunk = false
    package var isEFA = false
    package var ageSeconds: Double?
    package var coolingAddresses = 0
    package var pods = 0
    /// Of all other ENIs together.
    package var otherFree = 0
    package var otherTotal = 0
    package var otherFreePrefixes = 0
    package init() {}
  }

  /// Why ipamd keeps an ENI; the first that holds.
  package enum KeepReason: Hashable, Sendable {
    case primary, young, cooling, pods, warmIPTarget, minimumIPTarget, warmPrefixTarget, trunk, efa
  }

  /// nil when the ENI may be released. One pod is enough to pin a whole ENI.
  package func reasonToKeep(_ eni: Candidate) -> KeepReason? {
    if eni.isPrimary { return .primary }
    if let age = eni.ageSeconds, age < 60 { return .young }
    if eni.coolingAddresses > 0 { return .cooling }
    if eni.pods > 0 { return .pods }
    if eni.otherFree < rounded(settings.warmIPTarget) { return .warmIPTarget }
    if eni.otherTotal < rounded(settings.minimumIPTarget) { return .minimumIPTarget }
    // Holds even when IP targets are set, which otherwise override the prefix target.
    if usesPrefixes && eni.otherFreePrefixes < settings.warmPrefixTarget { return .warmPrefixTarget }
    if eni.isTrunk { return .trunk }
    return eni.isEFA ? .efa : nil
  }

  /// Whether ipamd looks for an ENI to release at all.
  package func seeksExtraENI(_ state: State, hasENIWithoutPods: Bool) -> Bool {
    if settings.hasIPTargets || (usesPrefixes && hasENIWithoutPods) { return true }
    let warm = usesPrefixes ? settings.warmPrefixTarget : settings.warmENITarget
    return state.available >= (warm + 1) * addressesPerENI
  }

  private func rounded(_ target: Int) -> Int { usesPrefixes ? Self.prefixes(target) * 16 : target }
}
