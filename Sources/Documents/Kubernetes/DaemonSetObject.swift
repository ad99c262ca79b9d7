import Evidence
import VPCModel

/// The aws-node DaemonSet: what the cluster asks of the CNI. Other DaemonSets say nothing.
enum DaemonSetObject {
  static func read(_ object: JSONValue, name: String, state: (Statement) -> Void) {
    guard
      var configuration = CNIContainer.configuration(
        podSpec: object["spec", "template", "spec"], source: "daemonset")
    else { return }
    configuration.changed = lastChange(object["metadata", "managedFields"])
    configuration.desired = object["status", "desiredNumberScheduled"]?.count
    configuration.ready = object["status", "numberReady"]?.count
    // `numberReady` is always written by the controller; a status without it means none is ready.
    if configuration.ready == nil, configuration.desired != nil { configuration.ready = 0 }
    state(.configuration(configuration))
  }

  /// The newest edit of the object by anyone but the controller that only keeps its status.
  private static func lastChange(_ managedFields: JSONValue?) -> Instant? {
    (managedFields?.items ?? []).compactMap { entry -> Instant? in
      if entry["subresource"]?.string == "status" { return nil }
      if entry["manager"]?.string == "kube-controller-manager" { return nil }
      return ObjectTime.parse(entry["time"]?.string)
    }.max()
  }
}
