import Glibc

/// Looks for the literals of one chunk on a thread of its own, while the caller reads the lines of the one before.
///
///     ahead.search(chunk, count: n)       // the buffer is lent
///     … read the next chunk into another buffer …
///     let found = ahead.take()            // waits, and gives the buffer back
///
/// What it finds is what a search in place finds, so that the number of threads leaves no trace.
@safe package final class SearchAhead: @unchecked Sendable {
  private enum State { case idle, asked, found, closing }

  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var thread = pthread_t()
  // Under the mutex, or with the side whose turn it is.
  private var state = State.idle
  private var search: ChunkSearch
  private var chunk: [UInt8] = []
  private var count = 0
  private var hits: [LiteralHit] = []

  /// Nil when the system has no thread to give.
  package init?(_ filter: Prefilter) {
    search = ChunkSearch(filter)
    unsafe mutex = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(changed, nil)
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    let result = unsafe pthread_create(
      &thread, nil,
      { context in
        if let context = unsafe context {
          unsafe Unmanaged<SearchAhead>.fromOpaque(context).takeUnretainedValue().run()
        }
        return nil
      }, context)
    guard result == 0 else {
      unsafe mutex.deallocate()
      unsafe changed.deallocate()
      return nil
    }
  }

  deinit {
    // The thread holds no reference: it has ended before the object goes.
    unsafe pthread_mutex_lock(mutex)
    state = .closing
    unsafe pthread_cond_broadcast(changed)
    unsafe pthread_mutex_unlock(mutex)
    pthread_join(thread, nil)
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(mutex)
    unsafe changed.deallocate()
    unsafe mutex.deallocate()
  }

  /// Starts with the first `count` bytes of a chunk; the one before has to be taken first.
  package func search(_ chunk: consuming [UInt8], count: Int) {
    unsafe pthread_mutex_lock(mutex)
    self.chunk = chunk
    self.count = count
    state = .asked
    unsafe pthread_cond_broadcast(changed)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Waits for the search; gives the chunk back and swaps its hits into `hits`.
  package func take(_ hits: inout [LiteralHit]) -> [UInt8] {
    unsafe pthread_mutex_lock(mutex)
    while state == .asked { unsafe pthread_cond_wait(changed, mutex) }
    state = .idle
    swap(&hits, &self.hits)
    var chunk: [UInt8] = []
    swap(&chunk, &self.chunk)
    unsafe pthread_mutex_unlock(mutex)
    return chunk
  }

  private func run() {
    unsafe pthread_mutex_lock(mutex)
    while true {
      while state == .idle || state == .found { unsafe pthread_cond_wait(changed, mutex) }
      if state == .closing { break }
      unsafe pthread_mutex_unlock(mutex)
      search.find(in: chunk.span.extracting(0..<min(count, chunk.count)), hits: &hits)
      unsafe pthread_mutex_lock(mutex)
      if state == .asked { state = .found }
      unsafe pthread_cond_broadcast(changed)
    }
    unsafe pthread_mutex_unlock(mutex)
  }
}

/// Finds the literals of chunk after chunk of one log, with a table made for lines like its first ones.
package struct ChunkSearch: Sendable {
  private var filter: Prefilter
  private var isTuned = false
  /// A chunk that tells what the lines look like; smaller inputs are not worth a table of their own.
  private static let tuningSize = 200 << 10
  /// What of it is looked at; as telling as all of it.
  private static let sampleSize = 64 << 10

  package init(_ filter: Prefilter) { self.filter = filter }

  package var runsAlways: Bool { !filter.always.isEmpty }

  package mutating func find(in chunk: Span<UInt8>, hits: inout [LiteralHit]) {
    hits.removeAll(keepingCapacity: true)
    if !isTuned, chunk.count >= Self.tuningSize {
      isTuned = true
      filter = filter.tuned(for: chunk.extracting(0..<Self.sampleSize))
    }
    filter.find(in: chunk, hits: &hits)
  }
}
