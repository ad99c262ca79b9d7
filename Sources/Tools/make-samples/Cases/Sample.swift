import VPCModel

/// What the simulation knows about a case, and the analysis has to find out.
struct Truth {
  var cause: String
  var status = "cause-found"
  var state: String?
  var acceptable: [String] = []
  var contributing: [String] = []
  var forbidden: [String] = []
  var nodes: [Node] = []
  var subnets: [AddressSpace] = []
  var subnetRole: String?
  var ledgers: [(String, JSON)] = []
  /// Primaries allowed, besides the usual, when one input is missing.
  var ablation: [String: [String]] = [:]

  init(_ cause: String, state: String? = "active") {
    self.cause = cause
    self.state = state
    switch cause {
    case "unknown": status = "undecided"
    case "healthy", "not-ip-problem": status = cause
    default: break
    }
    if cause == "unknown" || cause == "healthy" || cause == "not-ip-problem" { self.state = nil }
  }

  func on(_ nodes: [Node]) -> Truth { with { $0.nodes = nodes } }
  func inside(_ spaces: [AddressSpace], role: String) -> Truth {
    with {
      $0.subnets = spaces
      $0.subnetRole = role
    }
  }
  func forbidding(_ causes: String...) -> Truth { with { $0.forbidden = causes } }
  func accepting(_ causes: String...) -> Truth { with { $0.acceptable = causes } }
  func contributed(by causes: String...) -> Truth { with { $0.contributing = causes } }
  func counting(_ ledgers: (String, JSON)...) -> Truth { with { $0.ledgers = ledgers } }
  /// - Parameter path: an input, `*` and `?` allowed.
  func without(_ path: String, _ causes: String...) -> Truth { with { $0.ablation[path] = causes } }

  private func with(_ change: (inout Truth) -> Void) -> Truth {
    var copy = self
    change(&copy)
    return copy
  }

  /// How the inputs call the node: by instance id, else by name, else by host name; nil when by none.
  private func name(_ node: Node, knownFrom inputs: [Input]) -> String? {
    [node.id.raw, node.name, node.hostName].first { name in inputs.contains { $0.shows(name) } }
  }

  /// - Parameter inputs: paths below `input`; without one of them the verdict may stay or weaken.
  func json(inputs: [Input]) -> JSON {
    for pattern in ablation.keys.sorted() {
      precondition(inputs.contains { Options.matches($0.path, pattern) }, "no input matches \(pattern)")
    }
    let usual = [cause] + acceptable + (cause == "unknown" ? [] : ["unknown"])
    return [
      "cause": .string(cause), "acceptable": .strings(acceptable), "status": .string(status),
      "state": state.map { .string($0) } ?? .null, "contributing": .strings(contributing),
      "forbidden": .strings(forbidden),
      "scope": [
        "nodes": .strings(nodes.compactMap { name($0, knownFrom: inputs) }.sorted()),
        "subnets": .strings(subnets.map(\.id.raw).filter { id in inputs.contains { $0.shows(id) } }.sorted()),
        "subnetRole": subnetRole.map { .string($0) } ?? .null,
      ], "ledger": .object(ledgers),
      "ablation": .object(
        inputs.map(\.path).sorted().map { path in
          let more = ablation.keys.sorted().filter { Options.matches(path, $0) }.flatMap {
            ablation[$0] ?? []
          }
          return (path, .strings(usual + more.filter { !usual.contains($0) }))
        }),
    ]
  }
}

/// An input of a case, to see what it can tell.
struct Input {
  let path: String
  private let text: String
  private let isPacked: Bool

  init(path: String, data: [UInt8]) {
    self.path = path
    isPacked = data.starts(with: [0x1f, 0x8b])
    text = isPacked ? "" : String(decoding: data, as: UTF8.self)
  }

  /// Packed logs are ipamd's, which name their instance and its subnet at the start.
  func shows(_ identifier: String) -> Bool { isPacked || text.contains(identifier) }
}

/// One case: its input files, its story and its truth.
struct Sample {
  let path: String
  let story: String
  var truth: Truth
  private(set) var files: [(path: String, data: [UInt8])] = []

  init(_ path: String, _ story: String, _ truth: Truth) {
    self.path = path
    self.story = story
    self.truth = truth
  }

  mutating func add(_ path: String, _ data: [UInt8]) { files.append((path, data)) }
  mutating func add(_ path: String, _ document: JSON, depth: Int = 2) {
    files.append((path, Wrapper.bytes(document.pretty(depth: depth) + "\n")))
  }

  /// Every file of the case's folder.
  var output: [(path: String, data: [UInt8])] {
    let story = """
      story: >-
        \(wrapped(self.story))
      source: invented; written by make-samples from its own simulation
      expect:
        cause: \(truth.cause)
        status: \(truth.status)

      """
    return files.map { ("cases/\(path)/input/\($0.path)", $0.data) } + [
      ("cases/\(path)/case.yaml", Wrapper.bytes(story)),
      (
        "cases/\(path)/truth.json",
        Wrapper.bytes(
          truth.json(inputs: files.map { Input(path: $0.path, data: $0.data) }).pretty(unit: 2, depth: 4)
            + "\n")
      ),
    ]
  }

  private func wrapped(_ text: String) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if !line.isEmpty, line.count + word.count + 1 > 96 {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return (lines + [line]).joined(separator: "\n  ")
  }
}

extension Cluster {
  /// The ledger of a subnet, counted from the simulation's own addresses.
  ///
  /// - Parameters:
  ///   - splits: the inputs tell which addresses of the nodes' pools pods have.
  ///   - prefixMode: whether the inputs show prefix mode there; nil when they say nothing.
  func ledger(_ space: AddressSpace, splits: Bool, prefixMode: Bool?) -> (String, JSON) {
    var counts: [OwnerClass: Int] = [:]
    let used = Set(pods.compactMap { $0.interface?.owner == .eniPrimary ? $0.address : nil })
    for interface in interfaces where interface.space === space {
      guard interface.owner == .eniPrimary else {
        counts[interface.owner, default: 0] += interface.held
        continue
      }
      counts[.eniPrimary, default: 0] += 1
      for address in interface.podAddresses {
        counts[used.contains(address) ? .pods : .warm, default: 0] += 1
      }
    }
    counts[.cidrReservation] = space.unusedReserved
    counts[.podsAndWarm] = counts[.pods, default: 0] + counts[.warm, default: 0]
    let owners: [(String, JSON)] = OwnerClass.owners.map { owner in
      let isHidden = !splits && (owner == .pods || owner == .warm)
      return (owner.name, isHidden ? .null : .number(counts[owner, default: 0]))
    }
    let free = space.free
    let blocks = space.freeBlocks.count
    let verdict =
      free == 0 || (free < 16 && prefixMode != false)
      ? "exhausted" : free >= 16 && blocks == 0 ? "fragmented" : "healthy"
    let sum = OwnerClass.owners.reduce(5 + free) {
      $1 == .pods || $1 == .warm ? $0 : $0 + counts[$1, default: 0]
    }
    precondition(sum == space.block.size, "the ledger of \(space.block) does not add up: \(sum)")
    return (
      space.id.raw,
      [
        "size": .number(space.block.size), "reserved": 5, "free": .number(free),
        "freeAligned28": .number(blocks),
        "largestFreeRun": .number(space.largestFreeRun), "owners": .object(owners),
        "verdict": .string(verdict),
      ]
    )
  }
}
