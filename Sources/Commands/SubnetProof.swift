import FoundationEssentials
import Intake
import ProofCheck

/// `subnet --verify-proof FILE PATH...`: the proof against the AWS documents, without any ledger of ours.
enum SubnetProof {
  /// A document of AWS above this is not held in memory twice.
  static let mostBytes = 1 << 30

  /// Says what came of it on stdout; returns the exit code: 0 holds, 1 does not, 3 nothing to check with.
  static func verify(_ file: String, against paths: [String], options: IntakeOptions) throws -> Int32 {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ProgramError("\(file): no such file, or it cannot be read; check --verify-proof", exitCode: 3)
    }
    var documents = AWSDocuments()
    var intake = Intake(paths: paths, options: options)
    var left = mostBytes
    let summary = try intake.forEach { stream in
      guard let bytes = try read(stream, limit: left) else { return }
      left -= bytes.count
      documents.add(bytes)
    }
    for error in summary.unreadable { Terminal.complain("\(error)") }
    if documents.isEmpty {
      Terminal.complain(
        "no document of AWS in the input; give what describe-subnets and describe-network-interfaces printed")
      return 3
    }
    switch ProofCheck.check([UInt8](data), against: documents) {
    case .holds(let count, let premises):
      Output.print("holds: \(count) subnet\(count == 1 ? "" : "s") counted again\n")
      for premise in premises { Output.print("  given \(premise), which no AWS document shows\n") }
      return 0
    case .fails(let reason):
      Output.print("does not hold: \(reason)\n")
      return 1
    }
  }

  /// The whole stream when it begins like JSON; nil for logs and everything else.
  private static func read(_ stream: InputStream, limit: Int) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer: [UInt8] = []
    while true {
      let count = (try? stream.read(into: &buffer)) ?? 0
      if count == 0 { return bytes }
      if bytes.isEmpty {
        let first = buffer.prefix(count).first { $0 > 0x20 && $0 < 0x80 }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return nil }
      }
      bytes += buffer.prefix(count)
      guard bytes.count <= limit else {
        throw ProgramError(
          "\(stream.name): more than \(mostBytes >> 30) GiB of documents; check the subnets one by one",
          exitCode: 3)
      }
    }
  }
}
