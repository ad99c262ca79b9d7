import Evidence
import VPCModel

/// What was in an input of documents.
package struct DocumentSummary: Hashable, Sendable {
  /// Kinds in the order they were met, with the records of each: elements of lists, single objects.
  package struct Share: Hashable, Sendable {
    package let kind: InputKind
    package var records: Int
  }

  package internal(set) var kinds: [Share] = []
  /// Complete values at the top level.
  package internal(set) var documents = 0
  package internal(set) var statements = 0
  /// Records that were not what they should be, each with a problem.
  package internal(set) var skippedRecords = 0
  /// Lines outside documents, blank ones not counted.
  package internal(set) var textLines = 0
  package internal(set) var bytes = 0
  package internal(set) var lines = 0
  /// At most 100; a text is what is wrong and what to do, behind the column and the byte where JSON breaks.
  package internal(set) var problems: [InputProblem] = []
  package internal(set) var omittedProblems = 0

  /// The kind most records are of; the first one met when equal. `unknown` when nothing was recognised.
  package var kind: InputKind {
    var best: Share?
    for share in kinds where share.kind != .unknown && share.records > (best?.records ?? -1) {
      best = share
    }
    return best?.kind ?? (bytes == 0 ? .empty : .unknown)
  }
}

/// Reads an input of AWS, Kubernetes and node documents, in any number and any mixture, and states what they say.
///
///     var reader = DocumentReader(name: "subnets.json")
///     let summary = reader.read(bytes: bytes, emit: { statement, line, byte in … }, text: { line, number, byte in … })
///
/// Accepted: one document; several with or without anything between; JSON Lines; arrays of documents; `--query`
/// projections; text around documents, which is handed back line by line; documents that break off, of which
/// everything before the cut is stated. Memory is one record of at most 16 MiB beside the chunk buffer.
package struct DocumentReader {
  package let name: String
  package let time: Instant?
  /// False reads every byte the long way: what the short one must agree with.
  var takesPlainRecords = true
  /// What was read so far; also after `next` has thrown.
  package private(set) var summary = DocumentSummary()

  /// `time` is when the input was taken (a member's mtime, `--snapshot-time`); nil when nothing says so.
  package init(name: String, time: Instant? = nil) {
    self.name = name
    self.time = time
  }

  /// Reads a stream. `next` puts bytes at the front of its buffer (64 KiB long the first time) and returns how many
  /// there are, 0 at the end. With `interfaces` the plain ones among the elements of `NetworkInterfaces` come there and
  /// are no statements: ten thousands of them cost no value each. Throws only what `next` throws, after all that came before it has been stated.
  package mutating func read<Failure: Error>(
    next: (inout [UInt8]) throws(Failure) -> Int,
    emit: StatementSink,
    text: TextSink = { _, _, _ in },
    interfaces: InterfaceSink? = nil
  ) throws(Failure) -> DocumentSummary {
    var failure: Failure?
    let (name, time, takesPlainRecords) = (name, time, takesPlainRecords)
    let result = withoutActuallyEscaping(next) { next in
      withoutActuallyEscaping(emit) { emit in
        withoutActuallyEscaping(text) { text in
          var source = JSONReader { buffer in
            do throws(Failure) { return try next(&buffer) } catch {
              failure = error
              return 0
            }
          }
          source.takesPlainValues = takesPlainRecords
          var walk = DocumentWalk(
            name: name, time: time, reader: source, emit: emit, text: text, interfaces: interfaces)
          walk.run()
          return walk.summary
        }
      }
    }
    summary = result
    if let failure { throw failure }
    return result
  }

  /// Reads what is in memory: a pasted fragment, a member of an object.
  package mutating func read(
    bytes: [UInt8], emit: StatementSink, text: TextSink = { _, _, _ in }
  ) -> DocumentSummary {
    var rest: [UInt8]? = bytes
    return read(
      next: { buffer in
        guard let given = rest else { return 0 }
        buffer = given
        rest = nil
        return given.count
      }, emit: emit, text: text)
  }

  /// Whether an input that starts like this is one for this reader: white space, then an object or a list that
  /// holds something. Prompts before it, YAML and logs of JSON lines are for others to tell.
  package static func startsDocument(_ prefix: [UInt8]) -> Bool {
    var reader = JSONReader(bytes: prefix)
    reader.feed.skipWhitespace()
    return reader.startsValue()
  }
}
