import Evidence
import Triage
import VPCModel

/// A story, as text and as JSON: `why pod NS/NAME PATH...`, `why node NAME PATH...`.
package struct StoryRenderer: Sendable {
  private let options: RenderOptions
  package init(_ options: RenderOptions) { self.options = options }

  package func text(_ story: Story) -> String {
    var text = StoryText(story, options)
    text.write()
    return text.page.text
  }

  package func json(_ story: Story) -> String { JSONText.pretty(StoryTree.node(story)) }
}

private struct StoryText {
  let story: Story
  let times: TimeStyle
  let folder: String
  var page: Page

  init(_ story: Story, _ options: RenderOptions) {
    self.story = story
    times = TimeStyle(from: story.first, to: story.last)
    folder = TextReport.sharedFolder(Set(story.hops.flatMap(\.lines).map(\.place.input)).sorted())
    page = Page(options)
  }

  mutating func write() {
    writeHeader()
    page.blank()
    page.add(verdict, indent: 0, [page.piece(mark)], hanging: 2, style: mark.style)
    page.add(sentence(story.because))
    writeCause()
    page.heading(isPod ? "The way to its address" : "What happened on it")
    if !folder.isEmpty { page.add("in \(folder)", hanging: 4, style: .dim) }
    for hop in story.hops { write(hop) }
    writeMissing()
    if let cause = story.cause {
      page.blank()
      page.add("more: ipamtriage explain \(cause.id.raw)", indent: 0, style: .dim)
    }
  }

  private var isPod: Bool {
    if case .pod = story.subject { return true }
    return false
  }

  private var subject: String {
    switch story.subject {
    case .pod(let name): "pod \(name.shown)"
    case .node(let name): "node \(name)"
    }
  }

  private mutating func writeHeader() {
    page.add(subject, indent: 0, [.init("ipamtriage \(story.toolVersion)", .bold, columns: 17)], hanging: 2)
    var parts: [String] = []
    if !story.nodes.isEmpty, isPod || story.nodes != [nodeName] {
      parts.append("on \(Phrases.list(story.nodes)) ")
    }
    if let window = times.window { parts.append(window) }
    if !parts.isEmpty { page.add(parts.joined(separator: "  "), hanging: 4, style: .dim) }
  }

  private var nodeName: String {
    if case .node(let name) = story.subject { return name }
    return ""
  }

  // MARK: verdict

  private var mark: Mark {
    switch story.state {
    case .served: story.broken == nil ? .good : .warning
    case .recovered: .warning
    case .waiting, .unscheduled: .bad
    case .unclear: .open
    }
  }

  private var verdict: String {
    var word =
      switch story.state {
      case .served: isPod ? "HAS AN ADDRESS" : "SERVES"
      case .recovered: "RECOVERED"
      case .waiting:
        !isPod
          ? "REFUSES PODS"
          : story.broken == "answer" ? "HAS AN ADDRESS AND STILL FAILS" : "WAITS FOR AN ADDRESS"
      case .unscheduled: "NOT SCHEDULED"
      case .unclear: "NOT DECIDED"
      }
    if let hop = story.hops.first(where: { $0.key == story.broken }) {
      word +=
        story.state == .waiting || story.state == .unscheduled
        ? "   broken at \(hop.number) \(hop.title)" : ""
    }
    return word
  }

  private func sentence(_ text: String) -> String {
    guard let first = text.first else { return "" }
    return first.uppercased() + text.dropFirst() + "."
  }

  private mutating func writeCause() {
    guard let cause = story.cause else { return }
    let words = [cause.basis?.rawValue, cause.state?.rawValue].compactMap { $0 }.joined(separator: ", ")
    page.blank()
    page.add(cause.because, [.init("behind it"), .init("\(cause.id.raw) (\(words)):", .bold)], hanging: 4)
  }

  // MARK: hops

  private func marking(_ hop: Hop) -> Mark {
    switch hop.outcome {
    case .passed: .good
    case .broken: .bad
    case .follows: .warning
    case .notShown: .open
    case .notNeeded: .none
    }
  }

  private mutating func write(_ hop: Hop) {
    let isBroken = hop.outcome == .broken
    page.add(
      hop.because + (isBroken ? " (broken here)" : ""),
      [page.piece(marking(hop)), .init(String(hop.number)), .init(hop.title, columns: 14)],
      style: isBroken ? .bold : .plain)
    for (index, line) in hop.lines.enumerated() {
      write(line)
      let hidden = hop.count - hop.lines.count
      if index == 0, hop.lines.count > 1, hidden > 0 {
        page.add("\(Phrases.number(hidden)) more between them", indent: 6, style: .dim)
      }
    }
  }

  private mutating func write(_ line: StoryLine) {
    var place = shown(line.place.input)
    if line.place.line > 0 { place += ":\(line.place.line)" }
    var rest = [line.time.map { times.moment($0, milliseconds: true) }].compactMap { $0 }
    if line.count > 1 { rest.append("\(Phrases.number(line.count)) times") }
    if line.link == .reply { rest.append("right after the request") }
    if line.link == .node, isPod { rest.append("of the node") }
    page.add(([place] + rest).joined(separator: "  "), indent: 6, hanging: 8, style: .dim)
    if !line.text.isEmpty { page.add(Self.short(line.text), indent: 8, hanging: 8) }
  }

  /// Enough to know the line by: ids of sandboxes as `crictl` shortens them, 220 characters at most. The JSON has all.
  private static func short(_ text: String) -> String {
    var result = ""
    var digits = ""
    func settle() {
      result += digits.utf8.count >= 32 ? digits.prefix(12) + "…" : digits[...]
      digits = ""
    }
    for character in text {
      if character.isASCII, character.isHexDigit {
        digits.append(character)
      } else {
        settle()
        result.append(character)
      }
    }
    settle()
    return result.count <= 220 ? result : String(result.prefix(210)) + "…"
  }

  private func shown(_ input: String) -> String {
    !folder.isEmpty && input.hasPrefix(folder) ? String(input.dropFirst(folder.count)) : input
  }

  private mutating func writeMissing() {
    let missing = story.hops.compactMap(\.collect)
    guard !missing.isEmpty else { return }
    page.heading("To see the rest, collect")
    for item in missing { page.command(item.command, for: item.what, indent: 6) }
  }
}
