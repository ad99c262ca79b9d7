import FoundationEssentials
import Intake
import Playbooks
import Reports

/// A folder of redacted evidence: written beside its place and moved there when it is whole.
struct RedactedFolder {
  /// What the folder says of itself: the times that archive members had, which files of a folder have not.
  static let manifest = "ipamtriage-redacted.json"

  let place: String
  private let temporary: String
  private let force: Bool
  /// Names taken, so that two inputs never share a file.
  private var taken: Set<String> = [manifest]
  private var times: [String: Int64] = [:]
  private var names: [String] = []
  /// The file an input came from, whose time of change its copy gets: an archive made of the folder says it.
  private var sources: [String: String] = [:]

  /// Refuses what is there, unless `force`, and a folder that is not empty in any case but that.
  static func check(_ place: String, force: Bool, inputs: [String]) throws {
    let files = FileManager.default
    var isFolder = false
    if files.fileExists(atPath: place, isDirectory: &isFolder) {
      guard isFolder else { throw ProgramError("\(place): is a file; name a folder") }
      let names = (try? files.contentsOfDirectory(atPath: place)) ?? []
      if !names.isEmpty, !force {
        throw ProgramError("\(place): exists and is not empty; choose another name or --force")
      }
    }
    let real = AliasOptions.real(place)
    for input in inputs {
      let other = AliasOptions.real(input)
      // A folder inside its own input would be read as evidence the next time; one above it would be replaced.
      if real == other || (real + "/").hasPrefix(other + "/") || (other + "/").hasPrefix(real + "/") {
        throw ProgramError("\(place): lies inside \"\(input)\" or holds it; choose a folder elsewhere")
      }
    }
  }

  init(_ place: String, force: Bool) throws {
    var place = place
    while place.count > 1, place.hasSuffix("/") { place.removeLast() }
    self.place = place
    self.force = force
    temporary = "\(place).\(ProcessInfo.processInfo.processIdentifier).part"
    Interrupts.clean { [temporary] in
      // Another thread may still be making files in it.
      for _ in 0..<100 where FileManager.default.fileExists(atPath: temporary) {
        try? FileManager.default.removeItem(atPath: temporary)
      }
    }
    do { try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true) } catch
    {
      throw ProgramError("\(place): cannot be made; check the folder and its permissions")
    }
  }

  /// A new file for an input, below the folder; `/` and `!` of its name are folders.
  mutating func file(named name: String, from source: String, modified: Int64?) throws -> PieceFile {
    var components: [String] = []
    for part in name.split(whereSeparator: { $0 == "/" || $0 == "!" }) {
      components.append(part == "." || part == ".." ? "_" : String(part.prefix(200)))
    }
    var path = components.isEmpty ? "input" : components.joined(separator: "/")
    // A file where another input needs a folder, or a name used before: numbered.
    let plain = path
    var number = 2
    while isTaken(path) {
      path = Self.numbered(plain, number)
      number += 1
    }
    taken.insert(path)
    names.append(path)
    var parent = path
    while let slash = parent.lastIndex(of: "/") {
      parent = String(parent[..<slash])
      taken.insert(parent + "/")
    }
    if let modified { times[path] = modified } else { sources[path] = source }
    let full = temporary + "/" + path
    let folder = URL(fileURLWithPath: full).deletingLastPathComponent().path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard let file = PieceFile(creating: full) else { throw failure }
    return file
  }

  private func isTaken(_ path: String) -> Bool {
    if taken.contains(path) || taken.contains(path + "/") { return true }
    var parent = path
    while let slash = parent.lastIndex(of: "/") {
      parent = String(parent[..<slash])
      if taken.contains(parent) { return true }
    }
    return false
  }

  private static func numbered(_ path: String, _ number: Int) -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[slash...].lastIndex(of: "."), dot > slash else { return "\(path)-\(number)" }
    return "\(path[..<dot])-\(number)\(path[dot...])"
  }

  var failure: ProgramError {
    ProgramError("\(place): cannot be written; check the disk, the folder and its permissions")
  }

  /// Leaves out what the verdict does not rest on.
  mutating func keepMinimum(_ handbook: Handbook) throws -> MinimalEvidence.Result {
    do {
      var minimal = try MinimalEvidence(
        folder: temporary, names: names, snapshotTimes: times, handbook: handbook)
      let result = try minimal.reduce()
      let left = temporary + "/"
      names = names.filter { FileManager.default.fileExists(atPath: left + $0) }
      times = times.filter { FileManager.default.fileExists(atPath: left + $0.key) }
      return result
    } catch { throw failure }
  }

  /// Moves the whole folder to its place.
  func finish() throws {
    if !times.isEmpty { try writeManifest() }
    let files = FileManager.default
    for (path, time) in times { setTime(Date(timeIntervalSince1970: Double(time) / 1e9), of: path) }
    for (path, source) in sources {
      let changed = (try? files.attributesOfItem(atPath: source))?[.modificationDate] as? Date
      if let changed { setTime(changed, of: path) }
    }
    let old = "\(place).\(ProcessInfo.processInfo.processIdentifier).old"
    let isMoved = Interrupts.hold {
      let isThere = files.fileExists(atPath: place)
      do {
        if isThere { try files.moveItem(atPath: place, toPath: old) }
        try files.moveItem(atPath: temporary, toPath: place)
        return true
      } catch {
        if isThere, files.fileExists(atPath: old) { try? files.moveItem(atPath: old, toPath: place) }
        return false
      }
    }
    guard isMoved else { throw failure }
    Interrupts.clean(nil)
    try? files.removeItem(atPath: old)
  }

  private func setTime(_ time: Date, of path: String) {
    // A hint for archives made of the folder; without it nothing is lost.
    try? FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: temporary + "/" + path)
  }

  /// Leaves nothing behind.
  func discard() {
    try? FileManager.default.removeItem(atPath: temporary)
    Interrupts.clean(nil)
  }

  private func writeManifest() throws {
    var text = "{\n  \"ipamtriage\": \"redacted evidence\",\n  \"snapshotNanoseconds\": {"
    for (number, entry) in times.sorted(by: { $0.key < $1.key }).enumerated() {
      var name: [UInt8] = []
      Escaping.json(entry.key, into: &name)
      text +=
        (number == 0 ? "\n" : ",\n") + "    \"\(String(decoding: name, as: UTF8.self))\": \(entry.value)"
    }
    text += "\n  }\n}\n"
    guard let file = PieceFile(creating: temporary + "/" + Self.manifest) else { throw failure }
    file.append(Array(text.utf8))
    if !file.close() { throw failure }
  }

  /// When the documents of redacted folders among `paths` were taken, by the names their inputs will have.
  static func snapshotTimes(of paths: [String]) -> [String: Int64] {
    var times: [String: Int64] = [:]
    for path in paths where path != "-" {
      let file = path + "/" + manifest
      guard let data = FileManager.default.contents(atPath: file), data.count < 64 << 20,
        let read = try? JSONDecoder().decode(Manifest.self, from: data)
      else { continue }
      for (name, time) in read.snapshotNanoseconds { times[name] = time }
    }
    return times
  }

  private struct Manifest: Decodable {
    let snapshotNanoseconds: [String: Int64]
  }
}
