import ArgumentParser
import Bytes
import Collectors
import FoundationEssentials
import Intake
import Patterns
import PlaybookData
import Playbooks
import Triage

/// Which playbooks a command uses.
struct PlaybookOptions: ParsableArguments {
  @Option(name: .customLong("playbooks"), help: "Add the playbooks of a folder (repeatable).")
  var folders: [String] = []

  @Flag(help: "Use only the playbooks given with --playbooks.")
  var noDefaultPlaybooks = false

  /// The built-in handbook and the added folders; throws with file:line:column.
  func handbook() throws -> Handbook {
    var handbook = PlaybookData.handbook
    if noDefaultPlaybooks {
      handbook.playbooks = []
      handbook.features = []
    }
    for folder in folders { handbook = try add(folder, to: handbook) }
    return handbook
  }

  private func add(_ folder: String, to handbook: Handbook) throws -> Handbook {
    let names: [String]
    do { names = try FileManager.default.subpathsOfDirectory(atPath: folder) } catch {
      throw ProgramError("\(folder): no such folder; check --playbooks")
    }
    var files: [Handbook.File] = []
    var hash = SHA256()
    hash.update(Array(handbook.digest.utf8))
    for name in names.sorted() where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      let path = folder + "/" + name
      guard let data = FileManager.default.contents(atPath: path), data.count < 4 << 20 else {
        throw ProgramError("\(path): cannot be read, or is above 4 MiB; check it")
      }
      let bytes = [UInt8](data)
      hash.update(bytes)
      do {
        let tree = try SourceTree.parse(String(decoding: bytes, as: UTF8.self), file: path)
        files.append(Handbook.File(path: name, tree: tree))
      } catch { throw ProgramError("\(error)") }
    }
    do {
      let added = try handbook.adding(files, shown: folder + "/", digest: "sha256:" + hash.hexDigest)
      if let problem = PlaybookChecks.firstProblem(of: added, in: folder) { throw ProgramError(problem) }
      return added
    } catch let error as PlaybookError { throw ProgramError("\(error)") }
  }
}

/// What scans read and how.
struct ScanFlags: ParsableArguments {
  @Option(help: "Only records from this time on: RFC 3339, or -2h before the newest.")
  var since: String?
  @Option(help: "Only records up to this time.")
  var until: String?
  @Option(help: "Zone of stamps that have none: Z, +02:00.")
  var tz: String?
  @Option(help: "The reference time, instead of the newest in the evidence.")
  var now: String?
  @Option(name: .customLong("snapshot-time"), help: "When a state document was taken: FILE=TIME.")
  var snapshotTimes: [String] = []
  @Option(help: "Most bytes an archive may unpack to.")
  var maxUnpacked: Int64 = 20 << 30
  @Option(help: "Most bytes of one line.")
  var maxLine: Int = 4 << 20
  @Option(name: [.customShort("j"), .long], help: "Inputs read at the same time.")
  var jobs: Int = 1

  func options() throws -> ScanOptions {
    var options = ScanOptions()
    options.since = try since.map { try time($0, of: "--since") }
    options.until = try until.map { try time($0, of: "--until") }
    options.maxLine = max(1_024, maxLine)
    if let tz { options.zoneOffsetSeconds = try zone(tz) }
    for entry in snapshotTimes {
      guard let equals = entry.lastIndex(of: "=") else {
        throw ProgramError("--snapshot-time \"\(entry)\": write FILE=TIME")
      }
      options.snapshotTimes[String(entry[..<equals])] = try time(
        String(entry[entry.index(after: equals)...]), of: "--snapshot-time")
    }
    return options
  }

  var intake: IntakeOptions {
    var options = IntakeOptions()
    options.maxUnpacked = max(1 << 20, maxUnpacked)
    return options
  }

  /// Nanoseconds of an RFC 3339 time. Relative times wait for the evidence and are handled by the caller.
  func time(_ text: String, of flag: String) throws -> Int64 {
    let bytes = Array(text.utf8)
    guard let scanned = scanTimestamp(bytes.span, from: 0), scanned.end == bytes.count else {
      throw ProgramError("\(flag) \"\(text)\": not a time; write 2026-09-01T02:00:00Z")
    }
    return scanned.nanoseconds
  }

  private func zone(_ text: String) throws -> Int {
    if text == "Z" || text == "UTC" { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard let sign = text.first, sign == "+" || sign == "-", digits.count == 4, let number = Int(digits),
      number % 100 < 60, number / 100 < 15
    else { throw ProgramError("--tz \"\(text)\": write Z or +02:00") }
    return (number / 100 * 3_600 + number % 100 * 60) * (sign == "-" ? -1 : 1)
  }
}

extension ScanCatalog {
  /// What the handbook makes a scan look for.
  package init(_ handbook: Handbook) {
    var entries: [Entry] = []
    for playbook in handbook.playbooks {
      for pattern in playbook.patterns { entries.append(Entry(pattern, signal: nil)) }
    }
    for signal in handbook.signals { entries.append(Entry(signal.pattern, signal: signal.states)) }
    self.init(
      entries: entries, routine: handbook.routine.map { Routine(text: $0.text, isNoise: $0.isNoise) })
  }
}

extension ScanCatalog.Entry {
  init(_ pattern: LogPattern, signal: String?) {
    self.init(
      source: PatternSource(name: pattern.name, literals: pattern.literals, regex: pattern.regex),
      writers: Set(pattern.writers.map(\.rawValue)), signal: signal)
  }
}
