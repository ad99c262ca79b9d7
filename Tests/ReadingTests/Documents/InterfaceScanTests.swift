import Evidence
import Testing
import VPCModel

@testable import Documents

/// Interfaces read eight bytes at a time are those that the whole reader sees, whatever was done to the document.
@Suite struct InterfaceScanTests {
  @Test(arguments: 0..<60) func `both ways of reading agree on random documents`(seed: UInt64) {
    var dice = Dice(seed)
    let bytes = Array(InterfaceText.document(&dice).utf8)
    expectSame(bytes, &dice)
  }

  @Test(arguments: 0..<60) func `both ways of reading agree on damaged documents`(seed: UInt64) {
    var dice = Dice(seed &+ 1_000)
    let whole = Array(InterfaceText.document(&dice).utf8)
    for _ in 0..<12 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...2, using: &dice) {
        let index = Int.random(in: 0..<bytes.count, using: &dice)
        switch Int.random(in: 0..<4, using: &dice) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &dice)
        case 1: bytes.remove(at: index)
        case 2:
          bytes.insert(Array(#",:"\{}[]01e. "#.utf8).randomElement(using: &dice) ?? 0x20, at: index)
        default: bytes.removeLast(bytes.count - index)
        }
        if bytes.isEmpty { bytes = [0x20] }
      }
      expectSame(bytes, &dice)
    }
  }

  @Test func `plain records take the short way, in a buffer of any size`() {
    var dice = Dice(5)
    let record = InterfaceText.record(&dice, isPlain: true, indent: 8)
    let text =
      "{\n    \"NetworkInterfaces\": [\n"
      + Array(repeating: record, count: 50).joined(separator: ",\n") + "]}"
      + String(repeating: " ", count: 64)
    for chunk in [1, 100, 4_096, 1_000_000] {
      var drafts = 0
      var position = 0
      let bytes = Array(text.utf8)
      var reader = DocumentReader(name: "in.json")
      let summary = reader.read(
        next: { buffer in
          let count = min(chunk, bytes.count - position, buffer.count)
          for index in 0..<count { buffer[index] = bytes[position + index] }
          position += count
          return count
        }, emit: { _, _, _ in },
        interfaces: { draft, bytes, line, byte in
          drafts += 1
          #expect(line > 2 && bytes[Int(draft.id.start)] == UInt8(ascii: "e"))
        })
      #expect(drafts == 50)
      #expect(summary.kinds.first?.records == 50)
      #expect(summary.problems.isEmpty)
    }
  }

  private func expectSame(_ bytes: [UInt8], _ dice: inout Dice) {
    let slow = read(bytes, plainRecords: false)
    for chunk in [
      bytes.count, Int.random(in: 1...50, using: &dice), Int.random(in: 50...5_000, using: &dice),
    ] {
      let fast = read(bytes, chunk: chunk)
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(fast.statements == slow.statements, "\(text)")
      #expect(fast.places.map(\.line) == slow.places.map(\.line), "\(text)")
      #expect(fast.places.map(\.byte) == slow.places.map(\.byte), "\(text)")
      #expect(fast.texts == slow.texts, "\(text)")
      #expect(fast.summary == slow.summary, "\(text)")
    }
  }
}

/// Random answers of describe-network-interfaces, mostly as EC2 writes them.
enum InterfaceText {
  static func document(_ dice: inout Dice) -> String {
    let indent = [0, 0, 8].randomElement(using: &dice) ?? 0
    let records = (0..<Int.random(in: 0...6, using: &dice)).map { _ in
      record(&dice, isPlain: Bool.random(using: &dice), indent: indent)
    }
    let end =
      ["", "\n", "\n$ aws ec2 describe-subnets\n", ",\"NextToken\":\"x\""].randomElement(
        using: &dice) ?? ""
    return "{\"NetworkInterfaces\": [" + records.joined(separator: indent == 0 ? "," : ",\n") + "]"
      + (end.hasPrefix(",") ? end + "}" : "}" + end)
  }

