/// Settings of aws-node that somebody wants to try, checked before anything is simulated.
package struct SettingsChange: Hashable, Sendable {
  /// Name → text; an empty text takes the setting away.
  package private(set) var values: [String: String] = [:]
  package private(set) var refused: [RefusedSetting] = []

  package init() {}
  package var isEmpty: Bool { values.isEmpty }

  /// What a setting has to look like.
  private enum Shape { case target, count, truth }

  private static let known: [String: Shape] = [
    "WARM_ENI_TARGET": .target, "WARM_IP_TARGET": .target, "MINIMUM_IP_TARGET": .target,
    "WARM_PREFIX_TARGET": .target, "MAX_ENI": .count, "IP_COOLDOWN_PERIOD": .target,
    "ENABLE_PREFIX_DELEGATION": .truth, "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": .truth,
    "ENABLE_POD_ENI": .truth, "ENABLE_IPv6": .truth, "ENABLE_IPv4": .truth,
    "ENABLE_SUBNET_DISCOVERY": .truth, "AWS_MANAGE_ENIS_NON_SCHEDULABLE": .truth,
    "DISABLE_NETWORK_RESOURCE_PROVISIONING": .truth, "ENABLE_IMDS_ONLY_MODE": .truth,
  ]

  package static var names: [String] { known.keys.sorted() }

  /// The largest subnet EC2 makes has so many addresses; a target above it is a slip of the hand.
  private static let largestSubnet = 65_536

  package mutating func set(_ name: String, _ value: String) {
    guard let shape = Self.known[name] else {
      return refuse([name: value], "no setting of the pool; known are \(Self.names.joined(separator: ", "))")
    }
    if let known = values[name], known != value {
      return refuse([name: value], "\(name) is given twice: \(known) and \(value)")
    }
    if !value.isEmpty, let reason = Self.reason(against: value, of: name, as: shape) {
      return refuse([name: value], reason)
    }
    values[name] = value
  }

  private mutating func refuse(_ settings: [String: String], _ reason: String) {
    refused.append(RefusedSetting(settings: settings, reason: reason))
  }

  private static func reason(against value: String, of name: String, as shape: Shape) -> String? {
    switch shape {
    case .truth:
      return CNISettings.truth(value) == nil ? "neither true nor false; ipamd would take its default" : nil
    case .target, .count:
      guard let number = Int(value) else {
        return "not a whole number; ipamd would silently take its default"
      }
      // `MAX_ENI` of 0 or -1 is how older manifests wrote "no limit".
      if number < 0 && shape == .target { return "below 0; ipamd would silently take its default" }
      return number > largestSubnet ? "more than the largest subnet has addresses" : nil
    }
  }

  /// The environment with the change made.
  package func applied(to environment: [String: String]) -> [String: String] {
    var environment = environment
    for (name, value) in values { environment[name] = value.isEmpty ? nil : value }
    // IPv6 needs prefixes and no IPv4: who asks for it alone means the settings that go with it.
    if CNISettings.truth(values["ENABLE_IPv6"]) == true {
      if values["ENABLE_IPv4"] == nil { environment["ENABLE_IPv4"] = "false" }
      if values["ENABLE_PREFIX_DELEGATION"] == nil { environment["ENABLE_PREFIX_DELEGATION"] = "true" }
    }
    return environment
  }

  /// What the change does that its writer may not expect.
  ///
  /// An IP target of 0 is no target to ipamd: it keeps no fewer addresses for it, but goes by whole ENIs or prefixes.
  package var remarks: [String] {
    let zeros = ["WARM_IP_TARGET", "MINIMUM_IP_TARGET"].filter { Int(values[$0] ?? "") == 0 }
    let hasTarget = ["WARM_IP_TARGET", "MINIMUM_IP_TARGET"].contains { Int(values[$0] ?? "") ?? 0 > 0 }
    if zeros.isEmpty || hasTarget { return [] }
    return [
      "\(zeros.joined(separator: " and ")) of 0 is to ipamd as if unset: with no other IP target it keeps whole ENIs "
        + "or prefixes warm; for few idle addresses try WARM_IP_TARGET=1"
    ]
  }

  /// Refuses what the change makes of an environment: settings with which aws-node does not start, and new targets
  /// of which one has no effect.
  package mutating func check(against environment: [String: String]) {
    for refusal in refusals(with: environment) where !refused.contains(refusal) { refused.append(refusal) }
  }

  private func refusals(with environment: [String: String]) -> [RefusedSetting] {
    let result = applied(to: environment)
    let settings = CNISettings(environment: result).bounded
    func refusal(_ names: [String], _ reason: String) -> RefusedSetting {
      let shown = names.map { ($0, result[$0] ?? "unset") }
      return RefusedSetting(
        settings: Dictionary(shown, uniquingKeysWith: { first, _ in first }), reason: reason)
    }
    var found: [RefusedSetting] = []
    let targets = ["WARM_PREFIX_TARGET", "WARM_IP_TARGET", "MINIMUM_IP_TARGET"]
    if CNISettings.isRefused(environment: result), !settings.usesIPv6 {
      found.append(
        refusal(
          ["ENABLE_PREFIX_DELEGATION"] + targets,
          "aws-node does not start: in prefix mode one of WARM_PREFIX_TARGET, WARM_IP_TARGET and "
            + "MINIMUM_IP_TARGET has to be above 0"))
    }
    let ipTargets = ["WARM_IP_TARGET", "MINIMUM_IP_TARGET"].filter { Int(values[$0] ?? "") ?? 0 > 0 }
    let whole = settings.usesPrefixes ? "WARM_PREFIX_TARGET" : "WARM_ENI_TARGET"
    // The manifest's 1 beside IP targets is what everybody has; more than that was asked for and does nothing.
    if let first = ipTargets.first, Int(values[whole] ?? "") ?? 0 > 1 {
      found.append(
        refusal(
          [whole] + ipTargets,
          "\(whole) adds nothing once \(first) is set: the IP targets alone decide; leave one of them out"))
    }
    if settings.usesIPv6 {
      if CNISettings.truth(result["ENABLE_IPv4"]) ?? true {
        found.append(refusal(["ENABLE_IPv6", "ENABLE_IPv4"], "ipamd does not start with both IPv4 and IPv6"))
      }
      if !settings.usesPrefixes {
        found.append(
          refusal(
            ["ENABLE_IPv6", "ENABLE_PREFIX_DELEGATION"], "ipamd gives IPv6 addresses in prefix mode only"))
      }
      if settings.usesCustomNetworking {
        found.append(
          refusal(
            ["ENABLE_IPv6", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"], "custom networking is for IPv4 only"))
      }
    }
    if settings.usesCustomNetworking, settings.maxENI == 1 {
      found.append(
        refusal(
          ["MAX_ENI", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"],
          "under custom networking the first ENI serves no pods, so ipamd stops with an empty pool"))
    }
    return found
  }
}

/// Settings that are not simulated, and why.
package struct RefusedSetting: Hashable, Sendable {
  /// As asked for, or as they would be: name → value, `unset` where there is none.
  package let settings: [String: String]
  package let reason: String
  /// The nodes it concerns; empty is all of them.
  package var nodes: [String] = []

  package init(settings: [String: String], reason: String, nodes: [String] = []) {
    self.settings = settings
    self.reason = reason
    self.nodes = nodes
  }

  /// `WARM_IP_TARGET=-1`.
  package var assignments: String {
    settings.keys.sorted().map { "\($0)=\(settings[$0] ?? "")" }.joined(separator: " ")
  }
}
