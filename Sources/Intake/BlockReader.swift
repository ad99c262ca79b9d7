/// Takes streams out of blocks. A class: the stream in hand and the loop over streams share it.
final class BlockReader {
  enum Next {
    case stream(StreamHead)
    case file(FileWalk.Opened)
  }

  enum Taken {
    case bytes(Int, packed: Int64)
    case end([SourceNote])
  }

  private let channel: BlockChannel
  private var block: Block?
  private var event = 0
  private var position = 0
  /// Left of the event in hand.
  private var rest = 0
  private var packed: Int64 = 0

  init(_ channel: BlockChannel) { self.channel = channel }

  /// The next stream or file; nil at the end.
  func next() -> Next? {
    while let happened = take() {
      switch happened {
      case .open(let head): return .stream(head)
      case .file(let opened): return .file(opened)
      case .bytes, .close: continue
      }
    }
    return nil
  }

  /// Bytes of the stream in hand.
  func take(into target: inout MutableSpan<UInt8>) -> Taken {
    while rest == 0 {
      guard let happened = take() else { return .end([]) }
      switch happened {
      case .bytes(let count, let packed):
        rest = count
        self.packed = packed
      case .close(let notes): return .end(notes)
      case .open, .file: continue
      }
    }
    guard let block else { return .end([]) }
    let count = block.copy(position..<position + rest, into: &target)
    position += count
    rest -= count
    return .bytes(count, packed: packed)
  }

  private func take() -> Block.Event? {
    while true {
      if let block, event < block.events.count {
        event += 1
        return block.events[event - 1]
      }
      block = channel.exchange(block)
      (event, position) = (0, 0)
      if block == nil { return nil }
    }
  }
}
