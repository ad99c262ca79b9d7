import Bytes
import Evidence
import Patterns
import VPCModel

extension Collector {
  /// What a routine line changes in the log of its node.
  func apply(_ signal: String, _ regex: Regex, message: Span<UInt8>, _ context: LineContext) {
    let time = context.time
    let node = context.node
    func range(_ name: String) -> Range<Int>? {
      regex.group(name).flatMap { regex.range(of: $0) }.flatMap {
        $0.upperBound <= message.count && $0.count <= 512 ? $0 : nil
      }
    }
    func text(_ name: String) -> String? { regex.group(name).flatMap { regex.text(of: $0, in: message) } }
    func number(_ name: String) -> Int? {
      guard let range = range(name), let found = scanDecimal(message, from: range.lowerBound),
        found.end == range.upperBound
      else { return nil }
      return found.value
    }
    func identity(_ name: String) -> UInt64? { range(name).map { LineFacts.hash(message.extracting($0)) } }
    var place: Place { Place(input: record.name, line: context.line, byte: context.byte) }
    func set(_ name: String, _ value: String?) {
      if let value { nodes[node].log.set(name, value, time: time, place: place) }
    }
    func note(_ signal: String, _ identity: UInt64?) { moment(signal, message, identity: identity, context) }
    switch signal {
    case "request", "request-pod":
      ask(
        identity("sandbox"), pod: range("pod"), namespace: range("namespace"), isNew: signal == "request",
        message,
        context)
    case "refused": refuse(message, context)
    case "sandbox-refused", "sandbox-failed":
      let asked = nodes[node].stream.hasRequest(at: time) ? nodes[node].stream.request.pod : nil
      let who = context.pod ?? asked
      note(signal, who.map { LineFacts.hash($0) } ?? sandbox(in: message))
      if signal == "sandbox-refused", let who, let time { nodes[node].log.refuse(pod: who, at: time) }
    case "address-assigned": answer(isBranch: range("vlan") != nil, message, context)
    case "pool-stats", "pool-at-request":
      guard let total = number("total"), let assigned = number("assigned") else { return }
      // Other network cards have pools of their own; the first is the one pods use.
      if let card = number("card"), card != 0 { return }
      let count = PoolReading(
        total: total, assigned: assigned, cooling: number("cooling"), perENI: number("pereni"),
        hasPrefixes: (number("prefixes") ?? 0) > 0)
      apply(count, isAtRequest: signal == "pool-at-request", message, context)
    case "has-room":
      guard let enis = number("enis"), let limit = number("limit"), number("card") == 0 else { return }
      let room = RoomCount(
        enis: enis, limit: limit, unmanaged: number("unmanaged") ?? 0, trunk: number("trunk") ?? 0,
        hasRoom: text("room") == "true")
      nodes[node].log.room = newer(nodes[node].log.room, Latest(room, time: time, place: place))
    case "eni-has-slots":
      guard let eni = text("eni"), let count = number("count"), let limit = number("limit"), count < limit
      else { return }
      nodes[node].log.freeSlots = newer(
        nodes[node].log.freeSlots, Latest(ENIID(eni), time: time, place: place))
    case "eni-limit-reached":
      nodes[node].log.eniLimitLine = newer(
        nodes[node].log.eniLimitLine, Latest(true, time: time, place: place))
      addNoise("max ENI limit is already reached", identity: LineFacts.identity(of: message, context))
      note(signal, nil)
    case "own-eni", "eni-created":
      if let eni = range("eni") { own(message.extracting(eni), node) }
      if signal == "eni-created" { note(signal, identity("eni")) }
    case "targets":
      set("max-pods", text("maxpods"))
      set("WARM_IP_TARGET", text("warmip"))
      set("WARM_PREFIX_TARGET", text("warmprefix"))
      set("WARM_ENI_TARGET", text("warmeni"))
      set("MINIMUM_IP_TARGET", text("minimumip"))
    case "using-target": if let name = text("name") { set(name, text("value")) }
    case "max-pods": set("max-pods", text("maxpods"))
    case "prefix-mode", "custom-networking", "subnet-discovery": set(signal, text("value"))
    case "custom-networking-used":
      set("custom-networking", "true")
      set("eniconfig-subnet", text("subnet"))
    case "pod-eni": set(signal, text("value") ?? "true")
    case "ipv6": set(signal, text("value") ?? text("value2"))
    case "instance-type": set(signal, text("type"))
    case "zone": set(signal, text("zone"))
    case "eniconfig-name": set(signal, text("name"))
    case "per-eni": set("ips-per-eni", text("pereni"))
    case "instance-id":
      if let id = text("instance"), nodes[node].log.aliases.count < 64 { nodes[node].log.aliases.insert(id) }
    case "node-subnet":
      if let id = text("subnet"), nodes[node].log.subnets.count < 16 {
        nodes[node].log.subnets.insert(SubnetID(id))
      }
    case "started", "ipamd-serving":
      if let version = text("version"), version.count > 1 { set("version", version) }
      note(signal, nil)
    case "address-given":
      note(signal, identity("sandbox").map { mixed($0, UInt64(bitPattern: time?.nanoseconds ?? 0)) })
    default: note(signal, nil)
    }
    nodes[node].isTouched = true
  }

