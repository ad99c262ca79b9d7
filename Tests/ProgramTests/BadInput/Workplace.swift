import Commands
import Foundation
import PlaybookData
import Triage

/// A folder of its own for one test, gone with it.
final class Workplace {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "ipamtriage-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

  /// Analyses the paths, or the whole folder.
  func analyze(_ paths: [String]? = nil) -> Analysis.Outcome {
    Analysis.run(paths: paths ?? [folder.path], handbook: PlaybookData.handbook)
  }

  /// Analyses one input of these bytes.
  func analyze(bytes: some Sequence<UInt8>, as name: String) throws -> Analysis.Outcome {
    analyze([try write(name, bytes)])
  }

  func analyze(text: String, as name: String) throws -> Analysis.Outcome {
    try analyze(bytes: text.utf8, as: name)
  }
}

extension Analysis.Outcome {
  /// The exit code of `analyze` with these flags.
  func exitCode(isStrict: Bool = false) -> Int32 {
    isUnusable ? 3 : report.exitCode(failOn: .error, isStrict: isStrict)
  }

  /// Problems of the inputs as stderr says them, paths cut off.
  var said: String {
    complaints.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.joined(separator: "\n")
  }

  /// No cause is claimed, whatever was read.
  var blamesNobody: Bool { ["unknown", "healthy", "not-ip-problem"].contains(report.primary.id.raw) }
}

/// Records of a small sound log and of a refusal, to stand beside what is broken.
enum Line {
  static func zap(_ message: String, level: String = "info", second: Int = 0) -> String {
    let stamp = "2026-03-03T03:00:\(second < 10 ? "0" : "")\(second).000Z"
    return #"{"level":"\#(level)","ts":"\#(stamp)","caller":"ipamd/ipamd.go:653","msg":"\#(message)"}"#
  }

  static let full = zap(
    "Failed to allocate a private IP addresses on ENI eni-0a1b2c3d4e5f60718: operation error EC2: "
      + "AssignPrivateIpAddresses, https response error StatusCode: 400, RequestID: "
      + "11111111-2222-4333-8444-555555555555, api error InsufficientFreeAddressesInSubnet: The specified subnet "
      + "does not have enough free addresses to satisfy the request.", level: "error", second: 7)
}
