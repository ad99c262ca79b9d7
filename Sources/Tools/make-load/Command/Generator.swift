import Foundation
import Load

/// Writes what the options ask for.
struct Generator {
  private let options: Options

  init(_ options: Options) { self.options = options }

  func run() throws {
    if options.kind == .bundle { return try bundle() }
    let output = try Self.open(options.output)
    let sink = Sink { try output.write(contentsOf: Data($0)) }
    switch options.kind {
    case .log, .storm:
      let plan = LogLoad.Plan(
        size: options.size ?? 1 << 30, failures: options.failures, seed: options.seed, wrap: options.wrap)
      let truth = try LogLoad.write(plan, to: sink)
      let text = Data((truth.json + "\n").utf8)
      if let path = options.truth {
        try text.write(to: URL(fileURLWithPath: path))
      } else {
        try FileHandle.standardError.write(contentsOf: text)
      }
    case .interfaces:
      let plan = InterfaceLoad.Plan(
        size: options.size ?? 300 << 20, subnets: options.subnets, seed: options.seed,
        isSingleLine: options.isSingleLine)
      let count = try InterfaceLoad.write(plan, to: sink)
      try FileHandle.standardError.write(contentsOf: Data("{\"interfaces\": \(count)}\n".utf8))
    case .members: try MemberLoad.write(count: options.count ?? 100_000, seed: options.seed, to: sink)
    case .ids: try IDLoad.write(count: options.count ?? 10_000_000, seed: options.seed, to: sink)
    case .bundle: break
    }
    try sink.finish()
  }

  private static func open(_ path: String?) throws -> FileHandle {
    guard let path, path != "-" else { return .standardOutput }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw UsageError(message: "\(path): cannot be written") }
    return handle
  }

  private func bundle() throws {
    var tar: [UInt8] = []
    let sink = Sink { tar += $0 }
    try BundleLoad.write(
      size: options.size ?? 24 << 20, seed: options.seed, to: sink, gzip: { try Self.gzip($0) })
    try sink.finish()
    try Self.open(options.output).write(contentsOf: Data(try Self.gzip(tar)))
  }

  /// Through the system's `gzip`, without name and time in its header.
  private static func gzip(_ data: [UInt8]) throws -> [UInt8] {
    let folder = try FileManager.default.url(
      for: .itemReplacementDirectory, in: .userDomainMask,
      appropriateFor: FileManager.default.temporaryDirectory, create: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "load")
    try Data(data).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", "-6", file.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw UsageError(message: "gzip: failed; is it installed?") }
    return [UInt8](try Data(contentsOf: folder.appending(path: "load.gz")))
  }
}
