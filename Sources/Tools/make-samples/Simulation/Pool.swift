import VPCModel

/// ipamd's loop: one look at the pool every 5 s, one growth action at a time, a reconcile each minute.
///
/// Source: the CNI's pool manager; 120 s of rest after a shortage, 60 s before an ENI may go.
extension Cluster {
  func startCycles(_ node: Node, from time: Moment, until end: Moment) {
    var moment = time
    while moment <= end {
      let cycle = moment
      at(cycle) { if node.isServing, node.busyUntil <= cycle { self.cycle(node, cycle) } }
      moment = moment + 5 + Double(random.below(5)) / 1000
    }
  }

  func cycle(_ node: Node, _ time: Moment) {
    statistics(node, time)
    let available = node.total - node.assigned
    if isLow(node) {
      lowLine(node, available, time)
      grow(node, time + 0.001)
    } else if !isIdleHigh(node, available, time) {
      smallTalk(node, time + 0.003)
    }
    if time.seconds(since: node.lastReconcile) >= 60 { reconcile(node, time + 2.5) }
  }

  func statistics(_ node: Node, _ time: Moment) {
    let cni = node.cni
    let (total, assigned, cooling) = (node.total, node.assigned, node.coolingCount(time))
    if cni.since(20) {
      node.line(
        "debug", "ipamd/ipamd.go:671",
        "IP stats for Network Card 0 - total IPs: \(total), assigned IPs: \(assigned), cooldown IPs: \(cooling)",
        at: time)
    } else if cni.since(16) {
      node.line(
        "debug", "ipamd/ipamd.go:653",
        "IP stats - total IPs: \(total), assigned IPs: \(assigned), cooldown IPs: \(cooling)", at: time)
    } else if cni.since(11) {
      let kind = node.usesPrefixes ? "Prefix" : "IP"
      node.line(
        "debug", "ipamd/ipamd.go:1128",
        "\(kind) pool stats: Total IPs/Prefixes = \(total)/\(node.prefixCount), AssignedIPs/CooldownIPs: \(assigned)/\(cooling), c.maxIPsPerENI = \(node.addressesPerENI)",
        at: time)
    } else if cni.since(10) {
      node.line(
        "debug", "ipamd/ipamd.go:480",
        "IP pool stats: total = \(total), used = \(assigned), IPs in Cooldown = \(cooling), c.maxIPsPerENI = \(node.addressesPerENI)",
        at: time)
    } else {
      node.line(
        "debug", "ipamd/ipamd.go:480",
        "IP pool stats: total = \(total), used = \(assigned), c.maxIPsPerENI = \(node.addressesPerENI)",
        at: time)
    }
  }

  func isLow(_ node: Node) -> Bool {
    let settings = node.settings
    let available = node.total - node.assigned
    if node.cni.since(16), node.total >= node.maxPods { return false }
    if settings.hasIPTargets { return short(node) > 0 }
    if node.usesPrefixes {
      return available < 16 * settings.warmPrefix || (settings.warmPrefix == 0 && available == 0)
    }
    return available < node.addressesPerENI * settings.warmENI || (settings.warmENI == 0 && available == 0)
  }

  private func short(_ node: Node) -> Int {
    max(node.settings.warmIP - (node.total - node.assigned), node.settings.minimumIP - node.total, 0)
  }

  private func lowLine(_ node: Node, _ available: Int, _ time: Moment) {
    guard !node.settings.hasIPTargets, !node.usesPrefixes else { return }
    let card = node.cni.since(20) ? " for Network Card 0" : ""
    node.line(
      "debug", "ipamd/ipamd.go:653",
      "IP pool is too low\(card): available (\(available)) < ENI target (\(node.settings.warmENI)) * addrsPerENI (\(node.addressesPerENI))",
      at: time)
  }

  // MARK: Growth

