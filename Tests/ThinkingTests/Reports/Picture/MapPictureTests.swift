import Reports
import Testing
import VPCModel

/// Pictures of random subnets, read back from the text.
@Suite struct MapPictureTests {
  private static func draw(
    _ ledger: SubnetLedger, _ map: SubnetRenderer.MapChoice, color: Bool = false, ascii: Bool = false
  ) -> String {
    SubnetRenderer(RenderOptions(exitCode: 0, usesColor: color, usesASCII: ascii), map: map).text([ledger])
  }

  private static func runs(_ cells: [DrawnMap.Cell], _ glyphs: [Character: OwnerClass]) -> [AddressMap.Run] {
    var runs: [AddressMap.Run] = []
    for cell in cells {
      guard let owner = glyphs[cell.glyph] else { return [] }
      if runs.last?.owner == owner {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(AddressMap.Run(owner: owner, count: 1))
      }
    }
    return runs
  }

  @Test(arguments: Array(16...28))
  func `the drawn cells are the ledger's runs, to the last address`(length: Int) throws {
    for seed in 0..<(length < 20 ? 2 : 24) {
      let subnet = try #require(RandomSubnet(length: length, seed: seed))
      for (color, ascii) in [(false, false), (true, false), (false, true), (true, true)] {
        let text = Self.draw(subnet.ledger, .full, color: color, ascii: ascii)
        let drawn = DrawnMap(addresses: text)
        let runs = Self.runs(drawn.cells, ascii ? DrawnMap.ascii : DrawnMap.unicode)
        // Thousands of runs would drown the message.
        let isSame = runs == subnet.ledger.runs && drawn.cells.count == subnet.classes.count
        #expect(isSame, "seed \(seed), colour \(color), ascii \(ascii)")
        #expect(drawn.openBlocks == subnet.openBlocks)
        #expect(drawn.openBlocks.count == subnet.ledger.freeAligned28)
        #expect(drawn.columns <= 80)
        #expect(!ascii || text.unicodeScalars.allSatisfy { $0.value < 0x7F })
      }
    }
  }

  @Test(arguments: Array(16...21))
  func `a zoomed cell shows who holds most of it and that he is not alone`(length: Int) throws {
    for seed in 0..<(length < 18 ? 3 : 8) {
      let subnet = try #require(RandomSubnet(length: length, seed: seed))
      for ascii in [false, true] {
        let drawn = DrawnMap(zoomed: Self.draw(subnet.ledger, .auto, ascii: ascii))
        #expect(drawn.labels.count <= 32)
        #expect(drawn.columns <= 80)
        let isSame = drawn.cells == Self.zoomed(subnet, cells: drawn.cells.count, ascii: ascii)
        #expect(isSame && !drawn.cells.isEmpty, "seed \(seed), ascii \(ascii)")
        #expect(subnet.classes.count / max(1, drawn.cells.count) >= 16)
      }
    }
  }

  /// The cells by looking at every address of each.
  private static func zoomed(_ subnet: RandomSubnet, cells: Int, ascii: Bool) -> [DrawnMap.Cell] {
    guard cells > 0, subnet.classes.count % cells == 0 else { return [] }
    let size = subnet.classes.count / cells
    let open = subnet.openBlocks
    let glyphs = ascii ? DrawnMap.ascii : DrawnMap.unicode
    return (0..<cells).map { index in
      let members = subnet.classes[index * size..<(index + 1) * size]
      let counts = OwnerClass.allCases.map { owner in members.filter { $0 == owner }.count }
      let most = counts.max() ?? 0
      let ruling = OwnerClass.allCases[counts.firstIndex(of: most) ?? 0]
      let isMixed = most < size
      let isOpen = open.contains { $0 / size == index }
      let whole: Character = ascii ? "_" : "□"
      let glyph =
        ruling == .free && !isMixed
        ? whole : glyphs.first { $0.value == ruling && $0.key != whole }?.key ?? "?"
      return DrawnMap.Cell(glyph: glyph, mark: isMixed ? (isOpen ? "*" : "+") : " ")
    }
  }

  @Test(arguments: [(28, 1), (26, 4), (24, 16), (23, 8), (22, 16), (21, 4), (20, 8), (18, 32), (16, 32)])
  func `the height is sensible and the first label is the first address`(length: Int, lines: Int) throws {
    let subnet = try #require(RandomSubnet(length: length, seed: 3))
    let drawn = DrawnMap.lines(of: Self.draw(subnet.ledger, .auto))
    #expect(drawn.count == lines)
    #expect(drawn.first?.contains(length >= 24 ? ".0 " : ".0.0 ") == true)
  }

  @Test func `of many subnets each is a strip, and none is drawn where none is wanted`() throws {
    let subnet = try #require(RandomSubnet(length: 22, seed: 1))
    let renderer = SubnetRenderer(RenderOptions(exitCode: 0))
    let strips = renderer.text(Array(repeating: subnet.ledger, count: 5))
    #expect(DrawnMap.lines(of: strips).count == 5 * 2)
    #expect(DrawnMap.lines(of: Self.draw(subnet.ledger, .none)).isEmpty)
  }

  @Test func `the legend counts each class and no other`() throws {
    for seed in 0..<20 {
      let subnet = try #require(RandomSubnet(length: 24, seed: seed))
      let text = Self.draw(subnet.ledger, .auto, ascii: true)
      let words: [(OwnerClass, String)] = [
        (.pods, "P pods "), (.warm, "w warm "), (.podsAndWarm, "# pods and warm "),
        (.eniPrimary, "@ primary of a node's ENI "), (.branch, "b branch "), (.leaked, "! leaked "),
        (.loadBalancer, "L load balancer "), (.lambda, "f Lambda "), (.rds, "R RDS "),
        (.vpcEndpoint, "E VPC endpoint "), (.nat, "N NAT "), (.controlPlane, "C control plane "),
        (.other, "o other "), (.cidrReservation, "= unused in a reservation "), (.reserved, "x AWS "),
        (.free, ". free "),
      ]
      for (owner, word) in words {
        let count = subnet.classes.filter { $0 == owner }.count
        let isThere = text.contains(" \(word)\(count)\n") || text.contains(" \(word)\(count)  ")
        #expect(isThere == (count > 0), "\(owner)")
      }
      #expect(text.contains("[ ] free /28 \(subnet.openBlocks.count)") == !subnet.openBlocks.isEmpty)
    }
  }

  @Test(arguments: ["0.0.0.0/0", "10.0.0.0/8", "10.0.1.0/29", "10.0.1.4/30", "10.0.1.4/32"])
  func `blocks EC2 does not know are drawn without a trap`(cidr: String) {
    var subnet = Subnet(id: SubnetID("subnet-0a1"))
    subnet.cidr = IPv4Block(cidr)
    let ledger = SubnetLedger.make(subnet: subnet, interfaces: [])
    for map in SubnetRenderer.MapChoice.allCases {
      let text = Self.draw(ledger, map)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
      #expect(text.utf8.count < 1 << 20)
    }
  }

  @Test func `a narrow terminal gets shorter lines of the same cells`() throws {
    let subnet = try #require(RandomSubnet(length: 20, seed: 5))
    for width in [40, 60, 79] {
      let text = SubnetRenderer(RenderOptions(exitCode: 0, width: width), map: .full).text([subnet.ledger])
      let drawn = DrawnMap(addresses: text)
      #expect(drawn.columns <= width)
      let isSame = Self.runs(drawn.cells, DrawnMap.unicode) == subnet.ledger.runs
      #expect(isSame)
    }
  }
}
