import Collectors
import Commands
import Evidence
import PlaybookData
import Playbooks

/// Reads bytes through a whole collector with the product's own patterns.
enum Reading {
  static let catalog = ScanCatalog(PlaybookData.handbook)

  /// - Parameter buffer: how many bytes the source hands over at most at once.
  static func settled(
    _ bytes: [UInt8], name: String = "case/ipamd.log", buffer: Int = 1 << 20,
    options: ScanOptions = ScanOptions()
  ) -> Case {
    let collector = Collector(catalog, options: options)
    var position = 0
    collector.read(name: name) { into in
      if into.isEmpty { into = [UInt8](repeating: 0, count: 1 << 16) }
      let count = min(buffer, into.count, bytes.count - position)
      into.replaceSubrange(0..<count, with: bytes[position..<position + count])
      position += count
      return count
    }
    var evidence = collector.evidence
    evidence.settle()
    return evidence
  }
}
