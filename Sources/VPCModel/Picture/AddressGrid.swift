/// A map cut into cells of equal size in address order: what a picture of it is drawn from.
package struct AddressGrid: Hashable, Sendable {
  /// One place of the picture.
  package struct Cell: Hashable, Sendable {
    /// The class with most addresses in the cell; of equals the one that comes first in the report.
    package let owner: OwnerClass
    /// Others hold addresses of it too.
    package let isMixed: Bool
    /// A whole /28 that a prefix request can get lies in it, or it lies in one.
    package let isOpen: Bool
  }

  package let block: IPv4Block
  /// A power of two, 1 to the size of the block.
  package let addressesPerCell: Int
  package let cells: [Cell]

  /// - Parameter addressesPerCell: rounded up to a power of two, and so far that there are no more than
  ///   65,536 cells: a block that EC2 would refuse takes no more memory than a /16.
  package init(_ map: AddressMap, addressesPerCell wanted: Int) {
    let size = map.block.size
    var perCell = 1
    while perCell < size, perCell < wanted || size / perCell > Self.mostCells { perCell *= 2 }
    var filling = Filling(perCell: perCell, count: size / perCell)
    for segment in map.segments { filling.add(segment, from: map.block.first) }
    // By runs: a /0 has more /28 than memory has room for.
    map.forEachFreeRun(includingReserved: true) { first, last in
      filling.open(first, last, from: map.block.first)
    }
    block = map.block
    addressesPerCell = perCell
    cells = filling.cells
  }

  /// As many as a /16 has addresses.
  package static let mostCells = 65_536

  /// The first address of a cell.
  package func first(of cell: Int) -> IPv4Address {
    IPv4Address(number: block.first.number &+ UInt32(truncatingIfNeeded: cell * addressesPerCell))
  }

  private struct Filling {
    let perCell: Int
    var cells: [Cell] = []
    private var counts = [Int](repeating: 0, count: OwnerClass.allCases.count)
    private var filled = 0

    init(perCell: Int, count: Int) {
      self.perCell = perCell
      cells.reserveCapacity(count)
    }

    /// Segments follow one another and cover the block, so each cell is full when the next begins.
    mutating func add(_ segment: AddressMap.Segment, from first: IPv4Address) {
      var left = segment.count
      if filled == 0 && left >= perCell {
        let whole = left / perCell
        let cell = Cell(owner: segment.owner, isMixed: false, isOpen: false)
        cells.append(contentsOf: repeatElement(cell, count: whole))
        left -= whole * perCell
      }
      while left > 0 {
        let taken = min(left, perCell - filled)
        counts[Int(segment.owner.rawValue)] += taken
        filled += taken
        left -= taken
        if filled == perCell { close() }
      }
    }

    private mutating func close() {
      var ruling = OwnerClass.free
      var most = 0
      var classes = 0
      for owner in OwnerClass.allCases {
        let count = counts[Int(owner.rawValue)]
        if count > 0 { classes += 1 }
        if count > most { (ruling, most) = (owner, count) }
      }
      cells.append(Cell(owner: ruling, isMixed: classes > 1, isOpen: false))
      for index in counts.indices { counts[index] = 0 }
      filled = 0
    }

    /// Marks the cells of the aligned /28 within a run.
    mutating func open(_ first: UInt32, _ last: UInt32, from base: IPv4Address) {
      let start = (UInt64(first) + 15) & ~15
      let end = (UInt64(last) + 1) & ~15
      guard start < end else { return }
      let from = UInt64(base.number)
      for index in Int(start - from) / perCell...Int(end - 1 - from) / perCell {
        let cell = cells[index]
        cells[index] = Cell(owner: cell.owner, isMixed: cell.isMixed, isOpen: true)
      }
    }
  }
}
