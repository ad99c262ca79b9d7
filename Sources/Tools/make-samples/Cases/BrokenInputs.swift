import VPCModel

/// Inputs that are cut, foreign, or only talk about failures: read what can be read, blame nothing.
enum BrokenInputs {
  static func files(seed: UInt64) -> [GeneratedFile] {
    let cluster = Cluster("broken", seed: seed, start: Moment(month: 3, day: 3, hour: 3))
    let space = cluster.subnet("10.40.16.0/24")
    let node = cluster.addNode("m5.large", in: space, cni: Generation(20, 5))
    cluster.addNeighbours(in: space)
    cluster.boot(node, pods: 6, until: 120)
    cluster.churn(node, every: 12, from: 10, until: 110)
    cluster.run(until: 120)
    let log = Wrapper.raw(node.ipamdLines)
    let subnets = Wrapper.bytes(cluster.describeSubnets().pretty())
    let interfaces = Wrapper.bytes(cluster.describeInterfaces().pretty(depth: 2))
    let zipped = Archive.gzip(log)
    let text = String(decoding: log, as: UTF8.self)
    var badSum = zipped
    badSum[badSum.count - 6] ^= 0x5a
    var invalid = log
    for index in stride(from: 700, to: invalid.count, by: 2111) { invalid[index] = 0xff }
    let files: [GeneratedFile] = [
      ("empty.log", []), ("truncated-interfaces.json", Array(interfaces.prefix(interfaces.count * 2 / 3))),
      ("half.log.gz", Array(zipped.prefix(zipped.count / 2))), ("bad-checksum.log.gz", badSum),
      ("trailing-bytes.log.gz", zipped + Wrapper.bytes("not gzip at all\n")),
      ("error-page.json", Wrapper.bytes(errorPage)),
      ("binary.bin", (0..<20000).map { _ in UInt8(truncatingIfNeeded: cluster.random.next()) }),
      ("nul-block.log", Array(log.prefix(6000)) + [UInt8](repeating: 0, count: 40000) + log.suffix(6000)),
      ("utf16.log", utf16(text)), ("invalid-utf8.log", invalid),
      ("bom-crlf.log", [0xef, 0xbb, 0xbf] + Wrapper.bytes(text.replacing("\n", with: "\r\n"))),
      ("wrong-types.json", Wrapper.bytes(wrongTypes)), ("duplicate-keys.json", Wrapper.bytes(duplicateKeys)),
      ("deep-nesting.json", [UInt8](repeating: UInt8(ascii: "["), count: 100_000)),
      ("yaml-alias-bomb.yaml", Wrapper.bytes(aliasBomb)),
      ("one-long-line.log", Wrapper.bytes(longLine(node))),
      ("terminal-escapes.log", Wrapper.bytes(escapes)),
      (
        "two-documents-one-broken.json", subnets + Wrapper.bytes("\n{\"Subnets\": [{\"SubnetId\": \"subnet-0")
      ),
      ("own-report.json", Wrapper.bytes(ownReport)), ("own-report.txt", Wrapper.bytes(ownText)),
      ("prose-about-codes.md", Wrapper.bytes(prose)), ("operator-denied.json", Wrapper.bytes(operatorDenied)),
      (
        "cut-archive.tar.gz",
        Array(
          Archive.gzip(Archive.tar([("./var_log/aws-routed-eni/ipamd.log", log)], modified: cluster.now))
            .prefix(9000))
      ),
      (
        "hostile-names.tar",
        Archive.tar(
          [
            ("../../etc/cron.d/evil", Wrapper.bytes("* * * * * root true\n")),
            ("/etc/passwd", Wrapper.bytes("x:0:0\n")),
            ("./var_log/aws-routed-eni/ipamd.log", Array(log.prefix(9000))),
          ], modified: cluster.now)
      ),
    ]
    return files.map { ("broken/\($0.path)", $0.data) } + [
      ("broken/expectations.json", Wrapper.bytes(expectations.pretty(unit: 2, depth: 2) + "\n"))
    ]
  }

  /// What must not happen, and for each file what the verdict may be.
  private static var expectations: JSON {
    let silent: JSON = ["unknown"]
    let well: JSON = ["healthy", "unknown"]
    return [
      "empty.log": ["exitCodes": [3], "primaries": silent],
      "truncated-interfaces.json": ["exitCodes": [3, 4, 5], "primaries": silent],
      "half.log.gz": ["exitCodes": [0, 4, 5], "primaries": well],
      "bad-checksum.log.gz": ["exitCodes": [0, 4, 5], "primaries": well],
      "trailing-bytes.log.gz": ["exitCodes": [0, 4, 5], "primaries": well],
      "error-page.json": ["exitCodes": [3, 4], "primaries": silent],
      "binary.bin": ["exitCodes": [3], "primaries": silent],
      "nul-block.log": ["exitCodes": [0, 4, 5], "primaries": well],
      "utf16.log": ["exitCodes": [0, 4, 5], "primaries": well],
      "invalid-utf8.log": ["exitCodes": [0, 4, 5], "primaries": well],
      "bom-crlf.log": ["exitCodes": [0, 4, 5], "primaries": well],
      "wrong-types.json": ["exitCodes": [3, 4, 5], "primaries": silent],
      "duplicate-keys.json": ["exitCodes": [3, 4, 5], "primaries": silent],
      "deep-nesting.json": ["exitCodes": [3, 4, 5], "primaries": silent],
      "yaml-alias-bomb.yaml": ["exitCodes": [3, 4, 5], "primaries": silent],
      "one-long-line.log": ["exitCodes": [0, 3, 4, 5], "primaries": well],
      "terminal-escapes.log": ["exitCodes": [3, 4, 5], "primaries": silent],
      "two-documents-one-broken.json": ["exitCodes": [3, 4, 5], "primaries": silent],
      "own-report.json": ["exitCodes": [3, 4], "primaries": silent],
      "own-report.txt": ["exitCodes": [3, 4], "primaries": silent],
      "prose-about-codes.md": ["exitCodes": [3, 4], "primaries": silent],
      "operator-denied.json": ["exitCodes": [3, 4], "primaries": silent],
      "cut-archive.tar.gz": ["exitCodes": [0, 4, 5], "primaries": well],
      "hostile-names.tar": ["exitCodes": [0, 4, 5], "primaries": well],
    ]
  }

