import Glibc

/// The other side wants no more.
struct Stopped: Error {}

/// A block of bytes, and what they are.
///
/// A class: it goes from thread to thread and back, and is never copied.
final class Block {
  enum Event {
    case open(StreamHead)
    /// Bytes of the open stream, and those of the file behind them.
    case bytes(Int, packed: Int64)
    case close([SourceNote])
    /// A file that needs no unpacking; from here on it is the reader's.
    case file(FileWalk.Opened)
  }

  private var bytes: [UInt8]
  var count = 0
  var events: [Event] = []

  init(size: Int) { bytes = [UInt8](repeating: 0, count: size) }

  var room: Int { bytes.count - count }

  /// Reads bytes of a stream behind those that are there; how many.
  func fill(from stream: InputStream) -> Int {
    var span = bytes.mutableSpan
    var rest = span._mutatingExtracting(count...)
    let read = (try? stream.read(into: &rest)) ?? 0
    count += read
    return read
  }

  /// Copies bytes of a range to the front of `target`; how many there was room for.
  func copy(_ range: Range<Int>, into target: inout MutableSpan<UInt8>) -> Int {
    let bytes = bytes
    return target.take(bytes.span.extracting(range))
  }
}

/// What is known of a stream before its first byte.
struct StreamHead {
  let name: String
  let origin: Origin
  let modified: Int64?
  let problems: [IntakeError.Reason]
}

/// Blocks on their way from the thread that fills them to the one that reads them, and back.
///
/// Each side owns the blocks it has taken; only the two lists are shared, under the lock.
@safe
final class BlockChannel {
  static let blockSize = 512 << 10
  /// One being filled, one being read, one between them.
  private static let blockCount = 3

  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let change: UnsafeMutablePointer<pthread_cond_t>
  private var free: [Block] = []
  private var filled: [Block] = []
  private var made = 0
  private var isFinished = false
  private var isStopped = false

  init() {
    unsafe lock = .allocate(capacity: 1)
    unsafe lock.initialize(to: pthread_mutex_t())
    unsafe change = .allocate(capacity: 1)
    unsafe change.initialize(to: pthread_cond_t())
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(change, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(change)
    unsafe pthread_mutex_destroy(lock)
    unsafe change.deallocate()
    unsafe lock.deallocate()
  }

  /// An empty block to fill; nil when nobody reads any more.
  func takeFree() -> Block? {
    locked {
      while true {
        if isStopped { return nil }
        if let block = free.popLast() { return block }
        if made < Self.blockCount {
          made += 1
          return Block(size: Self.blockSize)
        }
        wait()
      }
    }
  }

  /// Hands a filled block over.
  func give(_ block: Block) {
    locked {
      filled.append(block)
      wake()
    }
  }

  /// The next filled block, for one that has been read; nil at the end.
  func exchange(_ read: Block?) -> Block? {
    read?.events.removeAll(keepingCapacity: true)
    read?.count = 0
    return locked {
      if let read {
        free.append(read)
        wake()
      }
      while filled.isEmpty, !isFinished { wait() }
      return filled.isEmpty ? nil : filled.removeFirst()
    }
  }

  /// No block will follow.
  func finish() {
    locked {
      isFinished = true
      wake()
    }
  }

  /// No block will be read any more.
  func stop() {
    locked {
      isStopped = true
      wake()
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return body()
  }

  private func wait() { unsafe pthread_cond_wait(change, lock) }
  private func wake() { unsafe pthread_cond_signal(change) }
}
