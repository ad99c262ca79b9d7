import Testing

/// A wrapper that goes around each line by itself, so that several can be put around each other.
struct LineWrapper: Sendable, CustomTestStringConvertible {
  let name: String
  /// Zero, one or several lines for one; `node` tells the nodes of a case apart.
  let wrap: @Sendable (_ line: TimedLine, _ node: NodeNames) -> [String]

  var testDescription: String { name }

  func lines(_ lines: [TimedLine], _ node: NodeNames) -> [TimedLine] {
    lines.flatMap { line in wrap(line, node).map { line.with($0) } }
  }
}

/// What a node and its aws-node pod are called in the wrappers of one log.
struct NodeNames: Sendable {
  let host: String
  let pod: String

  /// Names of their own for each file, in files' order; the host as the documents of the case call it.
  init(_ number: Int, of name: String) {
    host = Self.hosts[name] ?? "ip-10-99-0-\(number + 10).ec2.internal"
    pod = "aws-node-7xk\(number % 10)p"
  }

  private static let hosts = ["node-ip-limit/full-node-docker-v1.7": "ip-10-40-29-26.ec2.internal"]

  var stream: String {
    "\(host)-application.var.log.containers.\(pod)_kube-system_aws-node-"
      + String(repeating: "0a1b", count: 16) + ".log"
  }
  var kubernetes: String {
    #"{"pod_name":"\#(pod)","namespace_name":"kube-system","container_name":"aws-node","host":"\#(host)"}"#
  }
}

extension LineWrapper {
  static let kubectlTimestamps = LineWrapper(name: "kubectl --timestamps") { line, _ in
    ["\(line.iso(digits: 9))Z \(line.text)"]
  }
  static let kubectlPrefix = LineWrapper(name: "kubectl --prefix") { line, node in
    ["[pod/\(node.pod)/aws-node] \(line.text)"]
  }
  static let kubectlBoth = LineWrapper(name: "kubectl --prefix --timestamps") { line, node in
    ["[pod/\(node.pod)/aws-node] \(line.iso(digits: 9))Z \(line.text)"]
  }
  static let stern = LineWrapper(name: "stern") { line, node in ["\(node.pod) aws-node \(line.text)"] }
  static let docker = docker(limit: 16_384)
  /// The runtime cuts at 16 KiB; lines of samples are shorter, so that a smaller limit shows the joining.
  static let dockerCut = docker(limit: 97)
  static let cri = cri(limit: 16_384, zone: "Z")
  static let criCut = cri(limit: 83, zone: "+00:00")
  static let fluentBit = LineWrapper(name: "Fluent Bit log") { line, node in
    [
      #"{"time":"\#(line.iso(digits: 9))Z","stream":"stdout","_p":"F","log":\#(quoted(line.text)),"#
        + #""kubernetes":\#(node.kubernetes)}"#
    ]
  }
  /// `Merge_Log On` with `Merge_Log_Key log_processed`; text that is no JSON stays in `log`.
  static let fluentBitProcessed = LineWrapper(name: "Fluent Bit log_processed") { line, node in
    let processed = line.text.hasPrefix("{") ? #","log_processed":\#(line.text)"# : ""
    return [
      #"{"@timestamp":"\#(line.iso(digits: 3))Z","log":\#(quoted(line.text + "\n"))\#(processed),"#
        + #""stream":"stdout","kubernetes":\#(node.kubernetes)}"#
    ]
  }
  static let fluentBitLeftover = LineWrapper(name: "Fluent Bit with stdout F left over") { line, node in
    [
      #"{"log":\#(quoted("stdout F " + line.text)),"kubernetes":\#(node.kubernetes),"time":"\#(line.iso(digits: 9))Z"}"#
    ]
  }
  static let logsTail = LineWrapper(name: "aws logs tail") { line, node in
    ["\(line.iso(digits: 6))+00:00 \(node.stream) \(line.text)"]
  }
  static let logsTailShort = LineWrapper(name: "aws logs tail --format short") { line, _ in
    ["\(line.iso(digits: 0)) \(line.text)"]
  }
  static let journalShort = LineWrapper(name: "journald short") { line, node in
    ["\(line.monthDay) \(node.host) ipamd[3021]: \(line.text)"]
  }
  static let journalPrecise = LineWrapper(name: "journald short-iso-precise") { line, node in
    ["\(line.iso(digits: 6))+0000 \(node.host) ipamd[3021]: \(line.text)"]
  }
  static let journalJSON = LineWrapper(name: "journald json") { line, node in
    [
      #"{"__CURSOR":"s=0a1b","__REALTIME_TIMESTAMP":"\#(line.time / 1_000)","_HOSTNAME":"\#(node.host)","#
        + #""_SYSTEMD_UNIT":"ipamd.service","PRIORITY":"6","MESSAGE":\#(quoted(line.text))}"#
    ]
  }
  static let journalBytes = LineWrapper(name: "journald json, bytes") { line, node in
    let bytes = line.text.utf8.map(String.init).joined(separator: ",")
    return [
      #"{"__REALTIME_TIMESTAMP":"\#(line.time / 1_000)","_HOSTNAME":"\#(node.host)","MESSAGE":[\#(bytes)]}"#
    ]
  }
  static let syslog = LineWrapper(name: "syslog") { line, node in
    ["\(line.monthDay) \(node.host) ipamd: \(line.text)"]
  }

  static let all: [LineWrapper] = [
    kubectlTimestamps, kubectlPrefix, kubectlBoth, stern, docker, dockerCut, cri, criCut, fluentBit,
    fluentBitProcessed, fluentBitLeftover, logsTail, logsTailShort, journalShort, journalPrecise, journalJSON,
    journalBytes, syslog,
  ]

  private static func docker(limit: Int) -> LineWrapper {
    LineWrapper(name: "docker json-file, \(limit)") { line, _ in
      pieces(line.text, limit).map { piece, isLast in
        #"{"log":\#(quoted(isLast ? piece + "\n" : piece)),"stream":"stderr","time":"\#(line.iso(digits: 9))Z"}"#
      }
    }
  }

  private static func cri(limit: Int, zone: String) -> LineWrapper {
    LineWrapper(name: "CRI \(zone), \(limit)") { line, _ in
      pieces(line.text, limit).map { "\(line.iso(digits: 9))\(zone) stdout \($1 ? "F" : "P") \($0)" }
    }
  }

  private static func pieces(_ text: String, _ limit: Int) -> [(String, isLast: Bool)] {
    var rest = Substring(text)
    var pieces: [(String, isLast: Bool)] = []
    while rest.count > limit {
      pieces.append((String(rest.prefix(limit)), false))
      rest = rest.dropFirst(limit)
    }
    return pieces + [(String(rest), true)]
  }
}
