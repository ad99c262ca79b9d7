import Collectors
import Commands
import Evidence
import Foundation
import Intake
import PlaybookData
import TestSupport
import Testing

/// Same evidence, same bytes: whatever the order of paths, of creation, of merging.
@Suite struct DeterminismTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  static let folders = Samples.caseFolders.map(\.path)

  /// A generator that gives the same numbers each time.
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var mixed = state
      mixed ^= mixed >> 33
      mixed = mixed &* 0xFF51_AFD7_ED55_8CCD
      return mixed ^ mixed >> 33
    }
  }

  @Test(arguments: DeterminismTests.folders)
  func `paths in any order, and a copy made in another order, give the same bytes`(folder: String) throws {
    let input = folder + "/input"
    let files = Samples.files(in: URL(fileURLWithPath: input))
    let first = Rendered.all(place.analyze([input]).report)
    #expect(Rendered.all(place.analyze([input]).report) == first, "twice")
    let paths = files.map { input + "/" + $0 }
    #expect(Rendered.all(place.analyze(paths.reversed()).report) == first, "reversed")
    var dice = Dice(state: 7)
    #expect(Rendered.all(place.analyze(paths.shuffled(using: &dice)).report) == first, "shuffled")
    for file in files.shuffled(using: &dice) {
      let target = place.folder.appending(path: file)
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: URL(fileURLWithPath: input + "/" + file), to: target)
    }
    let copied = Rendered.all(place.analyze().report).mapValues {
      $0.replacing(place.folder.path, with: input)
    }
    // Names are as long as their folder is, and text wraps at 80: JSON has every field.
    #expect(copied["json"] == first["json"], "copied")
  }

  /// Logs packed one by one, and the rest in an archive, so that there is something to unpack ahead.
  @Test(arguments: DeterminismTests.folders)
  func `any number of jobs gives the same bytes, in any order of paths`(folder: String) throws {
    let input = folder + "/input"
    var paths: [String] = []
    var members: [[UInt8]] = []
    for (index, file) in Samples.files(in: URL(fileURLWithPath: input)).enumerated() {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: input + "/" + file)))
      switch index % 3 {
      case _ where file.hasSuffix(".gz"): paths.append(try place.write(file, bytes))
      case 0: paths.append(try place.write(file + ".gz", Packing.gzip(bytes)))
      case 1: paths.append(try place.write(file, bytes))
      default: members.append(Packing.member(file, bytes))
      }
    }
    if !members.isEmpty {
      paths.append(try place.write("bundle.tar.gz", Packing.gzip(Packing.tar(members))))
    }
    var dice = Dice(state: 13)
    var first: [String: String]?
    for jobs in [1, 2, 4, 1, 4] {
      var options = IntakeOptions()
      options.jobs = jobs
      var scan = ScanOptions()
      scan.jobs = jobs
      let report = Analysis.run(paths: paths, handbook: PlaybookData.handbook, scan: scan, intake: options)
        .report
      let rendered = Rendered.all(report)
      #expect(first == nil || rendered == first, "\(jobs) jobs")
      first = first ?? rendered
      paths.shuffle(using: &dice)
    }
  }

  @Test(arguments: DeterminismTests.folders)
  func `inputs collected apart and merged in any order are the inputs collected together`(folder: String)
    throws
  {
    let input = folder + "/input"
    let paths = Samples.files(in: URL(fileURLWithPath: input)).map { input + "/" + $0 }
    let catalog = ScanCatalog(PlaybookData.handbook)
    func collect(_ paths: [String]) -> Case {
      let collector = Collector(catalog)
      _ = Analysis.read(paths, into: collector, options: IntakeOptions())
      return collector.evidence
    }
    func render(_ evidence: Case) -> String {
      Rendered.json(Analysis.conclude(evidence, handbook: PlaybookData.handbook).report)
    }
    let together = render(collect(paths))
    var cases = paths.map { collect([$0]) }
    var dice = Dice(state: 11)
    for _ in 0..<2 {
      cases.shuffle(using: &dice)
      var left = Case()
      for one in cases { left.merge(one) }
      #expect(render(left) == together, "one after the other")
      var right = Case()
      for one in cases.reversed() {
        var next = one
        next.merge(right)
        right = next
      }
      #expect(render(right) == together, "from the right")
      var halves = [Case(), Case()]
      for (index, one) in cases.enumerated() { halves[index % 2].merge(one) }
      halves[0].merge(halves[1])
      #expect(render(halves[0]) == together, "in halves")
    }
  }

  @Test(arguments: DeterminismTests.folders)
  func `a log twice, plain and packed, counts once`(folder: String) throws {
    let input = folder + "/input"
    let once = place.analyze([input]).report
    for file in Samples.files(in: URL(fileURLWithPath: input)) {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: input + "/" + file)))
      try place.write(file, bytes)
      if file.hasSuffix(".log"), bytes.count < 200_000 {
        try place.write(file + ".1.gz", Packing.gzip(bytes))
      }
    }
    let twice = place.analyze().report
    #expect(twice.primary.id == once.primary.id)
    #expect(twice.primary.count == once.primary.count)
    #expect(twice.contributing.map(\.count) == once.contributing.map(\.count))
    #expect(twice.primary.because == once.primary.because)
  }
}
