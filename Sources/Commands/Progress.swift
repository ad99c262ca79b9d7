import ArgumentParser
import Intake
import Reports

enum ProgressChoice: String, ExpressibleByArgument, CaseIterable { case auto, never }

/// One line on the terminal of stderr: how much is read, how fast, how long it will take, and what is being read.
///
///     reading 42 %  1.1 GB of 2.6 GB  850 MB/s  2 s left  bundle.tar.gz!var_log/ipamd.log
///
/// Bytes are those on disk: of a packed file, the packed ones. Nothing is shown anywhere but on a terminal.
/// A class: whoever reads an input and whoever erases the line share it.
package final class ProgressMeter {
  private let clock: () -> Duration
  private let columns: Int
  private let paint: (String) -> Void
  private let erase: () -> Void
  private var total: Int64?
  private var started: Duration?
  private var painted: Duration?

  /// Not more often than the eye takes it in.
  private static let interval = Duration.milliseconds(100)

  /// - Parameter clock: time since any fixed moment.
  package init(
    columns: Int, clock: @escaping () -> Duration, paint: @escaping (String) -> Void,
    erase: @escaping () -> Void
  ) {
    self.columns = columns
    self.clock = clock
    self.paint = paint
    self.erase = erase
  }

  /// The meter of this program; nil when stderr is no terminal, or one that cannot erase a line.
  static func onTerminal() -> ProgressMeter? {
    guard StandardStream.error.isTerminal, Terminal.environment("CI") == nil,
      Terminal.environment("TERM") != "dumb"
    else { return nil }
    let start = ContinuousClock.now
    return ProgressMeter(
      columns: StandardStream.error.columns ?? Terminal.columns, clock: { start.duration(to: .now) },
      paint: StatusLine.show, erase: StatusLine.erase)
  }

  /// A reading of all inputs begins; `total` is nil when an input has no size before its end.
  package func begin(total: Int64?) {
    self.total = total
    started = nil
  }

  /// A buffer was read: `done` bytes on disk are behind.
  package func advance(to done: Int64, of name: String) {
    let now = clock()
    if let painted, now - painted < Self.interval { return }
    painted = now
    let since = started ?? now
    started = since
    paint(line(done, name, elapsed: now - since))
  }

  package func end() {
    if painted != nil { erase() }
    painted = nil
  }

  private func line(_ done: Int64, _ name: String, elapsed: Duration) -> String {
    var parts = ["reading"]
    // A file that grows while it is read is not more than whole.
    let total = total.flatMap { $0 > 0 ? max($0, done) : nil }
    if let total {
      parts.append("\(Int(Double(done) / Double(total) * 100)) %")
      parts.append("\(Self.bytes(done)) of \(Self.bytes(total))")
    } else {
      parts.append(Self.bytes(done))
    }
    let seconds = elapsed / .seconds(1)
    // The first moments tell more of the start than of the speed.
    if seconds >= 0.5, done > 0 {
      let rate = Double(done) / seconds
      parts.append("\(Self.bytes(Int64(rate)))/s")
      if let total { parts.append("\(Self.span(Double(total - done) / rate)) left") }
    }
    let text = parts.joined(separator: "  ")
    // One column stays free: a full line makes some terminals go on to the next.
    let room = columns - 1 - text.count - 2
    guard room >= 8 else { return String(text.prefix(max(0, columns - 1))) }
    // ASCII: the width of other characters is the terminal's own matter.
    let shown = Escaping.terminal(name, asciiOnly: true)
    return text + "  " + (shown.count <= room ? shown : "..." + shown.suffix(room - 3))
  }

  /// `512 B`, `3.1 MB`, `20.0 GB`: decimal units, one digit.
  private static func bytes(_ count: Int64) -> String {
    guard count >= 1_000 else { return "\(count) B" }
    var tenths = count / 100
    for unit in ["kB", "MB", "GB"] {
      if tenths < 10_000 || unit == "GB" { return "\(tenths / 10).\(tenths % 10) \(unit)" }
      tenths /= 1_000
    }
    return "\(count) B"
  }

  /// `45 s`, `12 min`, `3 h`; rounded up, so that the end is never late.
  private static func span(_ seconds: Double) -> String {
    if seconds < 90 { return "\(Int(seconds.rounded(.up))) s" }
    if seconds < 5_400 { return "\(Int((seconds / 60).rounded(.up))) min" }
    return seconds < 1e9 ? "\(Int((seconds / 3_600).rounded(.up))) h" : "long"
  }
}
