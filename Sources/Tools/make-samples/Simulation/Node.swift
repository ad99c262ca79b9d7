import VPCModel

/// The CNI's settings of a node, as its environment has them.
struct Settings {
  var prefix = false
  var customNetworking = false
  var podENI = false
  var discovery = true
  var warmENI = 1
  var warmIP = 0
  var minimumIP = 0
  var warmPrefix = 1
  var maxENI: Int?
  var cooldown = 30
  var clusterName = "prod"

  /// Either one is enough.
  var hasIPTargets: Bool { warmIP != 0 || minimumIP != 0 }
}

/// One line of a log before any format is chosen.
struct LogLine {
  let time: Moment
  let level: String
  let caller: String
  let message: String
}

/// A line of a journal or a console that is text already.
struct TextLine {
  let time: Moment
  let text: String
}

/// An answer EC2 gives instead of success while the window lasts.
struct Fault {
  let apis: Set<String>
  let from: Moment
  let to: Moment
  let failure: EC2Failure
}

/// A pod. A class: the node, kubelet's retries and the documents follow the same one.
final class Pod {
  let namespace: String
  let name: String
  let uid: String
  let created: Moment
  var labels: [(String, String)] = []
  var hostNetwork = false
  var node: Node?
  var address: IPv4Address?
  var interface: Interface?
  var sandbox = ""
  var attempts = 0
  var isGone = false
  var reason = "ContainerCreating"
  var annotations: [(String, String)] = []
  var wantsBranch = false

  init(namespace: String, name: String, uid: String, created: Moment) {
    self.namespace = namespace
    self.name = name
    self.uid = uid
    self.created = created
  }
}

/// A worker node with its ipamd. A class: the agenda's actions all change the same one.
final class Node {
  let id: InstanceID
  let address: IPv4Address
  let limits: InstanceTypeLimits
  let space: AddressSpace
  let cni: Generation
  var settings: Settings
  var podSpace: AddressSpace?
  var maxPods: Int
  var launched: Moment
  var interfaces: [Interface] = []
  var pods: [Pod] = []
  var cooling: [(address: IPv4Address, until: Moment)] = []
  var faults: [Fault] = []
  var isCordoned = false
  var isServing = false
  var hostPods = 2
  var agentPod: String

  /// Called before a pod is asked for: the plugin's or kubelet's own trouble; nil is the way up.
  var pathTrouble: ((Moment) -> PathTrouble?)?
  /// After ipamd answered with an address: what breaks while the pod's network is set up.
  var setupTrouble: ((Moment) -> String?)?
  /// The checkpoint cannot be written for this reason.
  var diskTrouble: ((Moment) -> String?)?
  /// A new interface cannot be found or set up: the lines ipamd prints for it.
  var attachTrouble: ((Moment, Interface) -> [(level: String, message: String)]?)?

  var log: [LogLine] = []
  var plugin: [LogLine] = []
  var console: [TextLine] = []
  var kubelet: [TextLine] = []
  var holdUntil = Moment(milliseconds: 0)
  /// The loop waits for a slow answer until then.
  var busyUntil = Moment(milliseconds: 0)
  var lastPoolAction = Moment(milliseconds: 0)
  var lastReconcile = Moment(milliseconds: 0)
  var refusals = 0
  var assignments = 0

  init(
    id: InstanceID, address: IPv4Address, limits: InstanceTypeLimits, space: AddressSpace, cni: Generation,
    settings: Settings, maxPods: Int, launched: Moment, agentPod: String
  ) {
    self.id = id
    self.address = address
    self.limits = limits
    self.space = space
    self.cni = cni
    self.settings = settings
    self.maxPods = maxPods
    self.launched = launched
    self.agentPod = agentPod
  }

  var name: String { "ip-\(address.description.replacing(".", with: "-")).ec2.internal" }
  var hostName: String { String(name.prefix { $0 != "." }) }

  // MARK: The pool, in the symbols of the CNI's documents

  /// Prefix mode needs Nitro; on Xen ipamd falls back to single addresses.
  var usesPrefixes: Bool { settings.prefix && limits.isPrefixCapable == true }
  /// Slots of an interface: its primary address is never given to pods.
  var slotsPerENI: Int { limits.ipv4PerENI - 1 }
  var addressesPerSlot: Int { usesPrefixes ? 16 : 1 }
  var addressesPerENI: Int { slotsPerENI * addressesPerSlot }
  var maxENIs: Int { min(settings.maxENI ?? limits.enis, limits.enis) }

  var registered: [Interface] { interfaces.filter(\.isRegistered) }

  func holdsPods(_ interface: Interface) -> Bool {
    interface.isRegistered && !interface.isTrunk && !interface.isExcluded
      && !(settings.customNetworking && interface.device == 0)
  }
  var poolInterfaces: [Interface] { interfaces.filter(holdsPods) }

  var total: Int {
    poolInterfaces.reduce(0) { $0 + (usesPrefixes ? 16 * $1.prefixes.count : $1.secondaries.count) }
  }
  var assigned: Int {
    pods.count {
      $0.address != nil && $0.interface?.owner == .eniPrimary && $0.interface?.isExcluded == false
    }
  }
  func coolingCount(_ now: Moment) -> Int { cooling.count { $0.until > now } }
  var prefixCount: Int { poolInterfaces.reduce(0) { $0 + $1.prefixes.count } }

  /// Prefixes that hold no pod.
  var freePrefixes: Int {
    let used = pods.compactMap(\.address)
    return poolInterfaces.flatMap(\.prefixes).count { block in !used.contains { block.contains($0) } }
  }

  /// ENI slots kept for the trunk.
  var trunkReserve: Int {
    settings.podENI && limits.isTrunkCapable != false && !registered.contains(where: \.isTrunk) ? 1 : 0
  }
  var excluded: Int { registered.count(where: \.isExcluded) }
  var hasRoom: Bool { registered.count - excluded < maxENIs - trunkReserve - excluded }

  func line(_ level: String, _ caller: String, _ message: String, at time: Moment) {
    log.append(LogLine(time: time, level: level, caller: caller, message: message))
  }

  func fault(_ api: String, at time: Moment) -> EC2Failure? {
    faults.first { $0.apis.contains(api) && $0.from <= time && time < $0.to }?.failure
  }
}

/// Why a pod's request never reached an answer of ipamd.
enum PathTrouble {
  /// The plugin ran and could not reach ipamd.
  case plugin(String)
  /// ipamd answered the request with an error that is no shortage.
  case refused(String)
  /// The runtime could not run the plugin at all.
  case runtime(String)
}
