/// Lines of ipamd and of the plugin in the encoding of their release.
enum LogText {
  /// Sorted by time; lines of one millisecond keep the order they were written in.
  static func lines(_ log: [LogLine], _ cni: Generation, hoursEast: Int = 0) -> [TextLine] {
    let sorted = log.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    return sorted.map { TextLine(time: $0.element.time, text: text($0.element, cni, hoursEast)) }
  }

  static func text(_ line: LogLine, _ cni: Generation, _ hoursEast: Int = 0) -> String {
    if cni.writesSeelog {
      // v1.6.0 puts a blank before the TAB, v1.5.0 has no milliseconds.
      let stamp = cni.since(5, 1) ? line.time.iso : line.time.isoSeconds
      let gap = cni.since(6) ? " \t" : "\t"
      return "\(stamp) [\(line.level.uppercased())]\(gap)\(line.message)"
    }
    let local = (line.time + Double(hoursEast * 3600)).iso.dropLast()
    let stamp = hoursEast == 0 ? line.time.iso : "\(local)+\(padded(hoursEast, 2))00"
    return
      #"{"level":"\#(line.level)","ts":"\#(stamp)","caller":"\#(line.caller)","msg":\#(JSON.quoted(line.message))}"#
  }

  /// Console lines of the aws-node container: the entry point in the shape of its release.
  static func console(
    _ cni: Generation, _ level: String, _ message: String, error: String? = nil, at time: Moment
  ) -> TextLine {
    if cni.hasGoEntryPoint {
      let tail = error.map { " error=\(JSON.quoted($0))" } ?? ""
      return TextLine(
        time: time, text: "time=\"\(time.isoSeconds)\" level=\(level) msg=\(JSON.quoted(message))\(tail)")
    }
    if !cni.since(7) { return TextLine(time: time, text: message) }
    return TextLine(
      time: time,
      text:
        #"{"level":"\#(level)","ts":"\#(time.iso)","caller":"entrypoint.sh","msg":\#(JSON.quoted(message))}"#)
  }
}

extension Node {
  var ipamdLines: [TextLine] { LogText.lines(log, cni) }
  var pluginLines: [TextLine] { LogText.lines(plugin, cni) }
  var kubeletLines: [TextLine] { sorted(kubelet) }
  var consoleLines: [TextLine] { sorted(console) }

  private func sorted(_ lines: [TextLine]) -> [TextLine] {
    lines.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  }

  /// What the entry point says when all is well.
  func startConsole(at time: Moment) {
    if cni.hasGoEntryPoint {
      console += [
        "Starting IPAM daemon... ", "Checking for IPAM connectivity... ", "Copying config file... ",
        "Successfully copied CNI plugin binary and config file.",
      ]
      .enumerated().map { LogText.console(cni, "info", $0.element, at: time + Double($0.offset) * 1.1) }
    } else {
      console += [
        "Starting IPAM daemon in the background ... ", "Checking for IPAM connectivity ... ",
        "Copying config file ... ", "Successfully copied CNI plugin binary and config file.",
      ]
      .enumerated().map { LogText.console(cni, "info", $0.element, at: time + Double($0.offset) * 1.1) }
    }
  }
}
