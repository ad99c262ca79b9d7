import Evidence
import VPCModel

/// An answer that `--query` or `jq` cut down and renamed: read by the shape of its values, not by its keys.
///
///     {"Subnet":"subnet-0a","Available":3,"CIDR":"10.0.1.0/24"}   {"ENI":"eni-0a","IPs":10}   ["m5.large",3,10]
///
/// A shape that fits two readings states nothing.
struct Projection {
  private var subnet: String?
  private var eni: String?
  private var vpc: String?
  private var zone: String?
  private var type: String?
  private var block: IPv4Block?
  private var numbers: [(key: String, value: Int)] = []
  private var isAmbiguous = false

  /// `fields` are the members of an object, or the elements of a row with empty keys.
  init(_ fields: [JSONObject.Pair]) {
    for field in fields {
      switch field.value {
      case .string(let text): take(text)
      case .number:
        if let number = field.value.int, number >= 0 { numbers.append((field.key.lowercased(), number)) }
      case .null, .bool, .array, .object: continue
      }
    }
  }

  private mutating func take(_ text: String) {
    if Self.isID(text, "subnet-") {
      isAmbiguous = isAmbiguous || subnet != nil
      subnet = text
    } else if Self.isID(text, "eni-") {
      isAmbiguous = isAmbiguous || eni != nil
      eni = text
    } else if Self.isID(text, "vpc-") {
      vpc = text
    } else if let found = IPv4Block(text) {
      // Two blocks: one is the subnet's, the other the VPC's or a reservation's; nobody says which.
      isAmbiguous = isAmbiguous || block != nil
      block = found
    } else if Self.isZone(text) {
      zone = text
    } else if Self.isInstanceType(text) {
      type = text
    }
  }

  /// What the shape can only mean; nil when nothing, or nothing certain.
  func statement() -> Statement? {
    guard !isAmbiguous else { return nil }
    if let eni {
      guard let count = addressCount() else { return nil }
      return .interfaceAddressCount(ENIID(eni), count)
    }
    if let subnet {
      var stated = Subnet(id: SubnetID(subnet))
      (stated.vpc, stated.zone, stated.cidr) = (vpc, zone, block)
      stated.available = availableCount()
      return stated.available == nil && block == nil ? nil : .subnet(stated)
    }
    if let type, let limits = limits() {
      return .instanceType(InstanceTypeLimits(type: type, enis: limits.enis, ipv4PerENI: limits.addresses))
    }
    if block == nil, type == nil, numbers.count == 2, let limits = limits() {
      return .bareLimits(enis: limits.enis, ipv4PerENI: limits.addresses)
    }
    return nil
  }

  /// The only number, else the one whose key speaks of what is free.
  private func availableCount() -> Int? {
    if numbers.count == 1 { return numbers[0].value }
    let named = numbers.filter { $0.key.contains("avail") || $0.key.contains("free") }
    return named.count == 1 ? named[0].value : nil
  }

  /// Private addresses of an interface, the primary included, which it always holds. With a count of prefixes
  /// beside it the number is one of introspection, and those are read elsewhere.
  private func addressCount() -> Int? {
    guard numbers.count == 1, let only = numbers.first, only.value > 0, !only.key.contains("prefix") else {
      return nil
    }
    return only.value
  }

  /// ENIs and addresses of each: by key, else in the order of the articles' projection. No type has more than
  /// 128 ENIs or 128 addresses on one.
  private func limits() -> (enis: Int, addresses: Int)? {
    guard numbers.count >= 2 else { return nil }
    var enis = numbers[0].value
    var addresses = numbers[1].value
    if let named = numbers.first(where: { $0.key.contains("ip") }) {
      guard let other = numbers.first(where: { !$0.key.contains("ip") && Self.speaksOfENIs($0.key) }) else {
        return nil
      }
      (enis, addresses) = (other.value, named.value)
    } else if numbers.count > 2 || numbers.contains(where: { !$0.key.isEmpty }) {
      return nil
    }
    return (1...128).contains(enis) && (1...128).contains(addresses) ? (enis, addresses) : nil
  }

  private static func speaksOfENIs(_ key: String) -> Bool { key.contains("eni") || key.contains("interface") }

  /// The prefix and at least one hex digit; people shorten ids, so the length is free.
  private static func isID(_ text: String, _ prefix: String) -> Bool {
    text.hasPrefix(prefix) && text.utf8.count > prefix.utf8.count && text.utf8.count <= 32
      && text.dropFirst(prefix.count).utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0)
      }
  }

  /// `us-east-1a`, `us-west-2-lax-1a`.
  private static func isZone(_ text: String) -> Bool {
    let parts = text.split(separator: "-")
    guard parts.count >= 3, parts[0].utf8.count == 2, let last = parts.last?.utf8, last.count == 2 else {
      return false
    }
    return (0x30...0x39).contains(last.first ?? 0) && (0x61...0x7A).contains(last.last ?? 0)
  }

  /// `m5.large`, `u-6tb1.112xlarge`.
  private static func isInstanceType(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 32, let family = parts[0].utf8.first,
      (0x61...0x7A).contains(family)
    else { return false }
    let sizes = ["nano", "micro", "small", "medium", "large", "metal"]
    return sizes.contains { parts[1].contains($0) }
  }
}
