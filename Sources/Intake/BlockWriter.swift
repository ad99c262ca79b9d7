/// Fills blocks with streams, small ones together.
struct BlockWriter {
  private let channel: BlockChannel
  private var block: Block?

  /// A block with less room goes on its way: what is left holds no unit of a decompressor.
  private static let leastRoom = UnpackedSource.largestUnit
  /// Bounds what a block of empty streams holds, and the open files on their way.
  private static let mostEvents = 256

  init(_ channel: BlockChannel) { self.channel = channel }

  /// Writes a whole stream.
  mutating func copy(_ stream: InputStream) throws(Stopped) {
    let head = StreamHead(
      name: stream.name, origin: Origin(path: stream.path, precedingBytes: stream.precedingBytes),
      modified: stream.modified, problems: stream.firstProblems)
    try add(.open(head))
    while true {
      let block = try withRoom()
      let count = block.fill(from: stream)
      if count == 0 { break }
      block.events.append(.bytes(count, packed: stream.packedCount))
    }
    try add(.close(stream.notes))
  }

  /// Passes a file on as it is; at once, since it is an open descriptor.
  mutating func pass(_ file: FileWalk.Opened) throws(Stopped) {
    try add(.file(file))
    give()
  }

  mutating func finish() {
    give()
    channel.finish()
  }

  private mutating func add(_ event: Block.Event) throws(Stopped) { try withRoom().events.append(event) }

  private mutating func withRoom() throws(Stopped) -> Block {
    if let block, block.room < Self.leastRoom || block.events.count >= Self.mostEvents {
      give()
    }
    if let block { return block }
    guard let fresh = channel.takeFree() else { throw Stopped() }
    block = fresh
    return fresh
  }

  private mutating func give() {
    if let block { channel.give(block) }
    block = nil
  }
}
