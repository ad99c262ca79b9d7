import VPCModel

/// What the glyphs of a picture stand for, with addresses, and what its marks mean.
struct MapLegend {
  private let map: AddressMap
  private let grid: AddressGrid
  /// Aligned /28 that a prefix request can get.
  private let open: Int

  init(_ map: AddressMap, _ grid: AddressGrid, open: Int) {
    self.map = map
    self.grid = grid
    self.open = open
  }

  /// Behind a cell of several addresses: `*` a whole free /28 among others, `+` others, or nothing.
  static func mark(_ cell: AddressGrid.Cell) -> String {
    cell.isOpen && cell.isMixed ? "*" : cell.isMixed ? "+" : " "
  }

  func write(on page: inout Page, indent: Int) {
    var counts: [OwnerClass: Int] = [:]
    for run in map.runs { counts[run.owner, default: 0] += run.count }
    var entries: [[Page.Piece]] = MapKey.all.compactMap { key in
      counts[key.owner].map { count in
        [.init(page.glyph(key), key.style), .init(" \(key.words) \(Phrases.number(count))")]
      }
    }
    if grid.addressesPerCell == 1 {
      if open > 0 { entries.append([.init("[ ]", .good), .init(" free /28 \(Phrases.number(open))")]) }
    } else {
      entries.append([.init("a cell is a /\(32 - grid.addressesPerCell.trailingZeroBitCount)")])
      if grid.cells.contains(where: { $0.owner == .free && !$0.isMixed }) {
        entries.append([page.wholeFree, .init(" all free")])
      }
      if grid.cells.contains(where: { Self.mark($0) == "+" }) { entries.append([.init("+ with others")]) }
      if grid.cells.contains(where: { Self.mark($0) == "*" }) {
        entries.append([.init("*", .good), .init(" with others and a free /28")])
      }
      if open > 0 { entries.append([.init("free /28 \(Phrases.number(open))")]) }
    }
    var line: [Page.Piece] = []
    var used = indent
    for entry in entries {
      let columns = entry.reduce(0) { $0 + page.columns($1.text) }
      if !line.isEmpty, used + 3 + columns > page.mapWidth {
        page.draw(line, indent: indent)
        line = []
        used = indent
      }
      if !line.isEmpty {
        line.append(.init("   "))
        used += 3
      }
      line += entry
      used += columns
    }
    if !line.isEmpty { page.draw(line, indent: indent) }
  }
}
