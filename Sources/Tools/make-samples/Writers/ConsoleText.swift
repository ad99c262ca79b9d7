/// Tables that kubectl prints for people.
extension Cluster {
  /// `2m3s`, `6m`, as kubectl shortens an age.
  func age(_ time: Moment) -> String {
    let seconds = max(0, Int(now.seconds(since: time)))
    if seconds < 120 { return "\(seconds)s" }
    if seconds < 600 { return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds / 60)m\(seconds % 60)s" }
    return seconds < 7200 ? "\(seconds / 60)m" : "\(seconds / 3600)h"
  }

  /// `kubectl get events -A`.
  func eventTable() -> [UInt8] {
    var rows = [["NAMESPACE", "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]]
    for event in events.sorted(by: { $0.last < $1.last }) {
      rows.append([
        event.namespace, age(event.last), event.type, event.reason,
        "\(event.kind.lowercased())/\(event.object)",
        event.message,
      ])
    }
    return Wrapper.bytes(table(rows, gap: 3))
  }

  /// The end of `kubectl describe pod` for one pod.
  func describe(_ pod: Pod) -> [UInt8] {
    var text = """
      Name:             \(pod.name)
      Namespace:        \(pod.namespace)
      Priority:         0
      Service Account:  default
      Node:             \(pod.node.map { "\($0.name)/\($0.address)" } ?? "<none>")
      Labels:           \(pod.labels.map { "\($0.0)=\($0.1)" }.joined(separator: "\n                  "))
      Status:           \(pod.address == nil ? "Pending" : "Running")
      IP:               \(pod.address?.description ?? "")
      Conditions:
        Type              Status
        Ready             \(pod.address == nil ? "False" : "True")
        PodScheduled      \(pod.node == nil ? "False" : "True")
      Events:

      """
    var rows = [
      ["Type", "Reason", "Age", "From", "Message"], ["----", "------", "----", "----", "-------"],
    ]
    for event in events where event.object == pod.name {
      let age =
        event.count > 1
        ? "\(age(event.last)) (x\(event.count) over \(self.age(event.first)))" : age(event.last)
      rows.append([event.type, event.reason, age, event.source, event.message])
    }
    text += table(rows, gap: 2, indent: "  ")
    return Wrapper.bytes(text)
  }

  /// `kubectl get pods -A -o wide`.
  func podTable() -> [UInt8] {
    var rows = [["NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE"]]
    for pod in pods {
      rows.append([
        pod.namespace, pod.name, pod.address == nil ? "0/1" : "1/1",
        pod.address == nil ? pod.node == nil ? "Pending" : "ContainerCreating" : "Running", "0",
        age(pod.created),
        pod.address?.description ?? "<none>", pod.node?.name ?? "<none>",
      ])
    }
    return Wrapper.bytes(table(rows, gap: 3))
  }

  func table(_ rows: [[String]], gap: Int, indent: String = "") -> String {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      indent
        + row.enumerated().map { index, cell in
          index == columns - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count + gap)
        }.joined() + "\n"
    }.joined()
  }
}
