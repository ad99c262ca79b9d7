import VPCModel

/// What `kubectl get … -o json` prints about the simulated cluster.
extension Cluster {
  private func list(_ items: [JSON]) -> JSON {
    ["apiVersion": "v1", "items": .array(items), "kind": "List", "metadata": ["resourceVersion": ""]]
  }

  private func map(_ pairs: [(String, String)]) -> JSON { .object(pairs.map { ($0.0, .string($0.1)) }) }

  func nodesDocument(_ chosen: [Node]? = nil, extraLabels: [(String, String)] = [], podENI: Bool = false)
    -> JSON
  {
    list((chosen ?? nodes).map { nodeRecord($0, extraLabels, podENI) })
  }

  private func nodeRecord(_ node: Node, _ labels: [(String, String)], _ podENI: Bool) -> JSON {
    var capacity: [(String, JSON)] = [
      ("cpu", "2"), ("memory", "7935908Ki"), ("pods", .string("\(node.maxPods)")),
    ]
    if podENI { capacity.append(("vpc.amazonaws.com/pod-eni", .string("\(node.limits.branchENIs ?? 0)"))) }
    let base = [
      ("eks.amazonaws.com/nodegroup", "workers"), ("kubernetes.io/hostname", node.name),
      ("node.kubernetes.io/instance-type", node.limits.type), ("topology.kubernetes.io/region", region),
      ("topology.kubernetes.io/zone", node.space.zone),
    ]
    var spec: [(String, JSON)] = [("providerID", .string("aws:///\(node.space.zone)/\(node.id)"))]
    if node.isCordoned {
      spec += [
        ("taints", [["effect": "NoSchedule", "key": "node.kubernetes.io/unschedulable"]]),
        ("unschedulable", true),
      ]
    }
    return [
      "apiVersion": "v1", "kind": "Node",
      "metadata": [
        "creationTimestamp": .string(node.launched.isoSeconds), "labels": map(base + labels),
        "name": .string(node.name), "uid": .string(random.uuid()),
      ],
      "spec": .object(spec),
      "status": [
        "addresses": [["address": .string(node.address.description), "type": "InternalIP"]],
        "allocatable": .object(capacity), "capacity": .object(capacity),
        "conditions": [
          [
            "lastHeartbeatTime": .string(now.isoSeconds), "message": "kubelet is posting ready status",
            "reason": "KubeletReady", "status": "True", "type": "Ready",
          ]
        ],
        "nodeInfo": ["kubeletVersion": "v1.31.4-eks-aeac579", "osImage": "Amazon Linux 2023.6.20250115"],
      ],
    ]
  }

  func podsDocument(_ chosen: [Pod]? = nil, host: Bool = true) -> JSON {
    let agents = host ? nodes.flatMap { [agent($0, "aws-node"), agent($0, "kube-proxy")] } : []
    return list(agents + (chosen ?? pods).map(podRecord))
  }

