import VPCModel

/// What a node answers about itself: introspection, metrics, the checkpoint.
extension Cluster {
  /// `/v1/enis` in the shape of the release.
  func introspection(_ node: Node) -> JSON {
    let enis = node.registered.map { interface in (interface.id.raw, interfaceState(interface, node)) }
    let total = node.registered.reduce(0) { $0 + $1.podAddresses.count }
    let inner: JSON = [
      "TotalIPs": .number(total), "AssignedIPs": .number(node.assigned),
      "ENIs": .object(enis),
    ]
    return node.cni.since(20) ? ["0": inner] : inner
  }

  private func interfaceState(_ interface: Interface, _ node: Node) -> JSON {
    let blocks =
      interface.secondaries.map { ("\($0)/32", [$0], false) }
      + interface.prefixes.map { block in
        (block.description, (0..<16).map { IPv4Address(number: block.first.number + UInt32($0)) }, true)
      }
    let cidrs = blocks.map { key, addresses, isPrefix -> (String, JSON) in
      (
        key,
        [
          "Cidr": [
            "IP": .string(String(key.prefix { $0 != "/" })),
            "Mask": .string(isPrefix ? "////8A==" : "/////w=="),
          ],
          "IPAddresses": .object(addresses.compactMap { allocation($0, node) }), "IsPrefix": .bool(isPrefix),
          "AddressFamily": "",
        ]
      )
    }
    var pairs: [(String, JSON)] = [
      ("ID", .string(interface.id.raw)), ("IsPrimary", .bool(interface.device == 0)),
      ("IsTrunk", .bool(interface.isTrunk)), ("IsEFA", false), ("DeviceNumber", .number(interface.device)),
      ("AvailableIPv4Cidrs", .object(cidrs)), ("IPv6Cidrs", [:]),
    ]
    if node.cni.since(22) {
      pairs += [
        ("IsExcludedForPodIPs", .bool(interface.isExcluded)),
        ("RouteTableID", .number(interface.device == 0 ? 254 : interface.device + 1)),
        ("SubnetID", .string(interface.space.id.raw)),
      ]
    }
    return .object(pairs)
  }

  private func allocation(_ address: IPv4Address, _ node: Node) -> (String, JSON)? {
    let pod = node.pods.first { $0.address == address }
    let rest = node.cooling.first { $0.address == address && $0.until > now }
    guard pod != nil || rest != nil else { return nil }
    let hides = node.cni.since(23)
    return (
      address.description,
      [
        "Address": .string(address.description),
        "IPAMKey": [
          "networkName": .string(pod == nil ? "" : "aws-cni"),
          "containerID": .string(hides ? "" : pod?.sandbox ?? ""),
          "ifName": .string(hides || pod == nil ? "" : "eth0"),
        ],
        "IPAMMetadata": [
          "k8sPodNamespace": .string(pod?.namespace ?? ""), "k8sPodName": .string(pod?.name ?? ""),
        ],
        "AssignedTime": .string(pod.map { ($0.created + 1).iso } ?? (now + -90).iso),
        "UnassignedTime": .string(
          rest.map { ($0.until + -Double(node.settings.cooldown)).iso } ?? "0001-01-01T00:00:00Z"),
      ]
    )
  }

  /// `ipam.json`; `ghosts` are allocations of pods that are gone.
  func checkpoint(_ node: Node) -> JSON {
    let allocations = node.pods.filter { $0.address != nil && $0.interface?.owner == .eniPrimary }.map {
      pod -> JSON in
      [
        "networkName": "aws-cni", "containerID": .string(pod.sandbox), "ifName": "eth0",
        "ipv4": .string(pod.address?.description ?? ""),
        "allocationTimestamp": .decimal("\((pod.created + 1).milliseconds)000000"),
        "metadata": ["k8sPodNamespace": .string(pod.namespace), "k8sPodName": .string(pod.name)],
      ]
    }
    return ["version": "vpc-cni-ipam/1", "allocations": .array(allocations)]
  }

  /// `:61678/metrics`; `errors` are (api, code, count).
  func metrics(_ node: Node, errors: [(String, String, Int)] = []) -> [UInt8] {
    var lines: [String] = []
    func gauge(_ name: String, _ help: String, _ value: Int, type: String = "gauge") {
      lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)", "\(name) \(value)"]
    }
    gauge("awscni_eni_allocated", "The number of ENIs allocated", node.registered.count)
    gauge("awscni_eni_max", "The maximum number of ENIs that can be attached to the instance", node.maxENIs)
    gauge(
      "awscni_ip_max", "The maximum number of IP addresses that can be allocated to the instance",
      node.maxENIs * node.addressesPerENI)
    gauge("awscni_total_ip_addresses", "The total number of IP addresses", node.total)
    gauge("awscni_assigned_ip_addresses", "The number of IP addresses assigned to pods", node.assigned)
    if node.cni.since(9) {
      gauge("awscni_total_ipv4_prefixes", "The total number of IPv4 prefixes", node.prefixCount)
    }
    gauge(
      "awscni_add_ip_req_count", "The number of add IP address requests", node.assignments + node.refusals,
      type: "counter")
    if node.cni.since(16) {
      gauge(
        "awscni_no_available_ip_addresses",
        "The number of pod IP assignments that fail due to no available IP addresses", node.refusals,
        type: "counter")
    }
    lines += [
      "# HELP awscni_aws_api_error_count The number of times AWS API returns an error",
      "# TYPE awscni_aws_api_error_count counter",
    ]
    for (api, code, count) in errors {
      lines.append(#"awscni_aws_api_error_count{api="\#(api)",error="\#(code)"} \#(count)"#)
    }
    lines += [
      "# HELP awscni_reconcile_count The number of times ipamD reconciles on ENIs and IP/Prefix addresses",
      "# TYPE awscni_reconcile_count counter",
      #"awscni_reconcile_count{fn="eniDataStorePoolReconcileAdd"} \#(node.total * 3)"#,
    ]
    if node.cni.since(12) {
      lines += [
        "# HELP awscni_build_info A metric with a constant '1' value", "# TYPE awscni_build_info gauge",
        #"awscni_build_info{goversion="go1.22.5",version="\#(node.cni.build)"} 1"#,
      ]
    }
    return Wrapper.bytes(lines.joined(separator: "\n") + "\n")
  }

  /// `/v1/ipamd-env-settings`.
  func environmentSettings(_ node: Node) -> JSON {
    [
      "WARM_IP_TARGET": .number(node.settings.warmIP), "WARM_ENI_TARGET": .number(node.settings.warmENI),
      "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": .bool(node.settings.customNetworking),
      "AWS_MANAGE_ENIS_NON_SCHEDULABLE": false, "ENABLE_SUBNET_DISCOVERY": .bool(node.settings.discovery),
    ]
  }
}
