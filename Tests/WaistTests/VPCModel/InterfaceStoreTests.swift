import Testing

@testable import VPCModel

/// Interfaces come out of the store as they went in, whatever they hold and in whatever order they were put in.
@Suite struct InterfaceStoreTests {
  @Test(arguments: 0..<40) func `random interfaces come back as they were`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let interfaces = (0..<25).map { _ in NetworkInterface.random(&dice) }
    let store = InterfaceStore(interfaces)
    #expect(store.count == interfaces.count)
    for (index, interface) in interfaces.enumerated() {
      let view = store[index]
      #expect(view.interface == interface)
      #expect(view.addressCount == interface.addresses.count)
      #expect(view.hasPrefixes == interface.hasPrefixes && view.hasTags == interface.hasTags)
      #expect(view.instance == interface.instance && view.id == interface.id)
      for (key, value) in interface.tags { #expect(view.tag(key) == value) }
      #expect(view.tag("no such tag") == nil)
      var walked: [IPv4Address] = []
      view.forEachAddress { walked.append($0) }
      #expect(walked == interface.addresses)
    }
  }

  @Test func `texts beyond the table come back too`() {
    let interfaces = (0..<6_000).map { number in
      var interface = NetworkInterface(id: ENIID("eni-\(number)"))
      interface.subnet = SubnetID("subnet number \(number)")
      interface.description = String(repeating: "long ", count: number % 60) + "\(number)"
      interface.groups = ["sg-0\(String(repeating: "a", count: 16))", "group \(number)"]
      interface.tags = ["key \(number)": "value \(number)"]
      return interface
    }
    let store = InterfaceStore(interfaces)
    for index in stride(from: 0, to: 6_000, by: 7) {
      #expect(store[index].interface == interfaces[index])
    }
    #expect(store[5_999].interface == interfaces[5_999])
  }

  @Test func `an interface of a full node takes no more than 250 bytes`() {
    var store = InterfaceStore()
    var dice = SeededGenerator(seed: 3)
    for number in 0..<2_000 {
      store.add(
        .ofNode(&dice), input: "eni.json", line: number * 200, byte: number * 6_800,
        time: Instant(nanoseconds: 1))
    }
    #expect(store.packedBytes <= 250 * store.count, "\(store.packedBytes / store.count) bytes each")
  }

