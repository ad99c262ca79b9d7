import Foundation

/// The built program, where the tests lie; nil when only the tests were built.
enum Program {
  static let path: String? = {
    let bundle = ProcessInfo.processInfo.arguments.first { $0.hasSuffix(".xctest") } ?? Bundle.main.bundlePath
    let folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    let path = folder.appending(path: "ipamtriage").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  static func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws
    -> Run
  {
    try Run(path ?? "/nowhere", arguments, input: input, environment: environment)
  }
}

/// A finished process. Output goes to files, so that no pipe fills up.
struct Run {
  let exitCode: Int32
  let output: String
  let errors: String

  init(_ program: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:])
    throws
  {
    let place = try Workplace()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C"].merging(environment) { $1 }
    let names = (try place.write("out", ""), try place.write("err", ""), try place.write("in", input ?? ""))
    process.standardOutput = FileHandle(forWritingAtPath: names.0)
    process.standardError = FileHandle(forWritingAtPath: names.1)
    process.standardInput = FileHandle(forReadingAtPath: names.2)
    try process.run()
    process.waitUntilExit()
    exitCode =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    output = String(decoding: try Data(contentsOf: URL(fileURLWithPath: names.0)), as: UTF8.self)
    errors = String(decoding: try Data(contentsOf: URL(fileURLWithPath: names.1)), as: UTF8.self)
  }
}
