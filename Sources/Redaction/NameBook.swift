import VPCModel

/// What a name was seen to be. The larger one wins where a name is used for several, so order does not matter.
package enum NameKind: UInt8, Comparable, Sendable {
  case name, host, cluster, namespace, node, pod

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  var prefix: String {
    switch self {
    case .name: "name-"
    case .host: "host-"
    case .cluster: "cluster-"
    case .namespace: "ns-"
    case .node: "node-"
    case .pod: "pod-"
    }
  }
}

/// What a first reading of the evidence found out: names where they are called names, subnets, services.
///
/// Of a name only its hash is kept, 16 bytes. Surveys merge in any order to the same one.
package struct Survey: Hashable, Sendable {
  /// 32 MiB of names; what comes after is replaced where it is called a name, and not in running text.
  package static let mostNames = 1 << 20
  package private(set) var names: [UInt64: NameKind] = [:]
  package private(set) var subnets: Set<IPv4Block> = []
  package private(set) var services: Set<IPv4Address> = []
  /// Not every name was kept.
  package private(set) var isFull = false

  package init() {}

  package mutating func note(_ name: some Collection<UInt8>, _ kind: NameKind) {
    note(hash: foldedHash(name), kind)
    // `NodeRole` is found as written, and in capitals, but not in `noderole` of other words.
    if isMixed(name) { note(hash: exactHash(name), kind) }
  }

  package mutating func note(subnet: IPv4Block) {
    if subnets.count < 1 << 16 { subnets.insert(subnet) }
  }

  package mutating func note(service: IPv4Address) {
    if services.count < 1 << 10 { services.insert(service) }
  }

  package mutating func merge(_ other: Survey) {
    for (hash, kind) in other.names { note(hash: hash, kind) }
    subnets.formUnion(other.subnets)
    services.formUnion(other.services)
    isFull = isFull || other.isFull
  }

  private mutating func note(hash: UInt64, _ kind: NameKind) {
    if let known = names[hash] {
      if known < kind { names[hash] = kind }
    } else if names.count < Self.mostNames {
      names[hash] = kind
    } else {
      isFull = true
    }
  }
}

/// Words by their folded hash.
package struct WordSet: Hashable, Sendable {
  private var hashes: Set<UInt64>

  package init(_ words: some Sequence<String>) { hashes = Set(words.map { foldedHash($0.utf8) }) }

  func contains(_ word: some Collection<UInt8>) -> Bool { hashes.contains(foldedHash(word)) }
  func contains(hash: UInt64) -> Bool { hashes.contains(hash) }
  package mutating func formUnion(_ other: WordSet) { hashes.formUnion(other.hashes) }
}

/// FNV-1a of the bytes with ASCII capitals made small.
func foldedHash(_ bytes: some Collection<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes { hash = foldedHash(hash, byte) }
  return hash
}

func foldedHash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
  (hash ^ UInt64((65...90).contains(byte) ? byte | 0x20 : byte)) &* 0x100_0000_01b3
}

/// A hash that no folded one meets, of the bytes as they are.
func exactHash(_ bytes: some Collection<UInt8>) -> UInt64 {
  bytes.reduce(exactSeed) { exactHash($0, $1) }
}

let exactSeed: UInt64 = 0x9ae1_6a3b_2f90_404f

func exactHash(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

func isMixed(_ name: some Collection<UInt8>) -> Bool {
  name.contains { (97...122).contains($0) } && name.contains { (65...90).contains($0) }
}

/// All that decides what becomes what: two redactors with one plan agree on everything.
package struct RedactionPlan: Sendable {
  let key: RedactionKey
  let addresses: AddressCipher
  let addresses6: IPv6Cipher
  let hex: DigitCipher
  let decimal: DigitCipher
  let names: [UInt64: NameKind]
  /// Words that patterns ask for: a pod of that name is not looked for in running text.
  let vocabulary: WordSet

  /// - Parameter vocabulary: words that the verdict rests on.
  package init(key: RedactionKey, survey: Survey, vocabulary: WordSet) {
    self.key = key
    addresses = AddressCipher(key: key, subnets: survey.subnets, services: survey.services)
    addresses6 = IPv6Cipher(key: key)
    hex = DigitCipher(key: key, radix: 16)
    decimal = DigitCipher(key: key, radix: 10)
    names = survey.names
    self.vocabulary = vocabulary
  }
}

extension RedactionPlan {
  package func alias(of address: IPv4Address) -> IPv4Address { addresses.alias(of: address) }
  package func alias(of block: IPv4Block) -> IPv4Block { addresses.alias(of: block) }
}
