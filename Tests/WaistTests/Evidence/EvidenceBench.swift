import Evidence
import VPCModel

/// Random evidence, the same for the same seed. Each part of a case reads inputs of its own, as scans do.
struct EvidenceBench {
  private var dice: SeededGenerator
  private static let names = ["a", "b", "c", "d"]

  init(seed: UInt64) { dice = SeededGenerator(seed: seed &* 104_729 &+ 3) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
  mutating func hash() -> UInt64 { dice.next() }
  mutating func name() -> String { Self.names.randomElement(using: &dice) ?? "a" }
  mutating func time() -> Instant? {
    number(0...9) == 0 ? nil : Instant(nanoseconds: Int64(number(0...7_200)) * 1_000_000_000)
  }
  mutating func place(_ input: String) -> Place {
    let line = number(1...200)
    return Place(input: input, line: line, byte: line * 100)
  }
  mutating func sample(_ input: String) -> Sample {
    // Two texts at one place: a record of a document may state several things.
    Sample(
      time: time(), place: place(input), text: "text \(number(0...2))",
      level: number(0...1) == 0 ? nil : "error")
  }

  mutating func moments(_ count: Int) -> Moments {
    var moments = Moments()
    for _ in 0..<count { moments.add(time(), identity: UInt64(number(0...500))) }
    return moments
  }

  mutating func sighting(_ input: String, _ count: Int) -> Sighting {
    var sighting = Sighting()
    for _ in 0..<count {
      sighting.add(
        sample(input), identity: UInt64(number(0...300)), captures: [name(): "v\(number(0...40))"],
        pod: number(0...1) == 0 ? nil : "shop/web-\(number(0...150))")
    }
    return sighting
  }

  mutating func log(_ input: String) -> NodeLog {
    var log = NodeLog()
    for _ in 0..<number(0...3) {
      log.moments[name()] = moments(number(0...40))
      log.samples[name()] = sighting(input, number(0...20))
    }
    for _ in 0..<number(0...30) {
      let place = place(input)
      let count = PoolCount(total: number(1...60), assigned: number(0...60), cooling: number(0...3))
      log.count(count, time: time(), place: place)
      log.set(name(), "\(number(0...9))", time: time(), place: place)
    }
    if let time = time() {
      log.refuse(pod: "shop/web-\(number(0...9))", at: time)
      log.serve(pod: PodHash("shop/web-\(number(0...9))"), at: time)
    }
    log.aliases.insert("i-\(number(0...3))")
    log.hosts.insert("ip-10-0-0-\(number(0...3))")
    log.enis.insert(ENIID("eni-\(number(0...3))"))
    log.subnets.insert(SubnetID("subnet-\(number(0...3))"))
    log.refusedFull.insert(hash())
    log.kinds.insert(.ipamdLog)
    log.see(time())
    return log
  }

  mutating func evidence(_ input: String) -> Case {
    var evidence = Case()
    evidence.inputs[input] = InputRecord(name: input)
    for _ in 0..<number(0...3) {
      let node = name()
      evidence.nodeLogs[node] = log(input)
      let key = SightingKey(
        pattern: name(), node: node, subnet: nil, eni: number(0...1) == 0 ? nil : ENIID("eni-1"))
      evidence.sightings[key] = sighting(input, number(0...30))
      evidence.nodeStatements[node, default: []].append(
        Stated(.kubeletMaxPods(number(1...110)), at: place(input)))
      evidence.statements.append(Stated(.region("us-east-\(number(1...2))"), at: place(input), time: time()))
      var interface = NetworkInterface(id: ENIID("eni-\(number(0...3))"))
      interface.description = name()
      let place = place(input)
      evidence.interfaces.add(interface, input: input, line: place.line, byte: place.byte, time: time())
      evidence.noise[name(), default: DistinctCount()].insert(hash())
      evidence.overBudget[name(), default: 0] += number(1...3)
      evidence.skipped[name(), default: 0] += number(1...3)
    }
    for _ in 0..<number(0...120) {
      evidence.note(template: "template \(number(0...300))", sample(input), level: "error", identity: hash())
    }
    evidence.see(time())
    return evidence
  }
}
