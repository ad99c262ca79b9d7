import Evidence

/// Where a record reader puts what it found: the statement, its line from 1, its byte in the decompressed stream.
///
/// Every record reader of this module has the shape
///
///     static func read(_ value: JSONValue, line: Int, byte: Int, emit: StatementSink) -> [InputProblem]
///
/// and returns what was wrong with the record (wrong types, values that make no sense); it never throws, and
/// one bad record never takes the next one with it. `line` and `byte` are where the record starts.
package typealias StatementSink = (_ statement: Statement, _ line: Int, _ byte: Int) -> Void

/// Where a document reader puts lines that are no document: they may be log lines, prompts or error texts.
///
/// The bytes are without the line end and at most 1 MiB; an object over several lines that looks like a log record
/// comes as one compact line.
package typealias TextSink = (_ line: [UInt8], _ number: Int, _ byte: Int) -> Void
