import Documents
import Evidence
import Intake
import Playbooks
import Triage
import VPCModel

/// A report read back from its JSON, to be rendered again.
///
/// Lists are read element by element, so that memory is that of the report. Keys it does not know are passed over,
/// another major version is refused. Throws `SavedReportError` with file, line and path.
package struct SavedReport: Sendable {
  package static let majorVersion = 1
  /// Bytes of a file, unpacked.
  package static let longest = 50 << 20

  package let report: Report
  /// The exit code of the run that wrote it.
  package let exitCode: Int32

  /// - Parameter path: a file, also compressed, or `-`.
  package static func read(path: String) throws(SavedReportError) -> SavedReport {
    var intake = Intake(paths: [path])
    var saved: Result<SavedReport, SavedReportError>?
    var count = 0
    let summary = intake.forEach { stream in
      count += 1
      guard count == 1 else { return }
      var size = 0
      let result = Result { () throws(SavedReportError) in
        try read(file: stream.name) { buffer in
          let count = (try? stream.read(into: &buffer)) ?? 0
          size += count
          return size > longest ? 0 : count
        }
      }
      saved = size > longest ? .failure(SavedReportError(stream.name, .tooLarge(limit: longest))) : result
      if size <= longest, let problem = stream.problems.first {
        saved = .failure(SavedReportError(stream.name, .damaged(problem.text)))
      }
    }
    if let error = (summary.unreadable + summary.problems).first {
      throw SavedReportError(path, .unreadable(error.reason.text))
    }
    guard let saved else { throw SavedReportError(path, .unreadable("no file in it; give one report")) }
    if count > 1 { throw SavedReportError(path, .moreThanOne) }
    return try saved.get()
  }

  /// - Parameter refill: as of `JSONFeed`.
  package static func read(
    file: String, refill: @escaping JSONFeed.Refill
  ) throws(SavedReportError) -> SavedReport {
    var reading = SavedReading(file: file, refill: refill)
    return try reading.read()
  }
}

/// The reading of one file: each list element by element, everything else as it comes.
private struct SavedReading {
  private let file: String
  private var reader: JSONReader
  private var parts = SavedParts()
  private var seen: Set<String> = []
  private var plain: [JSONObject.Pair] = []
  private var lines: [String: Int] = [:]

  init(file: String, refill: @escaping JSONFeed.Refill) {
    self.file = file
    reader = JSONReader(refill: refill)
  }

  mutating func read() throws(SavedReportError) -> SavedReport {
    let first = try next()
    if first == .end { throw SavedReportError(file, .empty) }
    guard first == .beginObject else {
      throw SavedReportError(file, .notAReport("no object at the beginning"), line: reader.line)
    }
    while try next() == .key { try readMember(reader.text) }
    guard try next() == .end else { throw SavedReportError(file, .moreThanOne, line: reader.line) }
    var members = JSONObject()
    for pair in plain { _ = members.append(pair.key, pair.value) }
    let source = SavedSource(file: file, line: 1, path: "", lines: lines)
    return try parts.report(SavedFields(.object(members), source))
  }

  private mutating func next() throws(SavedReportError) -> JSONReader.Token {
    do { return try reader.next() } catch { throw SavedReportError(file, .notJSON(error)) }
  }

  private mutating func value(from token: JSONReader.Token, _ path: String) throws(SavedReportError)
    -> JSONValue
  {
    let value: JSONValue?
    do { value = try reader.value(from: token) } catch { throw SavedReportError(file, .notJSON(error)) }
    guard let value else {
      throw SavedReportError(file, .tooLarge(limit: SavedReport.longest), line: reader.line, path: path)
    }
    return value
  }

  private mutating func readMember(_ key: String) throws(SavedReportError) {
    let isFirst = seen.insert(key).inserted
    let line = reader.line
    if isFirst { lines[key] = line }
    let token = try next()
    guard isFirst, SavedParts.keys.contains(key) else {
      do { try reader.skip(from: token) } catch { throw SavedReportError(file, .notJSON(error)) }
      return
    }
    guard SavedParts.lists.contains(key), token != .null else {
      plain.append(JSONObject.Pair(key: key, value: try value(from: token, key)))
      // Said before anything else is found to be wrong.
      if key == "schemaVersion" { try checkVersion(line) }
      return
    }
    guard token == .beginArray else {
      let found = try value(from: token, key).typeName
      throw SavedReportError(file, .wrongType(wanted: "an array", found: found), line: line, path: key)
    }
    var index = 0
    while true {
      let token = try next()
      if token == .endArray { return }
      let source = SavedSource(file: file, line: reader.line, path: "\(key)[\(index)]")
      try parts.add(try SavedFields(try value(from: token, source.path), source), to: key)
      index += 1
    }
  }

  private func checkVersion(_ line: Int) throws(SavedReportError) {
    let version = plain.last?.value.string ?? ""
    guard version.split(separator: ".").first.flatMap({ Int($0) }) == SavedReport.majorVersion else {
      throw SavedReportError(file, .otherVersion("\"\(version)\""), line: line, path: "schemaVersion")
    }
  }
}
