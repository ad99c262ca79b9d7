import Foundation
import Intake

/// What one run of `Intake` gave, with all texts in memory.
struct Taken {
  struct Stream: Hashable {
    let name: String
    let text: String
    let modified: Int64?
    let problems: [String]
  }
  var streams: [Stream] = []
  var summary = IntakeSummary()
  var names: [String] { streams.map(\.name) }
  var texts: [String] { streams.map(\.text) }
  var allProblems: [String] { streams.flatMap(\.problems) + summary.problems.map(\.description) }
}

/// A folder of its own for one test, removed at the end.
final class Scratch {
  let path: String

  init() throws {
    let base = FileManager.default.temporaryDirectory.appendingPathComponent(
      "ipamtriage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
    path = base.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = "\(path)/\(name)"
    let folder = (file as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  /// Runs a program of this machine in the folder; false when it is missing or fails.
  func run(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Reads paths through `Intake`; names are given without the scratch folder.
  func take(
    _ paths: [String], options: IntakeOptions = IntakeOptions(), bufferSize: Int = 7_000
  ) throws -> Taken {
    var intake = Intake(paths: paths, options: options)
    var taken = Taken()
    taken.summary = try intake.forEach { stream in
      var buffer = [UInt8](repeating: 0, count: bufferSize)
      var bytes: [UInt8] = []
      while true {
        let count = try stream.read(into: &buffer)
        if count == 0 { break }
        bytes += buffer[..<count]
      }
      let name = stream.name.replacingOccurrences(of: path + "/", with: "")
      let problems = stream.problems.map(\.text)
      taken.streams.append(
        Taken.Stream(
          name: name, text: String(decoding: bytes, as: UTF8.self), modified: stream.modified,
          problems: problems))
    }
    return taken
  }

  /// Writes bytes to a file and reads it.
  func take(_ bytes: [UInt8], as name: String = "input", options: IntakeOptions = IntakeOptions()) throws
    -> Taken
  {
    try take([write(name, bytes)], options: options)
  }
}
