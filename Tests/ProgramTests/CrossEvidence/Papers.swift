import Foundation

/// The documents of the scenes, as the AWS CLI, kubectl and ipamd print them.
enum Papers {
  static func json(_ value: Any) -> String {
    let data = (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  static func subnet(
    _ id: String = Kit.subnetA, _ cidr: String = "10.0.1.0/24", available: Int, zone: String = "us-east-1a",
    tags: [String: String] = [:]
  ) -> [String: Any] {
    [
      "SubnetId": id, "VpcId": "vpc-0123456789abcdef0", "AvailabilityZone": zone, "CidrBlock": cidr,
      "AvailableIpAddressCount": available, "State": "available",
      "Tags": tags.keys.sorted().map { ["Key": $0, "Value": tags[$0] ?? ""] },
    ]
  }
  static func subnets(_ list: [[String: Any]]) -> String { json(["Subnets": list]) }

  static func interface(
    _ id: String, subnet: String = Kit.subnetA, instance: String? = nil, device: Int = 0, addresses: [String],
    prefixes: [String] = [], description: String? = nil, type: String = "interface", status: String? = nil,
    tags: [String: String] = [:]
  ) -> [String: Any] {
    var record: [String: Any] = [
      "NetworkInterfaceId": id, "SubnetId": subnet, "VpcId": "vpc-0123456789abcdef0", "InterfaceType": type,
      "Status": status ?? (instance == nil ? "available" : "in-use"), "RequesterManaged": false,
      "Description": description ?? (device == 0 ? "" : "aws-K8S-" + (instance ?? "i-0dead0dead0dead00")),
      "PrivateIpAddress": addresses.first ?? "",
      "PrivateIpAddresses": addresses.enumerated().map { ["PrivateIpAddress": $1, "Primary": $0 == 0] },
      "Ipv4Prefixes": prefixes.map { ["Ipv4Prefix": $0] },
      "TagSet": tags.keys.sorted().map { ["Key": $0, "Value": tags[$0] ?? ""] },
    ]
    if let instance {
      record["Attachment"] = [
        "InstanceId": instance, "DeviceIndex": device, "Status": "attached", "NetworkCardIndex": 0,
        "DeleteOnTermination": true, "AttachTime": "2026-08-30T00:00:00.000Z",
      ]
    }
    return record
  }
  static func interfaces(_ list: [[String: Any]]) -> String { json(["NetworkInterfaces": list]) }

  static func instances(_ kits: [Kit]) -> String {
    json([
      "Reservations": [
        [
          "Instances": kits.map { kit in
            [
              "InstanceId": kit.instance, "InstanceType": kit.type, "SubnetId": kit.subnet,
              "PrivateIpAddress": kit.address, "PrivateDnsName": kit.name, "State": ["Name": "running"],
              "LaunchTime": "2026-08-30T00:00:00.000Z", "Placement": ["AvailabilityZone": kit.zone],
            ] as [String: Any]
          }
        ]
      ]
    ])
  }

  static func node(
    _ kit: Kit, maxPods: Int = 29, branch: Int? = nil, labels: [String: String] = [:],
    annotations: [String: String] = [:], created: String = "2026-08-30T00:00:00Z", cordoned: Bool = false
  ) -> [String: Any] {
    var all = labels
    all["node.kubernetes.io/instance-type"] = kit.type
    all["topology.kubernetes.io/zone"] = kit.zone
    var capacity = ["pods": "\(maxPods)", "cpu": "2"]
    if let branch { capacity["vpc.amazonaws.com/pod-eni"] = "\(branch)" }
    var spec: [String: Any] = ["providerID": "aws:///\(kit.zone)/\(kit.instance)"]
    if cordoned { spec["unschedulable"] = true }
    return [
      "apiVersion": "v1", "kind": "Node",
      "metadata": [
        "name": kit.name, "creationTimestamp": created, "labels": all, "annotations": annotations,
      ] as [String: Any],
      "spec": spec,
      "status": [
        "capacity": capacity, "allocatable": capacity, "nodeInfo": ["osImage": "Amazon Linux 2023"],
        "conditions": [["type": "Ready", "status": "True", "reason": "KubeletReady"]],
      ] as [String: Any],
    ]
  }

  static func pod(
    _ name: String, _ namespace: String = "shop", on kit: Kit?, phase: String = "Running",
    address: String? = nil,
    host: Bool = false, waiting: String? = nil, annotations: [String: String] = [:], ready: Bool? = nil
  ) -> [String: Any] {
    var spec: [String: Any] = ["containers": [["name": "app"]]]
    if let kit { spec["nodeName"] = kit.name }
    if host { spec["hostNetwork"] = true }
    var status: [String: Any] = ["phase": phase]
    if let address { status["podIP"] = address }
    if let waiting {
      status["containerStatuses"] = [
        ["name": "app", "ready": false, "restartCount": 9, "state": ["waiting": ["reason": waiting]]]
          as [String: Any]
      ]
    }
    if let ready { status["conditions"] = [["type": "Ready", "status": ready ? "True" : "False"]] }
    return [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": ["name": name, "namespace": namespace, "annotations": annotations] as [String: Any],
      "spec": spec,
      "status": status,
    ]
  }
  static func list(_ items: [[String: Any]]) -> String {
    json(["apiVersion": "v1", "kind": "List", "items": items])
  }

  static func daemonSet(_ environment: [String: String], changed: String? = nil) -> String {
    var metadata: [String: Any] = ["name": "aws-node", "namespace": "kube-system"]
    if let changed {
      metadata["managedFields"] = [["manager": "kubectl-set", "operation": "Update", "time": changed]]
    }
    let variables = environment.keys.sorted().map { ["name": $0, "value": environment[$0] ?? ""] }
    let image = "602401143452.dkr.ecr.us-east-1.amazonaws.com/amazon-k8s-cni:v1.20.1"
    let container: [String: Any] = ["name": "aws-node", "image": image, "env": variables]
    let template: [String: Any] = ["spec": ["containers": [container]]]
    let spec: [String: Any] = ["template": template]
    let status: [String: Any] = ["desiredNumberScheduled": 2, "numberReady": 2]
    let document: [String: Any] = [
      "apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": metadata, "spec": spec, "status": status,
    ]
    return json(document)
  }

  static func eniConfig(_ name: String, subnet: String) -> [String: Any] {
    let spec: [String: Any] = ["subnet": subnet, "securityGroups": ["sg-0123456789abcdef0"]]
    return [
      "apiVersion": "crd.k8s.amazonaws.com/v1alpha1", "kind": "ENIConfig", "metadata": ["name": name],
      "spec": spec,
    ]
  }

  /// ipamd's `/v1/enis` in secondary mode: addresses held and how many of them pods have.
  static func enis(
    _ held: [(id: String, addresses: [String], assigned: Int)], card: Bool = true, primary: Bool = true
  )
    -> String
  {
    var interfaces: [String: Any] = [:]
    for (index, eni) in held.enumerated() {
      var cidrs: [String: Any] = [:]
      for (position, address) in eni.addresses.enumerated() {
        var used: [String: Any] = [:]
        if position < eni.assigned {
          used[address] =
            [
              "Address": address,
              "IPAMKey": ["networkName": "aws-cni", "containerID": "c\(position)", "ifName": "eth0"],
              "IPAMMetadata": ["k8sPodNamespace": "shop", "k8sPodName": "web-\(index)-\(position)"],
              "AssignedTime": "2026-09-01T01:00:00.000Z", "UnassignedTime": "0001-01-01T00:00:00Z",
            ] as [String: Any]
        }
        cidrs["\(address)/32"] =
          [
            "Cidr": ["IP": address, "Mask": "/////w=="], "IPAddresses": used, "IsPrefix": false,
            "AddressFamily": "",
          ] as [String: Any]
      }
      interfaces[eni.id] =
        [
          "ID": eni.id, "IsPrimary": primary && index == 0, "IsTrunk": false, "IsEFA": false,
          "DeviceNumber": index,
          "AvailableIPv4Cidrs": cidrs, "IPv6Cidrs": [:] as [String: Any],
        ] as [String: Any]
    }
    let total = held.reduce(0) { $0 + $1.addresses.count }
    let assigned = held.reduce(0) { $0 + $1.assigned }
    let store: [String: Any] = ["TotalIPs": total, "AssignedIPs": assigned, "ENIs": interfaces]
    let wrapped: [String: Any] = ["0": store]
    return json(card ? wrapped : store)
  }

  /// `count` addresses of 10.0.`third`.0/24 from `first` on.
  static func addresses(_ first: Int, _ count: Int, third: Int = 1) -> [String] {
    (first..<(first + count)).map { "10.0.\(third).\($0)" }
  }

  /// `kubectl get events`.
  static func events(_ rows: [(String, String, String)]) -> String {
    var text = "LAST SEEN   TYPE      REASON                   OBJECT               MESSAGE\n"
    for (reason, object, message) in rows {
      text += "2m10s       Warning   \(reason)   \(object)   \(message)\n"
    }
    return text
  }

  static func sandboxMessage(_ seed: String) -> String {
    "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"\(String(repeating: seed, count: 64))\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): add cmd: failed to assign an IP address to container"
  }

  static func quota(_ value: Int) -> String {
    let quota: [String: Any] = [
      "ServiceCode": "vpc", "QuotaCode": "L-DF5E4CA3", "QuotaName": "Network interfaces per Region",
      "Value": value,
      "Adjustable": true, "GlobalQuota": false,
    ]
    let document: [String: Any] = ["Quota": quota]
    return json(document)
  }
}
