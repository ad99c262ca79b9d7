import Bytes
import Evidence
import VPCModel

extension Collector {
  /// What a routine line changes in the log of its node.
  func apply(
    _ signal: String, _ captures: [String: String], message: [UInt8], sample: Sample, node: String,
    pod: String?
  ) {
    let time = sample.time
    func number(_ name: String) -> Int? { captures[name].flatMap { Int($0) } }
    func set(_ name: String, _ value: String?) {
      if let value { change(node) { $0.set(name, value, time: time, place: sample.place) } }
    }
    switch signal {
    case "request", "request-pod":
      var request = streams[node, default: StreamState()].request
      if signal == "request" || request.sandbox != captures["sandbox"] { request = StreamState.Request() }
      request.sandbox = captures["sandbox"] ?? request.sandbox
      if let name = captures["pod"] { request.pod = captures["namespace"].map { "\($0)/\(name)" } ?? name }
      request.time = time
      streams[node, default: StreamState()].request = request
      if signal == "request" {
        moment(signal, sample, identity: identity(captures["sandbox"], sample), node: node)
      }
    case "refused": refuse(sample, node: node)
    case "sandbox-refused", "sandbox-failed":
      let request = streams[node]?.request(at: time)
      let who = pod ?? request?.pod
      moment(signal, sample, identity: identity(who ?? sandbox(in: message), sample), node: node)
      if signal == "sandbox-refused", let who, let time { change(node) { $0.refuse(pod: who, at: time) } }
    case "address-assigned":
      let request = streams[node]?.request(at: time)
      moment(signal, sample, identity: identity(request?.sandbox, sample), node: node)
      if captures["vlan"] != nil {
        moment("branch-assigned", sample, identity: identity(request?.sandbox, sample), node: node)
      }
      if let who = request?.pod, let time { change(node) { $0.serve(pod: who, at: time) } }
    case "pool-stats", "pool-at-request":
      guard let total = number("total"), let assigned = number("assigned") else { return }
      let old = streams[node]?.pool
      let count = PoolCount(
        total: total, assigned: assigned,
        cooling: number("cooling") ?? (signal == "pool-at-request" ? old?.cooling : nil),
        perENI: number("pereni") ?? old?.perENI)
      // Other network cards have pools of their own; the first is the one pods use.
      if let card = captures["card"], card != "0" { return }
      streams[node, default: StreamState()].pool = count
      streams[node]?.poolTime = time
      change(node) { $0.count(count, time: time, place: sample.place) }
      if captures["prefixes"].flatMap({ Int($0) }) ?? 0 > 0 { set("prefix-mode", "true") }
      if signal == "pool-stats" { moment(signal, sample, identity: identity(nil, sample), node: node) }
    case "has-room":
      guard let enis = number("enis"), let limit = number("limit"), captures["card"] == "0" else { return }
      let room = RoomCount(
        enis: enis, limit: limit, unmanaged: number("unmanaged") ?? 0, trunk: number("trunk") ?? 0,
        hasRoom: captures["room"] == "true")
      change(node) { $0.room = newer($0.room, Latest(room, time: time, place: sample.place)) }
    case "eni-has-slots":
      guard let eni = captures["eni"], let count = number("count"), let limit = number("limit"), count < limit
      else { return }
      change(node) { $0.freeSlots = newer($0.freeSlots, Latest(ENIID(eni), time: time, place: sample.place)) }
    case "eni-limit-reached":
      change(node) { $0.eniLimitLine = newer($0.eniLimitLine, Latest(true, time: time, place: sample.place)) }
      addNoise("max ENI limit is already reached", identity: identity(nil, sample))
      moment(signal, sample, identity: identity(nil, sample), node: node)
    case "own-eni", "eni-created":
      if let eni = captures["eni"] { change(node) { if $0.enis.count < 512 { $0.enis.insert(ENIID(eni)) } } }
      if signal == "eni-created" {
        moment(signal, sample, identity: identity(captures["eni"], sample), node: node)
      }
    case "targets":
      set("max-pods", captures["maxpods"])
      set("WARM_IP_TARGET", captures["warmip"])
      set("WARM_PREFIX_TARGET", captures["warmprefix"])
      set("WARM_ENI_TARGET", captures["warmeni"])
      set("MINIMUM_IP_TARGET", captures["minimumip"])
    case "using-target": if let name = captures["name"] { set(name, captures["value"]) }
    case "max-pods": set("max-pods", captures["maxpods"])
    case "prefix-mode", "custom-networking", "subnet-discovery": set(signal, captures["value"])
    case "custom-networking-used":
      set("custom-networking", "true")
      set("eniconfig-subnet", captures["subnet"])
    case "pod-eni": set(signal, captures["value"] ?? "true")
    case "ipv6": set(signal, captures["value"] ?? captures["value2"])
    case "instance-type": set(signal, captures["type"])
    case "zone": set(signal, captures["zone"])
    case "eniconfig-name": set(signal, captures["name"])
    case "per-eni": set("ips-per-eni", captures["pereni"])
    case "instance-id":
      if let id = captures["instance"] { change(node) { if $0.aliases.count < 64 { $0.aliases.insert(id) } } }
    case "node-subnet":
      if let id = captures["subnet"] {
        change(node) { if $0.subnets.count < 16 { $0.subnets.insert(SubnetID(id)) } }
      }
    case "started", "ipamd-serving":
      if let version = captures["version"], version.count > 1 { set("version", version) }
      moment(signal, sample, identity: identity(nil, sample), node: node)
    default:
      moment(signal, sample, identity: identity(nil, sample), node: node)
    }
  }

