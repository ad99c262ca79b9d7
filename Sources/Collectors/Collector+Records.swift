import Bytes
import Documents
import Evidence
import LogFormats
import Patterns
import VPCModel

extension Collector {
  /// One decoded log record.
  func take(_ log: LogRecord, line: Int, byte: Int) {
    let time = log.time.map { Instant(nanoseconds: $0) }
    guard isInWindow(log.time) else { return }
    if log.timeIsAssumed { evidenceHasAssumedTime() }
    note(time)
    let kind = inputKind(of: log.writer)
    if let kind { kinds[kind, default: 0] += 1 }
    // Metrics of other nodes, printed by a helper: no line of it is a failure of this node.
    if log.writer == .metricsHelper { return readMetrics(log.message, line: line, byte: byte) }
    if log.time == nil, readOperatorError(log.message, line: line, byte: byte) { return }
    if log.time == nil, log.level == nil, readForeign(log.message, line: line, byte: byte) { return }
    if log.isOfUnit, log.writer == .ipamd, !hasUnitOfIPAMD {
      hasUnitOfIPAMD = true
      state(.platform(.autoMode), line: line, byte: byte)
    }
    let node = nodeKey(of: log)
    if kind != nil || log.time != nil || log.level != nil { touch(node, time: time, kind: kind) }
    let place = Place(input: record.name, line: line, byte: byte)
    classify(
      log.message, time: time, level: log.level?.rawValue, writers: writers(of: log.writer), node: node,
      pod: nil,
      place: place, isBare: log.time == nil && log.level == nil)
  }

  /// What the AWS CLI said to whoever collected this, beside what they were to collect.
  private func readOperatorError(_ message: [UInt8], line: Int, byte: Int) -> Bool {
    guard LineFacts.find(Self.refusedCall, in: message) != nil,
      let error = OperatorError(LineFacts.excerpt(message))
    else { return false }
    state(
      .operatorError(code: error.code, operation: error.operation, text: error.text), line: line, byte: byte)
    return true
  }

  /// `--output text`, `table` or `yaml` of the AWS CLI: named once, never guessed at.
  private func readForeign(_ message: [UInt8], line: Int, byte: Int) -> Bool {
    guard let advice = ForeignOutput.advice(for: message) else { return false }
    if !record.problems.contains(where: { $0.text == advice }) {
      record.problems.insert(InputProblem(line: line, byte: byte, advice))
    }
    return true
  }

  private static let refusedCall = Array("An error occurred (".utf8)

  /// A metrics page inside a message of cni-metrics-helper; cut at its end, as a rule.
  private func readMetrics(_ message: [UInt8], line: Int, byte: Int) {
    guard LineFacts.find(Array("# TYPE awscni_".utf8), in: message) != nil else { return }
    var page = TextDocuments()
    for row in message.split(separator: 10) {
      _ = page.consume(Array(row).span, number: line, byte: byte) { state($0, line: $1, byte: $2) }
    }
    page.finish { state($0, line: $1, byte: $2) }
  }

  /// Runs the patterns over one text and files what they find.
  func classify(
    _ message: [UInt8], time: Instant?, level: String?, writers: Set<String>?, node: String, pod: String?,
    place: Place,
    isBare: Bool, weight: String? = nil
  ) {
    guard options.focus.takes(pod: pod) else { return }
    let found = patterns.matches(in: message).filter { match in
      let entry = catalog.entries[match.pattern]
      guard let writers, !entry.writers.contains("any") else { return true }
      return !entry.writers.isDisjoint(with: writers)
    }
    if found.isEmpty {
      noteUnknown(message, time: time, level: level, place: place, isBare: isBare)
      return
    }
    let requestID = LineFacts.requestID(in: message)
    let sample = Sample(time: time, place: place, text: LineFacts.excerpt(message), level: level)
    // Routine facts first: the request and the pool count belong to the failure on the same line.
    for match in found {
      guard let signal = catalog.entries[match.pattern].signal else { continue }
      if Self.signalsOfPods.contains(signal), !options.focus.takes(pod: pod ?? podServed(match, node, time)) {
        continue
      }
      apply(signal, match.captures, message: message, sample: sample, node: node, pod: pod)
    }
    for match in found where catalog.entries[match.pattern].signal == nil {
      let name = catalog.entries[match.pattern].source.name
      var identity = LineFacts.hash(
        message, weight.map { Array($0.utf8) } ?? Array(String(time?.nanoseconds ?? Int64(place.byte)).utf8))
      if let requestID {
        identity = LineFacts.hash(Array(requestID))
        streams[node, default: StreamState()].answers[name] = (identity, time)
      } else if let answer = streams[node]?.answer(of: name, at: time) {
        identity = answer
      } else if let sandbox = match.captures["sandbox"] ?? streams[node]?.request(at: time)?.sandbox {
        identity = LineFacts.hash(Array(sandbox.utf8))
      }
      let key = SightingKey(
        pattern: name, node: node,
        subnet: match.captures["subnet"].flatMap(subnetID) ?? subnetAtEnd(of: message),
        eni: (match.captures["eni"] ?? firstID("eni-", in: message)).map { ENIID($0) })
      let who = pod ?? podNamed(match)
      guard options.focus.takes(pod: who) else { continue }
      addSighting(key, sample, identity: identity, captures: match.captures, pod: who)
    }
  }

