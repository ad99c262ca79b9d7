/// The node that a log or bundle is of.
package struct LoadNode: Hashable, Sendable {
  /// What its failures are of.
  enum Trouble: Hashable, Sendable {
    /// Its subnet has no address left.
    case fullSubnet
    /// Its role may not make interfaces.
    case denied
  }

  /// An interface and its primary address.
  struct Interface: Hashable, Sendable {
    let id: String
    let primary: String
  }

  let instance: String
  /// 4 interfaces of 15 addresses, as `m5.xlarge`.
  let type: String
  let zone: String
  let subnet: String
  /// Of the plugin: `v1.19.3-eksbuild.1`.
  let version: String
  let addresses: [Interface]
  /// Nil for one that is well.
  let trouble: Trouble?
  let seed: UInt64

  /// `ip-10-40-12-93.ec2.internal`
  var host: String {
    "ip-" + String((addresses.first?.primary ?? "").map { $0 == "." ? "-" : $0 }) + ".ec2.internal"
  }

  /// As the EKS log collector calls it.
  package var bundleName: String { "eks_\(instance)_2026-03-09_0306-UTC_0.7.8" }
  var interfaces: [(id: String, primary: String)] { addresses.map { ($0.id, $0.primary) } }
}
