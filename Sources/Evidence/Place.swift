/// Where something stands: input name, line from 1, byte in the decompressed stream.
package struct Place: Hashable, Comparable, Sendable, Codable {
  /// As shown: `bundle.tar.gz!var_log/aws-routed-eni/ipamd.log`.
  package let input: String
  package let line: Int
  package let byte: Int
  package init(input: String, line: Int, byte: Int) {
    self.input = input
    self.line = line
    self.byte = byte
  }
  package static func < (left: Self, right: Self) -> Bool {
    (left.input, left.line, left.byte) < (right.input, right.line, right.byte)
  }
}

/// What an input is, decided by its content.
package enum InputKind: String, Hashable, Sendable, Codable, CaseIterable {
  case ipamdLog = "ipamd-log"
  case pluginLog = "plugin-log"
  case awsNodeLog = "aws-node-log"
  case initLog = "init-log"
  case agentLog = "network-policy-agent-log"
  case kubeletLog = "kubelet-log"
  case runtimeLog = "runtime-log"
  case systemLog = "system-log"
  case controllerLog = "controller-log"
  case mixedLog = "mixed-log"
  case describeSubnets = "describe-subnets"
  case describeInterfaces = "describe-network-interfaces"
  case describeInstances = "describe-instances"
  case describeInstanceTypes = "describe-instance-types"
  case cidrReservations = "subnet-cidr-reservations"
  case quotas = "service-quotas"
  case cloudTrail = "cloudtrail"
  case cloudWatchMetrics = "cloudwatch-metrics"
  case awsDocument = "aws-document"
  case awsProjection = "aws-projection"
  case kubernetes = "kubernetes"
  case events = "events"
  case describeText = "kubectl-describe"
  case kubectlTable = "kubectl-table"
  case introspection = "introspection"
  case metrics = "metrics"
  case checkpoint = "checkpoint"
  case conflist = "conflist"
  case containerInfo = "container-info"
  case kubeletConfig = "kubelet-config"
  case hostState = "host-state"
  case ownReport = "ipamtriage-report"
  case prose = "prose"
  case binary = "binary"
  case empty = "empty"
  case unknown = "unknown"
}

/// Something wrong with an input, said with its position; never fatal for the others.
package struct InputProblem: Hashable, Comparable, Sendable, Codable {
  package let line: Int?
  package let byte: Int?
  package let text: String
  /// Nothing was lost by it: all there was has been analysed.
  package let isHarmless: Bool
  package init(line: Int? = nil, byte: Int? = nil, _ text: String, isHarmless: Bool = false) {
    self.line = line
    self.byte = byte
    self.text = text
    self.isHarmless = isHarmless
  }
  package static func < (left: Self, right: Self) -> Bool {
    (left.byte ?? -1, left.line ?? -1, left.text) < (right.byte ?? -1, right.line ?? -1, right.text)
  }
}
