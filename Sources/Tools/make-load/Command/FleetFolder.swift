import Dispatch
import Foundation
import Load
import Synchronization

/// Writes the bundles of a fleet, `FOLDER/eks_i-….tar.gz`, on every processor.
struct FleetFolder {
  private let folder: URL
  /// Where the packed log inside each bundle is put once more: who inflates the bundle has to inflate it, too.
  private let rotated: URL?
  private let size: Int
  /// Bundles that are packed together: 32 MiB of them, at most 64.
  private let step: Int

  init(_ folder: URL, rotated: URL?, size: Int) {
    self.folder = folder
    self.rotated = rotated
    self.size = size
    step = min(max((32 << 20) / max(size, 1), 1), 64)
  }

  func write(_ fleet: FleetLoad) throws {
    for folder in [folder, rotated].compactMap({ $0 }) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let starts = Array(stride(from: 0, to: fleet.nodes.count, by: step))
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: starts.count) { number in
      guard failure.withLock({ $0 == nil }) else { return }
      let nodes = fleet.nodes[starts[number]..<min(starts[number] + step, fleet.nodes.count)]
      do { try write(nodes) } catch { failure.withLock { $0 = error } }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }

  private func write(_ nodes: ArraySlice<LoadNode>) throws {
    let rotated = try Gzip.pack(nodes.map { try BundleLoad.rotatedLog(size: size, node: $0) })
    var files: [URL] = []
    for (node, log) in zip(nodes, rotated) {
      if let place = self.rotated {
        try Data(log).write(to: place.appending(path: node.bundleName + ".log.gz"))
      }
      let file = folder.appending(path: node.bundleName + ".tar")
      var tar: [UInt8] = []
      let sink = Sink { tar += $0 }
      try BundleLoad.write(size: size, node: node, rotated: log, to: sink)
      try sink.finish()
      try Data(tar).write(to: file)
      files.append(file)
    }
    try Gzip.pack(files: files)
  }
}
