import Foundation
import Load

/// Writes what the options ask for.
struct Generator {
  private let options: Options

  init(_ options: Options) { self.options = options }

  func run() throws {
    if options.kind == .bundle { return try bundle() }
    if options.kind == .fleet { return try fleet() }
    let output = try Self.open(options.output)
    let sink = Sink { try output.write(contentsOf: Data($0)) }
    switch options.kind {
    case .log, .storm:
      let plan = LogLoad.Plan(
        size: options.size ?? 1 << 30, failures: options.failures, seed: options.seed, wrap: options.wrap)
      let truth = try LogLoad.write(plan, to: sink)
      try tell(truth.json)
    case .interfaces:
      let plan = InterfaceLoad.Plan(
        size: options.size ?? 300 << 20, subnets: options.subnets, seed: options.seed,
        isSingleLine: options.isSingleLine)
      let count = try InterfaceLoad.write(plan, to: sink)
      try FileHandle.standardError.write(contentsOf: Data("{\"interfaces\": \(count)}\n".utf8))
    case .members: try MemberLoad.write(count: options.count ?? 100_000, seed: options.seed, to: sink)
    case .ids: try IDLoad.write(count: options.count ?? 10_000_000, seed: options.seed, to: sink)
    case .bundle, .fleet: break
    }
    try sink.finish()
  }

  /// What was planted.
  private func tell(_ truth: String) throws {
    let text = Data((truth + "\n").utf8)
    if let path = options.truth {
      try text.write(to: URL(fileURLWithPath: path))
    } else {
      try FileHandle.standardError.write(contentsOf: text)
    }
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
      size: options.size ?? 24 << 20, seed: options.seed, to: sink, gzip: { try Gzip.pack([$0])[0] })
    try sink.finish()
    try Self.open(options.output).write(contentsOf: Data(try Gzip.pack([tar])[0]))
  }

  private func fleet() throws {
    guard let folder = options.output, folder != "-" else {
      throw UsageError(message: "a fleet is many files; give the folder for them with -o")
    }
    let plan = FleetLoad.Plan(
      count: options.count ?? 1000, zones: options.zones, planted: options.planted, seed: options.seed)
    let fleet = FleetLoad(plan)
    let place = FleetFolder(
      URL(fileURLWithPath: folder), rotated: options.rotated.map { URL(fileURLWithPath: $0) },
      size: options.size ?? 256 << 10)
    try place.write(fleet)
    try tell(fleet.json)
  }
}