  /// Little-endian with a byte order mark, as a shell on Windows writes.
  private static func utf16(_ text: String) -> [UInt8] {
    [0xff, 0xfe] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
  }

  private static func longLine(_ node: Node) -> String {
    let entries = (0..<2000).map { "{10.40.16.\($0 % 256) false}" }.joined(separator: " ")
    return LogText.text(
      LogLine(
        time: Moment(month: 3, day: 3, hour: 3), level: "debug", caller: "ipamd/ipamd.go:1200",
        message: "Instance metadata does not match data store! ipPool: [\(entries)], metadata: []"), node.cni)
      + "\n"
  }

  private static let errorPage = """
    <!DOCTYPE html>
    <html><head><title>503 Service Unavailable</title></head>
    <body><h1>Service Unavailable</h1><p>The request limit was reached. RequestLimitExceeded</p></body></html>

    """
  private static let wrongTypes = #"""
    {"Subnets": {"SubnetId": 17, "AvailableIpAddressCount": "none", "CidrBlock": ["10.0.0.0/24"], "Tags": "Name"}}
    {"NetworkInterfaces": "all of them"}
    {"Reservations": [null, 5, {"Instances": {"InstanceId": false}}]}

    """#
  private static let duplicateKeys = #"""
    {"Subnets": [{"SubnetId": "subnet-0123456789abcdef0", "AvailableIpAddressCount": 100, "AvailableIpAddressCount": 200, "CidrBlock": "10.0.0.0/24", "CidrBlock": "10.0.1.0/24"}]}

    """#
  private static let aliasBomb =
    "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "bcdefghij".map { letter in
      let previous = String(UnicodeScalar(UInt8(letter.asciiValue ?? 98) - 1))
      return "\(letter): &\(letter) [" + Array(repeating: "*\(previous)", count: 9).joined(separator: ",")
        + "]\n"
    }.joined()
  private static let escapes =
    "\u{1b}[31mkubectl says\u{1b}[0m \u{1b}]0;owned\u{7}hello\n\u{202e}drowssap\u{202c} <script>alert(1)</script> | **bold** `$(touch /tmp/x)`\n"
  private static let ownReport = #"""
    {
      "schemaVersion": "1.0.0",
      "tool": {"name": "ipamtriage", "version": "1.0.0", "playbooksDigest": "sha256:00"},
      "status": "cause-found", "exitCode": 1,
      "diagnosis": {"primary": {"id": "subnet-exhausted", "title": "The subnet has no free addresses", "basis": "proved", "severity": "error", "state": "active"}, "contributing": [], "alternatives": [], "excluded": []},
      "evidence": [{"id": "e1", "input": "i1", "line": 12, "text": "Failed to allocate a private IP/Prefix addresses on ENI eni-0aa11bb22cc33dd44: operation error EC2: AssignPrivateIpAddresses, https response error StatusCode: 400, RequestID: 11111111-2222-4333-8444-555555555555, api error InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request."}]
    }

    """#
  private static let ownText = """
    ipamtriage 1.0.0   1 input, 812 lines, 1 node, 02:03-02:41 UTC

    ✘ SUBNET EXHAUSTED  subnet-0a1b2c3d4e5f60718 (10.0.0.0/24, us-east-1a)   proved
      No address is free. 4 pods wait on 1 node since 02:03:11.

    Why we say so
      ipamd.log:412  02:03:11.421  i-0abc
        Failed to allocate a private IP/Prefix addresses on ENI eni-0aa: api error InsufficientFreeAddressesInSubnet

    exit 1

    """
  private static let prose = """
    # When pods stay in ContainerCreating

    Two codes matter. `InsufficientFreeAddressesInSubnet` says that the subnet has no address left;
    `InsufficientCidrBlocks` says that no aligned block of sixteen is free. A third one, AttachmentLimitExceeded,
    is about the instance, and RequestLimitExceeded about the speed of your calls.

    If you see "add cmd: failed to assign an IP address to container" the pool of the node was empty.
    UnauthorizedOperation means that the role may not do what it tries.

    """
  private static let operatorDenied = """

    An error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation: You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/read-only/alice is not authorized to perform: ec2:DescribeSubnets because no identity-based policy allows the ec2:DescribeSubnets action

    """
}
