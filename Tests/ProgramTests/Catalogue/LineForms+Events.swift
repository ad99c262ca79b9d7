/// A message as a Kubernetes event, the ways people save events.
extension LineForms {
  func refusedSandbox(_ message: String) -> String {
    let id = PlausibleValues(seed: seed).string(.sandbox)
    return
      "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \"\(id)\": plugin type=\"aws-cni\" name=\"aws-cni\" failed (add): \(message)"
  }

  func events(_ row: MessageRow, _ message: String) -> [LineForm] {
    let reason = reason(row)
    let type =
      ["NodeTrunkInitiated", "ResourceAllocated", "SecurityGroupRequested", "SandboxChanged"].contains(reason)
      ? "Normal" : "Warning"
    let (kind, name) = object(row, reason)
    let namespace = kind == "node" ? "default" : name.hasPrefix("aws-node") ? "kube-system" : "shop"
    let from =
      row.component == "scheduler"
      ? "default-scheduler" : row.component == "vpc-rc" ? "vpc-resource-controller" : "kubelet"
    let line = message.replacing("\n\t", with: " ")
    let table =
      "LAST SEEN   TYPE      REASON   OBJECT   MESSAGE\n2m3s        \(type)   \(reason)   \(kind)/\(name)   \(line)"
    let wide =
      "NAMESPACE   LAST SEEN   TYPE      REASON   OBJECT   MESSAGE\n\(namespace)   2m3s        \(type)   \(reason)   \(kind)/\(name)   \(line)"
    let header =
      kind == "node"
      ? "Roles:            <none>\nLabels:           kubernetes.io/os=linux"
      : "Namespace:        \(namespace)\nPriority:         0\nNode:             ip-10-0-1-23.ec2.internal/10.0.1.23\nStatus:           Pending"
    let describe = """
      Name:             \(name)
      \(header)
      Events:
        Type     Reason                  Age    From      Message
        ----     ------                  ----   ----      -------
        \(type)  \(reason)  2m3s   \(from)   \(line)
      """
    let json = """
      {"kind":"List","items":[{"kind":"Event","metadata":{"name":"\(name).17a","namespace":"\(namespace)"},"type":"\(type)",\
      "reason":"\(reason)","message":"\(escaped(message))","count":1,"firstTimestamp":"\(stamp.prefix(19))Z",\
      "lastTimestamp":"\(stamp.prefix(19))Z","involvedObject":{"kind":"\(kind == "node" ? "Node" : "Pod")",\
      "namespace":"\(namespace)","name":"\(name)","uid":"6f0c"},"source":{"component":"\(from)","host":"ip-10-0-1-23.ec2.internal"}}]}
      """
    return [
      LineForm(name: "events-json", file: "events.json", text: json),
      LineForm(name: "events", file: "events.txt", text: table),
      LineForm(name: "events-a", file: "events.txt", text: wide),
      LineForm(name: "describe", file: "describe.txt", text: describe),
    ]
  }

  func reason(_ row: MessageRow) -> String {
    if row.source.hasPrefix("event "), let last = row.source.split(separator: " ").last {
      return String(last)
    }
    switch row.component {
    case "awsutils": return "MissingIAMPermissions"
    case "scheduler": return "FailedScheduling"
    case "vpc-rc", "ec2-api": return "BranchAllocationFailed"
    case "aws-node": return row.level == "event" ? "Unhealthy" : "BackOff"
    default: return "FailedCreatePodSandBox"
    }
  }

  func object(_ row: MessageRow, _ reason: String) -> (kind: String, name: String) {
    if [
      "NodeTrunkInitiated", "NodeTrunkFailedInit", "TrunkENICreationFailed", "Unsupported", "NetworkNotReady",
    ].contains(reason), row.component == "vpc-rc" {
      return ("node", "ip-10-0-1-23.ec2.internal")
    }
    let isOfCNI =
      ["KUB-016", "KUB-017"].contains(row.id) || row.component == "awsutils" || row.component == "aws-node"
    return ("pod", isOfCNI ? "aws-node-7xk2p" : PlausibleValues(seed: seed).string(.pod))
  }
}
