import Evidence
import VPCModel

/// The EKS add-on as `describe-addon` states it, and the cluster's mode.
enum AddonRecord {
  /// `addon{addonName,addonVersion,configurationValues}`; nil for another add-on than `vpc-cni`.
  static func configuration(_ addon: Record) throws(RecordError) -> CNIConfiguration? {
    if let name = try addon.text("addonName"), name != "vpc-cni" { return nil }
    var configuration = CNIConfiguration(source: "addon")
    configuration.version = try addon.text("addonVersion")
    configuration.changed = try addon.time("modifiedAt")
    switch addon.field("configurationValues") {
    case .string(let text): configuration.environment = environment(text)
    case .object(let object): configuration.environment = environment(.object(object))
    default: break
    }
    return configuration
  }

  /// `configurationValues` as text: JSON, else YAML of which the `env:` block is read.
  static func environment(_ text: String) -> [String: String] {
    var reader = JSONReader(bytes: Array(text.utf8))
    reader.toleratesBadText = true
    if let value = try? reader.value(), value.object != nil { return environment(value) }
    return yamlEnvironment(text)
  }

  private static func environment(_ value: JSONValue) -> [String: String] {
    var environment: [String: String] = [:]
    for pair in value["env"]?.objectPairs ?? [] {
      switch pair.value {
      case .string(let text), .number(let text): environment[pair.key] = text
      case .bool(let truth): environment[pair.key] = truth ? "true" : "false"
      case .null, .array, .object: continue
      }
    }
    return environment
  }

  /// The `KEY: value` lines below a top-level `env:`; `init.env` and `nodeAgent` lie deeper and do not count.
  private static func yamlEnvironment(_ text: String) -> [String: String] {
    var environment: [String: String] = [:]
    var isInside = false
    for line in text.split(whereSeparator: \.isNewline).prefix(1_000) {
      let content = line.drop { $0 == " " || $0 == "\t" }
      guard let first = content.first, first != "#" else { continue }
      if content.startIndex == line.startIndex {
        isInside = content.hasPrefix("env:")
        continue
      }
      guard isInside, let colon = content.firstIndex(of: ":") else { continue }
      let key = unquoted(content[..<colon])
      let isName =
        !key.isEmpty && key.utf8.allSatisfy { $0 == 0x5F || (0x30...0x39).contains($0) || isLetter($0) }
      if isName { environment[key] = unquoted(content[content.index(after: colon)...]) }
    }
    return environment
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// A YAML scalar without blanks, quotes and a comment behind it.
  private static func unquoted(_ text: Substring) -> String {
    var rest = text.drop { $0 == " " || $0 == "\t" }
    if let quote = rest.first, quote == "\"" || quote == "'" {
      rest = rest.dropFirst()
      return String(rest.prefix { $0 != quote })
    }
    return String(rest.prefix { $0 != "#" && $0 != " " && $0 != "\t" && $0 != "\r" })
  }
}
