import Evidence
import VPCModel

/// Which of a node's failures count now. Source: triage rules, section 8.
extension NodeEntity {
  /// Seconds around a pod's failure in which its reason shows: ipamd tries again within two minutes, kubelet within
  /// five.
  package static let window = 600.0

  /// The last time a pod was refused, as ipamd, the plugin or the kubelet tells it.
  package var lastRefusal: Instant? {
    [log.last("refused"), log.last("sandbox-refused")].compactMap { $0 }.max()
  }

  /// True of a failure seen last at `time` when ipamd has started since and was asked for addresses again, or when
  /// pods were refused for ten minutes more without it.
  package func isHistory(_ time: Instant) -> Bool {
    if let refusal = lastRefusal, refusal.seconds(since: time) > Self.window { return true }
    guard let start = log.last("started"), start > time else { return false }
    let asked = [log.last("refused"), log.last("address-assigned"), lastGrowth].compactMap { $0 }.max()
    return asked.map { $0 > start } ?? false
  }

  /// True of a failure seen last at `time` when another one was seen at `later`, behind a start of ipamd or among
  /// refusals that had gone on for ten minutes without the first.
  package func isOver(_ time: Instant, since later: Instant) -> Bool {
    guard later.seconds(since: time) > Self.window else { return false }
    if let start = log.last("started"), start > time, later > start { return true }
    guard let refusal = lastRefusal else { return false }
    return refusal.seconds(since: time) > Self.window && refusal.seconds(since: later) <= Self.window
  }

  /// True when ipamd has started after `time`, gives out addresses since, and nobody waits.
  package func hasServedSinceStart(after time: Instant) -> Bool {
    guard let start = log.last("started"), start > time,
      let served = log.last("address-assigned"), served > start
    else { return false }
    if let refusal = lastRefusal, refusal > served { return false }
    return !podsStillWaiting.contains { log.podsRefused[$0].map { $0 > start } ?? true }
  }

  /// Pods that wait for what failed until `time`: those refused much later wait for something else.
  package func podsWaiting(sinceFailureAt time: Instant) -> [String] {
    podsStillWaiting.filter { log.podsRefused[$0].map { $0.seconds(since: time) <= Self.window } ?? true }
  }
}
