/// Takes one file apart, layer by layer, until what is left is a log or a document.
struct Unpacker {
  /// Bytes with a name, and how they were come by.
  struct Layer {
    let name: String
    let modified: Int64?
    let source: any ByteSource
    /// The sources of this name, the innermost last.
    var sources: [any ByteSource]
    var problems: [IntakeError.Reason] = []
    /// Archives around it.
    var depth = 0
    /// Compressions around it since the last archive.
    var wrappings = 0

    init(name: String, modified: Int64?, source: any ByteSource) {
      self.name = name
      self.modified = modified
      self.source = source
      sources = [source]
    }

    func wrapped(in source: any ByteSource) -> Layer {
      var layer = Layer(name: name, modified: modified, source: source)
      layer.sources = sources + [source]
      layer.problems = problems
      layer.depth = depth
      layer.wrappings = wrappings + 1
      return layer
    }
  }

  let origin: Origin
  let options: IntakeOptions
  let budget: Budget
  private(set) var summary = IntakeSummary()
  private var hostileNames = 0
  private static let mostHostileNames = 100

  init(_ origin: Origin, _ options: IntakeOptions) {
    self.origin = origin
    self.options = options
    budget = Budget(options)
  }

  mutating func open<Failure: Error>(
    _ layer: Layer, _ body: (InputStream) throws(Failure) -> Void
  ) throws(Failure) {
    var layer = layer
    while true {
      let peeked = layer.source as? PeekedSource ?? PeekedSource(layer.source)
      let head = peeked.peek(ContentKind.headLength)
      let kind = ContentKind(head: head)
      switch kind {
      case .plain:
        try lend(layer, peeked, body)
        return
      case .tar, .zip:
        try openArchive(kind == .tar ? .tar : .zip, layer, peeked, body)
        return
      case .gzip, .xz, .zstd, .bzip2:
        guard layer.wrappings < options.maxDepth else {
          summary.problems.append(IntakeError(place: layer.name, reason: .deeperThan(options.maxDepth)))
          return
        }
        if kind == .xz, let size = XZHeader.dictionarySize(head: head), size > XZHeader.largestDictionary {
          note(layer, .needsMemory(bytes: Int64(size)))
          return
        }
        layer = layer.wrapped(in: decompressor(kind, peeked))
      }
    }
  }

  private func decompressor(_ kind: ContentKind, _ source: any ByteSource) -> any ByteSource {
    switch kind {
    case .xz: UnpackedSource(FilterSource(.xz, source), budget)
    case .zstd: UnpackedSource(FilterSource(.zstd, source), budget)
    case .bzip2: UnpackedSource(FilterSource(.bzip2, source), budget)
    case .gzip, .tar, .zip, .plain: UnpackedSource(Self.gzip(source), budget)
    }
  }

  private static func gzip(_ source: any ByteSource) -> any ByteSource {
    #if canImport(CISAL)
      QuickGzipSource(source)
    #else
      GzipSource(source)
    #endif
  }

  private mutating func lend<Failure: Error>(
    _ layer: Layer, _ source: any ByteSource, _ body: (InputStream) throws(Failure) -> Void
  ) throws(Failure) {
    let stream = InputStream(
      name: layer.name, origin: origin, modified: layer.modified, source: source, layers: layer.sources,
      problems: layer.problems)
    summary.streams += 1
    defer { stream.close() }
    try body(stream)
  }

  private mutating func openArchive<Failure: Error>(
    _ format: ArchiveReader.Format, _ layer: Layer, _ source: any ByteSource,
    _ body: (InputStream) throws(Failure) -> Void
  ) throws(Failure) {
    guard layer.depth < options.maxDepth else {
      summary.problems.append(IntakeError(place: layer.name, reason: .deeperThan(options.maxDepth)))
      return
    }
    let reader = ArchiveReader(format, source)
    var ending: IntakeError.Reason?
    var count = 0
    var hasDamage = false
    reading: while true {
      switch reader.next() {
      case .end: break reading
      case .broken(let words):
        ending = broken(format, words, Int(clamping: source.packedCount))
        break reading
      case .damaged(let words):
        // One word is enough: a hostile archive may have a million bad headers.
        if !hasDamage { note(layer, .damaged(format: format.word, detail: words, bytes: 0)) }
        hasDamage = true
      case .member(let member):
        count += 1
        guard count <= options.maxMembers else {
          ending = .moreMembersThan(options.maxMembers)
          break reading
        }
        ending = try openMember(member, format, reader, in: layer, body)
        if ending != nil { break reading }
      }
    }
    let notes = layer.sources.flatMap(\.notes).map(\.reason)
    for reason in notes { note(layer, reason) }
    if let ending, !notes.contains(ending) { note(layer, ending) }
  }

  private mutating func note(_ layer: Layer, _ reason: IntakeError.Reason) {
    summary.problems.append(IntakeError(place: layer.name, reason: reason))
  }

  private func broken(_ format: ArchiveReader.Format, _ words: String, _ bytes: Int) -> IntakeError.Reason {
    if let limit = budget.exceeded { return limit }
    if words.lowercased().contains("truncated") {
      return .endsEarly(format: format.word, bytes: bytes)
    }
    return .damaged(format: format.word, detail: words, bytes: bytes)
  }

  /// Opens one member; the reason when the archive ends in it.
  private mutating func openMember<Failure: Error>(
    _ member: Member, _ format: ArchiveReader.Format, _ reader: ArchiveReader, in layer: Layer,
    _ body: (InputStream) throws(Failure) -> Void
  ) throws(Failure) -> IntakeError.Reason? {
    switch member.kind {
    case .directory: return nil
    case .link: summary.skippedMembers.links += 1
    case .fifo: summary.skippedMembers.fifos += 1
    case .socket: summary.skippedMembers.sockets += 1
    case .device: summary.skippedMembers.devices += 1
    case .regular:
      let name = MemberName(member.name)
      let source = MemberSource(reader, format, name: name.shown, isSparse: member.isSparse, budget)
      var inner = Layer(name: "\(layer.name)!\(name.shown)", modified: member.modified, source: source)
      inner.depth = layer.depth + 1
      if name.isHostile {
        inner.problems.append(.hostileName(MemberName.quoted(member.name)))
        // Each stream says it of itself; the summary need not grow with a hostile archive.
        hostileNames += 1
        if hostileNames <= Self.mostHostileNames { note(inner, .hostileName(MemberName.quoted(member.name))) }
      }
      try open(inner, body)
      if source.isArchiveBroken { return source.notes.last?.reason }
    }
    return nil
  }
}