  /// A request for an address: whom the next lines are about.
  func ask(
    _ sandbox: UInt64?, pod: Range<Int>?, namespace: Range<Int>?, isNew: Bool, _ message: Span<UInt8>,
    _ context: LineContext
  ) {
    let node = context.node
    if isNew || nodes[node].stream.request.sandbox != sandbox { nodes[node].stream.request.forget() }
    if let sandbox { nodes[node].stream.request.sandbox = sandbox }
    if let pod {
      if let namespace {
        nodes[node].stream.request.name(message.extracting(pod), in: message.extracting(namespace))
      } else {
        nodes[node].stream.request.name(message.extracting(pod), in: nil)
      }
    }
    nodes[node].stream.request.time = context.time
    requestsAsked += 1
    if isNew { moment("request", message, identity: sandbox, context) }
  }

  /// The request in hand was answered with an address.
  func answer(isBranch: Bool, _ message: Span<UInt8>, _ context: LineContext) {
    let node = context.node
    let isAsked = nodes[node].stream.hasRequest(at: context.time)
    let sandbox = isAsked ? nodes[node].stream.request.sandbox : nil
    // Without its request it counts by its own time, as at a desk.
    let identity = sandbox ?? context.time.map { mixed(UInt64(bitPattern: $0.nanoseconds), 1) }
    moment("address-assigned", message, identity: identity, context)
    if isBranch { moment("branch-assigned", message, identity: sandbox, context) }
    if isAsked, let time = context.time, !nodes[node].stream.request.podText.isEmpty {
      nodes[node].served.note(nodes[node].stream.request.podHash, at: time.nanoseconds)
    }
  }

  /// ipamd's own count of its pool.
  func apply(_ reading: PoolReading, isAtRequest: Bool, _ message: Span<UInt8>, _ context: LineContext) {
    let node = context.node
    let place = Place(input: record.name, line: context.line, byte: context.byte)
    let old = nodes[node].stream.pool
    let count = PoolCount(
      total: reading.total, assigned: reading.assigned,
      cooling: reading.cooling ?? (isAtRequest ? old?.cooling : nil), perENI: reading.perENI ?? old?.perENI)
    nodes[node].stream.pool = count
    nodes[node].stream.poolTime = context.time
    nodes[node].log.count(count, time: context.time, place: place)
    if reading.hasPrefixes { nodes[node].log.set("prefix-mode", "true", time: context.time, place: place) }
    if !isAtRequest {
      let identity = context.time.map { mixed(UInt64(bitPattern: $0.nanoseconds), 2) }
      moment("pool-stats", message, identity: identity, context)
    }
    nodes[node].isTouched = true
  }

  /// An ENI that ipamd names as its own: said each minute for ever, new only once.
  private func own(_ eni: Span<UInt8>, _ node: Int) {
    let name = book.intern(eni)
    guard !nodes[node].enis.contains(name) else { return }
    nodes[node].enis.insert(name)
    if let text = book.text(name), nodes[node].log.enis.count < 512 {
      nodes[node].log.enis.insert(ENIID(text))
    }
  }

  /// True when ipamd has named the ENI as its own before, in this input.
  func owns(_ eni: Span<UInt8>, _ node: Int) -> Bool {
    book.known(eni).map { nodes[node].enis.contains($0) } ?? false
  }

  /// A pod was refused for lack of an address: a symptom, counted once for each pod.
  private func refuse(_ message: Span<UInt8>, _ context: LineContext) {
    let node = context.node
    let isAsked = nodes[node].stream.hasRequest(at: context.time)
    let pod = isAsked ? nodes[node].stream.request.pod : nil
    var id = pod.map { LineFacts.hash($0) } ?? (isAsked ? nodes[node].stream.request.sandbox : nil)
    // Without a request in sight the lines of one refusal share their second.
    if id == nil, let time = context.time {
      id = LineFacts.hash(Self.second.span, and: UInt64(bitPattern: time.nanoseconds / 1_000_000_000))
    }
    let identity = id ?? LineFacts.identity(of: message, context)
    moment("refused", message, identity: identity, context)
    if let pod, let time = context.time { nodes[node].log.refuse(pod: pod, at: time) }
    guard let pool = nodes[node].stream.pool(at: context.time) else { return }
    let idle = pool.total - pool.assigned
    if let cooling = pool.cooling {
      if idle - cooling > 0 {
        nodes[node].log.refusedWithFree.insert(identity)
      } else if cooling > 0 {
        nodes[node].log.refusedWhileCooling.insert(identity)
      } else {
        nodes[node].log.refusedFull.insert(identity)
      }
    } else if idle <= 0 {
      nodes[node].log.refusedFull.insert(identity)
    } else {
      // Idle addresses of a version that prints no cooldown: cooling or free, it does not say.
      nodes[node].log.refusedWithFree.insert(identity)
    }
  }

  private static let second = Array("second".utf8)

  /// `sandbox "…"` or `container "…"` of a kubelet message: its identity.
  private func sandbox(in message: Span<UInt8>) -> UInt64? {
    for (key, count) in [("sandbox \"" as StaticString, 9), ("container \"", 11), ("container ", 10)] {
      guard let found = findBytes(key, in: message) else { continue }
      let start = found + count
      var end = start
      while end < message.count, message[end] &- 48 < 10 || message[end] &- 97 < 6 { end += 1 }
      if end - start >= 8 { return LineFacts.hash(message.extracting(start..<min(end, start + 64))) }
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

/// A count of the pool as one line gives it. Addresses.
struct PoolReading {
  var total: Int
  var assigned: Int
  var cooling: Int?
  var perENI: Int?
  var hasPrefixes = false
}
