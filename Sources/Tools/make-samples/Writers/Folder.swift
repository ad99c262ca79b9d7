import Foundation

/// A generated file and where it belongs below the output folder.
typealias GeneratedFile = (path: String, data: [UInt8])

/// The folder of samples on disk.
enum Folder {
  /// Writes every file; folders of the cases are made anew so that nothing old stays in them.
  static func write(_ files: [GeneratedFile], to options: Options) throws -> [String] {
    let root = URL(fileURLWithPath: options.folder)
    for stale in try extras(files, root) {
      try FileManager.default.removeItem(at: root.appendingPathComponent(stale))
    }
    for file in files {
      let url = root.appendingPathComponent(file.path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.data).write(to: url)
    }
    return []
  }

  /// One line for each file that is missing, too much or different.
  static func compare(_ files: [GeneratedFile], with options: Options) throws -> [String] {
    let root = URL(fileURLWithPath: options.folder)
    var differences: [String] = []
    for file in files {
      guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(file.path).path)
      else {
        differences.append("\(file.path): missing; run make-samples")
        continue
      }
      if [UInt8](data) != file.data {
        differences.append("\(file.path): differs from what the simulation writes")
      }
    }
    return differences + (try extras(files, root)).map { "\($0): not written by the simulation" }
  }

  /// Files below `input` of a generated case that the generator does not write.
  private static func extras(_ files: [GeneratedFile], _ root: URL) throws -> [String] {
    let expected = Set(files.map(\.path))
    var inputs: Set<String> = []
    for path in expected {
      if let range = path.range(of: "/input/") { inputs.insert(String(path[..<range.upperBound])) }
    }
    var found: [String] = []
    for folder in inputs.sorted() {
      guard let walker = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
      else { continue }
      while let name = walker.nextObject() as? String {
        let path = folder + name
        let isFile = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) != nil
        if isFile, !expected.contains(path) { found.append(path) }
      }
    }
    return found
  }
}
