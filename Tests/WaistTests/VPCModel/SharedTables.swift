import Foundation

/// The reference tables kept beside the repository; tests that need them are skipped, visibly, without them.
enum SharedTables {
  static let instanceLimits = rows("instance-limits.csv")
  static let warmPoolExamples = rows("warm-pool-examples.csv")

  /// One dictionary a row, by column name; empty when the file is not there. No cell of these is quoted.
  private static func rows(_ name: String) -> [[String: String]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../../shared/domain/\(name)").standardizedFileURL
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var lines = text.split(whereSeparator: \.isNewline).makeIterator()
    let columns = (lines.next() ?? "").split(separator: ",", omittingEmptySubsequences: false).map(
      String.init)
    return lines.map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(zip(columns, cells), uniquingKeysWith: { first, _ in first })
    }
  }
}