  @Test(arguments: 0..<20) func `stores merge in any order`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let parts = (0..<3).map { part in
      var store = InterfaceStore()
      for number in 0..<Int.random(in: 0...30, using: &dice) {
        // Few ids, so that inputs contradict each other.
        var interface = NetworkInterface.random(&dice)
        if number % 2 == 0 {
          interface = .sample("eni-0\(Int.random(in: 0...5, using: &dice))", ["10.0.1.7"])
        }
        let time =
          number % 3 == 0 ? nil : Instant(nanoseconds: Int64.random(in: 0...3, using: &dice))
        store.add(interface, input: "input-\(part)", line: number, byte: number * 10, time: time)
      }
      return store
    }
    let whole = merged([parts[0], parts[1], parts[2]])
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let other = merged(order.map { parts[$0] })
      #expect(other == whole)
      #expect(
        InterfaceList(newestOf: other).map(\.interface)
          == InterfaceList(newestOf: whole).map(\.interface))
    }
    var right = parts[1]
    right.merge(parts[2])
    #expect(merged([parts[0], right]) == whole)
    #expect(merged([whole, InterfaceStore()]) == whole)
    #expect(whole == merged([InterfaceStore(), whole]))
    if !whole.isEmpty { #expect(merged([whole, whole]) != whole) }
  }

  @Test(arguments: 0..<20) func `each id is listed once, sorted, and found`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    let interfaces = (0..<60).map { number in
      number % 3 == 0 ? NetworkInterface.random(&dice) : .sample("eni-0\(number % 7)", ["10.0.1.7"])
    }
    let list = InterfaceList(newestOf: InterfaceStore(interfaces))
    #expect(list.map(\.id) == Set(interfaces.map(\.id)).sorted())
    for interface in interfaces { #expect(list[interface.id]?.id == interface.id) }
    #expect(list[ENIID("eni-none")] == nil)
    let every = Array(stride(from: 0, to: list.count, by: 2))
    #expect(list.picking(every).map(\.id) == every.map { list[$0].id })
  }

  @Test(
    arguments: [
      (1, 2, "b"), (2, 1, "a"), (1, 1, "b"), (1, nil, "a"), (nil, 1, "b"), (nil, nil, "b"),
    ] as [(Int64?, Int64?, String)])
  func `the newer record counts, the later place of one time`(
    first: Int64?, second: Int64?, wanted: String
  ) {
    var store = InterfaceStore()
    for (input, time) in [("b", second), ("a", first)] {
      var interface = NetworkInterface.sample("eni-0123456789abcdef0", ["10.0.1.7"])
      interface.description = input
      store.add(
        interface, input: input, line: 1, byte: 0, time: time.map { Instant(nanoseconds: $0) })
    }
    let list = InterfaceList(newestOf: store)
    #expect(list.map(\.description) == [wanted])
    #expect(list.time(of: 0)?.nanoseconds == (wanted == "a" ? first : second))
  }

  @Test func `a record knows where it stands`() {
    var store = InterfaceStore()
    store.add(.sample("eni-01", []), input: "a.json", line: 70_000, byte: 5_000_000_000, time: nil)
    store.add(
      .sample("eni-02", []), input: "b.json", line: 1, byte: 0, time: Instant(nanoseconds: -5))
    let (first, second) = (store.origin(of: 0), store.origin(of: 1))
    #expect((first.input, first.line, first.byte) == ("a.json", 70_000, 5_000_000_000))
    #expect(first.time == nil)
    #expect(second.input == "b.json" && second.time == Instant(nanoseconds: -5))
  }

  private func merged(_ stores: [InterfaceStore]) -> InterfaceStore {
    var whole = InterfaceStore()
    for store in stores { whole.merge(store) }
    return whole
  }
}

