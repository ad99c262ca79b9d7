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

  /// Lends every stream to `body`, one after the other. A stream that is not read to its end is skipped.
  package mutating func forEach<Failure: Error>(
    _ body: (InputStream) throws(Failure) -> Void
  ) throws(Failure) -> IntakeSummary {
    for file in files {
      let budget = Budget(options)
      let source: FileSource
      switch file.kind == .standardInput ? .success(.standardInput(budget)) : FileSource.open(file, budget) {
      case .success(let opened): source = opened
      case .failure(let error):
        summary.unreadable.append(error)
        continue
      }
      var unpacker = Unpacker(
        path: String(decoding: file.path, as: UTF8.self), options: options, budget: budget)
      if file.kind == .standardInput { unpacker.path = "-" }
      let layer = Unpacker.Layer(name: file.name, modified: nil, source: source)
      defer { summary.add(unpacker.summary) }
      try unpacker.open(layer, body)
    }
    return summary
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
