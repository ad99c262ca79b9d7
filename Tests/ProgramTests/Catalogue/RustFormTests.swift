import Commands
import Foundation
import PlaybookData
import Playbooks
import TestSupport
import Testing

/// `playbooks list --format regex` through a real engine of Rust's kind.
@Suite(.enabled(if: Ripgrep.path != nil, "rg is not installed"))
struct CatalogueRustForms {
  private static let patterns = PlaybookData.handbook.patterns

  @Test func `rg takes the whole list`() throws {
    let list = PlaybookData.handbook.playbooks.flatMap(\.patterns).map { RustRegex.form(of: $0) + "\n" }
      .joined()
    #expect(try Ripgrep.run(list: list, text: "IP pool is healthy\n").status == 1)
    #expect(try Ripgrep.run(list: list, text: "api error InsufficientCidrBlocks: none\n").status == 0)
  }

  /// Each example as it is, and as it stands escaped in a line of zap.
  @Test func `the form finds every example of its pattern`() throws {
    var wrong: [String] = []
    for pattern in CatalogueRustForms.patterns {
      let plain = pattern.matches.map { $0.replacing("\n", with: #"\n"#) }
      let examples = plain + pattern.matches.map { LineForms().escaped($0) }
      let form = RustRegex.form(of: pattern)
      let text = examples.map { $0 + "\n" }.joined()
      let result = try Ripgrep.run(list: form + "\n", text: text)
      if result.count != examples.count {
        wrong.append("\(pattern.name): \(result.count) of \(examples.count), exit \(result.status): \(form)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }
}

/// ripgrep, as a person runs it: patterns from a file, text from a file.
enum Ripgrep {
  static let path: String? = ["/usr/bin/rg", "/usr/local/bin/rg", "/opt/homebrew/bin/rg"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// The exit status and how many lines it found.
  static func run(list: String, text: String) throws -> (status: Int32, count: Int) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ipamtriage-rg-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let patterns = folder.appending(path: "patterns")
    let lines = folder.appending(path: "lines")
    try Data(list.utf8).write(to: patterns)
    try Data(text.utf8).write(to: lines)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    process.arguments = ["--no-config", "--count", "-f", patterns.path, lines.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let count =
      Int(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    return (process.terminationStatus, count)
  }
}
