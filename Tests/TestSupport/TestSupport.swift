import Foundation

/// Folders that tests read.
package enum Samples {
  /// The package's own folder, found from this file.
  package static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  package static let cases = package.appending(path: "SampleLogs/cases")
  package static let broken = package.appending(path: "SampleLogs/broken")
  /// Reference data beside the checkout; nil when it is not there, and tests that need it say so and skip.
  package static let shared: URL? = {
    let folder = package.deletingLastPathComponent().appending(path: "shared")
    return FileManager.default.fileExists(atPath: folder.appending(path: "domain/messages.csv").path)
      ? folder : nil
  }()

  /// Every folder below `cases` that holds a truth, sorted.
  package static let caseFolders: [URL] = {
    let walk = FileManager.default.enumerator(at: cases, includingPropertiesForKeys: nil)
    var found: [URL] = []
    while let file = walk?.nextObject() as? URL {
      if file.lastPathComponent == "truth.json" { found.append(file.deletingLastPathComponent()) }
    }
    return found.sorted { $0.path < $1.path }
  }()

  /// Files below a folder, relative to it, sorted.
  package static func files(in folder: URL) -> [String] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder.path) else { return [] }
    return names.sorted().filter { name in
      let values = try? folder.appending(path: name).resourceValues(forKeys: [.isRegularFileKey])
      return values?.isRegularFile == true
    }
  }
}

/// What the sample generator planted, from its own simulation.
package struct PlantedTruth: Decodable, Sendable {
  package struct Scope: Decodable, Sendable {
    package let nodes: [String]?
    package let subnets: [String]?
    package let subnetRole: String?
  }
  package struct Ledger: Decodable, Sendable {
    package let size: Int?
    package let reserved: Int?
    package let free: Int?
    package let freeAligned28: Int?
    package let largestFreeRun: Int?
    package let owners: [String: Int?]?
    package let verdict: String?
  }
  package let cause: String
  package let acceptable: [String]
  package let status: String?
  package let state: String?
  package let contributing: [String]
  package let forbidden: [String]
  package let scope: Scope?
  package let ledger: [String: Ledger]
  package let ablation: [String: [String]]

  package init(in folder: URL) throws {
    self = try JSONDecoder().decode(
      PlantedTruth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
  }
}
