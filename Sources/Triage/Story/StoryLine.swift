import Evidence
import Playbooks
import VPCModel

/// One line of a story, with what the patterns make of it.
package struct StoryLine: Hashable, Sendable, Comparable {
  /// What ties a line to the pod.
  package enum Link: Int, Hashable, Sendable {
    /// It names the pod.
    case named
    /// It names a sandbox of the pod.
    case sandbox
    /// It comes right behind a request of the pod, and names nobody: ipamd's replies do not say whose they are.
    case reply
    /// It is about the node, in the minutes of the pod's tries.
    case node
  }

  package let time: Instant?
  package let place: Place
  package let link: Link
  package let writer: InputKind?
  package let level: String?
  /// Decoded, one line, at most 512 bytes.
  package let text: String
  /// What routine lines state: `request`, `refused`, `pool-stats` …
  package let signals: Set<String>
  /// Causes whose patterns it matches, sorted.
  package let causes: [CauseID]
  package let pool: PoolCount?
  /// Happenings it stands for: an event counts its repetitions.
  package let count: Int

  package init(
    time: Instant?, place: Place, link: Link, writer: InputKind?, level: String?, text: String,
    signals: Set<String> = [], causes: [CauseID] = [], pool: PoolCount? = nil, count: Int = 1
  ) {
    self.time = time
    self.place = place
    self.link = link
    self.writer = writer
    self.level = level
    self.text = text
    self.signals = signals
    self.causes = causes
    self.pool = pool
    self.count = max(1, count)
  }

  /// By time, then place; lines without a time come last.
  package static func < (left: Self, right: Self) -> Bool {
    switch (left.time, right.time) {
    case (let a?, let b?) where a != b: a < b
    case (_?, nil): true
    case (nil, _?): false
    default: (left.place, left.text) < (right.place, right.text)
    }
  }

  /// Somebody says that something failed, and not the application's own probe or image.
  var isTrouble: Bool {
    if signals.contains("not-ip-problem"), causes.isEmpty, !signals.contains("sandbox-failed") {
      return false
    }
    return !causes.isEmpty || level == "error" || level == "fatal"
      || !signals.isDisjoint(with: ["refused", "sandbox-refused", "sandbox-failed"])
  }

  func states(_ signal: String) -> Bool { signals.contains(signal) }
}

/// Lines of one kind: counted all, the first and the last kept, whatever order they come in.
package struct StoryLines: Hashable, Sendable {
  package static let kept = 3
  /// Ascending; at most twice `kept`.
  package private(set) var lines: [StoryLine] = []
  package private(set) var count = 0

  package init() {}

  package mutating func add(_ line: StoryLine) {
    count = count.addingReportingOverflow(line.count).partialValue
    let half = StoryLines.kept
    if lines.count >= 2 * half, line > lines[half - 1], line < lines[half] { return }
    let index = lines.firstIndex { line < $0 } ?? lines.count
    lines.insert(line, at: index)
    if lines.count > 2 * half { lines.remove(at: half) }
  }

  package var isEmpty: Bool { lines.isEmpty }
  package var first: StoryLine? { lines.first }
  package var last: StoryLine? { lines.last }
  package var firstTime: Instant? { lines.first?.time }
  /// Lines without a time stand last and do not hide the newest that has one.
  package var lastTime: Instant? { lines.last { $0.time != nil }?.time }
}
