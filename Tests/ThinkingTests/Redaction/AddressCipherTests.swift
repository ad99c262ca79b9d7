import Redaction
import Testing
import VPCModel

@Suite struct AddressCipherTests {
  static func key(_ number: UInt8) -> RedactionKey {
    RedactionKey((0..<16).map { number &* 31 &+ $0 })
  }

  /// Every 977th address of the ranges a VPC may have, and some of the internet.
  static let addresses: [IPv4Address] =
    [
      (0x0A00_0000, 0x0AFF_FFFF), (0xAC10_0000, 0xAC1F_FFFF), (0xC0A8_0000, 0xC0A8_FFFF),
      (0x6440_0000, 0x647F_FFFF), (0x3400_0000, 0x3600_0000),
    ].flatMap { first, last in
      stride(from: UInt32(first), through: UInt32(last), by: 9_773).map { IPv4Address(number: $0) }
    }

  private func shared(_ left: IPv4Address, _ right: IPv4Address) -> Int {
    (left.number ^ right.number).leadingZeroBitCount
  }

  @Test(arguments: [UInt8(1), 2, 3])
  func `what shares a prefix shares one of the same length afterwards`(seed: UInt8) {
    let cipher = AddressCipher(key: Self.key(seed), subnets: [], services: [])
    let addresses = Self.addresses.filter { !cipher.stays($0) }
    for (left, right) in zip(addresses, addresses.dropFirst()) {
      #expect(shared(left, right) == shared(cipher.alias(of: left), cipher.alias(of: right)))
    }
  }

  @Test func `no address of a private range or of the internet is its own alias`() {
    let cipher = AddressCipher(key: Self.key(7), subnets: [], services: [])
    for address in Self.addresses where !cipher.stays(address) {
      #expect(cipher.alias(of: address) != address, "\(address)")
    }
  }

  @Test func `ranges keep what they mean`() throws {
    let cipher = AddressCipher(key: Self.key(8), subnets: [], services: [])
    for text in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] {
      let range = try #require(IPv4Block(text))
      for address in Self.addresses {
        #expect(range.contains(address) == range.contains(cipher.alias(of: address)), "\(address) \(text)")
      }
    }
  }

  @Test(arguments: [
    "169.254.169.254", "169.254.20.10", "127.0.0.1", "0.0.0.0", "10.100.0.1", "172.20.0.1", "224.0.0.1",
  ])
  func `addresses with a meaning stay`(text: String) throws {
    let cipher = AddressCipher(key: Self.key(9), subnets: [], services: [])
    let address = try #require(IPv4Address(text))
    #expect(cipher.alias(of: address) == address)
  }

  @Test func `a service that evidence names stays, and one inside a subnet does not`() throws {
    let named = try #require(IPv4Address("10.96.0.1"))
    let usual = try #require(IPv4Address("10.100.0.1"))
    let around = try #require(IPv4Block("10.100.0.0/20"))
    let cipher = AddressCipher(key: Self.key(10), subnets: [around], services: [named])
    #expect(cipher.alias(of: named) == named)
    #expect(cipher.alias(of: usual) != usual)
  }

  @Test(arguments: ["10.0.16.0/20", "10.254.7.0/24", "172.31.128.0/17", "100.64.32.0/19", "192.168.4.0/22"])
  func `an address keeps its place in a known subnet, and the subnet its size`(text: String) throws {
    let subnet = try #require(IPv4Block(text))
    for seed in UInt8(0)..<8 {
      let cipher = AddressCipher(key: Self.key(seed), subnets: [subnet], services: [])
      let alias = cipher.alias(of: subnet)
      #expect(alias.length == subnet.length && alias != subnet)
      for offset in stride(from: 0, to: UInt32(subnet.size), by: 13) {
        let address = IPv4Address(number: subnet.first.number + offset)
        #expect(cipher.alias(of: address).number == alias.first.number + offset)
      }
    }
  }

  @Test func `a VPC gives way to its subnets, and blocks lie in each other as before`() throws {
    let blocks = try ["10.7.0.0/16", "10.7.32.0/20", "10.7.32.128/28"].map { try #require(IPv4Block($0)) }
    let cipher = AddressCipher(key: Self.key(11), subnets: [blocks[0], blocks[1]], services: [])
    let aliases = blocks.map { cipher.alias(of: $0) }
    #expect(aliases[0].overlaps(aliases[1]) && aliases[1].overlaps(aliases[2]))
    #expect(aliases[2].first.number - aliases[1].first.number == 128)
  }

  @Test func `no two addresses of a /16 get one alias`() throws {
    let subnet = try #require(IPv4Block("10.3.64.0/18"))
    let cipher = AddressCipher(key: Self.key(12), subnets: [subnet], services: [])
    let aliases = Set((0..<65_536).map { cipher.alias(of: IPv4Address(number: 0x0A03_0000 + $0)).number })
    #expect(aliases.count == 65_536)
  }
}
