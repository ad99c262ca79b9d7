import Foundation

/// A process that still runs: its input is held open, its output goes to files.
final class Child {
  /// Several times what a pipe holds: who could write all of it knows that it was read from, more than once.
  static let log = Data(String(repeating: Line.full + "\n", count: 1_000).utf8)

  let process = Process()
  private let place: Workplace
  private let stdin = Pipe()

  init(
    _ program: String, _ arguments: [String], in place: Workplace, environment: [String: String] = [:],
    output: FileHandle? = nil
  ) throws {
    self.place = try Workplace()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = place.folder
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C"].merging(environment) { $1 }
    let names = (try self.place.write("out", ""), try self.place.write("err", ""))
    process.standardOutput = output ?? FileHandle(forWritingAtPath: names.0)
    process.standardError = FileHandle(forWritingAtPath: names.1)
    process.standardInput = stdin
    try process.run()
  }

  /// Gives the child more than a pipe holds, so that it has read when this returns.
  func feed() throws { try stdin.fileHandleForWriting.write(contentsOf: Self.log) }

  func closeInput() throws { try stdin.fileHandleForWriting.close() }

  func wait() throws { process.waitUntilExit() }

  /// As a shell counts: 130 for SIGINT.
  var exitCode: Int32 {
    process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
  }

  var output: String { (try? String(contentsOfFile: place.path("out"), encoding: .utf8)) ?? "" }
  var errors: String { (try? String(contentsOfFile: place.path("err"), encoding: .utf8)) ?? "" }
}
