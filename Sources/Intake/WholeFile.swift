import Glibc

/// A file that is there whole or not at all, whatever ends the program.
package enum WholeFile {
  /// Writes beside `place` and moves it there; false leaves nothing behind.
  package static func write(_ text: String, to place: String) -> Bool {
    write(to: place) { put in put(text) }
  }

  /// The same with a text that is made in pieces: `make` puts one after another and says whether that was all.
  /// `put` is false when the disk takes no more.
  package static func write(to place: String, _ make: (@escaping (String) -> Bool) -> Bool) -> Bool {
    guard let (temporary, descriptor) = begin(beside: place) else { return false }
    defer { Interrupts.forgetFile() }
    let isWritten = make { StandardStream.write($0, to: descriptor) }
    // Some network file systems say only here that the disk is full.
    let isClosed = close(descriptor) == 0
    if isWritten, isClosed, unsafe rename(temporary, place) == 0 { return true }
    unsafe unlink(temporary)
    return false
  }

  /// The process id keeps two runs apart; a file of that name may be left of a run that was killed.
  private static func begin(beside place: String) -> (String, Int32)? {
    for attempt in 0..<16 {
      let temporary = "\(place).\(getpid())\(attempt == 0 ? "" : "-\(attempt)").part"
      if let descriptor = Interrupts.create(temporary) { return (temporary, descriptor) }
      guard errno == EEXIST else { return nil }
    }
    return nil
  }
}
