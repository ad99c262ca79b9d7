import Evidence
import LogFormats
import VPCModel

/// A record as a second reading gets it: decoded, with its time, its place and the group it is filed under.
///
/// The case keeps a few lines of each pattern; who asks for one pod's lines has to see them all, and keeps what it
/// wants itself. Every line is decoded then, and none is classified.
package struct WitnessedRecord {
  package let time: Instant?
  package let place: Place
  /// The key of `Case.nodeLogs`: the input's group, a node name or `pod:aws-node-…`.
  package let group: String
  package let level: String?
  /// nil where the line does not tell who wrote it.
  package let writer: InputKind?
  package let message: [UInt8]

  /// As a report may quote it: one line, at most 512 bytes, secrets masked.
  package var excerpt: String { LineFacts.excerpt(message) }
}

extension Collector {
  /// Hands a record to the witness; false when there is none.
  func isWitnessed(_ log: LogRecord, kind: InputKind?, line: Int, byte: Int) -> Bool {
    guard let witness else { return false }
    witness(
      WitnessedRecord(
        time: log.time.map { Instant(nanoseconds: $0) },
        place: Place(input: record.name, line: line, byte: byte), group: nodes[nodeIndex(of: log)].name,
        level: log.level?.rawValue, writer: kind, message: log.message))
    return true
  }

  /// The message of an event with its reason in front, as it is quoted.
  package static func excerpt(of event: ClusterEvent) -> String {
    LineFacts.excerpt(Array(((event.reason.map { "\($0): " } ?? "") + event.message).utf8))
  }
}
