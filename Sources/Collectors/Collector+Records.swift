import Bytes
import Documents
import Evidence
import LogFormats
import Patterns
import VPCModel

extension Collector {
  /// One decoded log record. Says which node it is about, nil when it takes no part.
  @discardableResult
  func take(_ log: LogRecord, line: Int, byte: Int) -> Int? {
    let time = log.time.map { Instant(nanoseconds: $0) }
    guard isInWindow(log.time) else { return nil }
    if log.timeIsAssumed { evidenceHasAssumedTime() }
    note(time)
    let kind = inputKind(of: log.writer)
    if isWitnessed(log, kind: kind, line: line, byte: byte) { return nil }
    if let kind { kinds[kind, default: 0] += 1 }
    // Metrics of other nodes, printed by a helper: no line of it is a failure of this node.
    if log.writer == .metricsHelper {
      readMetrics(log.message, line: line, byte: byte)
      return nil
    }
    if log.time == nil, log.level == nil {
      if readOperatorError(log.message, line: line, byte: byte) { return nil }
      if readForeign(log.message, line: line, byte: byte) { return nil }
    }
    if log.isOfUnit, log.writer == .ipamd, !hasUnitOfIPAMD {
      hasUnitOfIPAMD = true
      state(.platform(.autoMode), line: line, byte: byte)
    }
    let node = nodeIndex(of: log)
    if kind != nil || log.time != nil || log.level != nil { touch(node, time: time, kind: kind) }
    var context = LineContext(
      time: time, level: log.level?.rawValue, writers: writerBits(of: log.writer), node: node, line: line,
      byte: byte, isBare: log.time == nil && log.level == nil)
    context.isFrameless =
      log.level == nil && log.pod == nil && log.container == nil && log.stream == nil && log.node == nil
    classify(log.message.span, context, hits: nil)
    return node
  }

  /// Names of `in:` a writer answers to; nil when it is not known who wrote it.
  func writerBits(of writer: LogWriter) -> UInt32? {
    switch writer {
    case .unknown: nil
    case .ipamd: Self.ipamdBits
    case .plugin: Self.pluginBits
    case .entrypoint: Self.entrypointBits
    case .kubelet, .containerd, .probe: Self.hostBits
    case .agent: Self.agentBits
    case .controller: Self.controllerBits
    case .metricsHelper: 0
    }
  }

  private static let ipamdBits = ScanCatalog.writerBits(["ipamd", "aws-node", "plugin"])
  private static let pluginBits = ScanCatalog.writerBits(["plugin", "kubelet", "event", "ipamd"])
  private static let entrypointBits = ScanCatalog.writerBits(["aws-node", "init", "ipamd"])
  private static let hostBits = ScanCatalog.writerBits([
    "kubelet", "runtime", "event", "plugin", "controller",
  ])
  private static let agentBits = ScanCatalog.writerBits(["agent"])
  private static let controllerBits = ScanCatalog.writerBits(["controller", "event"])

  /// The message of a plain record, which names its time, its level and its writer.
  func take(_ message: Span<UInt8>, _ context: LineContext, hits: ArraySlice<LiteralHit>?) {
    guard isInWindow(context.time?.nanoseconds) else { return }
    note(context.time)
    if let kind = context.kind { count(kind) }
    touch(context.node, time: context.time, kind: context.kind)
    classify(message, context, hits: hits)
  }

  /// What the AWS CLI said to whoever collected this, beside what they were to collect.
  private func readOperatorError(_ message: [UInt8], line: Int, byte: Int) -> Bool {
    guard findBytes("An error occurred (", in: message.span) != nil,
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

  /// A metrics page inside a message of cni-metrics-helper; cut at its end, as a rule.
  private func readMetrics(_ message: [UInt8], line: Int, byte: Int) {
    guard findBytes("# TYPE awscni_", in: message.span) != nil else { return }
    var page = TextDocuments()
    for row in message.split(separator: 10) {
      _ = page.consume(Array(row).span, number: line, byte: byte) { state($0, line: $1, byte: $2) }
    }
    page.finish { state($0, line: $1, byte: $2) }
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

  func nodeIndex(of log: LogRecord) -> Int {
    if let node = log.node, !node.isEmpty {
      noteHost(node)
      return nodeIndex(node)
    }
    if let pod = log.pod, pod.hasPrefix("aws-node-"), log.container != nil || log.namespace != nil {
      noteHost("pod:" + pod)
      return nodeIndex("pod:" + pod)
    }
    return groupNode
  }

  private func noteHost(_ key: String) {
    if key != inputName.group, inputHosts.count < 64 { inputHosts.insert(key) }
  }

  /// Nodes of one input that are told apart: log streams may be as many as its lines.
  static let mostNodes = 20_000

  /// The place of a node among those in hand.
  func nodeIndex(_ name: String) -> Int {
    if let known = nodePlaces[name] { return known }
    guard nodes.count < Self.mostNodes else {
      record.problems.insert(
        InputProblem("names more than \(Self.mostNodes) nodes; the lines of further ones are taken together"))
      return groupNode
    }
    nodes.append(NodeInHand(name: name))
    nodePlaces[name] = nodes.count - 1
    return nodes.count - 1
  }
}
