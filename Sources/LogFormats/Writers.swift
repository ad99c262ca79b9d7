import Bytes

/// The writer behind zap's `caller`; the directory is stable over releases, the line is not.
func writer(ofCaller caller: Span<UInt8>) -> LogWriter {
  // The plugin's fall-back logger writes absolute paths: …/amazon-vpc-cni-k8s/cmd/routed-eni-cni-plugin/cni.go:1
  var start = 0
  if let repository = firstRange(of: "amazon-vpc-cni-k8s/", in: caller) {
    start = repository.upperBound
    if hasBytes("cmd/", in: caller, at: start) || hasBytes("pkg/", in: caller, at: start) { start &+= 4 }
  }
  for (prefix, writer) in callerPrefixes where hasBytes(prefix, in: caller, at: start) { return writer }
  return .unknown
}

private let callerPrefixes: [(StaticString, LogWriter)] = [
  ("rpc/rpc_handler.go", .agent), ("ipamd/", .ipamd), ("awsutils/", .ipamd), ("datastore/", .ipamd),
  ("rpc/", .ipamd),
  ("aws-k8s-agent/", .ipamd), ("networkutils/", .ipamd), ("eniconfig/", .ipamd), ("k8sapi/", .ipamd),
  ("entrypoint.sh", .entrypoint), ("aws-vpc-cni/", .entrypoint), ("aws-vpc-cni-init/", .entrypoint),
  ("init.sh", .entrypoint), ("routed-eni-cni-plugin/", .plugin), ("driver/", .plugin),
  ("egress-cni-plugin/", .plugin), ("egress-cni/", .plugin), ("cni-metrics-helper/", .metricsHelper),
  ("metrics/", .metricsHelper), ("ebpf/", .agent), ("controllers/", .agent), ("maps/", .agent),
  ("/usr/local/go/src/runtime/", .probe),
]

/// The writer behind a `logger` name of controller-runtime style records.
func writer(ofLogger logger: Span<UInt8>) -> LogWriter {
  let agent: [StaticString] = ["ebpf-", "controllers.policyEndpoint", "policy-", "network-policy"]
  for name in agent where hasBytes(name, in: logger) { return .agent }
  let controller: [StaticString] = [
    "branch eni", "branch-eni", "eni-cleaner", "cninode", "node manager", "resource provider", "webhook",
    "trunk",
    "pool", "ec2 ", "controllers.",
  ]
  for name in controller where hasBytes(name, in: logger) { return .controller }
  return .unknown
}

/// The writer behind a container name; nil when the name says nothing.
func writer(ofContainer name: Span<UInt8>) -> LogWriter? {
  for (wanted, writer) in containerNames where wanted.utf8CodeUnitCount == name.count {
    if hasBytes(wanted, in: name) { return writer }
  }
  return nil
}

private let containerNames: [(StaticString, LogWriter)] = [
  ("aws-node", .ipamd), ("aws-vpc-cni-init", .entrypoint), ("aws-eks-nodeagent", .agent),
  ("cni-metrics-helper", .metricsHelper), ("vpc-resource-controller", .controller),
  ("controller", .controller),
]

/// The writer behind a syslog tag or a systemd unit, with or without `.service`; nil when it is another one.
func writer(ofUnit unit: Span<UInt8>) -> LogWriter? {
  for (wanted, writer) in units where hasBytes(wanted, in: unit) {
    let end = byte(unit, wanted.utf8CodeUnitCount)
    if end == nil || end == UInt8(ascii: ".") { return writer }
  }
  return nil
}

private let units: [(StaticString, LogWriter)] = [
  ("kubelet", .kubelet), ("containerd", .containerd), ("dockerd", .containerd), ("docker", .containerd),
  ("crio", .containerd), ("ipamd", .ipamd), ("aws-k8s-agent", .ipamd), ("eks-node-agent", .agent),
]

/// The writer behind the file of a klog header, where the file is found in one program only.
func writer(ofKlogFile caller: Span<UInt8>) -> LogWriter {
  for file in kubeletFiles where hasBytes(file, in: caller) { return .kubelet }
  return .unknown
}

private let kubeletFiles: [StaticString] = [
  "pod_workers.go", "kuberuntime_", "kubelet", "remote_runtime.go", "cni.go", "docker_sandbox.go", "log.go",
  "eviction_manager.go", "reconciler_common.go", "reconciler.go", "prober.go", "generic.go", "manager.go",
  "operation_generator.go", "pod_container_deletor.go", "volume_manager.go", "csi_plugin.go", "setters.go",
]

/// The writer of text without an envelope, from the first words of the entry point scripts.
func writer(ofBareText text: Span<UInt8>) -> LogWriter {
  let entrypoint: [StaticString] = [
    "Installed /host/", "======", "Copying ", "Install CNI", "Starting IPAM", "Checking for IPAM", "ok.",
  ]
  for start in entrypoint where hasBytes(start, in: text) { return .entrypoint }
  return .unknown
}
