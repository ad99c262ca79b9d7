import CaseStore
import Collectors
import Commands
import Evidence
import Foundation
import GRDB
import PlaybookData
import Reports
import TestSupport
import Testing
import Triage

/// Bundles in a folder of the test's own, and a store beside them.
private struct BundleFolder: ~Copyable {
  let folder = FileManager.default.temporaryDirectory.appending(path: "batch-\(UUID().uuidString)")
  var bundles: String { folder.appending(path: "bundles").path }
  var storePath: String { folder.appending(path: "cases.sqlite").path }

  /// Copies `count` sample inputs.
  init(_ count: Int) throws {
    try FileManager.default.createDirectory(atPath: bundles, withIntermediateDirectories: true)
    for (number, sample) in Samples.caseFolders.prefix(count).enumerated() {
      try FileManager.default.copyItem(
        atPath: sample.appending(path: "input").path, toPath: bundles + "/node-\(number)")
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// One run; says the report and how many bundles it has read.
  func run(jobs: Int = 2) throws -> (report: String, scanned: Int, complaints: [String]) {
    let place = try StorePlace(storePath)
    let batch = Batch(BatchUnits(paths: [bundles]), store: place.store, handbook: PlaybookData.handbook)
    let run = try batch.scan(jobs: jobs)
    let fleet = try batch.fleet(jobs: jobs).fleet
    try batch.finish(run, fleet)
    return (
      FleetRenderer(RenderOptions(exitCode: 0)).render(fleet, as: "json"), batch.scanned, batch.complaints
    )
  }

  /// The fleet of what is stored.
  func fleet() throws -> Fleet {
    try Batch(
      BatchUnits(paths: [bundles]), store: try StorePlace(storePath).store, handbook: PlaybookData.handbook
    ).fleet().fleet
  }
}

@Suite struct BatchTests {
  @Test func `what is stored is folded into what merge says, whatever the threads`() throws {
    let bench = try BundleFolder(24)
    let one = try bench.run(jobs: 4)
    #expect(one.scanned == 24)
    var folding = CaseFolding(playbooksDigest: PlaybookData.handbook.digest)
    for unit in BatchUnits(paths: [bench.bundles]).units.reversed() {
      let collector = Collector(Reading.catalog)
      _ = Analysis.read([unit.path], into: collector, options: .init())
      for line in try CaseLines.split(collector.evidence, handbook: PlaybookData.handbook) {
        folding.fold(Array(try line.text().utf8), from: unit.path)
      }
    }
    var evidence = folding.evidence
    evidence.settle()
    let options = Analysis.triageOptions(now: nil)
    let fleet = Fleet(evidence, handbook: PlaybookData.handbook, options: options)
    let stored = try bench.fleet()
    let renderer = FleetRenderer(RenderOptions(exitCode: 0))
    #expect(one.report == renderer.render(fleet, as: "json"))
    for format in FleetRenderer.formats {
      #expect(renderer.render(stored, as: format) == renderer.render(fleet, as: format), "\(format)")
    }
  }

  @Test func `a second run reads nothing, a changed bundle is read again, a new one is added`() throws {
    let bench = try BundleFolder(6)
    let first = try bench.run()
    let second = try bench.run(jobs: 1)
    #expect(second.scanned == 0 && second.report == first.report)
    let file = try #require(Samples.files(in: URL(fileURLWithPath: bench.bundles + "/node-3")).first)
    let path = bench.bundles + "/node-3/" + file
    try (Data(contentsOf: URL(fileURLWithPath: path)) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
    #expect(try bench.run().scanned == 1)
    try FileManager.default.copyItem(atPath: bench.bundles + "/node-1", toPath: bench.bundles + "/node-9")
    let grown = try bench.run()
    #expect(grown.scanned == 1)
    #expect(grown.complaints.contains { $0.contains("node-9: the same content as") && $0.contains("node-1") })
  }

  @Test func `what is gone from the folder is gone from the report`() throws {
    let bench = try BundleFolder(5)
    _ = try bench.run()
    try FileManager.default.removeItem(atPath: bench.bundles + "/node-2")
    let rest = try bench.run()
    #expect(rest.scanned == 0)
    let alone = try BundleFolder(5)
    try FileManager.default.removeItem(atPath: alone.bundles + "/node-2")
    let report = try alone.run().report
    #expect(
      rest.report.replacing(bench.folder.path, with: "") == report.replacing(alone.folder.path, with: ""))
  }

  @Test func `runs say what is new, gone and back`() throws {
    let bench = try BundleFolder(8)
    _ = try bench.run()
    let hidden = bench.folder.appending(path: "hidden").path
    try FileManager.default.moveItem(atPath: bench.bundles + "/node-0", toPath: hidden)
    _ = try bench.run()
    try FileManager.default.moveItem(atPath: hidden, toPath: bench.bundles + "/node-0")
    _ = try bench.run()
    let entries = try RunHistory(try StorePlace(bench.storePath).store).entries
    #expect(entries.map(\.number) == [1, 2, 3])
    #expect(!entries[0].new.isEmpty && entries[0].gone.isEmpty && entries[0].back.isEmpty)
    #expect(!entries[1].gone.isEmpty)
    #expect(entries[2].back == entries[1].gone && entries[2].new.isEmpty)
    #expect(entries[2].scanned == 0, "the bundle was stored all the time")
  }
}

@Suite struct BatchUnitsTests {
  @Test func `bundles in a folder, a folder with loose logs, patterns, lists with repeats`() throws {
    let bench = try BundleFolder(3)
    let root = bench.bundles
    #expect(BatchUnits(paths: [root]).units.map(\.path) == (0..<3).map { root + "/node-\($0)" })
    #expect(BatchUnits(paths: [root + "/"]).units.count == 3)
    #expect(BatchUnits(paths: [root + "/node-1"]).units.map(\.path) == [root + "/node-1"])
    #expect(BatchUnits(paths: [root + "/node-?", root + "/node-0"]).units.count == 3)
    #expect(BatchUnits(paths: [root + "/*-2"]).units.map(\.path) == [root + "/node-2"])
    let missing = BatchUnits(paths: [root + "/nothing", root + "/x*"])
    #expect(missing.units.isEmpty && missing.complaints.count == 2)
    try Data("x".utf8).write(to: URL(fileURLWithPath: root + "/ipamd.log"))
    #expect(BatchUnits(paths: [root]).units.map(\.path) == [root], "a loose log makes it one bundle")
  }

  @Test func `documents beside archives do not make one bundle of all`() throws {
    let bench = try BundleFolder(0)
    for name in ["a.tar.gz", "b.tgz", "describe-subnets.json"] {
      try Data("x".utf8).write(to: URL(fileURLWithPath: bench.bundles + "/" + name))
    }
    let paths = BatchUnits(paths: [bench.bundles]).units.map(\.path)
    #expect(paths == ["a.tar.gz", "b.tgz", "describe-subnets.json"].map { bench.bundles + "/" + $0 })
  }

  @Test func `a support bundle's folders are no bundles`() throws {
    let bench = try BundleFolder(0)
    for name in ["var_log", "kubelet"] {
      try FileManager.default.createDirectory(
        atPath: bench.bundles + "/" + name, withIntermediateDirectories: true)
    }
    #expect(BatchUnits(paths: [bench.bundles]).units.map(\.path) == [bench.bundles])
  }

  @Test func `a stamp changes with size and name`() throws {
    let bench = try BundleFolder(1)
    let before = try #require(BatchUnits(paths: [bench.bundles]).units.first)
    #expect(BatchUnits(paths: [bench.bundles]).units.first == before)
    try Data("x".utf8).write(to: URL(fileURLWithPath: bench.bundles + "/node-0/more.log"))
    #expect(BatchUnits(paths: [bench.bundles]).units.first?.stamp != before.stamp)
  }
}

@Suite struct CaseStoreTests {
  private func refusal(_ path: String) -> String {
    do {
      _ = try StorePlace(path)
      return "opened"
    } catch { return "\(error)" }
  }

  @Test func `a store is the user's own`() throws {
    let bench = try BundleFolder(1)
    _ = try bench.run()
    let mode = try FileManager.default.attributesOfItem(atPath: bench.storePath)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let files = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
    #expect(Set(files) == ["bundles", "cases.sqlite"], "a finished run leaves one file")
  }

  @Test func `what is no store is refused and left as it is`() throws {
    let bench = try BundleFolder(0)
    let noise = Data((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) })
    try noise.write(to: URL(fileURLWithPath: bench.storePath))
    #expect(refusal(bench.storePath).contains("no store, or a damaged one"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: bench.storePath)) == noise)
    let other = bench.folder.appending(path: "other.sqlite").path
    let queue = try DatabaseQueue(path: other)
    try queue.write { try $0.execute(sql: "CREATE TABLE album (title TEXT)") }
    try queue.close()
    #expect(refusal(other).contains("a database, but no store"))
    let again = try DatabaseQueue(path: other)
    #expect(try again.read { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master") } == ["album"])
  }

  @Test func `a damaged store is an error and never an empty report`() throws {
    let bench = try BundleFolder(6)
    _ = try bench.run()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: bench.storePath))
    for page in stride(from: 4_096, to: bytes.count, by: 4_096) {
      bytes.replaceSubrange(
        page..<min(page + 200, bytes.count), with: Data(repeating: 0xA5, count: min(200, bytes.count - page)))
    }
    try bytes.write(to: URL(fileURLWithPath: bench.storePath))
    #expect(throws: StoreError.self) { try bench.run() }
  }

  @Test func `a store of a newer program is refused`() throws {
    let bench = try BundleFolder(1)
    _ = try bench.run()
    let queue = try DatabaseQueue(path: bench.storePath)
    try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
    try queue.close()
    #expect(refusal(bench.storePath).contains("written by a newer ipamtriage"))
  }

  @Test func `a run that was killed while it made the store leaves no ruin`() throws {
    let bench = try BundleFolder(1)
    let queue = try DatabaseQueue(path: bench.storePath)
    try queue.write {
      try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    try queue.close()
    #expect(try bench.run().scanned == 1)
  }

  @Test func `two runs do not share a store`() throws {
    let bench = try BundleFolder(0)
    let place = try StorePlace(bench.storePath)
    #expect(refusal(bench.storePath).contains("in use by another run"))
    #expect(try place.store.runs().isEmpty)
  }

  @Test func `a unit is stored with all its cases or not at all`() throws {
    let bench = try BundleFolder(0)
    let store = try StorePlace(bench.storePath).store
    let run = try store.begin(at: "2026-01-01T00:00:00.000Z", tool: "0", units: 1)
    let unit = StoredUnit(path: "a", stamp: "1", bytes: 3, playbooks: "p", options: "")
    try store.store(
      unit, contentHash: "x", problem: nil, cases: [("i-1", "one"), (nil, "two")], run: run)
    var changed = unit
    changed.options = "since"
    #expect(try store.isStored(unit))
    #expect(try !store.isStored(changed))
    try store.store(changed, contentHash: "x", problem: nil, cases: [("i-1", "three")], run: run)
    var lines: [String] = []
    try store.forEachCase(of: "a") { lines.append($0) }
    #expect(lines == ["three"])
    #expect(try store.runs().map(\.scanned) == [2])
  }
}
