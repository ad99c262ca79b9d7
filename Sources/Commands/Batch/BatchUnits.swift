import Bytes
import FoundationEssentials

/// One piece of a batch: an archive, a log, or a folder that holds a case. Read whole, stored whole.
package struct BatchUnit: Hashable, Sendable {
  /// As the user wrote it, then the way inside the folder.
  package let path: String
  package let bytes: Int64
  /// Sizes and times of modification of all files in it, as one hash.
  package let stamp: String
}

/// Turns PATHs into units: a folder of folders and archives is a folder of bundles, whatever files lie beside the
/// archives; one with a log of its own and no archive is one.
package struct BatchUnits {
  package private(set) var units: [BatchUnit] = []
  /// Paths that are not there or cannot be read.
  package private(set) var complaints: [String] = []
  private var seen: Set<String> = []

  package init(paths: [String]) {
    for path in paths { add(path) }
    units.sort { $0.path < $1.path }
  }

  private mutating func add(_ path: String) {
    guard let kind = Self.kind(of: path) else {
      let matches = path.contains(where: { "*?".contains($0) }) ? Self.matches(of: path) : []
      if matches.isEmpty { complaints.append("\(path): no such file or folder") }
      for match in matches { add(match) }
      return
    }
    if kind == .typeDirectory, let bundles = bundles(in: path) {
      for bundle in bundles { addUnit(bundle) }
    } else {
      addUnit(path)
    }
  }

  /// The entries of a folder that holds bundles; nil when the folder is a bundle itself.
  private mutating func bundles(in folder: String) -> [String]? {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      complaints.append("\(folder): cannot be read; check its permissions")
      return []
    }
    let root = folder.hasSuffix("/") ? folder : folder + "/"
    let entries = names.filter { !$0.hasPrefix(".") }.sorted()
    let isLoose = entries.contains { name in
      Self.kind(of: root + name) == .typeRegular && !Self.isArchive(name)
    }
    // Documents beside archives speak of all of them, wherever they are read; one file more is one unit more.
    let hasArchives = entries.contains(where: Self.isArchive)
    // The folders of a support bundle are parts of it.
    let isPart = entries.contains { ["var_log", "kubelet", "cni", "networking"].contains($0) }
    let isBundle = isPart || isLoose && !hasArchives
    return isBundle || entries.isEmpty ? nil : entries.map { root + $0 }
  }

  private mutating func addUnit(_ path: String) {
    guard seen.insert(Self.real(path)).inserted else { return }
    var hash = SHA256()
    var bytes: Int64 = 0
    func note(_ name: String, at place: String) {
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: place) else { return }
      let size = (attributes[.size] as? UInt64).map { Int64(clamping: $0) } ?? 0
      let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      bytes &+= size
      hash.update(Array("\(name)\u{0}\(size)\u{0}\(time)\u{0}".utf8))
    }
    if Self.kind(of: path) == .typeDirectory {
      let names = ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted()
      for name in names where Self.kind(of: path + "/" + name) == .typeRegular {
        note(name, at: path + "/" + name)
      }
    } else {
      note("", at: path)
    }
    units.append(BatchUnit(path: path, bytes: bytes, stamp: hash.hexDigest))
  }

  private static func isArchive(_ name: String) -> Bool {
    [".tar.gz", ".tgz", ".tar", ".zip", ".tar.zst", ".tar.xz", ".tar.bz2"].contains { name.hasSuffix($0) }
  }

  private static func real(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private static func kind(of path: String) -> FileAttributeType? {
    (try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path))?[
        .type] as? FileAttributeType
  }

  /// A pattern that no shell has expanded: `bundles/*.tar.gz`, in the last part of the path only.
  private static func matches(of pattern: String) -> [String] {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let last = parts.last else { return [] }
    let folder = parts.dropLast().joined(separator: "/")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return names.filter { fits(Array($0.utf8)[...], Array(last.utf8)[...]) }.sorted()
      .map { parts.count > 1 ? folder + "/" + $0 : $0 }
  }

  /// `*` and `?` only.
  static func fits(_ name: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    var (name, pattern) = (name, pattern)
    var retry: (name: ArraySlice<UInt8>, pattern: ArraySlice<UInt8>)?
    while !name.isEmpty || !pattern.isEmpty {
      if let next = pattern.first, next == UInt8(ascii: "*") {
        pattern = pattern.dropFirst()
        retry = (name, pattern)
      } else if let next = pattern.first, let byte = name.first, next == byte || next == UInt8(ascii: "?") {
        (name, pattern) = (name.dropFirst(), pattern.dropFirst())
      } else if let last = retry, !last.name.isEmpty {
        name = last.name.dropFirst()
        pattern = last.pattern
        retry = (name, pattern)
      } else {
        return false
      }
    }
    return true
  }
}
