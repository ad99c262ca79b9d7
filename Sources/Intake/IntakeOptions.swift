/// How much an archive may unpack to before it is taken for a bomb.
package struct IntakeOptions: Hashable, Sendable {
  /// Bytes all layers of one archive may unpack to.
  package var maxUnpacked: Int64 = 20 << 30
  /// Bytes out for each byte in; looked at only after `ratioFloor` bytes.
  package var maxRatio = 1_000
  /// A quiet log may pack better than any ratio; up to here no harm is done.
  package var ratioFloor: Int64 = 32 << 20
  /// Archives in archives, and layers of compression around one file.
  package var maxDepth = 4
  /// Members of one archive.
  package var maxMembers = 1_000_000
  /// Threads that may be used: with more than one, what is packed is unpacked ahead of its reader.
  package var jobs = 1
  package init() {}
}

/// What one archive has unpacked so far. A class: all layers of an archive spend from the same budget.
final class Budget {
  private let options: IntakeOptions
  private(set) var unpacked: Int64 = 0
  /// The limit that was passed; every layer stops then.
  private(set) var exceeded: IntakeError.Reason?

  init(_ options: IntakeOptions) { self.options = options }

  /// Pays for bytes that were unpacked from the first `packed` bytes of the file.
  func spend(_ count: Int, packed: Int64) {
    unpacked &+= Int64(count)
    guard exceeded == nil else { return }
    if unpacked > options.maxUnpacked {
      exceeded = .moreThan(bytes: options.maxUnpacked)
    } else if unpacked > options.ratioFloor, unpacked / Int64(max(1, options.maxRatio)) > max(packed, 1) {
      exceeded = .ratioOver(options.maxRatio)
    }
  }
}
