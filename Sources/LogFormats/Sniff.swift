import Bytes

/// Which log a text is, decided by its records. The raw values are those of the evidence's input kinds.
package enum LogKind: String, Hashable, Sendable, CaseIterable {
  case ipamd = "ipamd-log"
  case plugin = "plugin-log"
  case awsNode = "aws-node-log"
  case initContainer = "init-log"
  case agent = "network-policy-agent-log"
  case kubelet = "kubelet-log"
  case containerd = "runtime-log"
  case system = "system-log"
  case controller = "controller-log"
  /// Records of several writers, or records whose writer does not show.
  case mixed = "mixed-log"
}

/// Tells from the beginning of an input which log it is; nil when it holds no record of a known format.
///
/// The records decide; `name` (of the file or archive member) decides only between kinds whose records look the
/// same, and for records that name no writer. At most 256 KiB and 400 lines are looked at.
package func sniff(_ head: [UInt8], name: String) -> LogKind? {
  var votes = Votes()
  var decoder = LineDecoder(year: 2024, zoneOffsetSeconds: 0)
  var splitter = LineSplitter(maxLine: 256 << 10)
  let sample = head.count > 256 << 10 ? Array(head.prefix(256 << 10)) : head
  func read(_ bytes: Span<UInt8>, _ line: Line) {
    guard line.number <= 400 else { return }
    decoder.decode(bytes, number: line.number, byte: line.byte) { record, _, _ in votes.count(record) }
  }
  if CloudDocumentReader.recognises(sample) {
    var reader = CloudDocumentReader()
    reader.feed(sample.span) { event in
      decoder.decodeEmbedded(
        event.message, outerTime: event.time, streamName: event.streamName, number: 1, byte: event.byte
      ) { record, _, _ in votes.count(record) }
    }
  } else {
    splitter.feed(sample, read)
    splitter.finish(read)
  }
  decoder.finish { record, _, _ in votes.count(record) }
  return votes.kind(named: name)
}

/// What the records of a sample say about their writers.
private struct Votes {
  private var writers: [LogWriter: Int] = [:]
  private var records = 0
  private var tagged = 0
  private var initRecords = 0
  private var awsNodeRecords = 0

  mutating func count(_ record: LogRecord) {
    // A line without time, level and writer is text that happens to stand in a file.
    guard record.level != nil || record.time != nil || record.writer != .unknown else { return }
    records &+= 1
    if record.node != nil { tagged &+= 1 }
    if record.container == "aws-vpc-cni-init" { initRecords &+= 1 }
    if record.container == "aws-node" { awsNodeRecords &+= 1 }
    writers[record.writer, default: 0] &+= 1
  }

  func kind(named name: String) -> LogKind? {
    guard records > 0 else { return nil }
    if initRecords &* 2 > records { return .initContainer }
    if writers[.metricsHelper, default: 0] > 0 { return .mixed }
    let named = Self.kind(ofName: name)
    let order: [LogWriter] = [.agent, .controller, .plugin, .kubelet, .containerd, .entrypoint, .ipamd]
    let best = order.map { ($0, writers[$0, default: 0]) }.max { $0.1 < $1.1 }
    guard let best, best.1 > 0 else {
      // Nothing but unnamed writers: seelog of either program, klog, syslog of other daemons.
      return named ?? (tagged &* 2 > records ? .system : .mixed)
    }
    // Other writers beside the first: what is left when three quarters agree is noise of wrong guesses.
    let unknown = writers[.unknown, default: 0]
    let others = records &- unknown &- best.1
    if tagged &* 2 > records, others &* 4 > best.1 || unknown > best.1 { return .system }
    switch best.0 {
    case .agent: return .agent
    case .controller: return .controller
    case .plugin: return named == .ipamd ? .mixed : .plugin
    case .kubelet: return .kubelet
    case .containerd: return .containerd
    case .entrypoint: return named == .initContainer ? .initContainer : .awsNode
    case .ipamd:
      let hasEntrypoint = writers[.entrypoint, default: 0] > 0
      if hasEntrypoint || awsNodeRecords > 0 || named == .awsNode { return .awsNode }
      return others &* 4 > best.1 ? .mixed : .ipamd
    case .probe, .metricsHelper, .unknown: return .mixed
    }
  }

  /// From the last path component: `plugin.log`, `ipamd-2024-05-02T09-14-21.105.log.gz`, `aws-node/0.log`.
  static func kind(ofName name: String) -> LogKind? {
    var path: [UInt8] = []
    path.reserveCapacity(name.utf8.count)
    for byte in name.utf8 { path.append((65...90).contains(byte) ? byte | 32 : byte) }
    // The file's own name goes before its folder's: `aws-routed-eni/plugin.log`.
    var end = path.count
    for _ in 0..<2 {
      while end > 0, path[end - 1] == UInt8(ascii: "/") { end -= 1 }
      var start = end
      while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
      let part = path.span.extracting(start..<end)
      for (word, kind) in words where contains(part, word.span) { return kind }
      end = start
    }
    return nil
  }

  private static let words: [(word: [UInt8], kind: LogKind)] = {
    let table: [(String, LogKind)] = [
      ("aws-vpc-cni-init", .initContainer), ("network-policy-agent", .agent), ("aws-eks-nodeagent", .agent),
      ("ebpf-sdk", .agent), ("aws-node", .awsNode), ("ipamd", .ipamd), ("plugin", .plugin),
      ("kubelet", .kubelet), ("containerd", .containerd), ("docker", .containerd),
      ("controller", .controller),
      ("messages", .system), ("syslog", .system), ("journal", .system),
    ]
    return table.map { (Array($0.0.utf8), $0.1) }
  }()

  private static func contains(_ text: Span<UInt8>, _ word: Span<UInt8>) -> Bool {
    guard text.count >= word.count else { return false }
    for start in 0...(text.count - word.count) where text[start] == word[0] {
      var length = 1
      while length < word.count, text[start + length] == word[length] { length += 1 }
      if length == word.count { return true }
    }
    return false
  }
}
