/// What happened besides the streams: what was skipped, what could not be read.
package struct IntakeSummary: Hashable, Sendable {
  /// Streams given out.
  package var streams = 0
  /// In folders.
  package var skipped = SkippedFiles()
  /// In archives; directories are not counted.
  package var skippedMembers = SkippedFiles()
  /// Paths and files that gave no stream at all: missing, unreadable, a device.
  package var unreadable: [IntakeError] = []
  /// Archives that gave less than they should, or hostile names.
  package var problems: [IntakeError] = []
  package init() {}

  /// True when something asked for was not, or not wholly, read.
  package var isPartial: Bool { !unreadable.isEmpty || problems.contains { $0.reason.losesData } }

  /// Adds what another part of the same paths met.
  package mutating func add(_ other: IntakeSummary) {
    streams += other.streams
    skipped.add(other.skipped)
    skippedMembers.add(other.skippedMembers)
    unreadable += other.unreadable
    problems += other.problems
  }
}

/// PATHs to streams: files, folders, archives, compressed logs, standard input.
///
///     var intake = Intake(paths: ["bundle.tar.gz", "logs"])
///     let summary = try intake.forEach { stream in … }
///
/// What a file is, is decided by its first bytes, in every layer; names are not asked. Nothing is written to
/// disk and no program is started. Memory: some hundred KiB for each layer.
package struct Intake {
  /// The files behind the paths, in order. Parts of it can be read by different tasks, each with its own `Intake`.
  package let files: [InputFile]
  private let options: IntakeOptions
  private var summary = IntakeSummary()

  /// Walks the folders among `paths`; opens nothing yet.
  package init(paths: [String], options: IntakeOptions = IntakeOptions()) {
    var walk = FolderWalk()
    for path in paths { walk.add(path) }
    // A folder and a file in it, or one path twice, are one input.
    var seen: Set<[UInt8]> = []
    files = walk.files.filter { seen.insert($0.path).inserted }
    self.options = options
    summary.skipped = walk.skipped
    summary.unreadable = walk.errors
  }

  /// Reads only these files, a part of another intake's `files`.
  package init(files: [InputFile], options: IntakeOptions = IntakeOptions()) {
    self.files = files
    self.options = options
  }

  /// Bytes on disk behind all files; nil when one of them has no size before its end.
  package var byteCount: Int64? {
    var total: Int64 = 0
    for file in files {
      guard let count = file.byteCount else { return nil }
      total += count
    }
    return total
  }

  /// Lends every stream to `body`, one after the other. A stream that is not read to its end is skipped.
  ///
  /// From the first packed file on, and with `jobs` above 1, files are opened and unpacked on a thread of their own,
  /// ahead of `body`, which stays on the caller's. Streams, bytes and problems are the same.
  package mutating func forEach<Failure: Error>(
    _ body: (InputStream) throws(Failure) -> Void
  ) throws(Failure) -> IntakeSummary {
    var walk = FileWalk(files: files, options: options)
    while let opened = walk.next() {
      var opened = opened
      if options.jobs > 1, opened.isPacked, let ahead = ReadAhead(opened, walk) {
        summary.add(try ahead.forEach(body))
        return summary
      }
      defer { summary.add(opened.unpacker.summary) }
      try opened.unpacker.open(opened.layer, body)
    }
    summary.unreadable += walk.unreadable
    return summary
  }
}

/// Opens file after file.
struct FileWalk {
  struct Opened {
    let layer: Unpacker.Layer
    var unpacker: Unpacker
    let source: PeekedSource
    /// Some layer has to be taken off it.
    var isPacked: Bool { ContentKind(head: source.peek(ContentKind.headLength)) != .plain }
  }

  private let options: IntakeOptions
  private var rest: ArraySlice<InputFile>
  private var precedingBytes: Int64 = 0
  private(set) var unreadable: [IntakeError] = []

  init(files: [InputFile], options: IntakeOptions) {
    rest = files[...]
    self.options = options
  }

  /// The next file that can be opened.
  mutating func next() -> Opened? {
    while let file = rest.popFirst() {
      defer { precedingBytes += file.byteCount ?? 0 }
      switch FileSource.open(file) {
      case .failure(let error): unreadable.append(error)
      case .success(let source):
        let peeked = PeekedSource(source)
        let path = file.kind == .standardInput ? "-" : String(decoding: file.path, as: UTF8.self)
        return Opened(
          layer: Unpacker.Layer(name: file.name, modified: nil, source: peeked),
          unpacker: Unpacker(Origin(path: path, precedingBytes: precedingBytes), options), source: peeked)
      }
    }
    return nil
  }
}

extension SkippedFiles {
  mutating func add(_ other: SkippedFiles) {
    links += other.links
    fifos += other.fifos
    sockets += other.sockets
    devices += other.devices
  }
}
