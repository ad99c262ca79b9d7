import Evidence
import Patterns
import VPCModel

/// What the user wants looked at: nothing named takes everything.
///
/// Pods and namespaces are told apart while lines are read, since a case no longer says which pod a line was
/// about. Nodes and subnets are told apart when all inputs are known: only then is it clear which log is whose.
package struct ScanFocus: Hashable, Sendable {
  package var nodes: Set<String> = []
  package var subnets: Set<String> = []
  package var namespaces: Set<String> = []
  /// `shop/web-7d4b9`, or the name alone.
  package var pods: Set<String> = []
  package init() {}

  package var isEmpty: Bool { nodes.isEmpty && subnets.isEmpty && namespaces.isEmpty && pods.isEmpty }

  var takesAnyPod: Bool { namespaces.isEmpty && pods.isEmpty }

  /// `pod` as `namespace/name` or a name alone. What names no pod is taken: it may be about any.
  func takes(pod: String?) -> Bool {
    guard let pod, !(namespaces.isEmpty && pods.isEmpty) else { return true }
    let slash = pod.firstIndex(of: "/")
    if let slash, !namespaces.isEmpty, !namespaces.contains(String(pod[..<slash])) { return false }
    guard !pods.isEmpty else { return true }
    let name = slash.map { String(pod[pod.index(after: $0)...]) } ?? pod
    return pods.contains(pod) || pods.contains(name)
      || (slash == nil && pods.contains { $0.hasSuffix("/" + name) })
  }
}

extension Collector {
  func isInWindow(_ time: Int64?) -> Bool {
    guard let time else { return true }
    if let since = options.since, time < since { return false }
    if let until = options.until, time > until { return false }
    return true
  }

  /// An event is a span of repetitions: it takes part when some of them lie in the window.
  func isInWindow(_ event: ClusterEvent) -> Bool {
    if let since = options.since, let last = event.last ?? event.first, last.nanoseconds < since {
      return false
    }
    if let until = options.until, let first = event.first ?? event.last, first.nanoseconds > until {
      return false
    }
    return true
  }

  /// Signals that count a pod's success or refusal; the others are about the node.
  static let signalsOfPods: Set<String> = [
    "refused", "sandbox-refused", "sandbox-failed", "address-assigned",
  ]

  /// `shop/web-7d4b9` where the pattern found the pod in the text.
  func podNamed(_ regex: Regex, _ message: Span<UInt8>) -> String? {
    guard let pod = regex.text(of: regex.known.pod, in: message) else { return nil }
    return regex.text(of: regex.known.namespace, in: message).map { "\($0)/\(pod)" } ?? pod
  }

  /// The pod the line names, else the one whose request is being answered.
  func podServed(_ regex: Regex, _ message: Span<UInt8>, _ context: LineContext) -> String? {
    if let named = podNamed(regex, message) { return named }
    let stream = nodes[context.node].stream
    return stream.hasRequest(at: context.time) ? stream.request.pod : nil
  }
}
