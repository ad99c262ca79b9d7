import Foundation
import TestSupport

/// The inputs of all samples, and of the incidents beside the checkout when they are there.
enum SampleFiles {
  struct File: Sendable {
    let name: String
    let bytes: [UInt8]
  }

  static let all: [File] = {
    var folders = Samples.caseFolders.map { $0.appending(path: "input") } + [Samples.broken]
    if let incidents = Samples.shared?.appending(path: "incidents") { folders.append(incidents) }
    var files: [File] = []
    for folder in folders {
      for name in Samples.files(in: folder) {
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else { continue }
        files.append(
          File(name: folder.deletingLastPathComponent().lastPathComponent + "/" + name, bytes: [UInt8](data)))
      }
    }
    return files
  }()

  /// Those that are no archive.
  static let texts = all.filter { !$0.bytes.starts(with: [0x1F, 0x8B]) }
}
