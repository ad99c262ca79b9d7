import VPCModel

/// Making, attaching and setting up one more ENI.
extension Cluster {
  func newInterface(_ node: Node, _ time: Moment) {
    let cni = node.cni
    let units = node.usesPrefixes ? max(1, node.settings.warmPrefix - node.freePrefixes) : node.slotsPerENI
    let count = min(node.slotsPerENI, units)
    if cni.since(15) {
      node.line("info", "ipamd/ipamd.go:772", "Trying to allocate \(count) IP addresses on new ENI", at: time)
    }
    if cni.since(9) {
      node.line("debug", "ipamd/ipamd.go:772", "PD enabled - \(node.usesPrefixes)", at: time)
    }
    let spaces = candidates(node)
    if node.settings.customNetworking {
      node.line("info", "ipamd/ipamd.go:772", "Using a custom network config for the new ENI", at: time)
    } else if cni.since(18), spaces.count == 1 {
      node.line(
        "info", "awsutils/awsutils.go:915",
        "Defaulting to same subnet as the primary interface for the new ENI", at: time)
    }
    var moment = time + 0.02
    var last: EC2Failure?
    var lastWords = ""
    for space in spaces {
      node.line(
        "info", "awsutils/awsutils.go:921",
        "Creating ENI with security groups: [sg-0c0ffee0a11ce5eed] in subnet: \(space.id)", at: moment)
      moment = moment + 0.45
      if let failure = create(node, in: space, count, moment) {
        let words = words(failure, "CreateNetworkInterface", node)
        let place = cni.since(18) ? " for subnet \(space.id)" : ""
        node.line(
          "error", "awsutils/awsutils.go:933", "Failed to CreateNetworkInterface \(words)\(place)", at: moment
        )
        last = failure
        lastWords = words
      } else {
        return
      }
    }
    guard let last else { return }
    let error = "AllocENI: failed to create ENI: failed to create network interface: \(lastWords)"
    node.line(
      "error", "ipamd/ipamd.go:819", "Failed to increase pool size due to not able to allocate ENI \(error)",
      at: moment)
    if cni.since(13) {
      node.line("debug", "ipamd/ipamd.go:672", "Error trying to allocate ENI: \(error)", at: moment)
    }
    if last.isShortage && cni.since(16) { node.holdUntil = moment + 120 }
  }

  /// Subnets a new interface may go to, best first.
  private func candidates(_ node: Node) -> [AddressSpace] {
    if let space = node.podSpace { return [space] }
    guard node.cni.since(18), node.settings.discovery else { return [node.space] }
    let tagged = spaces.filter { space in
      space === node.space
        || (space.zone == node.space.zone
          && space.tags.contains { $0.0 == "kubernetes.io/role/cni" && $0.1 != "0" })
    }
    return tagged.sorted { ($0.free, $0.id.raw) > ($1.free, $1.id.raw) }
  }

  private func create(_ node: Node, in space: AddressSpace, _ count: Int, _ time: Moment) -> EC2Failure? {
    if let fault = node.fault("CreateNetworkInterface", at: time) { return fault }
    let needed = node.usesPrefixes ? 1 : count + 1
    if node.usesPrefixes, space.freeBlocks.count < count { return space.free < 17 ? .noAddresses : .noBlocks }
    guard space.free >= needed, let interface = interface(in: space, owner: .eniPrimary) else {
      return .noAddresses
    }
    if node.usesPrefixes, space.freeBlocks.count < count {
      delete(interface)
      return .noBlocks
    }
    _ = take(node, interface, count)
    node.line("info", "awsutils/awsutils.go:921", "Created a new ENI: \(interface.id)", at: time)
    tagAsPool(interface, node)
    let isFull = node.interfaces.count >= node.limits.enis
    let limit = EC2Failure.answer(
      "AttachmentLimitExceeded",
      "Interface count \(node.limits.enis + 1) exceeds the limit for \(node.limits.type)")
    if let fault = node.fault("AttachNetworkInterface", at: time) ?? (isFull ? limit : nil) {
      return attachFailed(node, interface, fault, time + 0.9)
    }
    attach(interface, to: node)
    setUp(node, interface, count, time + 1.1)
    return nil
  }

  /// The interface is deleted again; the failure is told here, so the caller hears of success.
  private func attachFailed(_ node: Node, _ interface: Interface, _ failure: EC2Failure, _ time: Moment)
    -> EC2Failure?
  {
    let words = words(failure, "AttachNetworkInterface", node)
    let card = node.cni.since(20) ? " for network card 0" : ""
    node.line("error", "awsutils/awsutils.go:877", "Failed to attach ENI \(interface.id): \(words)", at: time)
    node.line("debug", "awsutils/awsutils.go:1161", "Trying to delete ENI: \(interface.id)", at: time + 0.001)
    node.line(
      "error", "ipamd/ipamd.go:819",
      "Failed to increase pool size due to not able to allocate ENI AllocENI: error attaching ENI\(card): attachENI: failed to attach ENI\(card): \(words)",
      at: time + 0.3)
    delete(interface)
    return nil
  }

  private func setUp(_ node: Node, _ interface: Interface, _ count: Int, _ time: Moment) {
    node.line(
      "info", "ipamd/ipamd.go:838",
      "Successfully created and attached a new ENI \(interface.id) to instance\(node.cni.since(20) ? " on network card 0" : "")",
      at: time)
    if let lines = node.attachTrouble?(time, interface) {
      interface.isRegistered = false
      // Looks at metadata double their distance from 0.1 s up to 60 s.
      var delay = 0.1
      var moment = time
      for line in lines {
        moment = moment + delay
        delay = min(delay * 2, 60)
        node.line(line.level, "ipamd/ipamd.go:846", line.message, at: moment)
      }
      node.busyUntil = moment
      return
    }
    interface.isRegistered = false
    for attempt in 1...random.between(1, 3) {
      node.line(
        "debug", "awsutils/awsutils.go:1650", "Not able to find the right ENI yet (attempt \(attempt)/12)",
        at: time + 0.1 * Double(attempt))
    }
    at(max(now, time + 2)) {
      interface.isRegistered = true
      node.line("info", "ipamd/ipamd.go:1044", "Trying to add \(interface.primary)", at: time + 2)
      node.line(
        "debug", "ipamd/ipamd.go:1045",
        "Instance metadata does not match data store! ipPool: [], metadata: [{\(interface.primary) true}]",
        at: time + 2.01)
      node.lastPoolAction = time
    }
  }
}