  private func subnetID(_ text: String) -> SubnetID? { SubnetID(text) }

  /// `… for subnet subnet-…`: the only place where a failed CreateNetworkInterface names its subnet for certain.
  private func subnetAtEnd(of message: [UInt8]) -> SubnetID? {
    guard let found = LineFacts.find(Array("for subnet subnet-".utf8), in: message) else { return nil }
    return readID(message, from: found + 11, prefix: 7).map { SubnetID($0) }
  }

  func firstID(_ prefix: String, in message: [UInt8]) -> String? {
    guard let found = LineFacts.find(Array(prefix.utf8), in: message) else { return nil }
    return readID(message, from: found, prefix: prefix.utf8.count)
  }

  private func readID(_ message: [UInt8], from start: Int, prefix: Int) -> String? {
    var end = start + prefix
    while end < message.count, (48...57).contains(message[end]) || (97...102).contains(message[end]) {
      end += 1
    }
    guard (8...17).contains(end - start - prefix) else { return nil }
    return String(decoding: message[start..<end], as: UTF8.self)
  }

  /// No pattern knows it: routine, noise, or the strongest of what is not classified.
  private func noteUnknown(_ message: [UInt8], time: Instant?, level: String?, place: Place, isBare: Bool) {
    let isLoud = level == "error" || level == "fatal" || level == "warn"
    let isTrouble = isLoud || (isBare && LineFacts.speaksOfTrouble(message))
    guard isTrouble else { return }
    var owners: [Int] = []
    routine.candidates(in: message.span, into: &owners)
    let identity = LineFacts.hash(message, Array(String(time?.nanoseconds ?? 0).utf8))
    if let known = owners.min() {
      if catalog.routine[known].isNoise { addNoise(catalog.routine[known].text, identity: identity) }
      return
    }
    let sample = Sample(time: time, place: place, text: LineFacts.excerpt(message), level: level)
    addUnclassified(LineFacts.template(message), sample, level: level ?? "none", identity: identity)
  }

  // MARK: who wrote it, and where

  func inputKind(of writer: LogWriter) -> InputKind? {
    switch writer {
    case .ipamd: .ipamdLog
    case .plugin: .pluginLog
    case .entrypoint: .awsNodeLog
    case .kubelet: .kubeletLog
    case .containerd: .runtimeLog
    case .agent: .agentLog
    case .controller: .controllerLog
    case .probe: .events
    case .metricsHelper: .mixedLog
    case .unknown: nil
    }
  }

  /// Names of `in:` a writer answers to; nil when it is not known who wrote it.
  private func writers(of writer: LogWriter) -> Set<String>? {
    switch writer {
    case .ipamd: ["ipamd", "aws-node", "plugin"]
    case .plugin: ["plugin", "kubelet", "event", "ipamd"]
    case .entrypoint: ["aws-node", "init", "ipamd"]
    case .kubelet, .containerd, .probe: ["kubelet", "runtime", "event", "plugin", "controller"]
    case .agent: ["agent"]
    case .controller: ["controller", "event"]
    case .metricsHelper: []
    case .unknown: nil
    }
  }

  private func nodeKey(of log: LogRecord) -> String {
    var key = inputName.group
    if let node = log.node, !node.isEmpty {
      key = node
    } else if let pod = log.pod, pod.hasPrefix("aws-node-"), log.container != nil || log.namespace != nil {
      key = "pod:" + pod
    }
    if key != inputName.group, inputHosts.count < 64 { inputHosts.insert(key) }
    return key
  }

}
