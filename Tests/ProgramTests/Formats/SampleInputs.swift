import Foundation
import TestSupport

/// The inputs of a sample case in memory, to be handed on in another shape.
struct SampleInputs {
  /// Paths below `input`, and their bytes.
  var files: [String: [UInt8]] = [:]

  init(_ name: String) throws {
    let folder = Samples.cases.appending(path: "\(name)/input")
    for file in Samples.files(in: folder) {
      files[file] = Array(try Data(contentsOf: folder.appending(path: file)))
    }
  }

  /// Logs of ipamd, the plugin and aws-node; rotated and packed ones are left as they are.
  var logs: [String] {
    files.keys.sorted().filter { name in
      let file = name.split(separator: "/").last.map(String.init) ?? name
      return file.contains(".log") && !file.hasSuffix(".gz") && file != "kubelet.log" && file != "0.log"
    }
  }

  /// The same inputs with every log in another shape.
  func rewriting(_ change: (_ name: String, _ lines: [TimedLine]) -> [UInt8]) -> SampleInputs {
    var copy = self
    for name in logs { copy.files[name] = change(name, TimedLine.lines(of: files[name] ?? [])) }
    return copy
  }

  /// The same inputs with other bytes in each file of these names.
  func rewriting(_ names: [String], _ change: ([UInt8]) -> [UInt8]) -> SampleInputs {
    var copy = self
    for name in names { copy.files[name] = change(files[name] ?? []) }
    return copy
  }

  func write(to place: Workplace, below folder: String = "") throws {
    for (name, bytes) in files { try place.write(folder + name, bytes) }
  }

  func gist() throws -> Gist {
    let place = try Workplace()
    try write(to: place)
    return Gist(place.analyze())
  }
}
