/// The ways a log line travels from a node to a ticket.
enum Wrapper {
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func raw(_ lines: [TextLine]) -> [UInt8] { bytes(lines.map { $0.text + "\n" }.joined()) }

  /// `kubectl logs`, with either option.
  static func kubectl(
    _ lines: [TextLine], pod: String? = nil, container: String = "aws-node", timestamps: Bool = false
  ) -> [UInt8] {
    bytes(
      lines.map { line in
        let prefix = pod.map { "[pod/\($0)/\(container)] " } ?? ""
        return prefix + (timestamps ? "\(line.time.isoNano) " : "") + line.text + "\n"
      }.joined())
  }

  /// The runtime's own file; text longer than `limit` bytes comes in parts.
  static func cri(_ lines: [TextLine], stream: String = "stdout", limit: Int = 16384) -> [UInt8] {
    var result = ""
    for line in lines {
      for text in line.text.split(separator: "\n", omittingEmptySubsequences: false) {
        var rest = Substring(text)
        while rest.utf8.count > limit {
          let cut = rest.index(rest.startIndex, offsetBy: limit)
          result += "\(line.time.isoNano) \(stream) P \(rest[..<cut])\n"
          rest = rest[cut...]
        }
        result += "\(line.time.isoNano) \(stream) F \(rest)\n"
      }
    }
    return bytes(result)
  }

  static func docker(_ lines: [TextLine], stream: String = "stdout") -> [UInt8] {
    bytes(
      lines.map { line in
        #"{"log":\#(JSON.quoted(line.text + "\n")),"stream":"\#(stream)","time":"\#(line.time.isoNano)"}"#
          + "\n"
      }.joined())
  }

  /// `aws logs filter-log-events`.
  static func cloudWatch(_ lines: [TextLine], stream: String) -> [UInt8] {
    let events = lines.enumerated().map { index, line -> JSON in
      [
        "logStreamName": .string(stream), "timestamp": .number(Int(line.time.milliseconds)),
        "message": .string(line.text), "ingestionTime": .number(Int(line.time.milliseconds) + 1430),
        "eventId": .string("3812" + padded(index, 52)),
      ]
    }
    return bytes(
      JSON.object([("events", .array(events)), ("searchedLogStreams", [])]).pretty(depth: 2) + "\n")
  }

  /// Fluent Bit's record around a CRI line.
  static func fluentBit(_ lines: [TextLine], node: Node) -> [UInt8] {
    bytes(
      lines.map { line in
        let record: JSON = [
          "time": .string(line.time.isoNano), "stream": "stdout", "_p": "F", "log": .string(line.text),
          "kubernetes": [
            "pod_name": .string(node.agentPod), "namespace_name": "kube-system", "container_name": "aws-node",
            "host": .string(node.name),
          ],
        ]
        return record.compact + "\n"
      }.joined())
  }

  /// CRI inside Fluent Bit inside CloudWatch: three envelopes around one line.
  static func nested(_ lines: [TextLine], node: Node) -> [UInt8] {
    let inner = lines.map { line in
      let record: JSON = [
        "log": .string("\(line.time.isoNano) stdout F \(line.text)"),
        "kubernetes": ["pod_name": .string(node.agentPod), "host": .string(node.name)],
      ]
      return TextLine(time: line.time, text: record.compact)
    }
    return cloudWatch(inner, stream: "\(node.name)-application.var.log.containers.\(node.agentPod)")
  }

  /// `journalctl -u kubelet`.
  static func journal(_ lines: [TextLine], host: String, unit: String = "kubelet[3021]") -> [UInt8] {
    bytes(lines.map { "\($0.time.journal) \(host) \(unit): \($0.text)\n" }.joined())
  }

  /// `journalctl -o short-iso-precise`, as the node monitoring agent collects.
  static func journalISO(_ lines: [TextLine], host: String, unit: String = "kubelet[3021]") -> [UInt8] {
    bytes(lines.map { "\($0.time.isoMicroZone) \(host) \(unit): \($0.text)\n" }.joined())
  }

  /// `journalctl -o json`.
  static func journalJSON(_ lines: [TextLine], host: String) -> [UInt8] {
    bytes(
      lines.map { line in
        let record: JSON = [
          "__REALTIME_TIMESTAMP": .string("\(line.time.milliseconds)123"), "_HOSTNAME": .string(host),
          "_SYSTEMD_UNIT": "kubelet.service", "MESSAGE": .string(line.text),
        ]
        return record.compact + "\n"
      }.joined())
  }

  /// `/var/log/messages`.
  static func syslog(_ lines: [TextLine], host: String) -> [UInt8] {
    bytes(lines.map { "\($0.time.journal) \(host) kubelet: \($0.text)\n" }.joined())
  }

  /// `aws logs tail`.
  static func tail(_ lines: [TextLine], stream: String) -> [UInt8] {
    bytes(
      lines.map { "\($0.time.isoMicroZone.replacing("+0000", with: "+00:00")) \(stream) \($0.text)\n" }
        .joined())
  }

  /// `aws logs get-query-results`.
  static func insights(_ lines: [TextLine]) -> [UInt8] {
    let rows = lines.enumerated().map { index, line -> JSON in
      [
        ["field": "@timestamp", "value": .string(line.time.insights)],
        ["field": "@message", "value": .string(line.text)],
        ["field": "@ptr", "value": .string("CmEKJgoi" + padded(index, 24))],
      ]
    }
    return bytes(JSON.object([("results", .array(rows)), ("status", "Complete")]).pretty(depth: 2) + "\n")
  }
}
