import Reports
import Testing
import VPCModel

/// SVG pictures of random subnets, read back from the geometry.
@Suite struct MapSVGTests {
  private let renderer = SubnetRenderer(RenderOptions(exitCode: 0))

  /// The class of each address, found by where the rectangles of its class lie.
  ///
  /// - Parameters:
  ///   - perRow: /28 side by side.
  ///   - cell: width and height of a cell; `gap` between /28, to the right and below.
  private static func decode(
    _ text: String, size: Int, perRow: Int, cell: (Int, Int), gap: Int
  ) -> [OwnerClass?] {
    var classes = [OwnerClass?](repeating: nil, count: size)
    let paths = text.split(separator: "\n").filter { $0.contains("class=\"cells\"") }
    var corners: [(owner: OwnerClass, x: Int, y: Int, width: Int)] = []
    for path in paths {
      guard let name = value("data-owner", in: path), let owner = OwnerClass(name: name),
        let data = value("d", in: path), value("fill", in: path) == "url(#t-\(name))"
      else { return [] }
      for run in data.split(separator: "z") {
        // M110 32h24v14h-24
        let numbers = run.split { !$0.isNumber }.compactMap { Int($0) }
        guard run.first == "M", numbers.count == 5, numbers[2] == numbers[4], numbers[3] == cell.1 else {
          return []
        }
        corners.append((owner, numbers[0], numbers[1], numbers[2]))
      }
    }
    guard let left = corners.map(\.x).min(), let top = corners.map(\.y).min() else { return [] }
    for (owner, x, y, width) in corners {
      let row = (y - top) / (cell.1 + gap)
      let column = (x - left) / (16 * cell.0 + gap)
      let inside = (x - left) % (16 * cell.0 + gap) / cell.0
      let start = (row * perRow + column) * 16 + inside
      for offset in start..<start + width / cell.0 {
        // Twice drawn is as wrong as not drawn.
        guard classes.indices.contains(offset), classes[offset] == nil else { return [] }
        classes[offset] = owner
      }
    }
    return classes
  }

  private static func value(_ name: String, in line: Substring) -> String? {
    let parts = line.split(separator: " \(name)=\"", maxSplits: 1)
    return parts.count == 2 ? parts[1].split(separator: "\"", maxSplits: 1).first.map(String.init) : nil
  }

  @Test(arguments: Array(16...28))
  func `the drawn rectangles are the ledger's addresses`(length: Int) throws {
    for seed in 0..<(length < 20 ? 2 : 12) {
      let subnet = try #require(RandomSubnet(length: length, seed: seed))
      let text = renderer.svg([subnet.ledger])
      let isLarge = length < 22
      let decoded = Self.decode(
        text, size: subnet.classes.count, perRow: isLarge ? 16 : 4, cell: isLarge ? (3, 8) : (12, 14),
        gap: isLarge ? 4 : 10)
      let isSame = decoded == subnet.classes
      #expect(isSame, "seed \(seed)")
      let outlines = text.split(separator: "\n").filter {
        $0.contains("class=\"open\"") && $0.contains("<title>")
      }
      #expect(outlines.count == subnet.openBlocks.count)
    }
  }

  @Test func `each class has a texture of its own and both palettes`() throws {
    let text = renderer.svg([try #require(RandomSubnet(length: 24, seed: 1)).ledger])
    var tiles: Set<Substring> = []
    for owner in OwnerClass.allCases {
      let opening = "<pattern id=\"t-\(owner.name)\""
      let tile = text.split(separator: "\n").first { $0.contains(opening) }
      let mark = tile?.split(separator: " d=\"").last ?? ""
      #expect(tiles.insert(mark).inserted, "\(owner.name)")
      #expect(text.split(separator: ".c-\(owner.name){fill:").count == 3)
    }
  }

  @Test func `it is self-contained, closed and says what each block holds`() throws {
    let text = renderer.svg([SampleReport.ledger(SampleReport.subnet)])
    #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(text.hasSuffix("</svg>\n"))
    for word in ["href", "<script", "<image", "<foreignObject", "@import", "url(http"] {
      #expect(!text.contains(word))
    }
    #expect(text.contains("<title>10.0.1.0/28: "))
    #expect(text.contains("prefers-color-scheme:dark"))
    #expect(text.split(separator: "<title>").count == text.split(separator: "</title>").count)
    #expect(text.utf8.count < 64 << 10)
  }

  @Test func `hostile names stay text`() throws {
    var subnet = Subnet(id: SubnetID("subnet-<script>alert(1)</script>\u{202E}&\"'"))
    subnet.cidr = IPv4Block("10.0.1.0/24")
    subnet.zone = "</text></svg><svg onload=alert(1)>"
    var interface = NetworkInterface(id: ENIID("eni-\"><img src=x>\u{1B}[2J"))
    interface.subnet = subnet.id
    interface.addresses = [IPv4Address("10.0.1.9")].compactMap { $0 }
    interface.description = "ELB \u{0}<b>"
    let text = renderer.svg([SubnetLedger.make(subnet: subnet, interfaces: [interface])])
    for piece in ["<script", "<img", "onload=alert(1)>", "\u{202E}", "\u{1B}", "\u{0}"] {
      #expect(!text.contains(piece), "\(piece)")
    }
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}&amp;&quot;&#39;"))
    #expect(text.split(separator: "<svg").count == 1)
  }

  @Test func `what was not counted, and what EC2 does not know, is said and not drawn`() {
    for cidr in [nil, "0.0.0.0/0", "10.0.0.0/29"] {
      var subnet = Subnet(id: SubnetID("subnet-0a1"))
      subnet.cidr = cidr.flatMap { IPv4Block($0) }
      let text = renderer.svg([SubnetLedger.make(subnet: subnet, interfaces: [])])
      #expect(text.contains("addresses were not counted"))
      #expect(text.utf8.count < 16 << 10)
    }
    #expect(renderer.svg([]).hasSuffix("</svg>\n"))
  }
}
