import Collectors
import Evidence
import TestSupport
import Testing
import VPCModel

/// The quick ways (lines passed over, routine facts that wait at a desk, records read where they stand) say what
/// decoding every line and trying every pattern on it says.
///
/// Two things are different, and checked for how far they may be:
/// - of ipamd's counts of its pool only the last of a minute is read, as only that one is shown;
/// - of lines passed over in a log whose times are out of order, only the newest by place is asked for its time.
@Suite struct EveryLineTests {
  @Test(arguments: LogMill.Dress.allCases, 0..<4) func `in any wrapper`(dress: LogMill.Dress, seed: UInt64) {
    expectSame(LogMill.log(.init(seed: 40 + seed, lines: 400, dresses: [dress])), "\(dress), seed \(seed)")
  }

  @Test(arguments: 0..<8) func `of several nodes, in any mixture of wrappers`(seed: UInt64) {
    let plan = LogMill.Plan(
      seed: 200 + seed, lines: 400, dresses: seed % 2 == 0 ? [.cloudwatch] : LogMill.Dress.allCases,
      nodes: 1 + Int(seed % 5))
    expectSame(LogMill.log(plan), "seed \(seed)")
  }

  @Test(arguments: 0..<8) func `with times out of order`(seed: UInt64) {
    let plan = LogMill.Plan(
      seed: 300 + seed, lines: 400, dresses: seed % 2 == 0 ? [.plain] : LogMill.Dress.allCases,
      nodes: 2, disorder: 5)
    expectSame(LogMill.log(plan), "seed \(seed)", isOrdered: false)
  }

  @Test(arguments: 0..<8) func `with garbage between the lines`(seed: UInt64) {
    let plan = LogMill.Plan(
      seed: 400 + seed, lines: 400, dresses: seed % 2 == 0 ? [.plain] : LogMill.Dress.allCases, garbage: 8)
    expectSame(LogMill.log(plan), "seed \(seed)", isOrdered: false)
  }

  @Test(arguments: [60, 230, 400]) func `with lines beyond the longest one`(maxLine: Int) {
    let log = LogMill.log(.init(seed: 6, lines: 400, dresses: [.plain, .cri, .docker]))
    expectSame(log, "at most \(maxLine) bytes", maxLine: maxLine)
  }

  @Test func `every input of the samples`() {
    for file in SampleFiles.texts {
      expectSame(file.bytes, name: file.name, "\(file.name)", isOrdered: false)
    }
    #expect(SampleFiles.texts.count > 100)
  }

  // MARK: what is compared

  private func expectSame(
    _ bytes: [UInt8], name: String = "case/ipamd.log", _ what: Comment, isOrdered: Bool = true,
    maxLine: Int? = nil, from location: SourceLocation = #_sourceLocation
  ) {
    var options = ScanOptions()
    if let maxLine { options.maxLine = maxLine }
    var quick = Reading.settled(bytes, name: name, options: options)
    options.readsEveryLine = true
    var slow = Reading.settled(bytes, name: name, options: options)
    expectLastCounts(&quick, &slow, what, location)
    if !isOrdered { expectTimesInside(&quick, &slow, what, location) }
    let differences = Difference.of(quick, slow)
    #expect(differences.isEmpty, what, sourceLocation: location)
    #expect(quick == slow, what, sourceLocation: location)
  }

  /// Takes the times and the samples of pool counts out: the quick ones are some of the others, and the last is the
  /// last. What the counts say, minute by minute, stays and must be equal.
  private func expectLastCounts(
    _ quick: inout Case, _ slow: inout Case, _ what: Comment, _ location: SourceLocation
  ) {
    for name in slow.nodeLogs.keys {
      let some = quick.nodeLogs[name]?.moments["pool-stats"]
      let all = slow.nodeLogs[name]?.moments["pool-stats"]
      #expect((some == nil) == (all == nil), what, sourceLocation: location)
      if let some, let all {
        #expect(some.count <= all.count, what, sourceLocation: location)
        #expect(some.last == all.last, what, sourceLocation: location)
        if all.count < Moments.kept {
          #expect(Set(some.times).isSubset(of: all.times), what, sourceLocation: location)
          let minutes = { (moments: Moments) in Set(moments.times.map { $0.nanoseconds / 60_000_000_000 }) }
          #expect(minutes(some) == minutes(all), what, sourceLocation: location)
        }
      }
      for sample in quick.nodeLogs[name]?.samples["pool-stats"]?.samples ?? [] {
        #expect(sample.text.contains("IP"), what, sourceLocation: location)
      }
      quick.nodeLogs[name]?.moments["pool-stats"] = nil
      quick.nodeLogs[name]?.samples["pool-stats"] = nil
      slow.nodeLogs[name]?.moments["pool-stats"] = nil
      slow.nodeLogs[name]?.samples["pool-stats"] = nil
    }
  }

  private func expectTimesInside(
    _ quick: inout Case, _ slow: inout Case, _ what: Comment, _ location: SourceLocation
  ) {
    func inside(_ some: (Instant?, Instant?), _ all: (Instant?, Instant?)) {
      #expect((some.0 == nil) == (all.0 == nil), what, sourceLocation: location)
      if let first = some.0, let bound = all.0 { #expect(first >= bound, what, sourceLocation: location) }
      if let last = some.1, let bound = all.1 { #expect(last <= bound, what, sourceLocation: location) }
    }
    inside((quick.first, quick.last), (slow.first, slow.last))
    (quick.first, quick.last) = (slow.first, slow.last)
    for (name, other) in slow.nodeLogs {
      guard let log = quick.nodeLogs[name] else { continue }
      inside((log.first, log.last), (other.first, other.last))
      quick.nodeLogs[name]?.first = other.first
      quick.nodeLogs[name]?.last = other.last
    }
    for (name, other) in slow.inputs {
      guard let input = quick.inputs[name] else { continue }
      inside((input.first, input.last), (other.first, other.last))
      quick.inputs[name]?.first = other.first
      quick.inputs[name]?.last = other.last
    }
  }
}
