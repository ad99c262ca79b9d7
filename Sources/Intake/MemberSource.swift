/// The member in hand of an archive: good until the archive goes on to the next.
final class MemberSource: ByteSource {
  private(set) var notes: [SourceNote] = []
  /// Set when the archive has nothing more to give.
  private(set) var isArchiveBroken = false
  private let reader: ArchiveReader
  private let name: String
  private let format: ArchiveReader.Format
  /// Nil where bytes out are bytes in: a plain tar member.
  private let spending: Budget?
  private let budget: Budget
  private var isAtEnd = false
  private var spent = 0
  private var position = 0

  init(
    _ reader: ArchiveReader, _ format: ArchiveReader.Format, name: String, isSparse: Bool, _ budget: Budget
  ) {
    self.reader = reader
    self.name = name
    self.format = format
    self.budget = budget
    spending = isSparse || format != .tar ? budget : nil
  }

  var packedCount: Int64 { reader.packedCount }

  func read(into target: inout MutableSpan<UInt8>) -> Int {
    guard !isAtEnd, !target.isEmpty else { return 0 }
    switch reader.read(into: &target) {
    case .bytes(let count):
      if let spending, reader.fetchedCount > spent {
        // By the block libarchive hands over: how it is read must not move the end. A hole is paid for at once.
        spending.spend(reader.fetchedCount - spent, packed: packedCount)
        spent = reader.fetchedCount
        if let limit = budget.exceeded {
          end(limit, breaksArchive: true)
          return 0
        }
      }
      position += count
      return count
    case .end: isAtEnd = true
    case .failed(let words):
      if words.contains("CRC") {
        end(.checksumDiffers(format: format.word, bytes: position))
      } else {
        end(.damaged(format: format.word, detail: words, bytes: position))
      }
    case .broken(let words):
      if let limit = budget.exceeded {
        end(limit, breaksArchive: true)
      } else if words.lowercased().contains("truncated") {
        end(.endsInside(member: name, bytes: position), breaksArchive: true)
      } else {
        end(.damaged(format: format.word, detail: words, bytes: position), breaksArchive: true)
      }
    }
    return 0
  }

  private func end(_ reason: IntakeError.Reason, breaksArchive: Bool = false) {
    isAtEnd = true
    isArchiveBroken = breaksArchive
    notes.append(SourceNote(byte: position, reason: reason))
  }
}

/// The inside of an xz, zstd or bzip2 file.
///
/// libarchive unpacks these in blocks and forgets the block in which the data breaks: up to 64 KiB before a cut
/// (128 KiB with zstd) are lost. Gzip, the format logs rotate to, has its own source for that reason.
final class FilterSource: ByteSource {
  private(set) var notes: [SourceNote] = []
  private let reader: ArchiveReader
  private let format: ArchiveReader.Format
  private var hasStarted = false
  private var isAtEnd = false
  private var position = 0

  init(_ format: ArchiveReader.Format, _ source: any ByteSource) {
    reader = ArchiveReader(format, source)
    self.format = format
  }

  var packedCount: Int64 { reader.packedCount }

  func read(into target: inout MutableSpan<UInt8>) -> Int {
    guard !isAtEnd, !target.isEmpty else { return 0 }
    if !hasStarted {
      hasStarted = true
      switch reader.next() {
      case .member: break
      case .end: isAtEnd = true
      // What the raw format says of a packed empty file: there is no byte to recognise.
      case .broken("Unrecognized archive format"): isAtEnd = true
      case .damaged(let words), .broken(let words): end(words)
      }
      if isAtEnd { return 0 }
    }
    switch reader.read(into: &target) {
    case .bytes(let count):
      position += count
      return count
    case .end: isAtEnd = true
    case .failed(let words), .broken(let words): end(words)
    }
    return 0
  }

  private func end(_ words: String) {
    if words.lowercased().contains("truncated") {
      end(.endsEarly(format: format.word, bytes: position))
    } else {
      end(.damaged(format: format.word, detail: words, bytes: position))
    }
  }

  private func end(_ reason: IntakeError.Reason) {
    isAtEnd = true
    notes.append(SourceNote(byte: position, reason: reason))
  }
}
