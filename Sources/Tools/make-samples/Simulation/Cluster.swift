import VPCModel

/// An event as the API server would keep it.
struct ClusterEvent {
  var type = "Warning"
  var reason: String
  var message: String
  var object: String
  var namespace: String
  var kind = "Pod"
  var source: String
  var host: String
  var first: Moment
  var last: Moment
  var count = 1
}

/// The simulated VPC and cluster. A class: everything that happens changes this one world.
final class Cluster {
  var random: SeededRandom
  let region = "us-east-1"
  let name = "prod"
  let vpc: String
  let start: Moment
  var now: Moment
  var spaces: [AddressSpace] = []
  var interfaces: [Interface] = []
  var nodes: [Node] = []
  var pods: [Pod] = []
  var events: [ClusterEvent] = []
  var strangers: [(id: InstanceID, space: AddressSpace, address: IPv4Address, name: String)] = []
  private var agenda: [(time: Moment, order: Int, action: () -> Void)] = []
  private var order = 0

  init(_ name: String, seed: UInt64, start: Moment) {
    var random = SeededRandom(seed: seed, name: name)
    vpc = random.id("vpc")
    self.random = random
    self.start = start
    now = start
  }

  // MARK: Time

  func at(_ time: Moment, _ action: @escaping () -> Void) {
    order += 1
    agenda.append((time, order, action))
  }

  /// `seconds` after the start of the story.
  func after(_ seconds: Double, _ action: @escaping () -> Void) { at(start + seconds, action) }

  func run(until seconds: Double) {
    let end = start + seconds
    while let next = agenda.indices.min(by: {
      (agenda[$0].time, agenda[$0].order) < (agenda[$1].time, agenda[$1].order)
    }),
      agenda[next].time <= end
    {
      let entry = agenda.remove(at: next)
      now = max(now, entry.time)
      entry.action()
    }
    now = end
  }

  // MARK: Building

  func subnet(_ cidr: String, zone: String = "a") -> AddressSpace {
    guard let block = IPv4Block(cidr) else { preconditionFailure("a CIDR of a case is wrong: \(cidr)") }
    let space = AddressSpace(
      id: SubnetID(random.id("subnet")), block: block, zone: region + zone, vpc: vpc)
    space.tags = [("Name", "\(name)-private-\(zone)"), ("kubernetes.io/cluster/\(name)", "shared")]
    spaces.append(space)
    return space
  }

  /// An interface with a primary address, nil when the subnet is full.
  func interface(in space: AddressSpace, owner: OwnerClass, at offset: Int? = nil) -> Interface? {
    let address: IPv4Address
    if let offset {
      guard !space.isTaken(offset) else { return nil }
      space.take(offset)
      address = space.address(offset)
    } else {
      guard let taken = space.takeAddress(&random) else { return nil }
      address = taken
    }
    let interface = Interface(
      id: ENIID(random.id("eni")), space: space, primary: address, mac: random.mac(), created: now,
      owner: owner)
    interfaces.append(interface)
    return interface
  }

  func delete(_ interface: Interface) {
    interface.releaseAll()
    interfaces.removeAll { $0 === interface }
    for node in nodes { node.interfaces.removeAll { $0 === interface } }
  }

  func addNode(
    _ type: String, in space: AddressSpace, cni: Generation, settings: Settings = Settings(),
    podSpace: AddressSpace? = nil, maxPods: Int? = nil, age hours: Double = 90, at offset: Int? = nil
  ) -> Node {
    let limits = Catalog.limits(type)
    guard let primary = interface(in: space, owner: .eniPrimary, at: offset) else {
      preconditionFailure("no address for a node in \(space.block)")
    }
    let node = Node(
      id: InstanceID(random.id("i")), address: primary.primary, limits: limits, space: space, cni: cni,
      settings: settings, maxPods: maxPods ?? limits.enis * (limits.ipv4PerENI - 1) + 2,
      launched: now + -hours * 3600, agentPod: "aws-node-" + random.letters(5, of: Catalog.suffix))
    node.podSpace = podSpace
    attach(primary, to: node)
    primary.description = ""
    primary.tags = nodeTags(node)
    nodes.append(node)
    return node
  }

  func attach(_ interface: Interface, to node: Node) {
    interface.instance = node.id
    interface.device = node.interfaces.count
    interface.attachmentID = random.id("eni-attach")
    interface.status = "in-use"
    node.interfaces.append(interface)
  }

  func nodeTags(_ node: Node) -> [(String, String)] {
    [
      ("kubernetes.io/cluster/\(name)", "owned"), ("eks:cluster-name", name),
      ("eks:nodegroup-name", "workers"),
    ]
  }

  /// Describes `interface` as one that ipamd made for `node`.
  func tagAsPool(_ interface: Interface, _ node: Node) {
    interface.description = "aws-K8S-\(node.id)"
    interface.tags = [
      ("node.k8s.amazonaws.com/instance_id", node.id.raw),
      ("node.k8s.amazonaws.com/createdAt", interface.created.isoSeconds),
      ("cluster.k8s.amazonaws.com/name", name), ("eks:eni:owner", "amazon-vpc-cni"),
    ]
  }

  func requestID() -> String { random.uuid() }

  func words(_ failure: EC2Failure, _ api: String, _ node: Node) -> String {
    failure.words(api, node.cni, requestID: requestID(), region: region)
  }
}

/// Facts of the few instance types and the names that samples use.
enum Catalog {
  static let suffix = "bcdfghjklmnpqrstvwxz2456789"

  static func limits(_ type: String) -> InstanceTypeLimits {
    let table: [String: (enis: Int, addresses: Int, nitro: Bool, branches: Int)] = [
      "t3.small": (3, 4, true, 0), "t3.medium": (3, 6, true, 0), "m4.large": (2, 10, false, 0),
      "m5.large": (3, 10, true, 9), "m6i.large": (3, 10, true, 9), "c5.large": (3, 10, true, 9),
      "m5.xlarge": (4, 15, true, 18), "c5.xlarge": (4, 15, true, 18), "m5.4xlarge": (8, 30, true, 54),
    ]
    guard let row = table[type] else { preconditionFailure("no limits for \(type)") }
    var limits = InstanceTypeLimits(type: type, enis: row.enis, ipv4PerENI: row.addresses)
    limits.isNitro = row.nitro
    limits.isBareMetal = false
    limits.isTrunkCapable = row.branches > 0
    limits.branchENIs = row.branches
    return limits
  }
}
