/// What a decompressor gives, in units of fixed sizes, paid for unit by unit.
///
/// Limits and notes take effect at the ends of units, so that whoever reads with whatever buffer gets the same bytes
/// and the same problems. A buffer that has room for a whole unit is filled without a copy.
final class UnpackedSource: ByteSource {
  /// The third unit and those after it. zlib copies its window at the end of each call: 32 KiB in 256.
  static let largestUnit = 256 << 10

  private(set) var notes: [SourceNote] = []
  private(set) var packedCount: Int64 = 0
  private let decoder: any ByteSource
  private let budget: Budget
  // A bundle holds thousands of small files: the first units are small.
  private var unitSize = 4 << 10
  private var unit: [UInt8] = []
  private var start = 0
  private var end = 0
  private var position = 0
  private var notesTaken = 0
  private var isAtEnd = false

  init(_ decoder: any ByteSource, _ budget: Budget) {
    self.decoder = decoder
    self.budget = budget
  }

  func read(into target: inout MutableSpan<UInt8>) -> Int {
    guard !target.isEmpty else { return 0 }
    if start == end {
      guard !isAtEnd else { return 0 }
      let size = unitSize
      unitSize = min(unitSize * 16, Self.largestUnit)
      if target.count >= size {
        var room = target._mutatingExtracting(..<size)
        return decode(&room)
      }
      if unit.count < size { unit = [UInt8](repeating: 0, count: size) }
      var span = unit.mutableSpan
      var room = span._mutatingExtracting(..<size)
      end = decode(&room)
      start = 0
    }
    let count = target.take(unit.span.extracting(start..<end))
    start += count
    return count
  }

  /// Fills one unit, or less at the end.
  private func decode(_ room: inout MutableSpan<UInt8>) -> Int {
    var count = 0
    while count < room.count {
      var rest = room._mutatingExtracting(count...)
      let read = decoder.read(into: &rest)
      if read == 0 {
        isAtEnd = true
        break
      }
      count += read
    }
    position += count
    packedCount = decoder.packedCount
    notes += decoder.notes[notesTaken...]
    notesTaken = decoder.notes.count
    budget.spend(count, packed: packedCount)
    if let limit = budget.exceeded, !isAtEnd || count > 0 {
      isAtEnd = true
      notes.append(SourceNote(byte: position, reason: limit))
    }
    return count
  }
}
