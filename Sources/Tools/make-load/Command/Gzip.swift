import Foundation

/// The system's `gzip`, without name and time in its headers. Many files at once: a process costs more than a small
/// bundle.
enum Gzip {
  /// Packs each by itself.
  static func pack(_ contents: [[UInt8]]) throws -> [[UInt8]] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "make-load-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = contents.indices.map { folder.appending(path: "\($0)") }
    for (file, data) in zip(files, contents) { try Data(data).write(to: file) }
    try pack(files: files)
    return try files.map { [UInt8](try Data(contentsOf: $0.appendingPathExtension("gz"))) }
  }

  /// Puts `NAME.gz` in the place of each file.
  static func pack(files: [URL]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", "-6", "--"] + files.map(\.path)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw UsageError(message: "gzip: failed; is it installed?") }
  }
}