  private func agent(_ node: Node, _ app: String) -> JSON {
    let name = app == "aws-node" ? node.agentPod : "\(app)-\(node.agentPod.suffix(5))"
    return [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": [
        "creationTimestamp": .string(node.launched.isoSeconds), "labels": ["k8s-app": .string(app)],
        "name": .string(name), "namespace": "kube-system", "uid": .string(random.uuid()),
      ],
      "spec": ["containers": [["name": .string(app)]], "hostNetwork": true, "nodeName": .string(node.name)],
      "status": [
        "conditions": [["status": "True", "type": "Ready"]],
        "containerStatuses": [
          [
            "name": .string(app), "ready": true, "restartCount": 0,
            "state": ["running": ["startedAt": .string(node.launched.isoSeconds)]],
          ]
        ],
        "hostIP": .string(node.address.description), "phase": "Running",
        "podIP": .string(node.address.description),
      ],
    ]
  }

  private func podRecord(_ pod: Pod) -> JSON {
    let isUp = pod.address != nil
    let resources: JSON =
      pod.wantsBranch
      ? ["limits": ["vpc.amazonaws.com/pod-eni": "1"], "requests": ["vpc.amazonaws.com/pod-eni": "1"]] : [:]
    let state: JSON =
      isUp
      ? ["running": ["startedAt": .string((pod.created + 3).isoSeconds)]]
      : ["waiting": ["reason": .string(pod.reason)]]
    var status: [(String, JSON)] = []
    if let node = pod.node {
      status = [
        (
          "conditions",
          [
            ["status": .string(isUp ? "True" : "False"), "type": "Ready"],
            ["status": "True", "type": "PodScheduled"],
          ]
        ),
        ("containerStatuses", [["name": "app", "ready": .bool(isUp), "restartCount": 0, "state": state]]),
        ("hostIP", .string(node.address.description)), ("phase", .string(isUp ? "Running" : "Pending")),
      ]
      if let address = pod.address {
        status += [
          ("podIP", .string(address.description)), ("podIPs", [["ip": .string(address.description)]]),
        ]
      }
    } else {
      status = [
        (
          "conditions",
          [
            [
              "message": .string(pod.reason), "reason": "Unschedulable", "status": "False",
              "type": "PodScheduled",
            ]
          ]
        ),
        ("phase", "Pending"),
      ]
    }
    return [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": .object([
        ("annotations", map(pod.annotations)), ("creationTimestamp", .string(pod.created.isoSeconds)),
        ("labels", map(pod.labels)), ("name", .string(pod.name)), ("namespace", .string(pod.namespace)),
        ("uid", .string(pod.uid)),
      ]),
      "spec": JSON.compactObject([
        ("containers", [["image": "registry.example/app:1.4.2", "name": "app", "resources": resources]]),
        ("nodeName", pod.node.map { .string($0.name) }),
      ]), "status": .object(status),
    ]
  }

  /// - Parameter changed: when the environment was last edited, as `managedFields` tells it.
  func daemonSet(
    _ cni: Generation, _ settings: Settings, image: String? = nil, extra: [(String, String)] = [],
    changed: Moment? = nil
  ) -> JSON {
    let registry = "602401143452.dkr.ecr.\(region).amazonaws.com"
    let ready = nodes.count
    return [
      "apiVersion": "apps/v1", "kind": "DaemonSet",
      "metadata": [
        "creationTimestamp": "2026-01-08T09:00:00Z", "generation": 7, "labels": ["k8s-app": "aws-node"],
        "managedFields": changed.map { time -> JSON in
          [
            [
              "manager": "kubectl-set", "operation": "Update", "apiVersion": "apps/v1",
              "time": .string(time.isoSeconds), "fieldsType": "FieldsV1",
              "fieldsV1": ["f:spec": ["f:template": ["f:spec": ["f:containers": [:]]]]],
            ]
          ]
        } ?? [], "name": "aws-node", "namespace": "kube-system",
      ],
      "spec": [
        "template": [
          "metadata": ["labels": ["k8s-app": "aws-node"]],
          "spec": [
            "containers": [
              [
                "env": .array(
                  (environment(settings) + extra).map { ["name": .string($0.0), "value": .string($0.1)] }),
                "image": .string(image ?? "\(registry)/amazon-k8s-cni:\(cni.build)"), "name": "aws-node",
              ]
            ], "hostNetwork": true,
            "initContainers": [
              ["image": .string("\(registry)/amazon-k8s-cni-init:\(cni.build)"), "name": "aws-vpc-cni-init"]
            ],
          ],
        ]
      ],
      "status": [
        "currentNumberScheduled": .number(ready), "desiredNumberScheduled": .number(ready),
        "numberReady": .number(ready), "updatedNumberScheduled": .number(ready),
      ],
    ]
  }

  func environment(_ settings: Settings) -> [(String, String)] {
    var env = [
      ("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", "\(settings.customNetworking)"),
      ("AWS_VPC_K8S_CNI_LOGLEVEL", "DEBUG"), ("CLUSTER_NAME", settings.clusterName),
      ("ENABLE_POD_ENI", "\(settings.podENI)"), ("ENABLE_PREFIX_DELEGATION", "\(settings.prefix)"),
      ("ENABLE_IPv4", "true"), ("ENABLE_IPv6", "false"), ("WARM_ENI_TARGET", "\(settings.warmENI)"),
      ("WARM_PREFIX_TARGET", "\(settings.warmPrefix)"),
    ]
    if settings.warmIP > 0 { env.append(("WARM_IP_TARGET", "\(settings.warmIP)")) }
    if settings.minimumIP > 0 { env.append(("MINIMUM_IP_TARGET", "\(settings.minimumIP)")) }
    if let maxENI = settings.maxENI { env.append(("MAX_ENI", "\(maxENI)")) }
    if settings.cooldown != 30 { env.append(("IP_COOLDOWN_PERIOD", "\(settings.cooldown)")) }
    if settings.customNetworking { env.append(("ENI_CONFIG_LABEL_DEF", "topology.kubernetes.io/zone")) }
    return env
  }

  /// ENIConfigs: name, subnet, groups.
  func eniConfigs(_ configs: [(name: String, subnet: String, groups: [String])]) -> JSON {
    list(
      configs.map { config -> JSON in
        [
          "apiVersion": "crd.k8s.amazonaws.com/v1alpha1", "kind": "ENIConfig",
          "metadata": ["name": .string(config.name), "creationTimestamp": "2026-02-01T10:00:00Z"],
          "spec": ["subnet": .string(config.subnet), "securityGroups": .strings(config.groups)],
        ]
      })
  }

  func eventsDocument() -> JSON {
    list(
      events.map { event -> JSON in
        [
          "apiVersion": "v1", "count": .number(event.count),
          "firstTimestamp": .string(event.first.isoSeconds),
          "involvedObject": [
            "kind": .string(event.kind), "name": .string(event.object), "namespace": .string(event.namespace),
          ],
          "kind": "Event", "lastTimestamp": .string(event.last.isoSeconds), "message": .string(event.message),
          "metadata": [
            "name": .string("\(event.object).\(random.hex(16))"), "namespace": .string(event.namespace),
          ],
          "reason": .string(event.reason),
          "source": JSON.compactObject([
            ("component", .string(event.source)), ("host", event.host.isEmpty ? nil : .string(event.host)),
          ]),
          "type": .string(event.type),
        ]
      })
  }
}