  func grow(_ node: Node, _ time: Moment) {
    let cni = node.cni
    if node.isCordoned && cni.since(12, 6) {
      node.line(
        "debug", "ipamd/ipamd.go:684",
        "AWS CNI is on a non schedulable node, will not try to attach any new IPs or ENIs right now", at: time
      )
      return
    }
    if node.holdUntil > time {
      node.line(
        "debug", "ipamd/ipamd.go:690",
        "Recently we had InsufficientCidr error hence will wait for 2m0s before retrying", at: time)
      return
    }
    if cni.since(20) {
      node.line("debug", "ipamd/ipamd.go:692", "Starting to increase pool size for network card 0", at: time)
    } else {
      node.line(
        "debug", "ipamd/ipamd.go:692", "Starting to increase \(cni.since(9) ? "pool size" : "IP pool size")",
        at: time)
    }
    let free = node.slotsPerENI
    var tried = 0.0
    for interface in node.poolInterfaces where interface.slots < free {
      node.line(
        "debug", "datastore/data_store.go:701",
        "Found ENI \(interface.id) that has less than the maximum number of \(cni.since(9) ? "IP/Prefixes addresses" : "IP addresses") allocated: cur=\(interface.slots), max=\(free)",
        at: time)
      switch fillInterface(node, interface, time) {
      case .grown, .failed: return
      case .short:
        if !(cni.since(19) && node.settings.discovery) { return }
        tried += 0.8
      }
    }
    guard node.hasRoom else { return limitLine(node, time + tried) }
    newInterface(node, time + tried + 0.1)
  }

  private func limitLine(_ node: Node, _ time: Moment) {
    let cni = node.cni
    if cni.since(22) {
      node.line(
        "debug", "ipamd/ipamd.go:2301",
        "hasRoomForEni: networkCard=0, currentENIs=\(node.registered.count), currentUsableENIs=\(node.registered.count - node.excluded), maxENI=\(node.maxENIs), unmanagedENI=0, trunkEni=\(node.trunkReserve), excludedENI=\(node.excluded), hasRoom=false",
        at: time)
    }
    if cni.since(15) {
      node.line(
        "debug", "ipamd/ipamd.go:705", "Skipping ENI allocation as the max ENI limit is already reached",
        at: time)
    } else if cni.since(7) {
      node.line(
        "debug", "ipamd/ipamd.go:705",
        "Skipping ENI allocation as the max ENI limit of \(node.maxENIs) is already reached (accounting for 0 unmanaged ENIs and \(node.trunkReserve) trunk ENIs)",
        at: time)
    } else {
      node.line(
        "debug", "ipamd/ipamd.go:705",
        "Skipping ENI allocation as the instance's max ENI limit of \(node.maxENIs) is already reached",
        at: time)
    }
  }

  /// Units (addresses or prefixes) the next request asks for.
  private func wanted(_ node: Node, room: Int) -> Int {
    let settings = node.settings
    if settings.hasIPTargets {
      return min(room, max(1, node.usesPrefixes ? (short(node) + 15) / 16 : short(node)))
    }
    return node.usesPrefixes ? min(room, max(1, settings.warmPrefix - node.freePrefixes)) : room
  }

  enum Filled { case grown, failed, short }

