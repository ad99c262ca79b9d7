import Glibc
import Synchronization

/// Ctrl-C, `kill` and a terminal that goes away: what is half done is removed, then the signal ends the program as it
/// ends any other, so that a shell sees 130 or 143 and stops its loop.
///
/// A thread of its own waits for the signals: what it does then need not be safe inside a signal handler.
package enum Interrupts {
  private struct State {
    var isWatched = false
    /// The file that is being written beside its place.
    var unfinished: String?
    /// Removes what is more than a file.
    var cleaning: (@Sendable () -> Void)?
    var hasStatusLine = false
  }

  private static let state = Mutex(State())

  /// Call it before any thread is started: they inherit which signals are left to the watching one.
  package static func watch() {
    let isFirst = state.withLock { state in
      defer { state.isWatched = true }
      return !state.isWatched
    }
    guard isFirst else { return }
    var watched = watchedSignals()
    unsafe pthread_sigmask(SIG_BLOCK, &watched, nil)
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { _ in
        Interrupts.wait()
        return nil
      }, nil)
    // Without the thread the signals end the program at once, as if nobody watched.
    if result != 0 { unsafe pthread_sigmask(SIG_UNBLOCK, &watched, nil) }
  }

  /// Makes a file that an interrupt removes; its descriptor, or nil when there is such a file or none can be made.
  package static func create(_ file: String) -> Int32? {
    // Under the lock, so that no interrupt falls between making it and knowing of it.
    state.withLock { state in
      let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0o666)
      guard descriptor >= 0 else { return nil }
      state.unfinished = file
      return descriptor
    }
  }

  /// The file is in its place, or gone.
  package static func forgetFile() { state.withLock { $0.unfinished = nil } }

  /// What an interrupt does before it ends the program; nil when nothing is half done any more.
  package static func clean(_ work: (@Sendable () -> Void)?) { state.withLock { $0.cleaning = work } }

  /// Steps between which no interrupt may fall.
  package static func hold(_ steps: () -> Bool) -> Bool { state.withLock { _ in steps() } }

  /// Whether there is a line on the terminal that has to be erased.
  static func noteStatusLine(_ isThere: Bool) { state.withLock { $0.hasStatusLine = isThere } }

  /// Removes what is half done.
  package static func tidy() { state.withLock { tidy(&$0) } }

  private static func tidy(_ state: inout State) {
    if let file = state.unfinished { unsafe unlink(file) }
    state.cleaning?()
    state.cleaning = nil
    if state.hasStatusLine { StandardStream.error.write(StatusLine.erasing) }
    state.unfinished = nil
    state.hasStatusLine = false
  }

  /// The life of the watching thread.
  private static func wait() {
    var watched = watchedSignals()
    var signal: Int32 = 0
    while unsafe sigwait(&watched, &signal) != 0 {}
    // The lock is kept to the end: no file can be begun any more.
    state.withLock { state in
      tidy(&state)
      _ = Glibc.signal(signal, SIG_DFL)
      unsafe pthread_sigmask(SIG_UNBLOCK, &watched, nil)
      raise(signal)
      // Only the first process of a container gets here: no signal ends that one by itself.
      _exit(128 + signal)
    }
  }

  private static func watchedSignals() -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    // What was ignored from the start stays ignored: `nohup`, and jobs a script puts into the background.
    for signal in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(signal) { unsafe sigaddset(&set, signal) }
    return set
  }

  private static func isIgnored(_ signal: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
