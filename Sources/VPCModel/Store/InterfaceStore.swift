/// The interfaces of a case, packed: some 170 bytes for one with 30 addresses, and an eighth of what the same
/// interface takes as a `NetworkInterface`.
///
/// Records keep their order of arrival and are read through `InterfaceView`. Stores merge by putting their parts
/// behind one another. Two stores are equal when they hold the same records at the same places, whatever the order.
package struct InterfaceStore: Sendable {
  /// An input that states interfaces.
  struct Source: Hashable, Sendable {
    let input: String
    let time: Instant?
  }

  /// What the records of one collector share.
  struct Part: Sendable {
    var table = TextTable()
    var sources: [Source] = []
  }

  /// Packed records behind one another.
  struct Chunk: Sendable {
    var bytes: [UInt8] = []
    /// Where each record starts. Only the first one of a chunk may be longer than the chunk should be.
    var starts: [UInt16] = []
    let part: Int
    /// Records in the chunks before.
    let recordsBefore: Int
  }

  // Small enough that a chunk which grows by doubling costs nothing, large enough that there are few.
  private static let chunkSize = 65_535

  private var parts: [Part] = []
  private var chunks: [Chunk] = []
  private var packer = RecordPacker()

  package init() {}

  package init(_ interfaces: [NetworkInterface]) {
    for interface in interfaces { add(interface, input: "", line: 0, byte: 0, time: nil) }
  }

  package private(set) var count = 0
  package var isEmpty: Bool { count == 0 }
  package var indices: Range<Int> { 0..<count }

  /// The chunk of record `index` and where in its bytes the record starts.
  private func place(of index: Int) -> (chunk: Int, offset: Int) {
    var low = 0
    var high = chunks.count
    while high &- low > 1 {
      let middle = (low &+ high) / 2
      if chunks[middle].recordsBefore <= index { low = middle } else { high = middle }
    }
    return (low, Int(chunks[low].starts[index &- chunks[low].recordsBefore]))
  }

  /// Record `index` of `indices`, in order of arrival.
  package subscript(index: Int) -> InterfaceView {
    let place = place(of: index)
    let part = chunks[place.chunk].part
    return InterfaceView(chunks[place.chunk].bytes, at: place.offset, texts: parts[part].table.texts)
  }

  /// Where record `index` stands, and when its document was taken.
  package func origin(of index: Int) -> (input: String, line: Int, byte: Int, time: Instant?) {
    let place = place(of: index)
    let chunk = chunks[place.chunk]
    var reader = RecordReader(bytes: chunk.bytes, position: place.offset)
    let source = parts[chunk.part].sources[reader.int()]
    return (source.input, reader.int(), reader.int(), source.time)
  }

  /// Adds a record. `line` and `byte` are where it stands in `input`, `time` when that was taken.
  package mutating func add(
    _ interface: NetworkInterface, input: String, line: Int, byte: Int, time: Instant?
  ) {
    var bytes: [UInt8] = []
    let draft = InterfaceDraft(interface, bytes: &bytes)
    add(draft, of: bytes.span, input: input, line: line, byte: byte, time: time)
  }

  /// Adds a record whose texts are ranges of `bytes`.
  package mutating func add(
    _ draft: borrowing InterfaceDraft, of bytes: Span<UInt8>, input: String, line: Int, byte: Int,
    time: Instant?
  ) {
    if parts.isEmpty { parts.append(Part()) }
    let part = parts.count - 1
    let source = Source(input: input, time: time)
    if parts[part].sources.last != source { parts[part].sources.append(source) }
    packer.begin()
    packer.append(parts[part].sources.count - 1)
    packer.append(line)
    packer.append(byte)
    packer.append(draft, of: bytes, &parts[part].table)
    let isFull = chunks.last.map { $0.part != part || $0.bytes.count + packer.bytes.count > Self.chunkSize }
    if isFull ?? true {
      // A case with a handful of interfaces needs no whole chunk.
      let room = isEmpty ? 0 : Self.chunkSize
      chunks.append(Chunk(part: part, recordsBefore: count))
      chunks[chunks.count - 1].bytes.reserveCapacity(room)
    }
    let chunk = chunks.count - 1
    chunks[chunk].starts.append(UInt16(truncatingIfNeeded: chunks[chunk].bytes.count))
    chunks[chunk].bytes.append(contentsOf: packer.bytes)
    count += 1
  }

  package mutating func merge(_ other: InterfaceStore) {
    if other.isEmpty { return }
    if isEmpty { return self = other }
    let part = parts.count
    parts.append(contentsOf: other.parts)
    for one in other.chunks {
      chunks.append(
        Chunk(
          bytes: one.bytes, starts: one.starts, part: one.part + part,
          recordsBefore: one.recordsBefore + count))
    }
    count += other.count
  }

  /// Bytes of packed records, without what they share.
  package var packedBytes: Int { chunks.reduce(0) { $0 + $1.bytes.count } }
}

extension NetworkInterface {
  /// The interface that `draft` stands for.
  package init(_ draft: borrowing InterfaceDraft, of bytes: Span<UInt8>) {
    var store = InterfaceStore()
    store.add(draft, of: bytes, input: "", line: 0, byte: 0, time: nil)
    self = store[0].interface
  }
}

extension InterfaceStore: Hashable {
  private struct Entry: Hashable {
    let source: Source
    let line: Int
    let byte: Int
    let interface: NetworkInterface
  }

  /// Records by place, with how often each stands there.
  private var census: [Entry: Int] {
    var census: [Entry: Int] = [:]
    for index in indices {
      let origin = origin(of: index)
      let entry = Entry(
        source: Source(input: origin.input, time: origin.time), line: origin.line, byte: origin.byte,
        interface: self[index].interface)
      census[entry, default: 0] += 1
    }
    return census
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.census == right.census
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

/// As a list of records with the places they stand, sorted by them: the same store gives the same text.
extension InterfaceStore: Codable {
  private struct Item: Codable {
    let input: String
    let line: Int
    let byte: Int
    let time: Instant?
    let interface: NetworkInterface
  }

  package init(from decoder: any Decoder) throws {
    self.init()
    var list = try decoder.unkeyedContainer()
    while !list.isAtEnd {
      let item = try list.decode(Item.self)
      add(item.interface, input: item.input, line: item.line, byte: item.byte, time: item.time)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    let order = indices.map { index in
      let origin = origin(of: index)
      return (input: origin.input, byte: origin.byte, line: origin.line, id: self[index].id, index: index)
    }
    .sorted {
      ($0.input, $0.byte, $0.line, $0.id, $0.index) < ($1.input, $1.byte, $1.line, $1.id, $1.index)
    }
    var list = encoder.unkeyedContainer()
    for place in order {
      let origin = origin(of: place.index)
      try list.encode(
        Item(
          input: origin.input, line: origin.line, byte: origin.byte, time: origin.time,
          interface: self[place.index].interface))
    }
  }
}