  /// A pod was refused for lack of an address: a symptom, counted once for each pod.
  private func refuse(_ sample: Sample, node: String) {
    let stream = streams[node]
    let request = stream?.request(at: sample.time)
    let who = request?.pod ?? request?.sandbox
    // Without a request in sight the lines of one refusal share their second.
    let second = sample.time.map { String($0.nanoseconds / 1_000_000_000) }
    let id = identity(who ?? second, sample)
    moment("refused", sample, identity: id, node: node)
    if let pod = request?.pod, let time = sample.time { change(node) { $0.refuse(pod: pod, at: time) } }
    guard let pool = stream?.pool(at: sample.time) else { return }
    let idle = pool.total - pool.assigned
    change(node) { log in
      if let cooling = pool.cooling {
        if idle - cooling > 0 {
          log.refusedWithFree.insert(id)
        } else if cooling > 0 {
          log.refusedWhileCooling.insert(id)
        } else {
          log.refusedFull.insert(id)
        }
      } else if idle <= 0 {
        log.refusedFull.insert(id)
      } else {
        // Idle addresses of a version that prints no cooldown: cooling or free, it does not say.
        log.refusedWithFree.insert(id)
      }
    }
  }

  private func identity(_ name: String?, _ sample: Sample) -> UInt64 {
    if let name { return LineFacts.hash(Array(name.utf8)) }
    return LineFacts.hash(
      Array(sample.text.utf8), Array(String(sample.time?.nanoseconds ?? Int64(sample.place.byte)).utf8))
  }

  /// `sandbox "…"` or `container "…"` of a kubelet message.
  private func sandbox(in message: [UInt8]) -> String? {
    for key in ["sandbox \"", "container \"", "container "] {
      guard let found = LineFacts.find(Array(key.utf8), in: message) else { continue }
      var end = found + key.utf8.count
      let start = end
      while end < message.count, (48...57).contains(message[end]) || (97...102).contains(message[end]) {
        end += 1
      }
      if end - start >= 8 { return String(decoding: message[start..<min(end, start + 64)], as: UTF8.self) }
    }
    return nil
  }

  private func newer<Value>(_ old: Latest<Value>?, _ new: Latest<Value>) -> Latest<Value> {
    guard let old else { return new }
    switch (old.time, new.time) {
    case (let a?, let b?): return b >= a ? new : old
    case (_?, nil): return old
    default: return new
    }
  }
}
