import Evidence
import VPCModel

/// The aws-node container inside a pod spec: its image and environment.
enum CNIContainer {
  /// Configuration of a pod spec that has an aws-node container; nil for every other pod.
  ///
  /// Values taken from elsewhere (`valueFrom`) are not known here and are left out. Keys that only the init
  /// container sets (`DISABLE_TCP_EARLY_DEMUX`) are added; the main container's value wins.
  static func configuration(podSpec: JSONValue?, source: String) -> CNIConfiguration? {
    let containers = podSpec?["containers"]?.items ?? []
    guard let main = containers.first(where: { $0["name"]?.string == "aws-node" }) else { return nil }
    var configuration = CNIConfiguration(source: source)
    configuration.version = version(image: main["image"]?.string)
    configuration.environment = environment(main["env"])
    for container in podSpec?["initContainers"]?.items ?? [] {
      guard container["name"]?.string == "aws-vpc-cni-init" else { continue }
      configuration.environment.merge(environment(container["env"])) { main, _ in main }
    }
    return configuration
  }

  /// The CNI's own containers, whose last words are ours to read.
  static func isOurs(_ name: String) -> Bool {
    ["aws-node", "aws-vpc-cni", "aws-eks-nodeagent"].contains { name.hasPrefix($0) }
  }

  /// How a container ended, as one line: `container aws-node ended: OOMKilled, exit code 137`; nil for a clean end.
  static func ending(_ name: String, reason: String?, exitCode: Int?, message: String?) -> String? {
    if exitCode == 0, message == nil { return nil }
    let words = [reason, exitCode.map { "exit code \($0)" }, message].compactMap { $0 }
    return words.isEmpty ? nil : "container \(name) ended: \(words.joined(separator: ", "))"
  }

  /// `[{name, value}]` as a table. A name without value is an empty string, as the kubelet sees it.
  static func environment(_ list: JSONValue?) -> [String: String] {
    var environment: [String: String] = [:]
    for entry in list?.items ?? [] {
      guard let name = entry["name"]?.name, entry["valueFrom"]?.object == nil else { continue }
      environment[name] = entry["value"]?.scalarText ?? ""
    }
    return environment
  }

  /// `KEY=VALUE` lines of `ctr container info` and `docker inspect`. Credentials are dropped, never kept.
  static func environment(lines: [JSONValue]) -> [String: String] {
    var environment: [String: String] = [:]
    for line in lines {
      guard let text = line.string, let equals = text.firstIndex(of: "=") else { continue }
      let key = String(text[..<equals])
      if key.isEmpty || isSecret(key) { continue }
      environment[key] = String(text[text.index(after: equals)...])
    }
    return environment
  }

  private static func isSecret(_ key: String) -> Bool {
    ["SECRET", "TOKEN", "PASSWORD", "ACCESS_KEY", "CREDENTIAL"].contains { key.contains($0) }
  }

  /// `1.18.3` out of `…/amazon-k8s-cni:v1.18.3-eksbuild.1`; nil for a digest or a tag that is no version.
  static func version(image: String?) -> String? {
    guard let image else { return nil }
    let tagged = image.prefix { $0 != "@" }
    guard let colon = tagged.lastIndex(of: ":") else { return nil }
    return version(tag: String(tagged[tagged.index(after: colon)...]))
  }

  /// `1.18.3` out of `v1.18.3-eksbuild.1`.
  static func version(tag: String?) -> String? {
    guard var tag = tag?[...] else { return nil }
    if tag.first == "v" { tag = tag.dropFirst() }
    if let build = tag.firstRange(of: "-eksbuild") { tag = tag[..<build.lowerBound] }
    guard let first = tag.first, ("0"..."9").contains(first), tag.contains("."), tag.utf8.count <= 40 else {
      return nil
    }
    return String(tag)
  }
}
