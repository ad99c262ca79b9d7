import VPCModel

/// The address maps as one self-contained SVG picture, for reports and tickets.
///
/// Addresses run from left to right through /28 of sixteen cells, then down; free /28 are outlined, each /28
/// says in its title who is in it. Colours follow the reader's light or dark setting, textures need none.
struct MapSVG {
  private let ledgers: [SubnetLedger]
  init(_ ledgers: [SubnetLedger]) { self.ledgers = ledgers }

  static let width = 960

  /// A piece at a time, a subnet after another; false when the sink took not all of it.
  func write(to sink: Sink) -> Bool {
    var tops: [Int] = []
    var y = 0
    for ledger in ledgers {
      tops.append(y)
      var drawing = SubnetDrawing(ledger, top: y)
      drawing.draw(isMeasured: true)
      y = drawing.bottom + 24
    }
    // The height stands in the first line, so it is known before anything is drawn.
    guard sink(head(height: max(40, y))) else { return false }
    for (ledger, top) in zip(ledgers, tops) {
      var drawing = SubnetDrawing(ledger, top: top)
      drawing.draw(isMeasured: false)
      guard sink(drawing.lines.joined(separator: "\n") + "\n") else { return false }
    }
    return sink("</svg>\n")
  }

  /// Ends with a line feed.
  private func head(height: Int) -> String {
    let names = ledgers.prefix(8).map(\.subnet.raw).joined(separator: ", ")
    let title = "Address map of \(names)\(ledgers.count > 8 ? " and \(ledgers.count - 8) more" : "")"
    return
      [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Self.width) \(height)\" "
          + "width=\"\(Self.width)\" height=\"\(height)\" role=\"img\">",
        "<title>\(Escaping.xml(title))</title>",
        "<desc>One cell for each address in reading order, by class of owner; free /28 are outlined.</desc>",
        "<style>\(MapTexture.style)</style>", "<defs>\(MapTexture.tiles)</defs>",
        "<rect class=\"page\" width=\"\(Self.width)\" height=\"\(height)\"/>",
      ].joined(separator: "\n") + "\n"
  }
}

/// One subnet: head line, cells, outlines, titles, legend.
private struct SubnetDrawing {
  private let ledger: SubnetLedger
  private(set) var lines: [String] = []
  private(set) var bottom: Int
  private let left = 110

  init(_ ledger: SubnetLedger, top: Int) {
    self.ledger = ledger
    bottom = top
  }

  /// - Parameter isMeasured: only how high it becomes is wanted, not what is in it.
  mutating func draw(isMeasured: Bool) {
    bottom += 24
    let known = [ledger.cidr?.description, ledger.zone].compactMap { $0 }
    write(([ledger.subnet.raw] + known + [ledger.verdict.rawValue]).joined(separator: "  "), x: 12, "head")
    bottom += 8
    guard let map = ledger.map, (16...28).contains(map.block.length) else {
      bottom += 18
      return write("addresses were not counted", x: 12)
    }
    let layout = Layout(map.block, left: left, top: bottom)
    if !isMeasured {
      drawCells(map, layout)
      drawTitles(map, layout)
    }
    bottom = layout.bottom
    drawLegend(map)
  }

  /// Where a cell lies. Up to a /22 four /28 are side by side, beyond that sixteen smaller ones.
  private struct Layout {
    let first: UInt32
    let blocks: Int
    let perRow: Int
    let cell: (width: Int, height: Int)
    let gap: Int
    let left: Int
    let top: Int

    init(_ block: IPv4Block, left: Int, top: Int) {
      first = block.first.number
      blocks = max(1, block.size / 16)
      let isLarge = block.length < 22
      perRow = isLarge ? 16 : 4
      cell = isLarge ? (3, 8) : (12, 14)
      gap = isLarge ? 4 : 10
      self.left = left
      self.top = top
    }

    var rows: Int { (blocks + perRow - 1) / perRow }
    var bottom: Int { top + rows * (cell.height + gap) }

    /// Upper left corner of an address.
    func place(_ address: UInt32) -> (x: Int, y: Int) {
      let offset = Int(address &- first)
      let block = offset / 16
      return (
        left + block % perRow * (16 * cell.width + gap) + offset % 16 * cell.width,
        top + block / perRow * (cell.height + gap)
      )
    }
  }

  /// A path for each class; a run ends where its /28 does.
  private mutating func drawCells(_ map: AddressMap, _ layout: Layout) {
    var paths: [OwnerClass: String] = [:]
    let high = layout.cell.height
    var address = map.block.first.number
    for run in map.runs {
      var left = run.count
      while left > 0 {
        let count = min(left, 16 - Int(address % 16))
        let (x, y) = layout.place(address)
        let wide = count * layout.cell.width
        paths[run.owner, default: ""] += "M\(x) \(y)h\(wide)v\(high)h-\(wide)z"
        address &+= UInt32(count)
        left -= count
      }
    }
    for texture in MapTexture.all {
      guard let path = paths[texture.owner] else { continue }
      lines.append(
        "<path class=\"cells\" data-owner=\"\(texture.owner.name)\" fill=\"url(#t-\(texture.owner.name))\" "
          + "d=\"\(path)\"/>")
    }
    for row in 0..<layout.rows {
      let start = layout.first &+ UInt32(row * layout.perRow * 16)
      bottom = layout.place(start).y + layout.cell.height
      write(String(describing: IPv4Address(number: start)), x: 12)
    }
  }

  /// Whom a reader points at.
  private mutating func drawTitles(_ map: AddressMap, _ layout: Layout) {
    let names = HolderNames(ledger, map)
    let open = Set(map.freeBlocks28(includingReserved: true))
    for index in 0..<layout.blocks {
      let first = IPv4Address(number: layout.first &+ UInt32(index * 16))
      guard let block = IPv4Block(containing: first, length: 28) else { continue }
      let (x, y) = layout.place(first.number)
      let words = names.words(from: first, count: 16)
      lines.append(
        "<rect class=\"\(open.contains(block) ? "open" : "tip")\" x=\"\(x)\" y=\"\(y)\" "
          + "width=\"\(16 * layout.cell.width)\" height=\"\(layout.cell.height)\">"
          + "<title>\(Escaping.xml("\(block): \(words)"))</title></rect>")
    }
  }

  private mutating func drawLegend(_ map: AddressMap) {
    var counts: [OwnerClass: Int] = [:]
    for run in map.runs { counts[run.owner, default: 0] += run.count }
    var x = left
    bottom += 16
    for key in MapKey.all {
      guard let count = counts[key.owner] else { continue }
      let words = "\(key.words) \(Phrases.number(count))"
      let wide = 24 + words.count * 8 + 12
      if x + wide > MapSVG.width {
        x = left
        bottom += 20
      }
      lines.append(
        "<rect x=\"\(x)\" y=\"\(bottom - 12)\" width=\"18\" height=\"14\" fill=\"url(#t-\(key.owner.name))\"/>"
      )
      write(words, x: x + 24)
      x += wide
    }
    if let open = ledger.freeAligned28, open > 0 {
      bottom += 20
      lines.append(
        "<rect class=\"open\" x=\"\(left)\" y=\"\(bottom - 12)\" width=\"18\" height=\"14\"/>")
      write("free /28 \(Phrases.number(open))", x: left + 24)
    }
  }

  private mutating func write(_ text: String, x: Int, _ style: String? = nil) {
    let style = style.map { " class=\"\($0)\"" } ?? ""
    lines.append("<text x=\"\(x)\" y=\"\(bottom)\"\(style)>\(Escaping.xml(text))</text>")
  }
}
