import VPCModel

/// The address map of a subnet on a terminal, at most 80 columns wide.
///
/// Up to a /24 a line is a /28 of sixteen cells, with who holds it; up to a /22 four of them share a line.
/// Free aligned blocks stand in brackets. Larger subnets are zoomed: a cell is a /28 or more, shows the class
/// that holds most of it, and has a mark behind it where it is not alone.
struct MapPicture {
  enum Zoom: Sendable {
    /// What fits 32 lines.
    case automatic
    /// One cell an address, however long.
    case full
    /// A strip of zoomed cells, at most four lines.
    case strip
  }

  private let map: AddressMap
  private let ledger: SubnetLedger
  private let zoom: Zoom

  /// nil where addresses were not counted.
  init?(_ ledger: SubnetLedger, zoom: Zoom) {
    guard let map = ledger.map else { return nil }
    self.map = map
    self.ledger = ledger
    self.zoom = zoom
  }

  func write(on page: inout Page, indent: Int = 4) {
    let grid = AddressGrid(map, addressesPerCell: addressesPerCell)
    if grid.addressesPerCell > 1 {
      writeZoomed(grid, on: &page, indent: min(indent, 2))
    } else if map.block.size <= Self.mostInRows && zoom != .strip {
      writeRows(grid, on: &page, indent: indent)
    } else {
      writeBlocks(grid, on: &page, indent: min(indent, 2))
    }
    MapLegend(map, grid, open: ledger.freeAligned28 ?? 0).write(on: &page, indent: indent)
  }

  /// A /24: sixteen lines of one /28.
  private static let mostInRows = 256

  private var addressesPerCell: Int {
    let size = map.block.size
    switch zoom {
    case .full: return 1
    // Sixteen lines of four /28 each, then 32 lines of 32 cells.
    case .automatic: return size <= 1_024 ? 1 : max(16, size / 1_024)
    case .strip: return max(min(16, size), size / 128)
    }
  }

  // MARK: One cell an address

  private func writeRows(_ grid: AddressGrid, on page: inout Page, indent: Int) {
    let names = HolderNames(ledger, map)
    for start in stride(from: 0, to: grid.cells.count, by: 16) {
      let cells = start..<min(start + 16, grid.cells.count)
      var line = label(grid.first(of: start)) + blocks(grid, cells, page)
      let columns = indent + line.reduce(0) { $0 + page.columns($1.text) }
      let text = names.words(from: grid.first(of: start), count: cells.count)
      line.append(.init("  " + page.cut(text, to: page.mapWidth - columns - 2), .dim))
      page.draw(line, indent: indent)
    }
  }

  private func writeBlocks(_ grid: AddressGrid, on page: inout Page, indent: Int) {
    let room = (page.mapWidth - indent - labelColumns - 2) / 17
    let perLine = 16 * (room >= 4 ? 4 : max(1, room))
    for start in stride(from: 0, to: grid.cells.count, by: perLine) {
      let cells = start..<min(start + perLine, grid.cells.count)
      page.draw(label(grid.first(of: start)) + blocks(grid, cells, page), indent: indent)
    }
  }

  /// `[················|················]▓▓▓▓…`: a bracket opens and closes a free block.
  private func blocks(_ grid: AddressGrid, _ range: Range<Int>, _ page: Page) -> [Page.Piece] {
    var pieces: [Page.Piece] = []
    var wasOpen = false
    for index in range {
      if index % 16 == 0 {
        let isOpen = grid.cells[index].isOpen
        pieces.append(.init(Self.border(wasOpen, isOpen), .good))
        wasOpen = isOpen
      }
      let key = MapKey.of(grid.cells[index].owner)
      pieces.append(.init(page.glyph(key), key.style))
    }
    pieces.append(.init(Self.border(wasOpen, false), .good))
    return pieces
  }

  private static func border(_ left: Bool, _ right: Bool) -> String {
    left ? (right ? "|" : "]") : (right ? "[" : " ")
  }

  // MARK: Several addresses a cell

  private func writeZoomed(_ grid: AddressGrid, on page: inout Page, indent: Int) {
    // A group is eight cells of two columns and a gap.
    let room = (page.mapWidth - indent - labelColumns - 1) / 17
    let perLine = 8 * (room >= 4 ? 4 : max(1, room))
    for start in stride(from: 0, to: grid.cells.count, by: perLine) {
      var line = label(grid.first(of: start)) + [.init(" ")]
      for index in start..<min(start + perLine, grid.cells.count) {
        if index > start && index % 8 == 0 { line.append(.init(" ")) }
        let cell = grid.cells[index]
        let key = MapKey.of(cell.owner)
        let isWhole = cell.owner == .free && !cell.isMixed
        line.append(isWhole ? page.wholeFree : .init(page.glyph(key), key.style))
        let mark = MapLegend.mark(cell)
        line.append(.init(mark, mark == "*" ? .good : key.style))
      }
      page.draw(line, indent: indent)
    }
  }

  // MARK: Labels

  /// `.32`, `.1.32` or the whole address: what changes within the subnet.
  private func label(_ address: IPv4Address) -> [Page.Piece] {
    let octets = String(describing: address).split(separator: ".")
    let kept = labelColumns == 4 ? 1 : labelColumns == 8 ? 2 : 4
    let text = (kept == 4 ? "" : ".") + octets.suffix(kept).joined(separator: ".")
    return [.init(text + String(repeating: " ", count: max(0, labelColumns - text.utf8.count)), .dim)]
  }

  private var labelColumns: Int {
    map.block.length >= 24 ? 4 : map.block.length >= 16 ? 8 : 15
  }
}

extension Page {
  /// Pictures are no wider than 80 columns: beyond that the eye loses the row.
  var mapWidth: Int { min(width, 80) }
  func glyph(_ key: MapKey) -> String { key.glyph(ascii: isASCII) }
  /// A cell of a /28 or more in which nobody holds anything.
  var wholeFree: Piece { .init(isASCII ? "_" : "□", .good) }

  /// At most so many columns, the cut marked.
  func cut(_ text: String, to columns: Int) -> String {
    if self.columns(text) <= columns { return text }
    let mark = isASCII ? "..." : "…"
    var result = ""
    var used = self.columns(mark)
    guard used <= columns else { return "" }
    for character in safe(text) {
      used += DisplayWidth.of(String(character))
      if used > columns { break }
      result.append(character)
    }
    return result + mark
  }
}
