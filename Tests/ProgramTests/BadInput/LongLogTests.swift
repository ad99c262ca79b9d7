import Commands
import Evidence
import Foundation
import TestSupport
import Testing

/// Logs with more of everything than is kept: the report is bounded and the same for any order.
@Suite struct LongLogTests {
  private let place: Workplace
  init() throws { place = try Workplace() }

  private func stamp(minute: Int) -> String {
    let (day, hour) = (1 + minute / 1_440, minute / 60 % 24)
    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "2026-03-\(pad(day))T\(pad(hour)):\(pad(minute % 60)):00.000Z"
  }

  private func line(_ minute: Int, _ level: String, _ message: String) -> String {
    #"{"level":"\#(level)","ts":"\#(stamp(minute: minute))","caller":"ipamd/ipamd.go:653","msg":"\#(message)"}"#
  }

  @Test func `two weeks in two files give one report, whichever comes first`() throws {
    let words = (0..<300).map { number in
      String(number, radix: 26).map { String(UnicodeScalar(97 + UInt8(Int(String($0), radix: 26) ?? 0))) }
        .joined()
    }
    var halves = ["", ""]
    for minute in 0..<14_000 {
      let total = minute % 50
      let text =
        minute % 40 == 0
        ? line(minute, "error", "cannot do the \(words[minute / 40 % 300]) thing")
        : line(minute, "debug", "IP stats - total IPs: \(total), assigned IPs: \(total / 2), cooldown IPs: 0")
      halves[minute < 7_000 ? 0 : 1] += text + "\n"
    }
    let files = [
      try place.write("i-0aaaaaaaaaaaaaaa1/ipamd.log.1", halves[0]),
      try place.write("i-0aaaaaaaaaaaaaaa1/ipamd.log", halves[1]),
    ]
    let forward = place.analyze(files)
    let backward = place.analyze(files.reversed())
    #expect(Rendered.json(forward.report) == Rendered.json(backward.report))
    #expect(forward.report.unclassified.count <= Case.keptTemplates)
  }
}
