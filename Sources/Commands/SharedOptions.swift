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
      for index in handbook.steps.indices { handbook.steps[index].causes = [] }
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
  @Option(
    parsing: .unconditional,
    help: "Only records from this time on: RFC 3339, or -2h before the reference time.")
  var since: String?
  @Option(parsing: .unconditional, help: "Only records up to this time.")
  var until: String?
  @Option(parsing: .unconditional, help: "Zone of stamps that have none: Z, +02:00.")
  var tz: String?
  @Option(help: "The reference time, instead of the newest in the evidence.")
  var now: String?
  @Option(name: .customLong("snapshot-time"), help: "When a state document was taken: FILE=TIME.")
  var snapshotTimes: [String] = []
  @Option(help: "Most bytes an archive may unpack to.")
  var maxUnpacked: Int64 = 20 << 30
  @Option(help: "Most bytes of one line.")
  var maxLine: Int = 4 << 20
  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: "Threads to use, 1 to 64; as many as there are cores by default.")
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs \"\(jobs)\": write 1 to 64") }
  }

  /// Threads that may be used. What is read and said is the same with every number of them.
  var threads: Int { jobs ?? Self.processors }
  static var processors: Int { min(max(1, ProcessInfo.processInfo.activeProcessorCount), 64) }

  func options() throws -> ScanOptions {
    var options = ScanOptions()
    if let since {
      options.sinceBeforeReference = RelativeTime.nanoseconds(of: since)
      if options.sinceBeforeReference == nil { options.since = try time(since, of: "--since") }
    }
    if let until {
      options.untilBeforeReference = RelativeTime.nanoseconds(of: until)
      if options.untilBeforeReference == nil { options.until = try time(until, of: "--until") }
    }
    if let now { options.settle(reference: try time(now, of: "--now")) }
    if now != nil { (options.sinceBeforeReference, options.untilBeforeReference) = (nil, nil) }
    if let since = options.since, let until = options.until, since > until {
      throw ProgramError("--since is after --until; no record lies between them")
    }
    options.maxLine = max(1_024, maxLine)
    options.jobs = threads
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

  /// What decides what is read: a store keeps cases apart by it.
  var optionText: String {
    let times = snapshotTimes.sorted().joined(separator: " ")
    return "since=\(since ?? "") until=\(until ?? "") tz=\(tz ?? "") now=\(now ?? "") snapshots=\(times) "
      + "line=\(maxLine) unpacked=\(maxUnpacked)"
  }

  var intake: IntakeOptions {
    var options = Self.intake(maxUnpacked: maxUnpacked)
    options.jobs = threads
    return options
  }

  static func intake(maxUnpacked: Int64) -> IntakeOptions {
    var options = IntakeOptions()
    options.maxUnpacked = max(1 << 20, maxUnpacked)
    return options
  }

  /// Nanoseconds of an RFC 3339 time. `-2h` is read where a reference time is to be had.
  func time(_ text: String, of flag: String) throws -> Int64 { try Self.nanoseconds(of: text, flag: flag) }

  static func nanoseconds(of text: String, flag: String) throws -> Int64 {
    let bytes = Array(text.utf8)
    guard let scanned = scanTimestamp(bytes.span, from: 0), scanned.end == bytes.count else {
      let relative = flag == "--since" || flag == "--until" ? " or -2h" : ""
      throw ProgramError("\(flag) \"\(text)\": not a time; write 2026-09-01T02:00:00Z\(relative)")
    }
    return scanned.nanoseconds
  }

  /// Bounds relative to the newest time need two readings, which a pipe does not give.
  func refuseStreams(among paths: [String], _ options: ScanOptions) throws {
    guard options.sinceBeforeReference != nil || options.untilBeforeReference != nil else { return }
    for path in paths {
      let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
      let isStream =
        path == "-"
        || (type.map { $0 != .typeRegular && $0 != .typeDirectory && $0 != .typeSymbolicLink } ?? false)
      if isStream {
        throw ProgramError("\(path): a stream is read once; give --now beside a relative --since or --until")
      }
    }
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

/// Spans as people write them after a minus: `-2h`, `-1h30m`, `-45s`, `-3d`.
enum RelativeTime {
  /// Nanoseconds; nil when the text is no such span, or is above 292 years.
  static func nanoseconds(of text: String) -> Int64? {
    guard text.first == "-", text.utf8.count > 2 else { return nil }
    var total: Int64 = 0
    var number: Int64?
    for character in text.dropFirst() {
      if let digit = character.wholeNumberValue, character.isASCII {
        let (tens, isAbove) = (number ?? 0).multipliedReportingOverflow(by: 10)
        let (sum, isOver) = tens.addingReportingOverflow(Int64(digit))
        if isAbove || isOver { return nil }
        number = sum
        continue
      }
      guard let count = number, let unit = units[character] else { return nil }
      let (span, isAbove) = count.multipliedReportingOverflow(by: unit &* 1_000_000_000)
      let (sum, isOver) = total.addingReportingOverflow(span)
      if isAbove || isOver { return nil }
      total = sum
      number = nil
    }
    return number == nil ? total : nil
  }

  private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
}

/// Whose refusals the report is to be about.
struct FocusFlags: ParsableArguments {
  @Option(help: "Only this node: its name or instance id (repeatable).")
  var node: [String] = []
  @Option(help: "Only this subnet id (repeatable).")
  var subnet: [String] = []
  @Option(help: "Only pods of this namespace (repeatable).")
  var namespace: [String] = []
  @Option(help: "Only this pod: NAMESPACE/NAME or NAME (repeatable).")
  var pod: [String] = []

  var focus: ScanFocus {
    var focus = ScanFocus()
    focus.nodes = Set(node)
    focus.subnets = Set(subnet)
    focus.namespaces = Set(namespace)
    focus.pods = Set(pod)
    return focus
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
    // A wrapper whose error nobody knows has to stay unclassified: it is what a reader looks for.
    let harmless = handbook.routine.filter { !$0.isWrapper }
    self.init(entries: entries, routine: harmless.map { Routine(text: $0.text, isNoise: $0.isNoise) })
  }
}

extension ScanCatalog.Entry {
  init(_ pattern: LogPattern, signal: String?) {
    self.init(
      source: PatternSource(name: pattern.name, literals: pattern.literals, regex: pattern.regex),
      writers: Set(pattern.writers.map(\.rawValue)), signal: signal, examples: pattern.matches)
  }
}