  func fillInterface(_ node: Node, _ interface: Interface, _ time: Moment) -> Filled {
    let room = node.slotsPerENI - interface.slots
    let count = wanted(node, room: room)
    var last: EC2Failure?
    let requests = count > 1 ? [count, 1] : [1]
    for (index, request) in requests.enumerated() {
      let moment = time + Double(index) * 0.35 + 0.002
      node.line(
        "info", "ipamd/ipamd.go:843", "Trying to allocate \(request) IP addresses on ENI \(interface.id)",
        at: moment)
      if node.cni.since(9) {
        node.line("debug", "ipamd/ipamd.go:843", "PD enabled - \(node.usesPrefixes)", at: moment)
      }
      guard let failure = assign(node, interface, request, moment) else {
        let kind = node.usesPrefixes ? "prefixes" : "addresses"
        node.line("info", "ipamd/ipamd.go:843", "Allocated \(request) private IP \(kind)", at: moment + 0.31)
        node.lastPoolAction = moment
        if !node.usesPrefixes, random.oneIn(2) {
          node.line(
            "debug", "awsutils/awsutils.go:1701",
            "\(node.cni.since(20) ? "No secondary IPv4/IPv6 addresses/prefixes" : "No secondary IPv4 addresses/prefixes") available yet on ENI \(interface.id)",
            at: moment + 0.33)
        }
        return .grown
      }
      last = failure
      failureLines(node, interface, failure, request, bulk: index == 0 && count > 1, moment + 0.29)
    }
    guard let last else { return .failed }
    if last.isShortage && node.cni.since(10, 2) {
      node.line(
        "error", "ipamd/ipamd.go:757",
        "Unable to attach IPs/Prefixes for the ENI, subnet doesn't seem to have enough IPs/Prefixes. Consider using new subnet or carve a reserved range using create-subnet-cidr-reservation",
        at: time + 0.7)
      if !node.cni.since(19) || !node.settings.discovery { node.holdUntil = time + 120 }
      return .short
    }
    return last.code == "InvalidParameterValue" ? .short : .failed
  }

  /// What EC2 does with AssignPrivateIpAddresses; nil is success.
  private func assign(_ node: Node, _ interface: Interface, _ count: Int, _ time: Moment) -> EC2Failure? {
    if let fault = node.fault("AssignPrivateIpAddresses", at: time) { return fault }
    return take(node, interface, count)
  }

  func take(_ node: Node, _ interface: Interface, _ count: Int) -> EC2Failure? {
    let space = interface.space
    if node.usesPrefixes {
      let blocks = space.freeBlocks.count
      guard blocks >= count else { return space.free + space.unusedReserved < 16 ? .noAddresses : .noBlocks }
      for _ in 0..<count { if let block = space.takePrefix(&random) { interface.prefixes.append(block) } }
      return nil
    }
    guard space.free >= count else { return .noAddresses }
    for _ in 0..<count {
      if let address = space.takeAddress(&random) { interface.secondaries.append(address) }
    }
    return nil
  }

  private func failureLines(
    _ node: Node, _ interface: Interface, _ failure: EC2Failure, _ count: Int, bulk: Bool, _ time: Moment
  ) {
    let cni = node.cni
    let words = words(failure, "AssignPrivateIpAddresses", node)
    let kind = cni.since(9) ? "IP/Prefix addresses" : "IP addresses"
    node.line(
      "error", "ipamd/ipamd.go:927", "Failed to allocate a private \(kind) on ENI \(interface.id): \(words)",
      at: time)
    if cni.since(19) {
      node.line(
        "debug", "awsutils/awsutils.go:2241", "checkAPIErrorAndBroadcastEvent resulted in <nil>", at: time)
      node.line(
        "debug", "ipamd/ipamd.go:927",
        "containsInsufficientCIDRsOrSubnetIPs encountered \(failure.code ?? "error")", at: time)
    }
    let unit = node.usesPrefixes ? "IPv4 Prefixes" : "IP addresses"
    if bulk {
      node.line(
        "warn", "ipamd/ipamd.go:734",
        "failed to allocate all available \(unit) on ENI \(interface.id), err: \(words)", at: time + 0.001)
    } else if cni.since(6) {
      node.line(
        "warn", "ipamd/ipamd.go:741", "Failed to allocate 1 IP addresses on an ENI: \(words)",
        at: time + 0.001)
      if failure.isShortage && cni.since(10) {
        node.line(
          "debug", "ipamd/ipamd.go:741", "Insufficient IP Addresses due to: \(failure.code ?? "")",
          at: time + 0.001)
      }
    }
  }
}
