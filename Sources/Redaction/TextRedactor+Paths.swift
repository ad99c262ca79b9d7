/// Names of files and folders, in which every word that a support bundle does not use may be somebody's.
extension TextRedactor {
  package var isSurveying: Bool { plan == nil }

  /// `acme-prod/ip-10-0-1-2/ipamd.log`: dates, numbers and the words of bundles stay, so that the program reads the
  /// name as it read the first one; `/` and `!` stay.
  package mutating func redacted(path: String) -> String {
    let text = Array(path.utf8)
    var out: [UInt8] = []
    var index = 0
    while index < text.count {
      guard isWord(text[index]) || text[index] >= 128 else {
        // What steers a terminal or a page has no place in a name.
        out.append(text[index] < 32 || text[index] == 127 ? 95 : text[index])
        index += 1
        continue
      }
      let run = text[index...].prefix { isWord($0) || $0 >= 128 || "-._".utf8.contains($0) }
      pathWord(text, index, run.endIndex, into: &out)
      index = run.endIndex
    }
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func pathWord(_ text: [UInt8], _ start: Int, _ stop: Int, into out: inout [UInt8]) {
    var index = start
    while index < stop {
      guard isWord(text[index]) || text[index] >= 128 else {
        out.append(text[index])
        index += 1
        continue
      }
      if let next = named(text, index, start, stop, into: &out) {
        index = next
        continue
      }
      let part = text[index..<stop].prefix { isWord($0) || $0 >= 128 }
      if Self.isOfFiles(part) {
        out += part
      } else {
        putName(part, .name, into: &out)
      }
      index = part.endIndex
    }
  }

  /// A time, a number, a version, or a word of a bundle: `2026`, `T02`, `0106`, `12h`, `v2`.
  private static func isOfFiles(_ part: ArraySlice<UInt8>) -> Bool {
    let letters = part.filter { !(48...57).contains($0) }
    if letters.count <= 1 && part.count <= 10 && part.count > letters.count { return true }
    return words.contains(part) || KnownWords.system.contains(part)
      || (letters.count < part.count && words.contains(letters))
  }

  private static let words = WordSet(
    KnownWords.words(
      """
      var log logs input inputs aws routed eni ipamd plugin kubelet cni containerd docker networking nodeadm system
      storage sysctls pods containers kube run node vpc init eks nodeagent network policy agent introspection modinfo
      kernel gpu sandbox image config json txt out gz zst xz bz2 metrics metric enis container service services
      previous prev old stdout stderr journal events event egress v4 v6 ebpf sdk pod describe kubectl nodes prom csv
      jsonl ndjson current cloudwatch insights crio cri fluentbit raw wrapped tail grep error errors k8s ipam
      checkpoint output messages syslog dmesg yaml yml rotated part live networkutils env settings configs
      configuration conflist variables dockerd instance id svc nic tar tgz zip interfaces interface subnets subnet
      reservations cidr types instances quotas quota daemonset addon describe get list security groups group trail
      cloudtrail utc iprule iproute iptables save ifconfig conntrack curl api resolv conf ethtool mounts inodes
      ps top params script region availability zone d app kubeconfig audit soci snapshotter bundle support collector
      eniconfigs eniconfig cninodes cninode deployment namespaces namespace resources cluster info dump udev net
      manager multicard routes route all default coredns proxy load balancer controller ebs csi monitoring
      metadata limits analysis report html md xml pcap bpf lib etc tmp home opt usr hosts text table tables
      z t p f ip helper karpenter autoscaler webhook console export page pages file files state
      """))
}