extension NetworkInterface {
  /// Any interface at all: ids of every shape, texts of every script, lists of any length.
  static func random(_ dice: inout SeededGenerator) -> NetworkInterface {
    func coin() -> Bool { Bool.random(using: &dice) }
    func pick(_ texts: [String?]) -> String? { texts.randomElement(using: &dice) ?? nil }
    func hex(_ prefix: String) -> String {
      let digits = String(dice.next(), radix: 16)
      let padded = String(repeating: "0", count: 16 - digits.count) + digits
      return prefix + (["0", "0", "0", "1", ""].randomElement(using: &dice) ?? "") + padded
    }
    func odd() -> String? {
      pick([
        nil, "", "x", "日本語", "a\"b\\c\n", "0123456789abcdef0", "00123456789ABCDEF0", hex(""),
        hex("eni-"),
      ])
    }
    var interface = NetworkInterface(id: ENIID(coin() ? hex("eni-") : odd() ?? "eni-0a"))
    interface.subnet = coin() ? SubnetID(hex("subnet-")) : nil
    interface.vpc = pick([nil, "vpc-1", "", hex("vpc-")])
    interface.zone = pick([nil, "us-east-1a"])
    interface.status = pick([nil, "in-use", "available"])
    interface.interfaceType = odd()
    interface.description = pick([
      nil, hex("aws-K8S-i-"), "ELB app/x", "2026-03-01T10:15:04Z", odd(),
    ])
    interface.requester = pick([nil, hex("AROA:i-"), odd()])
    interface.isRequesterManaged = [nil, true, false].randomElement(using: &dice) ?? nil
    interface.owner = pick([nil, "111122223333"])
    if coin() {
      var attachment = Attachment()
      attachment.id = pick([nil, hex("eni-attach-")])
      attachment.instance = coin() ? InstanceID(hex("i-")) : nil
      if let instance = attachment.instance, coin() {
        interface.description = "aws-K8S-" + instance.raw
      }
      attachment.instanceOwner = odd()
      attachment.deviceIndex = [nil, 0, 7, -1, .max, .min].randomElement(using: &dice) ?? nil
      attachment.networkCard = coin() ? 0 : nil
      attachment.status = pick([nil, "attached"])
      attachment.attachTime = ([nil, 0, -1, .max, .min, 1_772_360_104_000_000_000] as [Int64?])
        .randomElement(using: &dice)?.map { Instant(nanoseconds: $0) }
      attachment.deletesOnTermination = [nil, true, false].randomElement(using: &dice) ?? nil
      interface.attachment = attachment
    }
    let isNear = coin()
    interface.addresses = (0..<Int.random(in: 0...40, using: &dice)).map { _ in
      IPv4Address(
        number: (isNear ? 0x0A00_0000 : 0)
          | UInt32.random(in: 0...(isNear ? 0xFFFF : .max), using: &dice))
    }
    interface.primaryAddress = coin() ? interface.addresses.randomElement(using: &dice) : nil
    if Int.random(in: 0..<5, using: &dice) == 0 {
      interface.primaryAddress = IPv4Address(number: 7)
    }
    interface.prefixes = (0..<Int.random(in: 0...3, using: &dice)).compactMap { _ in
      IPv4Block(
        containing: IPv4Address(number: UInt32.random(in: 0 ... .max, using: &dice)),
        length: Int.random(in: 0...32, using: &dice))
    }
    interface.ipv6Addresses = coin() ? ["2001:db8::1", odd() ?? ""] : []
    interface.ipv6Prefixes = coin() ? [] : ["2001:db8::/80"]
    interface.groups = (0..<Int.random(in: 0...3, using: &dice)).map { _ in hex("sg-") }
    for _ in 0..<Int.random(in: 0...6, using: &dice) {
      interface.tags[pick(["Name", "eks:cluster-name", hex("k"), "é"]) ?? ""] =
        pick(["", "prod", "2026-03-01T10:15:04Z", "2026-03-01T10:15:04z", hex("i-"), "漢字"]) ?? ""
    }
    interface.isFromInstance = coin()
    return interface
  }

  /// A secondary interface of a large node, as EC2 describes it, with 30 addresses.
  static func ofNode(_ dice: inout SeededGenerator) -> NetworkInterface {
    func hex(_ prefix: String) -> String {
      let digits = String(dice.next(), radix: 16)
      return prefix + "0" + String(repeating: "0", count: 16 - digits.count) + digits
    }
    let instance = hex("i-")
    var interface = NetworkInterface(id: ENIID(hex("eni-")))
    interface.subnet = SubnetID("subnet-00000000000000001")
    (interface.vpc, interface.zone) = ("vpc-00000000000000001", "us-east-1a")
    (interface.status, interface.interfaceType) = ("in-use", "interface")
    interface.description = "aws-K8S-" + instance
    interface.requester = "AROAEXAMPLE:" + instance
    interface.isRequesterManaged = false
    interface.owner = "111122223333"
    var attachment = Attachment()
    attachment.id = hex("eni-attach-")
    attachment.instance = InstanceID(instance)
    attachment.instanceOwner = "111122223333"
    (attachment.deviceIndex, attachment.networkCard, attachment.status) = (2, 0, "attached")
    attachment.attachTime = Instant(nanoseconds: 1_772_360_104_000_000_000)
    attachment.deletesOnTermination = true
    interface.attachment = attachment
    interface.addresses = (0..<30).map { _ in
      IPv4Address(number: 0x0A01_0000 | UInt32.random(in: 0...0xFFFF, using: &dice))
    }
    interface.primaryAddress = interface.addresses.first
    interface.groups = ["sg-00000000000000001", "sg-00000000000000002"]
    interface.tags = [
      "node.k8s.amazonaws.com/instance_id": instance, "cluster.k8s.amazonaws.com/name": "prod",
      "node.k8s.amazonaws.com/createdAt": "2026-03-01T10:15:04Z", "eks:cluster-name": "prod",
      "Name": "node",
    ]
    return interface
  }
}
