import Playbooks
import Synchronization

/// The playbooks the program was built with; no file and no YAML parser is needed at run time.
package enum PlaybookData {
  /// Decoded once, at first use: `--version` does not pay for it. Its rules were checked when it was embedded.
  package static let handbook: Handbook = {
    decoded.store(true, ordering: .relaxed)
    guard let handbook = HandbookCodec.decode(Array(EmbeddedPlaybooks.handbook.utf8)) else {
      preconditionFailure("the embedded playbooks do not decode; rebuild")
    }
    return handbook
  }()

  /// True when something asked for the handbook.
  package static var isDecoded: Bool { decoded.load(ordering: .relaxed) }

  private static let decoded = Atomic(false)
}
