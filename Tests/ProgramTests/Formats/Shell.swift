import Foundation

/// The packers of the machine, as people use them.
enum Shell {
  /// True when all of these programs are here; tests of formats without their packer do not run.
  static func has(_ names: String...) -> Bool {
    names.allSatisfy { name in
      ["/usr/bin/", "/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + name) }
    }
  }

  /// Runs a command line in a folder; its output is thrown away.
  @discardableResult
  static func run(_ command: String, in folder: URL) throws -> Run {
    try Run("/bin/sh", ["-c", "cd '\(folder.path)' && { \(command); }"])
  }
}
