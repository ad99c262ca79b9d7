import Glibc

/// Opens and unpacks files on a thread of its own, a few blocks ahead of the reader.
///
/// The thread runs the same code over the same units as a reader alone would, and hands over blocks of bytes with
/// what happened between them, so the reader sees the same streams. Memory: `blockCount` blocks, whatever is read.
@safe
final class ReadAhead {
  private let channel: BlockChannel
  // The thread's own until it has ended.
  private let work: Work
  private var thread = pthread_t()
  private var hasEnded = false

  private final class Work {
    let channel: BlockChannel
    var first: FileWalk.Opened?
    var walk: FileWalk
    var summary = IntakeSummary()

    init(_ channel: BlockChannel, _ first: FileWalk.Opened, _ walk: FileWalk) {
      self.channel = channel
      self.first = first
      self.walk = walk
    }

    func run() {
      // An error is the wish of the other side to end; it then asks for nothing that was found.
      try? copyFiles()
    }

    private func copyFiles() throws(Stopped) {
      var writer = BlockWriter(channel)
      var next = first
      first = nil
      while var opened = next {
        if opened.isPacked {
          try opened.unpacker.open(opened.layer) { stream throws(Stopped) in try writer.copy(stream) }
          summary.add(opened.unpacker.summary)
        } else {
          // What needs no unpacking is read where it is used.
          try writer.pass(opened)
        }
        next = walk.next()
      }
      summary.unreadable += walk.unreadable
      writer.finish()
    }
  }

  /// Starts the thread with a file that is already open; nil when the system has no thread to give.
  init?(_ first: FileWalk.Opened, _ walk: FileWalk) {
    channel = BlockChannel()
    work = Work(channel, first, walk)
    let box = unsafe Unmanaged.passRetained(work)
    let result = unsafe pthread_create(
      &thread, nil,
      { box in
        guard let box = unsafe box else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(box).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    guard result == 0 else {
      unsafe box.release()
      hasEnded = true
      return nil
    }
  }

  deinit { end() }

  /// Lends the streams to `body`, on the caller's thread.
  func forEach<Failure: Error>(
    _ body: (InputStream) throws(Failure) -> Void
  ) throws(Failure) -> IntakeSummary {
    defer { end() }
    let reader = BlockReader(channel)
    var summary = IntakeSummary()
    while let next = reader.next() {
      switch next {
      case .stream(let head):
        let source = AheadSource(reader)
        let stream = InputStream(
          name: head.name, origin: head.origin, modified: head.modified, source: source, layers: [source],
          problems: head.problems)
        defer {
          stream.close()
          source.skip()
        }
        try body(stream)
      case .file(let opened):
        var unpacker = opened.unpacker
        try unpacker.open(opened.layer, body)
        summary.add(unpacker.summary)
      }
    }
    end()
    summary.add(work.summary)
    return summary
  }

  /// Stops the thread and waits for its end.
  private func end() {
    guard !hasEnded else { return }
    hasEnded = true
    channel.stop()
    _ = pthread_join(thread, nil)
  }
}

/// The stream in hand, as it comes out of the blocks.
private final class AheadSource: ByteSource {
  private let reader: BlockReader
  private(set) var notes: [SourceNote] = []
  private(set) var packedCount: Int64 = 0
  private var isAtEnd = false

  init(_ reader: BlockReader) { self.reader = reader }

  func read(into target: inout MutableSpan<UInt8>) -> Int {
    guard !isAtEnd, !target.isEmpty else { return 0 }
    switch reader.take(into: &target) {
    case .bytes(let count, let packed):
      packedCount = packed
      return count
    case .end(let notes):
      self.notes = notes
      isAtEnd = true
      return 0
    }
  }

  /// Passes over what was not read.
  func skip() {
    var scratch: [UInt8] = []
    while !isAtEnd {
      if scratch.isEmpty { scratch = [UInt8](repeating: 0, count: BlockChannel.blockSize) }
      var span = scratch.mutableSpan
      _ = read(into: &span)
    }
  }
}
