import Commands
import Foundation
import Reports
import Testing
import Triage
import VPCModel

/// What the evidence is silent about, in every format.
@Suite struct SilenceTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  /// Minutes after 03:00 on 2026-03-03.
  private static func line(_ minute: Int, _ message: String, level: String = "debug") -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let stamp = "2026-03-03T\(two(3 + minute / 60)):\(two(minute % 60)):00.000Z"
    return #"{"level":"\#(level)","ts":"\#(stamp)","caller":"ipamd/ipamd.go:653","msg":"\#(message)"}"# + "\n"
  }

  private static func pool(_ minutes: ClosedRange<Int>) -> String {
    minutes.map {
      line($0, "IP stats for Network Card 0 - total IPs: 10, assigned IPs: 5, cooldown IPs: 2")
    }.joined()
  }

  /// The words stand in each format that people read.
  private func expect(_ words: String, in report: Report) {
    for (format, text) in Rendered.all(report) {
      let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let spelt = plain.replacingOccurrences(of: "&#39;", with: "'")
      let shown = format == "markdown" ? spelt.split(separator: "\\").joined() : spelt
      #expect(shown.contains(words), "\(format)")
    }
  }

  @Test func `hours between two files of a log are a gap`() throws {
    try place.write(
      "ipamd-1.log",
      Self.line(0, "Reconciling ENI/IP pool info") + Self.line(9, "Reconciling ENI/IP pool info"))
    try place.write(
      "ipamd.log",
      Self.line(300, "Reconciling ENI/IP pool info")
        + Self.line(302, "DataStore has no available IP addresses", level: "error"))
    let report = place.analyze().report
    #expect(report.gaps.count == 1)
    #expect(report.gaps.first?.reason == "no ipamd log of these hours: rotated away or not collected")
    expect("no ipamd log of these hours", in: report)
  }

  @Test func `minutes without a count inside a log are a gap, once`() throws {
    let report = try place.analyze(text: Self.pool(0...5) + Self.pool(90...95), as: "ipamd.log").report
    #expect(report.gaps.map(\.reason) == ["no lines of ipamd: rotated away or cut out"])
    expect("rotated away or cut out", in: report)
  }

  @Test func `a log that goes on has no gap`() throws {
    try place.write("ipamd-1.log", Self.pool(0...20))
    try place.write("ipamd.log", Self.pool(21...40))
    #expect(place.analyze().report.gaps.isEmpty)
  }

  @Test func `times that run backwards are said, and hours after them are not taken for a pause`() throws {
    let refusal = { Self.line($0, "DataStore has no available IP addresses", level: "error") }
    let text = refusal(100) + refusal(101) + refusal(60) + refusal(61) + refusal(62)
    let report = try place.analyze(text: text, as: "ipamd.log").report
    #expect(
      report.gaps.map(\.reason) == [
        "times run backwards at line 3 of its ipamd log: the clock was set, or the file is not in order"
      ])
    #expect(report.gaps.first.map { $0.to.seconds(since: $0.from) } == 2_460.0)
    expect("times run backwards at line 3", in: report)
  }

  @Test func `lines that goroutines mixed up are no step of the clock`() throws {
    let text = [10, 14, 11, 12, 13, 14].map {
      Self.line($0, "DataStore has no available IP addresses", level: "error")
    }.joined()
    #expect(try place.analyze(text: text, as: "ipamd.log").report.gaps.isEmpty)
  }

  @Test func `a level above DEBUG is said, because it hides the pool`() throws {
    try place.write("ipamd.log", Self.line(0, "Reconciling ENI/IP pool info", level: "info"))
    for (level, isSaid) in [("INFO", true), ("DEBUG", false)] {
      try place.write(
        "daemonset.json",
        #"{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"aws-node","namespace":"kube-system"},"spec":{"template":{"spec":{"containers":[{"name":"aws-node","env":[{"name":"AWS_VPC_K8S_CNI_LOGLEVEL","value":"\#(level)"}]}]}}}}"#
      )
      let report = place.analyze().report
      #expect(
        report.notes.contains { $0.hasPrefix("AWS_VPC_K8S_CNI_LOGLEVEL hides DEBUG lines") } == isSaid,
        "\(level)")
      if isSaid { expect("their absence proves nothing", in: report) }
    }
  }

  @Test func `an empty list of interfaces is said`() throws {
    try place.write("enis.json", "{\"NetworkInterfaces\": []}")
    try place.write("ipamd.log", Self.pool(0...3))
    expect("no network interface in it", in: place.analyze().report)
  }

  @Test func `an empty file is said`() throws {
    try place.write("describe-network-interfaces.json", "")
    try place.write("ipamd.log", Self.pool(0...3))
    expect("the input is empty", in: place.analyze().report)
  }

  @Test func `an empty enis.json of a bundle is the silence of ipamd`() throws {
    try place.write("enis.json", "")
    try place.write("ipamd.log", Self.pool(0...3))
    expect("did not answer the bundle's collector", in: place.analyze().report)
  }

  @Test func `refusals, pauses and starts have their series`() throws {
    let refusal = "DataStore has no available IP addresses"
    let hold = "Recently we had InsufficientCidr error hence will wait for 2m0s before retrying"
    let report = try place.analyze(
      text: Self.pool(0...3) + Self.line(4, refusal, level: "error") + Self.line(5, hold) + Self.line(7, hold)
        + Self.line(8, refusal, level: "error") + Self.pool(9...10), as: "ipamd.log"
    ).report
    func values(_ name: String) -> [Int?]? { report.series.first { $0.name == name }?.values }
    #expect(values("pods.refused") == [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0])
    #expect(values("ipamd.holds") == [0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0])
    #expect(values("pool.cooling") == [2, 2, 2, 2, nil, nil, nil, nil, nil, 2, 2])
    #expect(values("ipamd.starts") == nil)
    let html = Rendered.all(report)["html"] ?? ""
    #expect(html.contains("aria-label=\"pods refused at 2 moments\""))
    #expect(html.contains("aria-label=\"pausing for 120 s at 2 moments\""))
    #expect(html.contains("resting after use"))
  }
}