  static func record(_ dice: inout Dice, isPlain: Bool, indent: Int) -> String {
    func one(_ texts: [String]) -> String { texts.randomElement(using: &dice) ?? "" }
    func isOdd() -> Bool { !isPlain && Int.random(in: 0..<12, using: &dice) == 0 }
    func value(_ text: String) -> String {
      isOdd()
        ? one([
          "null", "7", "\"\"", "true", "[]", "{}", "\"a\\u00e9\\n\"", "\"é漢🚀\"", "-1.5e3", "01",
          "{\"a\":1,\"a\":2}",
        ]) : text
    }
    func key(_ text: String) -> String {
      guard isOdd() else { return "\"\(text)\"" }
      return one([
        "\"\(Record.smallFirst(text))\"", "\"\(text)X\"", "\"Extra\"", "\"\(text.dropLast())\"",
        "\"Stat\\u0075s\"",
      ])
    }
    func object(_ members: [(String, String)]) -> String {
      var parts = members.map { "\(key($0.0)): \(value($0.1))" }
      if isOdd() { parts.append(parts.randomElement(using: &dice) ?? "") }
      if isOdd() { parts.shuffle(using: &dice) }
      if isOdd() { parts.removeFirst() }
      let blank = indent == 0 ? "" : "\n" + String(repeating: " ", count: indent)
      return "{" + blank + parts.joined(separator: "," + blank) + blank + "}"
    }
    func list(_ elements: [String]) -> String {
      "[" + elements.joined(separator: ", ") + (isOdd() ? ", 3" : "") + "]"
    }
    func address() -> String {
      isOdd()
        ? one(["\"10.0.0\"", "\"10.0.0.256\"", "\"10.01.0.1\"", "\"\"", "\"10.0.0.1 \""])
        : "\"10.0.\(Int.random(in: 0...255, using: &dice)).\(Int.random(in: 0...255, using: &dice))\""
    }
    let addresses = (0..<Int.random(in: 0...4, using: &dice)).map { number in
      object([
        ("Primary", number == 0 ? "true" : "false"),
        ("PrivateDnsName", "\"ip-10-0-0-1.ec2.internal\""),
        ("Association", "{\"PublicIp\": \"3.3.3.3\", \"Nested\": [1, {\"b\": null}]}"),
        ("PrivateIpAddress", address()),
      ])
    }
    let attachment = object([
      (
        "AttachTime",
        one(["\"2026-03-01T10:15:04+00:00\"", "\"2026-03-01T10:15:04.000Z\"", "\"soon\""])
      ),
      ("AttachmentId", "\"eni-attach-0123456789abcdef0\""),
      ("DeleteOnTermination", one(["true", "false"])),
      ("DeviceIndex", one(["0", "1", "15"])), ("NetworkCardIndex", "0"),
      ("InstanceId", "\"i-0123456789abcdef0\""), ("InstanceOwnerId", "\"111122223333\""),
      ("Status", "\"attached\""),
    ])
    return object([
      ("Attachment", one([attachment, "null"])), ("AvailabilityZone", "\"us-east-1a\""),
      (
        "Description",
        one(["\"\"", "\"aws-K8S-i-0123456789abcdef0\"", "\"ELB app/x\"", "\"Straße 漢字\""])
      ),
      ("Groups", list([object([("GroupName", "\"nodes\""), ("GroupId", "\"sg-0a1\"")])])),
      ("InterfaceType", "\"interface\""),
      ("Ipv6Addresses", list([object([("Ipv6Address", "\"2001:db8::1\"")])])),
      ("Ipv6Prefixes", one(["[]", "[{\"Ipv6Prefix\": \"2001:db8::/80\"}]"])),
      ("MacAddress", "\"0a:00\""),
      ("NetworkInterfaceId", "\"eni-0\(Int.random(in: 0...999, using: &dice))\""),
      ("OwnerId", "\"111122223333\""),
      ("PrivateIpAddress", address()), ("PrivateIpAddresses", list(addresses)),
      (
        "Ipv4Prefixes",
        one([
          "[]", "null",
          list([object([("Ipv4Prefix", one(["\"10.0.1.16/28\"", "\"10.0.1.0/28\""]))])]),
        ])
      ),
      ("RequesterId", "\"AROA:i-0123456789abcdef0\""),
      ("RequesterManaged", one(["true", "false"])),
      ("SourceDestCheck", "true"), ("Status", one(["\"in-use\"", "\"available\""])),
      ("SubnetId", "\"subnet-0a\""),
      (
        "TagSet",
        list([
          object([("Key", "\"Name\""), ("Value", "\"x\"")]),
          object([("Key", one(["\"Name\"", "\"é\"", "\"\""])), ("Value", "\"y\"")]),
        ])
      ), ("VpcId", "\"vpc-0a\""),
    ])
  }
}
